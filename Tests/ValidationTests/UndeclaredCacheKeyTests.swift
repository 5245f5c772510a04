import Testing
import Validation

@Suite struct UndeclaredCacheKeyTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            UndeclaredCacheKey.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    get:
                      parameters:
                      - {name: page, in: query, schema: {type: integer}}
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration:
                        type: http_proxy
                        httpMethod: GET
                        uri: https://example.com/pets
                        cacheKeyParameters: [method.request.querystring.page, 1️⃣method.request.querystring.pages, 2️⃣context.stage]

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            UndeclaredCacheKey.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets/{id}:
                    get:
                      parameters:
                      - {name: id, in: path, required: true, schema: {type: string}}
                      - {name: page, in: query, schema: {type: integer}}
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration:
                        type: http_proxy
                        httpMethod: GET
                        uri: https://example.com/pets/{id}
                        cacheKeyParameters: [method.request.path.id, method.request.multivaluequerystring.page, 'method.request.header.${TenantHeader}']
                        requestParameters: {integration.request.path.id: method.request.path.id}

                """#)
    }
}
