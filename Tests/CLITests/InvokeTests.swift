import CLI
import Foundation
import Options
import Testing

/// `apigw invoke` as a user runs it.
@Suite final class InvokeTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "invoke-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try write("api.yaml", Self.api)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private static let api = """
        openapi: 3.0.1
        info: {title: Shelves, version: '1'}
        paths:
          /books/{id}:
            get:
              responses: {'200': {description: ok}}
              x-amazon-apigateway-integration:
                type: mock
                requestTemplates: {application/json: '{"statusCode": 200}'}
                responses:
                  default:
                    statusCode: '200'
                    responseTemplates: {application/json: '{"id": "$input.params(''id'')"}'}
            put:
              responses: {'200': {description: ok}}
              x-amazon-apigateway-integration:
                {type: http_proxy, httpMethod: PUT, uri: 'https://backend.example.com/books'}
          /mine:
            get:
              x-amazon-apigateway-auth: {type: AWS_IAM}
              responses: {'200': {description: ok}}
              x-amazon-apigateway-integration:
                type: mock
                requestTemplates: {application/json: '{"statusCode": 200}'}
                responses:
                  default:
                    statusCode: '200'
                    responseTemplates:
                      application/json: '$context.identity.userArn $context.identity.cognitoIdentityId'
        """

    @discardableResult
    private func write(_ name: String, _ text: String) throws -> String {
        let file = folder.appending(path: name)
        try Data(text.utf8).write(to: file)
        return file.path
    }

    private func run(
        _ words: [String]
    ) -> (status: ProgramStatus, output: String, errors: String) {
        var console = Console(inMemory: ())
        let status = runProgram(
            ["invoke", folder.appending(path: "api.yaml").path] + words, &console)
        return (
            status, String(decoding: console.output, as: UTF8.self),
            String(decoding: console.errors, as: UTF8.self)
        )
    }

    @Test func printsTheResponseAsCurlDoes() {
        let result = run(["GET", "/books/7"])
        #expect(result.status == .success)
        #expect(result.output.hasPrefix("HTTP/1.1 200\r\nContent-Type: application/json\r\n"))
        #expect(result.output.hasSuffix("content-length: 11\r\n\r\n{\"id\": \"7\"}"))
        #expect(run(["GET", "/pens"]).status == .success)
    }

    @Test func runsABundleAsItsSpecification() throws {
        let bundle = folder.appending(path: "api.apigw").path
        var console = Console(inMemory: ())
        let spec = folder.appending(path: "api.yaml").path
        #expect(runProgram(["compile", spec, "-o", bundle], &console) == .success)
        var other = Console(inMemory: ())
        #expect(runProgram(["invoke", bundle, "GET", "/books/7"], &other) == .success)
        #expect(String(decoding: other.output, as: UTF8.self).hasSuffix(#"{"id": "7"}"#))
    }

    @Test func printsJSONWithCallsAndLog() throws {
        let backend = try write(
            "backend.json",
            #"{"http": {"type": "respond", "status": 201, "headers": {"X-Shelf": "3"}, "body": {"a": 1}}}"#
        )
        let result = run([
            "PUT", "/books/7", "-d", "x=1", "-H", "X-A: b", "--backend", backend, "--format",
            "json",
        ])
        #expect(result.status == .success)
        let json = try #require(
            try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
        #expect(json["status"] as? Int == 201)
        #expect(json["body"] as? String == #"{"a":1}"#)
        let call = try #require((json["calls"] as? [[String: Any]])?.first)
        #expect(call["operation"] as? String == "PUT /books/{id}")
        #expect(call["url"] as? String == "https://backend.example.com/books")
        #expect(call["body"] as? String == "x=1")
    }

    @Test func namesAnIntegrationWithoutAStub() {
        let result = run(["PUT", "/books/7"])
        #expect(result.status == .findings)
        #expect(
            result.errors.hasSuffix(
                """
                apigw: error: 'PUT /books/{id}' was called and has no stub
                help: give its answer with --backend FILE

                """))
    }

    @Test func traces() {
        let result = run(["GET", "/books/7", "--trace"])
        #expect(result.errors.contains("request template: {\"statusCode\": 200}\n"))
        #expect(result.errors.contains("integration response selected: 200 default\n"))
        #expect(result.errors.contains("response template: {\"id\": \"7\"}\n"))
    }

    @Test func logsATestInvocationAsAWSDoes() {
        let result = run(["GET", "/mine", "--test-invoke"])
        #expect(result.output.hasPrefix("HTTP/1.1 200\r\n"))
        #expect(result.errors.contains("Execution log for request "))
        #expect(result.errors.contains(" : HTTP Method: GET, Resource Path: /mine\n"))
        #expect(result.errors.contains(" : Method completed with status: 200\n"))
    }

    @Test func takesIdentitiesOnTrust() throws {
        #expect(run(["GET", "/mine"]).output.hasPrefix("HTTP/1.1 403\r\n"))
        let identity = try write(
            "identity.json",
            #"{"callerArn": "arn:aws:iam::123456789012:user/reader", "cognitoIdentityId": "us-east-1:1"}"#
        )
        let result = run(["GET", "/mine", "--identity", identity])
        #expect(result.output.hasSuffix("arn:aws:iam::123456789012:user/reader us-east-1:1"))
        let misspelt = try write("misspelt.json", #"{"callerARN": "x"}"#)
        let wrong = run(["GET", "/mine", "--identity", misspelt])
        #expect(wrong.status == .wrongUsage)
        #expect(wrong.errors.contains("did you mean 'callerArn'?"))
        let list = try write("list.json", #"{"callerArn": []}"#)
        #expect(run(["GET", "/mine", "--identity", list]).errors.contains("is not a string"))
    }

    /// A case that is misspelt must not pass for one that holds.
    @Test func failsCasesOfTheWrongForm() throws {
        let request = #""request": {"method": "GET", "path": "/books/7"}"#
        let expected = #""expected": {"response": {"status": 200}}"#
        for (text, mistake) in [
            ("1", "a case is an object"),
            ("{\(request)}", "no 'expected'"),
            ("{\(request), \"expected\": {}}", "no 'expected'"),
            ("{\(expected)}", "no 'request.method'"),
            ("{\(expected), \"request\": {\"method\": \"GET\"}}", "no 'request.path'"),
            ("{\(request), \(expected), \"expect\": {}}", "did you mean 'expected'?"),
            ("{\(request), \"expected\": {\"respons\": {}}}", "did you mean 'response'?"),
            (
                "{\(request), \"expected\": {\"response\": {\"statuss\": 1}}}",
                "'expected.response' has no member 'statuss'; did you mean 'status'?"
            ),
            ("{\(request), \"expected\": []}", "'expected' is not an object"),
            ("{\(request), \(expected), \"mode\": \"test\"}", "only \"test-invoke\" is known"),
            (
                "{\(request), \(expected), \"identity\": {\"callerARN\": \"a\"}}",
                "unknown member 'callerARN'"
            ),
            (
                "{\(request), \(expected), \"backend\": {\"http\": {\"type\": \"no\"}}}",
                "unknown type \"no\""
            ),
        ] {
            let result = run(["--cases", try write("wrong.json", "[\(text)]")])
            #expect(result.status == .findings)
            #expect(result.output.contains(mistake), "\(text): \(result.output)")
            #expect(result.output.hasSuffix("0 passed, 1 failed\n"))
        }
    }

    @Test func comparesWhatABackendGetsAtItsOwnAddress() throws {
        let cases = try write(
            "cases.json",
            """
            [{"id": "put", "request": {"method": "PUT", "path": "/books/7", "rawQuery": "a=1&a=2"},
              "backend": {"http": {"type": "respond", "status": 204}},
              "expected": {"response": {"status": 204}, "backendRequest":
                {"method": "PUT", "path": "/books", "query": {"a": ["1", "2"]}}}}]
            """)
        #expect(run(["--cases", cases]).output == "1 passed, 0 failed\n")
    }

    @Test func comparesTestInvocations() throws {
        let cases = try write(
            "cases.json",
            """
            [{"mode": "test-invoke", "request": {"httpMethod": "GET", "resourcePath": "/books/{id}",
              "pathWithQueryString": "/books/7"}, "expected": {"testInvoke": {"$subset":
              {"status": 200, "body": "{\\"id\\": \\"7\\"}"}}}},
             {"mode": "test-invoke", "request": {"httpMethod": "GET", "resourcePath": "/books/{id}"},
              "expected": {"testInvoke": {"$subset": {"status": 404}}}}]
            """)
        let result = run(["--cases", cases])
        #expect(result.output.contains("status: is 200, expected 404"))
        #expect(result.output.hasSuffix("1 passed, 1 failed\n"))
    }

    @Test func saysThatMethodsHaveACase() {
        let result = run(["get", "/books/7"])
        #expect(result.status == .success)
        #expect(result.output.hasPrefix("HTTP/1.1 403\r\n"))
        #expect(result.errors.contains("did you mean 'GET'?"))
    }

    @Test func printsBytesThatAreNoTextAsBase64() throws {
        let backend = try write(
            "b.json", #"{"http": {"type": "respond", "status": 200, "bodyBase64": "/wA="}}"#)
        let result = run(["PUT", "/books/7", "--backend", backend, "--format", "json"])
        #expect(result.output.contains(#""bodyBase64": "/wA=""#))
    }

    @Test func comparesCasesAndWritesJUnit() throws {
        let cases = try write(
            "cases.json",
            """
            [{"id": "right", "request": {"method": "GET", "path": "/books/7"},
              "expected": {"response": {"status": 200, "bodyJson": {"id": "7"}}}},
             {"id": "by name", "identity": {"callerArn": "arn:aws:iam::123456789012:user/a"},
              "request": {"method": "GET", "path": "/mine"},
              "expected": {"response": {"status": 200}}},
             {"id": "wrong <&", "request": {"method": "GET", "path": "/books/8"},
              "expected": {"response": {"status": 404, "bodyJson": {"id": "7"}}}}]
            """)
        let report = folder.appending(path: "report.xml")
        let result = run(["--cases", cases, "--junit", report.path])
        #expect(result.status == .findings)
        #expect(result.output.hasPrefix("wrong <&: FAILED\n    "))
        #expect(result.output.contains("404"))
        #expect(result.output.hasSuffix("\n2 passed, 1 failed\n"))
        let xml = try String(contentsOf: report, encoding: .utf8)
        #expect(xml.contains(#"tests="3" failures="1""#))
        #expect(xml.contains(#"name="wrong &lt;&amp;">"#))
    }

    @Test func saysWhatIsWrongWithItsInput() throws {
        for (words, text) in [
            ([], "METHOD and PATH are missing"), (["GET"], "PATH is missing"),
            (["GET", "/", "-H", "broken"], "header 'broken' is not of the form 'NAME: VALUE'"),
            (["GET", "/", "--stage", "dve"], "did you mean 'dev'?"),
            (["GET", "/", "--backend", try write("a.json", "{")], "is not JSON"),
            (["GET", "/", "--backend", try write("b.json", #"{"htp": 1}"#)], "no member 'htp'"),
            (["GET", "/", "--backend", try write("a.json", "{")], "at line 1, column 2"),
            (["GET", "/", "--backend", try write("a2.json", "{\n \"a\": ?}")], "line 2, column 7"),
            (["GET", "/", "--backend", try write("d.json", #"{"htpp": 1}"#)], "'http'?"),
            (
                ["GET", "/", "--backend", try write("e.json", #"{"lambda": []}"#)],
                "'lambda' is not"
            ),
            (
                [
                    "GET", "/", "--backend",
                    try write("f.json", #"{"http": {"type": "respondd"}}"#),
                ], "did you mean 'respond'?"
            ),
            (["GET", "/", "--backend", try write("g.json", #"{"http": {}}"#)], "has no 'type'"),
            (
                [
                    "GET", "/", "--backend",
                    try write("h.json", #"{"http": {"type": "respond", "stauts": 1}}"#),
                ], "no member 'stauts'; did you mean 'status'?"
            ),
            (
                [
                    "GET", "/", "--backend",
                    try write("i.json", #"{"http": {"type": "respond", "status": "404"}}"#),
                ], "no number from 100 to 599"
            ),
            (
                [
                    "GET", "/", "--backend",
                    try write("j.json", #"[{"integration": "PUT /book/{id}", "type": "timeout"}]"#),
                ], "did you mean 'PUT /books/{id}'?"
            ),
            (["GET", "/", "--junit", "x.xml"], "--junit goes with --cases"),
            (["--cases", try write("c.json", "{}")], "is not a list of cases"),
            (["--cases", try write("k.json", "[]")], "has no cases"),
            (["--cases", try write("k.json", "[]"), "--trace"], "--trace does not go with"),
            (["GET", "/", "--cases", try write("k.json", "[]")], "do not go with --cases"),
        ] {
            let result = run(words)
            #expect(result.status == .wrongUsage)
            #expect(result.errors.contains(text), "\(result.errors)")
        }
    }
}
