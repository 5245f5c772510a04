import Gateway
import JSON
import Testing

/// Custom domains, their base paths, and the default endpoint.
@Suite struct DomainTests {
    private func harness(_ mappings: [String: String], root: String = "") throws -> Harness {
        var settings = RuntimeSettings()
        settings.stages = ["dev", "prod", "test"].map { name in
            var stage = RuntimeSettings.Stage(name: name)
            stage.accessLogFormat = "$context.stage $context.customDomain.basePathMatched"
            return stage
        }
        settings.domains = [
            RuntimeSettings.Domain(name: "Shelf.example.com", basePathMappings: mappings)
        ]
        let harness = try Harness(
            """
            openapi: 3.0.1
            info: {title: Shelves, version: '1'}
            \(root)
            paths:
              /books:
                get:
                  responses: {'200': {description: ok}}
                  x-amazon-apigateway-integration:
                    type: aws_proxy
                    httpMethod: POST
                    uri: 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:books/invocations'
            """, settings: settings)
        harness.functions["books"] = Array("{}".utf8)
        return harness
    }

    private func line(_ harness: Harness, _ path: String, host: String = "shelf.example.com")
        -> String
    {
        let response = harness.send("GET", path, [("Host", host)])
        return "\(response.status) \(String(decoding: harness.record.accessLog, as: UTF8.self))"
    }

    @Test func takesTheLongestBasePath() throws {
        let harness = try harness(["": "dev", "v1": "prod", "v1/old": "test"])
        #expect(line(harness, "/books") == "200 dev -")
        #expect(line(harness, "/v1/books") == "200 prod /v1")
        #expect(line(harness, "/v1/old/books") == "200 test /v1/old")
        // A base path is whole segments.
        #expect(line(harness, "/v1x/books").hasPrefix("403 dev"))
    }

    @Test func knowsTheDomainInAnyCaseAndWithAPort() throws {
        let harness = try harness(["v1": "prod"])
        #expect(line(harness, "/v1/books", host: "SHELF.example.com:8443") == "200 prod /v1")
        // Elsewhere the path begins with the stage.
        #expect(line(harness, "/v1/books", host: "other.example.com").hasPrefix("403"))
        #expect(line(harness, "/prod/books", host: "other.example.com") == "200 prod -")
    }

    @Test func forbidsWhatNoBasePathLeadsTo() throws {
        let harness = try harness(["v1": "prod"])
        let response = harness.send("GET", "/books", [("Host", "shelf.example.com")])
        #expect(response.status == 403)
        #expect(response.text == #"{"message":"Forbidden"}"#)
        #expect(response.field("x-amzn-errortype") == "ForbiddenException")
    }

    @Test func tellsFunctionsOfTheBasePath() throws {
        let harness = try harness(["v1": "prod"])
        _ = harness.send("GET", "/v1/books", [("Host", "shelf.example.com")])
        let event = try #require(harness.events.first)
        #expect(event["path"] == "/v1/books")
        #expect(event["resource"] == "/books")
        #expect(event["requestContext"]?["path"] == "/v1/books")
        #expect(event["requestContext"]?["stage"] == "prod")
        #expect(event["requestContext"]?["domainName"] == "shelf.example.com")
        #expect(event["requestContext"]?["domainPrefix"] == "shelf")
    }

    @Test func closesTheDefaultEndpoint() throws {
        let harness = try harness(
            ["v1": "prod"],
            root: "x-amazon-apigateway-endpoint-configuration: {disableExecuteApiEndpoint: true}")
        let response = harness.send("GET", "/prod/books")
        #expect(response.status == 403)
        #expect(response.text == #"{"message":"Forbidden"}"#)
        #expect(line(harness, "/v1/books") == "200 prod /v1")
    }
}
