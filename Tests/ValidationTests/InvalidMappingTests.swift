import Diagnostics
import Testing
import Validation

@Suite struct InvalidMappingTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            InvalidMapping.self,
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
                        uri: https://a.example.com/
                        requestParameters:
                          integration.request.header.A: 1️⃣plain

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            InvalidMapping.self,
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
                        uri: https://a.example.com/
                        requestParameters:
                          integration.request.header.A: '''plain'''

                """#)
    }

    /// What takes a parameter from a parameter is passed over at a glance, so what only looks like
    /// it must not be.
    @Test(arguments: [
        "integration.request.header.: method.request.header.a",
        "integration.request.header.a: method.request.header.",
        "integration.request.header.a b: method.request.header.a",
        "integration.request.querystring.a: method.request.querystring.a b",
        "integration.request.cookie.a: method.request.header.a",
        "integration.request.header.a: integration.response.header.a",
        "integration.request.path.a: method.request.pathx.a",
    ])
    func reportsWhatOnlyLooksPlain(mapping: String) {
        let found = findings(in: document(mapping)).map(\.id.rawValue)
        #expect(found.contains("mapping-source") || found.contains("mapping-target"), "\(found)")
    }

    @Test(arguments: [
        "integration.request.header.a-b: method.request.header.A.b_$c",
        "integration.request.path.a: method.request.querystring.b",
        "integration.request.querystring.a: method.request.multivaluequerystring.a",
    ])
    func acceptsParametersFromParameters(mapping: String) {
        let found = findings(in: document(mapping)).map(\.id.rawValue)
        #expect(!found.contains("mapping-source") && !found.contains("mapping-target"), "\(found)")
    }

    private func document(_ mapping: String) -> String {
        """
        openapi: 3.0.1
        info: {title: t, version: '1'}
        paths:
          /pets:
            get:
              responses: {'200': {description: fine}}
              x-amazon-apigateway-integration:
                type: http_proxy
                httpMethod: GET
                uri: https://a.example.com/
                requestParameters:
                  \(mapping)

        """
    }
}
