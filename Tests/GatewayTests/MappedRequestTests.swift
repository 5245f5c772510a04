import Foundation
import Gateway
import Testing

/// Parameter mappings and overrides on their way to a backend and back.
@Suite struct MappedRequestTests {
    private func harness(
        request: String, template: String? = nil, response: String? = nil
    ) throws -> Harness {
        let mapping = response.map { "responseParameters: {\($0)}" } ?? ""
        let templates = template.map { "requestTemplates: {application/json: '\($0)'}" } ?? ""
        return try Harness(
            """
            openapi: 3.0.1
            info: {title: Shelves, version: '1'}
            paths:
              /books:
                post:
                  parameters: [{name: X-Shelf, in: header, schema: {type: string}}]
                  responses:
                    '200': {description: ok, headers: {T: {schema: {type: string}}}}
                  x-amazon-apigateway-integration:
                    type: http
                    httpMethod: POST
                    uri: https://backend.example.com/books
                    requestParameters: {\(request)}
                    \(templates)
                    responses: {default: {statusCode: '200', \(mapping)}}
            """)
    }

    private func mapped(_ source: String, _ body: String) throws -> (status: Int, value: String?) {
        let harness = try harness(request: "integration.request.header.T: '\(source)'")
        let response = harness.send("POST", "/dev/books", body: Array(body.utf8))
        let value = harness.backendCalls.first?.headers.last("t")
        return (response.status, value.map { String(decoding: $0, as: UTF8.self) })
    }

    @Test func refusesBodiesThatBeginLikeJSONAndAreNot() throws {
        for source in ["method.request.body", "method.request.body.title"] {
            for body in ["\n{wrong", "[1", "'a'", "\"a"] {
                #expect(try mapped(source, body).status == 400, "\(source) \(body)")
            }
        }
        let harness = try harness(request: "integration.request.header.T: method.request.body")
        let response = harness.send("POST", "/dev/books", body: Array("{".utf8))
        #expect(response.text == #"{"message":"Invalid JSON in request body"}"#)
    }

    @Test func readsBodiesAsFarAsTheyAreJSON() throws {
        #expect(try mapped("method.request.body", "<a>").value == "<a>")
        #expect(try mapped("method.request.body", "").value == "{}")
        #expect(try mapped("method.request.body", "\n{\"a\": 1}\n").value == "{\"a\": 1}")
        #expect(try mapped("method.request.body.title", "wrong").value == nil)
        #expect(try mapped("method.request.body.title", #"{"title": "T"}"#).value == "T")
        #expect(
            try mapped("method.request.body.lines[*].n", #"{"lines":[{"n":1},{"n":2}]}"#).value
                == "[1,2]")
        #expect(try mapped("method.request.body.title", #"{"title": null}"#).value == nil)
    }

    @Test func mapsResponsesByTheSameRules() throws {
        for (source, body, status, value) in [
            ("integration.response.body", "", 200, "{}"),
            ("integration.response.body", "plain", 200, "plain"),
            ("integration.response.body", "\n{wrong", 500, nil),
            ("integration.response.body.a", "\n{wrong", 500, nil),
            ("integration.response.body.a", "plain", 200, nil),
            ("integration.response.body.a", #"{"a": true}"#, 200, "true"),
            ("integration.response.header.Content-Type", "", 200, "text/plain"),
            // Names are matched letter by letter, as those of requests are.
            ("integration.response.header.content-type", "", 200, nil),
            ("integration.response.multivalueheader.CONTENT-TYPE", "", 200, nil),
        ] as [(String, String, Int, String?)] {
            let harness = try harness(
                request: "", response: "method.response.header.T: \(source)")
            harness.backendBody = Array(body.utf8)
            let response = harness.send("POST", "/dev/books")
            #expect(response.status == status, "\(source) \(body)")
            #expect(response.field("t") == value, "\(source) \(body)")
        }
    }

    @Test func knowsTheBackendsRequestInResponseTemplates() throws {
        let harness = try Harness(
            """
            openapi: 3.0.1
            info: {title: Shelves, version: '1'}
            paths:
              /books:
                get:
                  responses: {'200': {description: ok}}
                  x-amazon-apigateway-integration:
                    type: http
                    httpMethod: GET
                    uri: https://backend.example.com/books
                    responses:
                      default:
                        statusCode: '200'
                        responseTemplates:
                          application/json: '$context.awsEndpointRequestId|$context.wafResponseCode|'
            """)
        harness.result = .response(
            status: 200, headers: HeaderFields([("x-amzn-RequestId", "r-1")]), body: [])
        #expect(harness.send("GET", "/dev/books").text == "r-1||")
    }

    /// “An override may only be applied to each parameter once”, says the developer guide.
    @Test func answers500WhereOneParameterIsOverriddenTwice() throws {
        let set = "#set($context.requestOverride."
        for (template, status) in [
            (set + "header.a = \"1\")" + set + "header.b = \"2\")", 200),
            (set + "header.a = \"1\")" + set + "header.a = \"1\")", 500),
            (set + "header[\"a\"] = \"1\")$context.requestOverride.header.put(\"a\", \"2\")", 500),
            (set + "header.a = \"1\")" + set + "querystring.a = \"1\")", 200),
            (set + "querystring.a = \"1\")" + set + "querystring.a = \"1\")", 500),
            (set + "path.a = \"1\")" + set + "path.a = \"1\")", 500),
            ("#foreach($i in [1..2])" + set + "header.a = $i)#end", 500),
            ("#foreach($i in [1..2])" + set + "header[\"a$i\"] = $i)#end", 200),
            ("#if(true)" + set + "header.a = \"1\")#else" + set + "header.a = \"2\")#end", 200),
            // What a name that overrides nothing is given, templates pass on to one another.
            (set + "own = \"1\")" + set + "own = \"2\")", 200),
            ("#set($context.responseOverride.status = 201)", 201),
            (
                "#set($context.responseOverride.status = 201)"
                    + "#set($context.responseOverride.status = 202)", 500
            ),
        ] {
            let harness = try harness(
                request: "", template: template.replacingOccurrences(of: "'", with: "''"))
            let response = harness.send("POST", "/dev/books")
            #expect(response.status == status, "\(template)")
            if status == 500 {
                #expect(response.text == #"{"message": "Internal server error"}"#)
                #expect(harness.backendCalls.isEmpty)
            }
        }
    }

    @Test func overridesNamesLetterByLetterButHostsAsOne() throws {
        let harness = try harness(
            request: "integration.request.header.X-Own: method.request.header.X-Shelf, "
                + "integration.request.header.Host: '''a.example.com'''",
            template: "#set($context.requestOverride.header.x-own = \"b\")"
                + "#set($context.requestOverride.header.host = \"b.example.com\")")
        _ = harness.send("POST", "/dev/books", [("X-Shelf", "a")])
        let fields = try #require(harness.backendCalls.first?.headers.pairs)
        #expect(fields.filter { $0.name.lowercased() == "x-own" }.map(\.value) == ["a", "b"])
        #expect(
            fields.filter { $0.name.lowercased() == "host" }.map(\.value) == ["b.example.com"])
    }
}
