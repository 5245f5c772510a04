import Testing
import Validation

@Suite struct LongLoopTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            LongLoop.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    get:
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration:
                        type: mock
                        requestTemplates: {application/json: '{"statusCode": 200} #foreach($i in 1️⃣[1..5000])$i#end'}
                        responses: {default: {statusCode: '200'}}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            LongLoop.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    get:
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration:
                        type: mock
                        requestTemplates: {application/json: '{"statusCode": 200} #foreach($i in [1..1000])$i#end'}
                        responses: {default: {statusCode: '200'}}

                """#)
    }
}
