import Testing
import Validation

@Suite struct UnknownExtensionTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            UnknownExtension.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    get:
                      responses: {'200': {description: fine}}
                      1️⃣x-amazon-apigateway-intergration: {type: mock}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            UnknownExtension.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    get:
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration: {type: mock}

                """#)
    }
}
