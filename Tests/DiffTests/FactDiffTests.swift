import Diff
import Testing

private let gateway = """
    openapi: 3.0.1
    info: {title: Shop, version: '1'}
    x-amazon-apigateway-api-key-source: HEADER
    x-amazon-apigateway-request-validators:
      body: {validateRequestBody: true, validateRequestParameters: false}
    x-amazon-apigateway-gateway-responses:
      DEFAULT_4XX: {statusCode: 422}
    paths:
      /carts/{id}:
        get:
          parameters: [{name: id, in: path, required: true, schema: {type: string}}]
          responses: {'200': {description: ok}}
          x-amazon-apigateway-auth: {type: NONE}
          x-amazon-apigateway-integration:
            type: http
            httpMethod: GET
            uri: https://one.example.com/carts
            timeoutInMillis: 5000
            requestTemplates: {application/json: one}
            responses:
              default: {statusCode: '200', responseTemplates: {application/json: a}}
        options:
          responses: {'200': {description: ok}}
          x-amazon-apigateway-integration:
            type: mock
            requestTemplates: {application/json: '{"statusCode": 200}'}
            responses:
              default:
                statusCode: '200'
                responseParameters:
                  method.response.header.Access-Control-Allow-Methods: "'GET,POST'"
                  method.response.header.Access-Control-Allow-Origin: "'*'"
    """

private let settings = """
    stages:
      prod:
        variables: {backend: one}
        methodSettings: {"*/*": {throttlingRateLimit: 100, loggingLevel: ERROR}}
    usagePlans:
      basic: {quota: {limit: 1000, period: MONTH}}
    """

@Suite struct FactDiffTests {
    @Test(arguments: [
        EditRow("/carts/{id}", "/carts/{cart}", []),
        EditRow("one.example.com", "two.example.com", ["integration-uri-changed compatible"]),
        EditRow("5000", "6000", ["integration-timeout-changed compatible"]),
        EditRow(
            "application/json: one", "application/json: two",
            ["integration-request-template-changed compatible"]),
        EditRow(
            "application/json: one", "text/xml: one",
            [
                "integration-request-template-added compatible",
                "integration-request-template-removed compatible",
            ]),
        EditRow(
            "default: {statusCode: '200', resp", "default: {statusCode: '201', resp",
            ["integration-response-changed warning"]),
        EditRow("HEADER", "AUTHORIZER", ["api-key-source-changed breaking"]),
        EditRow("statusCode: 422", "statusCode: 423", ["gateway-response-status-changed warning"]),
        EditRow("'GET,POST'", "'GET'", ["cors-allow-methods-changed breaking"]),
        EditRow("'GET,POST'", "'GET,POST,PUT'", ["cors-allow-methods-changed compatible"]),
        EditRow("'*'", "'https://a.example.com'", ["cors-allow-origin-changed breaking"]),
        EditRow(
            "x-amazon-apigateway-auth: {type: NONE}",
            "x-amazon-apigateway-request-validator: body",
            ["body-validation-changed warning"]),
        EditRow(
            "x-amazon-apigateway-auth: {type: NONE}", "x-amazon-apigateway-auth: {type: AWS_IAM}",
            ["authorization-added warning"]),
    ])
    func operatorsAreToldWhatChanged(row: EditRow) throws {
        #expect(gateway.contains(row.old))
        #expect(try changes(gateway, gateway.replacing(row.old, with: row.new)) == row.expected)
    }

    @Test(arguments: [
        EditRow("backend: one", "backend: two", ["stage-variable-changed compatible"]),
        EditRow("100,", "50,", ["throttle-rate-changed warning"]),
        EditRow("100,", "200,", ["throttle-rate-changed compatible"]),
        EditRow("ERROR", "INFO", ["logging-level-changed compatible"]),
        EditRow("limit: 1000", "limit: 10", ["usage-plan-quota-changed warning"]),
        EditRow(
            "  prod:", "  live:",
            [
                "logging-level-added compatible", "logging-level-removed compatible",
                "stage-added compatible", "stage-removed breaking",
                "stage-tracing-added compatible", "stage-tracing-removed compatible",
                "stage-variable-added compatible", "stage-variable-removed compatible",
                "throttle-rate-added warning", "throttle-rate-removed compatible",
            ]),
    ])
    func settingsArePartOfAVersion(row: EditRow) throws {
        #expect(settings.contains(row.old))
        let old = try version(gateway, settings: settings)
        let new = try version(gateway, settings: settings.replacing(row.old, with: row.new))
        #expect(summaries(differences(from: old, to: new)) == row.expected)
    }

    @Test func aMethodThatWentTakesItsFactsAlong() throws {
        let all = String(gateway.split(separator: "    options:")[0])
        #expect(try changes(gateway, all) == ["endpoint-removed breaking"])
        #expect(try changes(all, gateway) == ["endpoint-added compatible"])
    }
}
