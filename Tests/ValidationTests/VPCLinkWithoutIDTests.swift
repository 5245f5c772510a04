import Testing
import Validation

@Suite struct VPCLinkWithoutIDTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            VPCLinkWithoutID.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    get:
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration:
                        type: http_proxy
                        httpMethod: GET
                        uri: http://nlb.internal/
                        connectionType: 1️⃣VPC_LINK

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            VPCLinkWithoutID.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    get:
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration:
                        type: http_proxy
                        httpMethod: GET
                        uri: http://nlb.internal/
                        connectionType: VPC_LINK
                        connectionId: abc123

                """#)
    }
}
