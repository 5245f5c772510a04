import Foundation
import Gate
import GateTesting

// Calls `apigw serve gate.yaml` with the client of `gate.yaml` and says what went otherwise than
// it should.

/// What a percent-encoded text stands for.
private func plain(_ text: String) -> String { text.removingPercentEncoding ?? text }

/// How a call failed, in a word.
private func failure<Value, Failure>(
    _ call: () async throws(APIError<Failure>) -> Value
) async -> String {
    do {
        _ = try await call()
        return "none"
    } catch {
        switch error {
        case .failure(let failure, let response): return "\(response.status) \(failure)"
        case .gateway(let fault, _): return "gateway \(fault)"
        case .unexpected(let response): return "unexpected \(response.status)"
        case .decoding(let error, _): return "decoding \(error)"
        case .encoding(let error): return "encoding \(error)"
        case .credentials: return "credentials"
        case .transport: return "transport"
        case .cancelled: return "cancelled"
        }
    }
}

/// Counts the requests that pass.
private actor Counter {
    private(set) var count = 0
    func add() { count += 1 }
}

private struct Counting: Transport {
    let counter: Counter
    let inner = URLSessionTransport()

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        await counter.add()
        return try await inner.send(request)
    }
}

func checkGate(_ base: URL, token: String) async throws {
    let stage = Stage.custom(base.appendingPathComponent("prod"))
    let all = Credentials(
        apiKey: "mobile-key-0123456789", iam: .keys("AKIDGATE", "gate-secret", region: "us-east-1"),
        staff: .value(token), ticket: "open sesame", xBadge: .provider { "blue" }, gate: "north",
        visitor: .value(BasicCredentials(username: "u", password: "p")),
        pass: "t0ken", queryKey: "a b&c",
        cookieKey: "s;1")
    let client = GateClient(stage: stage, credentials: all)
    var once = ClientConfiguration()
    once.retries = .none

    // Every way in, and the way out of each.
    check("key", try await client.enterByKey().headers["X-Api-Key"] == "mobile-key-0123456789")
    var wrong = all
    wrong.apiKey = "wrong-key-0123456789"
    wrong.iam = .keys("AKIDGATE", "another secret", region: "us-east-1")
    wrong.staff = "no token"
    wrong.ticket = "closed"
    wrong.gate = "south"
    let stranger = GateClient(stage: stage, credentials: wrong, configuration: once)
    var way = await failure { () async throws(APIError<NoFailure>) in try await stranger.enterByKey() }
    check("wrong key: \(way)", way == #"gateway forbidden("Forbidden")"#)
    let signed = try await client.enterBySignature(
        note: "a/b c+d", body: EnterBySignatureBody(text: "é"))
    check("signed body", signed.body == Data(#"{"text":"é"}"#.utf8))
    check("signed query: \(signed.path)", signed.path.hasPrefix("/echo?note=a"))
    way = await failure { () async throws(APIError<NoFailure>) in
        try await stranger.enterBySignature()
    }
    check("wrong signature: \(way)", way.hasPrefix("gateway invalidSignature"))
    check("staff", try await client.enterAsStaff().method == "GET")
    way = await failure { () async throws(APIError<NoFailure>) in try await stranger.enterAsStaff() }
    check("wrong token: \(way)", way == #"gateway unauthorized("Unauthorized")"#)
    check("ticket", try await client.enterByTicket().method == "GET")
    way = await failure { () async throws(APIError<NoFailure>) in try await stranger.enterByTicket() }
    check("wrong ticket: \(way)", way.hasPrefix("gateway accessDenied"))
    check("badge", try await client.enterByBadge().path.contains("gate=north"))
    way = await failure { () async throws(APIError<NoFailure>) in try await stranger.enterByBadge() }
    check("wrong badge: \(way)", way.hasPrefix("gateway accessDenied"))
    wrong.ticket = "broken"
    let broken = GateClient(stage: stage, credentials: wrong, configuration: once)
    way = await failure { () async throws(APIError<NoFailure>) in try await broken.enterByTicket() }
    check("custom template: \(way)", way.hasPrefix("gateway") && way.contains("guard"))
    way = await failure { () async throws(APIError<NoFailure>) in
        try await GateClient(stage: stage).enterByTicket()
    }
    check("nothing to give", way == "credentials")
    check("basic", try await client.enterByPassword().headers["Authorization"] == "Basic dTpw")
    check("pass", try await client.enterByPass().headers["Authorization"] == "Bearer t0ken")
    let query = try await client.enterByQuery().path
    check("query key: \(query)", plain(query.replacingOccurrences(of: "+", with: " "))
        .hasSuffix("?access=a b&c"))
    let cookies = try await client.enterByCookie(theme: "d k").headers["Cookie"] ?? ""
    // By their names, as they come to an edge-optimized API.
    check("cookie key: \(cookies)", cookies == "session=s%3B1; theme=d%20k")

    // Every style of parameter, as the backend sees it behind the gateway.
    let seen = try await client.sendStyles(
        simple: ["a", "b c"], label: [1, 2], matrix: ["x", "y"], size: Size(width: 3, height: 1.5),
        form: ["p q", "r&s"], joined: ["1", "2"], spaced: ["u", "v"], piped: ["m", "n"],
        deep: Size(width: 7), spread: SendStylesSpread(spreadA: "sa", spreadB: 4),
        reserved: "a/b:c", exact: Size(width: 9), since: Date(timeIntervalSince1970: 0.5),
        on: CalendarDate(year: 2024, month: 2, day: 29), flag: true, xNumbers: [5, 6],
        xSize: Size(width: 8), xExact: Size(width: 6), visit: "v 1")
    let path = plain(String(seen.path.prefix { $0 != "?" }))
    check("path styles: \(path)", path == "/echo/a,b c/.1.2/;matrix=x,y/;height=1.5;width=3")
    let pairs = seen.path.drop { $0 != "?" }.dropFirst().split(separator: "&").map {
        plain($0.replacingOccurrences(of: "+", with: " "))
    }
    check("query styles: \(pairs)", pairs.sorted() == [
        "deep[width]=7", #"exact={"width":9}"#, "flag=true", "form=p q", "form=r&s", "joined=1,2",
        "on=2024-02-29", "piped=m|n", "reserved=a/b:c", "since=1970-01-01T00:00:00.500Z",
        "spaced=u v", "spreadA=sa", "spreadB=4",
    ])
    check("header styles", seen.headers["X-Numbers"] == "5,6" && seen.headers["X-Size"] == "width=8")
    check("header content", seen.headers["X-Exact"] == #"{"width":6}"#)
    check("cookie parameter", seen.headers["Cookie"] == "visit=v%201")

    // Documented errors and the gateway's own.
    let faulty = GateClient(stage: stage, credentials: all, configuration: once)
    func fault(_ status: Int) async -> String {
        await failure { () async throws(APIError<FailFailure>) in try await faulty.fail(status: status) }
    }
    check("404", await fault(404).hasPrefix("404 notFound("))
    check("409", await fault(409).hasPrefix("409 conflict("))
    check("5XX", await fault(500) == #"500 other(status: 500, "broken")"#)
    let timedOut = await failure { () async throws(APIError<NoFailure>) in
        try await faulty.waitTooLong()
    }
    check("gateway timeout: \(timedOut)", timedOut.hasPrefix("gateway integrationTimeout"))
    let invalid = await failure { () async throws(APIError<NoFailure>) in
        try await faulty.passOn(method: "POST", proxy: "x/../../faults/body")
    }
    check("dots in a path stay in it: \(invalid)", invalid == "none" || invalid.hasPrefix("gateway"))
    let nowhere = GateClient(
        stage: .custom(base.appendingPathComponent("prod/nowhere")), credentials: all)
    let lost = await failure { () async throws(APIError<NoFailure>) in try await nowhere.getThing() }
    check("no such path: \(lost)", lost.hasPrefix("gateway missingAuthenticationToken"))

    // Throttled, the client waits as long as it is told and tries again.
    let counter = Counter()
    let patient = GateClient(
        stage: stage, credentials: all, transport: Counting(counter: counter))
    let start = Date()
    _ = try await patient.hurry()
    _ = try await patient.hurry()
    let waited = Date().timeIntervalSince(start)
    let requests = await counter.count
    check("throttled: \(requests) requests, \(waited) s", requests >= 3 && waited >= 0.9)
    let refused = await failure { () async throws(APIError<NoFailure>) in try await faulty.hurry() }
    check("throttle: \(refused)", refused == "gateway throttled(retryAfter: Optional(1.0))")

    // Timeouts and cancellation on this side.
    var impatient = once
    impatient.timeout = 0.5
    let hasty = GateClient(stage: stage, credentials: all, configuration: impatient)
    let timeout = await failure { () async throws(APIError<NoFailure>) in try await hasty.waitLong() }
    check("timeout: \(timeout)", timeout == "transport")
    let task = Task {
        await failure { () async throws(APIError<NoFailure>) in try await client.waitLong() }
    }
    try await Task.sleep(nanoseconds: 200_000_000)
    let cancelled = Date()
    task.cancel()
    check("cancelled", await task.value == "cancelled" && Date().timeIntervalSince(cancelled) < 1)

    // Values that the client does not know, null, header fields with types.
    let thing = try await client.withResponse.getThing()
    check("unknown value", thing.value.kind == .unrecognized("velvet") && thing.value.color == nil)
    check("header fields", thing.headers.xTotal == 12 && thing.headers.xKind == .unrecognized("velvet"))
    check("date", thing.headers.xMade?.timeIntervalSince1970 == 1_709_200_800.25)
    check("request id", thing.requestID?.isEmpty == false)
    let put = try await client.putThing(
        body: Thing(kind: .unrecognized("silk"), size: Size(width: 1), color: nil,
            shape: .round(Round(form: "round", radius: 2))))
    check("null is sent", put.body.map { String(decoding: $0, as: UTF8.self) }
        == #"{"color":null,"kind":"silk","shape":{"form":"round","radius":2},"size":{"width":1}}"#)

    // Bytes, streams, forms, text, any method.
    let bytes = Data((0..<1024).flatMap { _ in UInt8.min...UInt8.max })
    check("bytes", try await client.getPicture() == bytes)
    var streamed = Data()
    for try await piece in try await client.getPictureStream() { streamed += piece }
    check("stream", streamed == bytes)
    let form = try await client.sendPicture(
        body: SendPictureBody(
            picture: FilePart(Data([0, 255, 13, 10]), filename: "a\"b.png", contentType: "image/png"),
            more: [FilePart(Data([1])), FilePart(Data([2]))], taken: Date(timeIntervalSince1970: 0),
            labels: ["x", "y"], size: Size(width: 5)))
    let parts = form.body ?? Data()
    check("multipart", ["name=\"picture\"; filename=\"a%22b.png\"", "1970-01-01T00:00:00Z",
        "{\"width\":5}"].allSatisfy { parts.range(of: Data($0.utf8)) != nil }
        && parts.range(of: Data([0, 255, 13, 10])) != nil
        && form.headers["Content-Type"]?.hasPrefix("multipart/form-data; boundary=") == true)
    let file = FileManager.default.temporaryDirectory
        .appendingPathComponent("gate-\(UUID().uuidString).bin")
    try bytes.write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let sent = try await client.sendBytes(body: .file(file))
    check("file", sent.body == bytes && sent.headers["Content-Type"] == "application/octet-stream")
    let attached = try await client.sendPicture(body: SendPictureBody(picture: FilePart(file: file)))
    check("file in a form", attached.body?.range(of: bytes) != nil
        && attached.body?.range(of: Data("filename=\"\(file.lastPathComponent)\"".utf8)) != nil)
    let login = try await client.logIn(body: LogInBody(user: "a b&c", scopes: ["r", "w"]))
    check("form", login.body == Data("scopes=r&scopes=w&user=a%20b%26c".utf8))
    try await client.writeNote(body: "plain text")
    let any = try await client.passOn(method: "DELETE", proxy: "a b/c")
    check("any method", any.text.contains("\"DELETE\"") && any.text.contains("/echo/a%20b/c"))

    // What is too large for the gateway.
    let large = await failure { () async throws(APIError<NoFailure>) in
        try await faulty.writeNote(body: String(repeating: "x", count: 10_485_761))
    }
    check("too large: \(large)", large.hasPrefix("gateway requestTooLarge"))

    // Samples, without a server.
    let sample = GateClient(stage: stage, credentials: all, transport: MockTransport.samples)
    check("samples", try await sample.getThing() == Thing.sample)
    check("sample by path", try await sample.enterByKey().headers["Host"] == "localhost")
    check("hostile sample", Problem.sample.title == ##"It's "gone" \#(1)"##)
}
