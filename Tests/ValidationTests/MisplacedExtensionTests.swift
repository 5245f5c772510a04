import Testing
import Validation

@Suite struct MisplacedExtensionTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            MisplacedExtension.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    get:
                      responses: {'200': {description: fine}}
                      1️⃣x-amazon-apigateway-policy: {}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            MisplacedExtension.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    get:
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-auth: {type: NONE}

                """#)
    }
}
