import Foundation
import Synchronization
import Testing

@testable import SDKRuntime

@Suite struct ClientCoreTests {
    private enum Failure: OperationFailure, Equatable {
        case notFound(String)

        static func decode(_ response: HTTPResponse) throws -> Failure? {
            guard response.status == 404 else { return nil }
            let body: [String: String] = try response.json()
            return .notFound(body["reason"] ?? "")
        }
    }

    private struct Secrets: CredentialSet {
        func authorization(_ scheme: String) async throws -> [Authorization]? {
            switch scheme {
            case "key": [.header("x-api-key", "k")]
            case "query": [.query("token", "a b")]
            case "cookie": [.cookie("sid", "1")]
            case "basic": [.basic(BasicCredentials(username: "u", password: "p"))]
            case "iam": [try await .iam(.keys("AKID", "secret", region: "eu-west-1"))]
            case "broken": throw RequestError.invalidURL("x")
            default: nil
            }
        }
    }

    /// Answers one after the other, and what was asked and waited for.
    private final class Script: Sendable {
        private let state:
            Mutex<(answers: [HTTPResponse?], requests: [HTTPRequest], waits: [Double])>

        init(_ answers: [HTTPResponse?]) { state = Mutex((answers, [], [])) }

        var requests: [HTTPRequest] { state.withLock { $0.requests } }
        var waits: [Double] { state.withLock { $0.waits } }

        func answer(_ request: HTTPRequest) throws -> HTTPResponse {
            try state.withLock { state in
                state.requests.append(request)
                guard let answer = state.answers.removeFirst() else {
                    throw URLError(.networkConnectionLost)
                }
                return answer
            }
        }

        func wait(_ seconds: Double) { state.withLock { $0.waits.append(seconds) } }

        func core(_ change: (inout ClientConfiguration) -> Void = { _ in }) throws -> ClientCore {
            var configuration = ClientConfiguration()
            configuration.now = { Date(timeIntervalSince1970: 1_700_000_000) }
            configuration.random = { 0.5 }
            configuration.sleep = { self.wait($0) }
            configuration.boundary = { "B" }
            change(&configuration)
            return ClientCore(
                baseURL: try #require(URL(string: "https://api.example.com/prod/")),
                credentials: Secrets(), configuration: configuration,
                transport: MockTransport { try self.answer($0) }, userAgent: "test/1")
        }
    }

    private func run(
        _ script: Script, _ method: HTTPMethod = .get, security: [[String]] = [],
        _ change: (inout ClientConfiguration) -> Void = { _ in }
    ) async throws -> Result<JSONValue, APIError<Failure>> {
        let core = try script.core(change)
        let call = OperationRequest(method, "/pets", security: security)
        do throws(APIError<Failure>) {
            let response: Response<JSONValue> = try await core.json(call, failing: Failure.self)
            return .success(response.value)
        } catch {
            return .failure(error)
        }
    }

    private let ok = HTTPResponse(status: 200, body: Data("1".utf8))

    @Test func sendsWhatItSays() async throws {
        let script = Script([ok])
        let core = try script.core { $0.headers = ["X-Extra": "1"] }
        var call = OperationRequest(
            .post, "/pets/{id}", security: [["key", "query", "cookie"]], accept: "application/json")
        call.path("id", 7)
        call.query("q", "x")
        call.cookie("c", "1")
        call.json(["name": "Rex"])
        _ = try await core.json(call, failing: Failure.self) as Response<JSONValue>
        let request = script.requests[0]
        #expect(request.url.absoluteString == "https://api.example.com/prod/pets/7?q=x&token=a%20b")
        #expect(request.headers["x-api-key"] == "k")
        #expect(request.headers["Cookie"] == "c=1; sid=1")
        #expect(request.headers["User-Agent"] == "test/1")
        #expect(request.headers["X-Extra"] == "1")
        #expect(request.headers["Content-Type"] == "application/json")
        #expect(try request.body?.bytes() == Data(#"{"name":"Rex"}"#.utf8))
    }

    /// A stage of the caller's own, such as a test's, is never left.
    @Test(arguments: [(true, "https://up.example.com/pets"), (false, "https://a.example.com/pets")])
    func operationsAreSentToTheirOwnServerFromADocumentedStage(
        isDocumented: Bool, expected: String
    ) async throws {
        let script = Script([ok])
        let core = ClientCore(
            baseURL: try #require(URL(string: "https://a.example.com")), credentials: Secrets(),
            configuration: ClientConfiguration(),
            transport: MockTransport { try script.answer($0) }, isDocumentedStage: isDocumented,
            userAgent: "test/1")
        var call = OperationRequest(.get, "/pets")
        call.server = "https://up.example.com"
        _ = try await core.json(call, failing: Failure.self) as Response<JSONValue>
        #expect(script.requests[0].url.absoluteString == expected)
    }

    @Test func takesTheFirstAlternativeThatItCanSatisfy() async throws {
        let script = Script([ok])
        _ = try await run(script, security: [["key", "other"], ["basic"], ["key"]])
        #expect(script.requests[0].headers["Authorization"] == "Basic dTpw")
        #expect(script.requests[0].headers["x-api-key"] == nil)
    }

    @Test func sendsNothingWithoutCredentials() async throws {
        let script = Script([])
        let result = try await run(script, security: [["other"]])
        guard case .failure(.credentials(let error)) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(error as? RequestError == .missingCredentials([["other"]]))
        guard case .failure(.credentials) = try await run(Script([]), security: [["broken"]]) else {
            Issue.record("a failing source is no result")
            return
        }
    }

    @Test func repeatsWhatTheGatewayThrottles() async throws {
        let throttled = HTTPResponse(
            status: 429, headers: ["x-amzn-ErrorType": "TooManyRequestsException"],
            body: Data(#"{"message":"Too Many Requests"}"#.utf8))
        let script = Script([throttled, throttled, ok])
        #expect(try await run(script, .post).get() == 1)
        #expect(script.waits == [0.05, 0.1])
        let exhausted = try await run(Script([throttled, throttled, throttled]))
        guard case .failure(.gateway(.throttled(let after), _)) = exhausted else {
            Issue.record("\(exhausted)")
            return
        }
        #expect(after == nil)
    }

    @Test func doesNotRepeatAUsedUpQuota() async throws {
        let used = HTTPResponse(
            status: 429, headers: ["x-amzn-ErrorType": "LimitExceededException"],
            body: Data(#"{"message":"Limit Exceeded"}"#.utf8))
        let script = Script([used])
        guard case .failure(.gateway(.quotaExceeded, _)) = try await run(script) else {
            Issue.record("no quota")
            return
        }
    }

    @Test func waitsAsLongAsItIsTold() async throws {
        let seconds = HTTPResponse(status: 503, headers: ["Retry-After": "7"])
        let date = HTTPResponse(
            status: 503, headers: ["Retry-After": "Tue, 14 Nov 2023 22:13:30 GMT"])
        let script = Script([seconds, date, ok])
        _ = try await run(script)
        #expect(script.waits == [7.05, 10.1])
        let long = HTTPResponse(status: 503, headers: ["Retry-After": "61"])
        let impatient = Script([long])
        _ = try await run(impatient)
        #expect(impatient.waits.isEmpty)
    }

    @Test func repeatsUnsafeMethodsOnlyWhereAsked() async throws {
        let failing = HTTPResponse(status: 500)
        let post = Script([failing])
        _ = try await run(post, .post)
        #expect(post.requests.count == 1)
        let lost = Script([nil])
        _ = try await run(lost, .patch)
        #expect(lost.requests.count == 1)
        let asked = Script([failing, nil, ok])
        _ = try await run(asked, .post) { $0.retries.retriesUnsafe = true }
        #expect(asked.requests.count == 3)
        let marked = Script([failing, ok])
        _ = try await run(marked, .post) { $0.headers = ["Idempotency-Key": "1"] }
        #expect(marked.requests.count == 2)
        let get = Script([nil, failing, ok])
        _ = try await run(get)
        #expect(get.requests.count == 3)
        let refused = Script([HTTPResponse(status: 400)])
        _ = try await run(refused)
        #expect(refused.requests.count == 1)
    }

    @Test func stopsRepeatingWhenNothingWorks() async throws {
        let script = Script([HTTPResponse?](repeating: nil, count: 400))
        let core = try script.core()
        for _ in 0..<150 {
            let call = OperationRequest(.get, "/")
            _ = try? await core.nothing(call, failing: Failure.self)
        }
        // 500 tokens, 5 a repetition: 100 of the 300 that three attempts each would take.
        #expect(script.requests.count == 250)
    }

    @Test func correctsItsClockOnce() async throws {
        let skewed = HTTPResponse(
            status: 403,
            headers: [
                "Date": "Tue, 14 Nov 2023 23:13:20 GMT",
                "x-amzn-ErrorType": "InvalidSignatureException",
            ], body: Data(#"{"message":"Signature expired: x is now earlier than y"}"#.utf8))
        let script = Script([skewed, skewed])
        let result = try await run(script, .post, security: [["iam"]])
        #expect(
            script.requests.map { $0.headers["X-Amz-Date"] } == [
                "20231114T221320Z", "20231114T231320Z",
            ])
        guard case .failure(.gateway(.invalidSignature, _)) = result else {
            Issue.record("\(result)")
            return
        }
    }

    @Test func tellsDocumentedErrorsFromTheGatewaysOwn() async throws {
        let documented = HTTPResponse(status: 404, body: Data(#"{"reason":"gone"}"#.utf8))
        guard case .failure(.failure(.notFound("gone"), _)) = try await run(Script([documented]))
        else {
            Issue.record("documented")
            return
        }
        let gateway = HTTPResponse(
            status: 403, headers: ["x-amzn-ErrorType": "MissingAuthenticationTokenException"],
            body: Data(#"{"message":"Missing Authentication Token"}"#.utf8))
        guard
            case .failure(.gateway(.missingAuthenticationToken, let response)) =
                try await run(Script([gateway]))
        else {
            Issue.record("gateway")
            return
        }
        #expect(response.status == 403)
        guard
            case .failure(.unexpected(let other)) = try await run(
                Script([HTTPResponse(status: 418)]))
        else {
            Issue.record("unexpected")
            return
        }
        #expect(other.status == 418)
        let broken = HTTPResponse(status: 200, body: Data("{".utf8))
        guard case .failure(.decoding) = try await run(Script([broken])) else {
            Issue.record("decoding")
            return
        }
    }

    @Test func readsOptionalBodies() async throws {
        let core = try Script([HTTPResponse(status: 204), ok]).core()
        let call = OperationRequest(.get, "/")
        let empty: Response<Int?> = try await core.jsonIfPresent(call, failing: Failure.self)
        #expect(empty.value == nil)
        let full: Response<Int?> = try await core.jsonIfPresent(call, failing: Failure.self)
        #expect(full.value == 1)
    }

    @Test func cancellationWins() async throws {
        let script = Script([HTTPResponse(status: 503), ok])
        let core = try script.core { $0.sleep = { _ in throw CancellationError() } }
        let call = OperationRequest(.get, "/")
        do throws(APIError<Failure>) {
            try await _ = core.nothing(call, failing: Failure.self)
            Issue.record("no error")
        } catch {
            guard case .cancelled = error else {
                Issue.record("\(error)")
                return
            }
        }
    }

    @Test func streamsResultsAndReadsErrors() async throws {
        let script = Script([ok, HTTPResponse(status: 404, body: Data(#"{"reason":"x"}"#.utf8))])
        let core = try script.core()
        let call = OperationRequest(.get, "/")
        let stream = try await core.stream(call, failing: Failure.self)
        #expect(try await stream.collected().body == ok.body)
        do throws(APIError<Failure>) {
            _ = try await core.stream(call, failing: Failure.self)
            Issue.record("no error")
        } catch {
            guard case .failure(.notFound("x"), _) = error else {
                Issue.record("\(error)")
                return
            }
        }
    }

    @Test func decodesEveryFaultOfTheGateway() {
        func fault(_ status: Int, _ type: String?, _ message: String) -> GatewayFault? {
            var headers = HTTPHeaders()
            headers["x-amzn-ErrorType"] = type
            return GatewayFault(
                HTTPResponse(
                    status: status, headers: headers,
                    body: Data(#"{"message":"\#(message)"}"#.utf8)))
        }
        #expect(fault(403, "ForbiddenException", "Forbidden") == .forbidden("Forbidden"))
        #expect(fault(403, nil, "Forbidden") == .forbidden("Forbidden"))
        #expect(
            fault(401, "UnauthorizedException", "Unauthorized") == .unauthorized("Unauthorized"))
        #expect(
            fault(504, "InternalServerErrorException", "Endpoint request timed out")
                == .integrationTimeout("Endpoint request timed out"))
        #expect(
            fault(502, "InternalServerErrorException", "Internal server error")
                == .integrationFailure("Internal server error"))
        #expect(
            fault(413, "RequestTooLargeException", "Request Too Long")
                == .requestTooLarge("Request Too Long"))
        #expect(
            fault(400, "BadRequestException", "Invalid request body")
                == .badRequest("Invalid request body"))
        #expect(fault(400, nil, "mine") == nil)
        #expect(fault(200, "ForbiddenException", "Forbidden") == nil)
        #expect(
            fault(418, "TeapotException:http://x/", "t")
                == .other(type: "TeapotException", message: "t"))
        #expect(GatewayFault(HTTPResponse(status: 403, body: Data("<html>".utf8))) == nil)
    }

    /// An API can have templates of its own for the gateway's answers; their kind stands in a header.
    @Test func knowsTheGatewaysOwnAnswersInAnyForm() async throws {
        let slow = HTTPResponse(
            status: 420,
            headers: ["x-amzn-ErrorType": "TooManyRequestsException", "Retry-After": "3"],
            body: Data(#"{"reason":"slow down","code":1}"#.utf8))
        let script = Script([slow, ok])
        #expect(try await run(script, .post).get() == 1)
        #expect(script.waits == [3.05])
        let html = HTTPResponse(
            status: 403, headers: ["x-amzn-ErrorType": "ForbiddenException"],
            body: Data("<html>".utf8))
        guard case .failure(.gateway(.forbidden("<html>"), _)) = try await run(Script([html]))
        else {
            Issue.record("forbidden")
            return
        }
        let own = HTTPResponse(
            status: 400, headers: ["x-amzn-ErrorType": "OrderTooLargeException"],
            body: Data(#"{"reason":"x"}"#.utf8))
        guard case .failure(.unexpected) = try await run(Script([own])) else {
            Issue.record("a backend's own kinds are no fault of the gateway")
            return
        }
        let documented = HTTPResponse(
            status: 404, headers: ["x-amzn-ErrorType": "NotFoundException"],
            body: Data(#"{"reason":"gone"}"#.utf8))
        guard case .failure(.failure(.notFound("gone"), _)) = try await run(Script([documented]))
        else {
            Issue.record("documented errors win")
            return
        }
    }

    @Test func readsHeaderFieldsWithTypes() {
        let headers: HTTPHeaders = [
            "X-Total": " 12 ", "X-Ratio": "0.5", "X-Last": "false", "X-Day": "2024-02-29",
            "X-Made": "2024-02-29T10:00:00Z", "Date": "Thu, 29 Feb 2024 10:00:00 GMT",
        ]
        #expect(headers.value("x-total") == 12)
        #expect(headers.value("X-Ratio") == 0.5)
        #expect(headers.value("X-Last") == false)
        #expect(headers.value("X-Day") == CalendarDate(year: 2024, month: 2, day: 29))
        #expect(headers.value("X-Made") as Int? == nil)
        #expect(headers.value("X-None") as Int? == nil)
        let date = Date(timeIntervalSince1970: 1_709_200_800)
        #expect(headers.timestamp("X-Made") == date)
        #expect(headers.timestamp("Date") == date)
    }

    @Test func answersWithTheSampleThatFitsBest() async throws {
        let transport = MockTransport(samples: [
            SampleAnswer("GET", "/pets/{id}", 200, type: nil, body: "one"),
            SampleAnswer("GET", "/pets/mine", 200, type: nil, body: "mine"),
            SampleAnswer("GET", "/pets", 200, type: nil, body: "all"),
            SampleAnswer(nil, "/files/{proxy+}", 200, type: nil, body: "file"),
        ])
        func answer(_ method: HTTPMethod, _ path: String) async throws -> String {
            let url = try #require(URL(string: "https://h.example.com/prod\(path)"))
            let response = try await transport.send(HTTPRequest(method: method, url: url))
            return response.status == 404 ? "none" : response.text
        }
        #expect(try await answer(.get, "/pets/7") == "one")
        #expect(try await answer(.get, "/pets/mine?x=1") == "mine")
        #expect(try await answer(.get, "/pets") == "all")
        #expect(try await answer(.put, "/files/a/b") == "file")
        #expect(try await answer(.post, "/pets") == "none")
        #expect(try await answer(.get, "/files") == "none")
    }
}
