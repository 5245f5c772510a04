import Foundation
import Glibc
import Synchronization
import Testing

private func ok(_ body: String) -> [UInt8] {
    Array("HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)".utf8)
}

private let end = "Connection: close\r\n\r\n"

/// The real process, talked to over sockets.
@Suite(.serialized) struct ProcessTests {
    @Test func answersPipelinedRequestsInOrderAndStops() throws {
        let backend = CannedBackend { ok(String($0.split(separator: " ")[1])) }
        let served = try ServedProcess(backendPort: backend.port)
        let requests = (1...5).map { "GET /dev/shelf/\($0) HTTP/1.1\r\nHost: a\r\n\r\n" }
        let text = served.exchange(
            requests.joined() + "GET /dev/shelf/6 HTTP/1.1\r\nHost: a\r\n\(end)")
        let bodies = text.split(separator: "\r\n\r\n").dropFirst().map { $0.prefix(8) }
        #expect(bodies == (1...6).map { "/shelf/\($0)" })
        #expect(served.stop() == 0)
    }

    @Test func sendsNoBodyToHead() throws {
        let backend = CannedBackend { _ in
            Array("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n".utf8)
        }
        let served = try ServedProcess(backendPort: backend.port)
        let text = served.exchange("HEAD /dev/shelf/1 HTTP/1.1\r\nHost: a\r\n\(end)")
        #expect(text.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(text.hasSuffix("\r\n\r\n"))
    }

    @Test func passesABodyOfChunksOnWithItsLength() throws {
        let backend = CannedBackend { ok($0.contains("Content-Length: 5\r\n") ? "yes" : "no") }
        let served = try ServedProcess(backendPort: backend.port)
        let head = "POST /dev/shelf/1 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\(end)"
        #expect(served.exchange(head + "2\r\nab\r\n3;x=y\r\ncde\r\n0\r\n\r\n").hasSuffix("yes"))
    }

    @Test func asksForABodyThatWaitsForContinue() throws {
        let backend = CannedBackend { _ in ok("taken") }
        let served = try ServedProcess(backendPort: backend.port)
        let connection = try #require(connected(to: served.port))
        defer { close(connection) }
        let head = "POST /dev/shelf/1 HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
        sendAll(Array((head + "Content-Length: 2\r\n\(end)").utf8), to: connection)
        #expect(receive(connection, until: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
        sendAll(Array("ab".utf8), to: connection)
        #expect(receive(connection, until: nil).hasSuffix("taken"))
    }

    @Test(arguments: [
        ("GET / HTTP/1.1\r\nHost: a\r\nX : y\r\n\r\n", "400"),
        ("GET / HTTP/1.1\r\n\r\n", "400"),
        (
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
            "400"
        ),
        ("GET / HTTP/2.0\r\nHost: a\r\n\r\n", "505"),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", "501"),
        ("GET /\(String(repeating: "x", count: 10_240)) HTTP/1.1\r\nHost: a\r\n\r\n", "414"),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "x", count: 20_480))\r\n\r\n", "431"),
        ("POST /dev/status HTTP/1.1\r\nHost: a\r\nContent-Length: 10485761\r\n\r\n", "413"),
    ])
    func refusesAndClosesAlsoByteByByte(request: String, status: String) throws {
        let served = try ServedProcess()
        let whole = served.exchange(request + "GET /dev/none HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(whole.hasPrefix("HTTP/1.1 \(status) "))
        #expect(whole.components(separatedBy: "HTTP/1.1 ").count == 2, "one response, then the end")
        if request.utf8.count < 200 {
            let cut = served.exchange(parts: request.utf8.map { [$0] })
            #expect(cut.hasPrefix("HTTP/1.1 \(status) "))
        }
    }

    /// The backend does what the client's path says.
    @Test(arguments: [
        ("stall", "504"), ("reset", "504"), ("short", "504"), ("garbage", "504"), ("both", "504"),
        ("badchunk", "504"), ("cutchunk", "504"), ("endless", "504"), ("huge", "500"),
        ("upgrade", "504"), ("folded", "504"), ("interim", "200"), ("long", "200"),
        ("close", "200"),
    ])
    func answersWhateverTheBackendDoes(fault: String, status: String) throws {
        let backend = CannedBackend { request in
            if request.contains("/stall") { return nil }
            if request.contains("/short") {
                return Array("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nab".utf8)
            }
            if request.contains("/garbage") { return Array("SSH-2.0-x\r\n".utf8) }
            let answers = [
                "/badchunk": "Transfer-Encoding: chunked\r\n\r\nx\r\nab\r\n0\r\n\r\n",
                "/cutchunk": "Transfer-Encoding: chunked\r\n\r\n5\r\nab",
                "/endless": "X: " + String(repeating: "y", count: 70_000) + "\r\n\r\n",
                "/huge": "Content-Length: 10485761\r\n\r\nab",
                "/folded": "X: y\r\n z\r\nContent-Length: 2\r\n\r\nab",
                "/long": "Content-Length: 2\r\n\r\nabHTTP/1.1 200 OK\r\n\r\nb",
                "/close": "X: y\r\n\r\nab",
            ]
            for (path, answer) in answers where request.contains(path) {
                return Array("HTTP/1.1 200 OK\r\n\(answer)".utf8)
            }
            if request.contains("/upgrade") {
                return Array("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n".utf8)
            }
            if request.contains("/interim") {
                return Array(
                    ("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 100 Continue"
                        + "\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab").utf8)
            }
            if request.contains("/both") {
                return Array(
                    ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "0\r\n\r\n").utf8)
            }
            return []
        }
        let served = try ServedProcess(backendPort: backend.port)
        let text = served.exchange("GET /dev/shelf/\(fault) HTTP/1.1\r\nHost: a\r\n\(end)")
        #expect(text.hasPrefix("HTTP/1.1 \(status) "), "\(text)")
        let body = text.components(separatedBy: "\r\n\r\n").dropFirst().joined()
        if status == "200" {
            #expect(body == "ab" && !text.contains("Early"))
        } else {
            #expect(body.hasPrefix("{") && !body.contains("ab"))
        }
    }

    @Test func finishesWhatIsInFlightBeforeItStops() throws {
        let isLate = Mutex(false)
        let backend = CannedBackend { _ in
            while !isLate.withLock({ $0 }) { usleep(10_000) }
            return ok("late")
        }
        let served = try ServedProcess(backendPort: backend.port)
        let connection = try #require(connected(to: served.port))
        defer { close(connection) }
        sendAll(Array("GET /dev/shelf/1 HTTP/1.1\r\nHost: a\r\n\r\n".utf8), to: connection)
        try waitedFor("the backend's request") { backend.seen.requests == 1 ? true : nil }
        served.send(signal: SIGTERM)
        try waitedFor("the end of listening") {
            guard let another = connected(to: served.port) else { return true }
            close(another)
            return nil
        }
        isLate.withLock { $0 = true }
        let text = receive(connection, until: nil)
        #expect(text.contains("Connection: close\r\n") && text.hasSuffix("late"))
        #expect(served.waitForEnd() == 0)
    }

    @Test func countsRequestsOnTheManagementPort() throws {
        let served = try ServedProcess()
        _ = served.exchange("GET /dev/none HTTP/1.1\r\nHost: a\r\n\(end)")
        let connection = try #require(connected(to: served.managementPort))
        defer { close(connection) }
        sendAll(Array("GET /metrics HTTP/1.1\r\nHost: a\r\n\(end)".utf8), to: connection)
        let text = receive(connection, until: nil)
        #expect(text.contains("apigw_4xx_errors_total{api=\"Kiosk\",stage=\"dev\"} 1\n"))
    }

    @Test(.enabled(if: hasPythonModule("awslambdaric"), "needs awslambdaric from PyPI"))
    func runsAFunctionAsAProgramAndStartsItAgain() throws {
        let served = try ServedProcess([
            "--lambda-command", "order=python3 -m awslambdaric order.handler",
        ])
        func order(_ body: String) -> String {
            served.exchange(
                "POST /dev/order HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.utf8.count)\r\n"
                    + end + body)
        }
        #expect(order("tea").hasSuffix(#"{"function": "order", "got": "tea"}"#))
        #expect(order("fail").hasPrefix("HTTP/1.1 502 "))
        #expect(order("exit").hasPrefix("HTTP/1.1 502 "))
        #expect(order("milk").hasPrefix("HTTP/1.1 201 "))
        #expect(served.stop() == 0)
    }

    @Test(.enabled(if: hasPythonModule("awslambdaric"), "needs awslambdaric from PyPI"))
    func runsAFunctionSeveralTimesAtOnceAndDoesNotMindItsEnd() throws {
        let served = try ServedProcess([
            "--lambda-command", "order=python3 -m awslambdaric order.handler",
        ])
        // Each call waits until there are four, however long the programs take to start.
        func processes(_ name: String) throws -> Set<String> {
            let folder = served.folder.path(name)
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
            let body = "together \(folder) 4"
            let request = Array(
                ("POST /dev/order HTTP/1.1\r\nHost: a\r\n"
                    + "Content-Length: \(body.utf8.count)\r\n\(end)\(body)").utf8)
            let connections = (0..<4).compactMap { _ in connected(to: served.port) }
            for connection in connections { sendAll(request, to: connection) }
            return Set(
                connections.map { connection in
                    defer { close(connection) }
                    let text = receive(connection, until: nil)
                    return text.components(separatedBy: "\r\n\r\n").last ?? ""
                })
        }
        let first = try processes("first")
        #expect(first.count == 4 && first.allSatisfy { Int32($0) != nil }, "\(first)")
        for pid in first.compactMap({ Int32($0) }) {
            kill(pid, SIGKILL)
            // A call that a dying program has taken fails; the gateway knows when it has waited.
            try waitedFor("the end of \(pid)") { kill(pid, 0) == 0 ? nil : true }
        }
        let second = try processes("second")
        #expect(second.count == 4 && second.isDisjoint(with: first), "\(second)")
        #expect(served.stop() == 0)
    }

    @Test(.enabled(if: hasPythonModule("awslambdaric"), "needs awslambdaric from PyPI"))
    func letsAFunctionFinishThatADeploymentChanges() throws {
        let folder = try TemporaryFolder()
        func compile(_ version: Int) throws -> String {
            try folder.compile(
                "Specs/kiosk.yaml",
                settings: """
                    stages: { dev: { variables: { backendPort: "9" } } }
                    lambdas:
                      order:
                        command: [env, V=\(version), python3, -m, awslambdaric, order.handler]
                    """)
        }
        let served = try ServedProcess(folder, "apigw-serve", [try compile(1)])
        // The first call waits for the second, which a program of the new deployment gets.
        let meeting = folder.path("meeting")
        try FileManager.default.createDirectory(
            atPath: meeting, withIntermediateDirectories: true)
        let body = "together \(meeting) 2"
        let request = Array(
            ("POST /dev/order HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.utf8.count)\r\n"
                + end + body).utf8)
        let first = try #require(connected(to: served.port))
        defer { close(first) }
        sendAll(request, to: first)
        try waitedFor("the first program") {
            try FileManager.default.contentsOfDirectory(atPath: meeting).isEmpty ? nil : true
        }
        _ = try compile(2)
        #expect(served.manage("POST", "/reload") == "reloaded\n")
        let second = try #require(connected(to: served.port))
        defer { close(second) }
        sendAll(request, to: second)
        let answers = [receive(first, until: nil), receive(second, until: nil)]
        #expect(answers.allSatisfy { $0.hasPrefix("HTTP/1.1 200 ") }, "\(answers)")
        #expect(answers[0].suffix(8) != answers[1].suffix(8), "\(answers)")
        #expect(served.stop() == 0)
    }

    @Test func startsAProgramThatKeepsEndingEverMoreSeldom() throws {
        let folder = try TemporaryFolder()
        try folder.write("echo start >>\(folder.path)/starts; exit 1\n", to: "failing.sh")
        let served = try ServedProcess([
            "--lambda-command", "order=sh \(folder.path)/failing.sh",
        ])
        func starts() -> Int { folder.text("starts").split(separator: "\n").count }
        let request = "POST /dev/order HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\(end)x"
        #expect(served.exchange(request).hasPrefix("HTTP/1.1 502 "))
        #expect((2...4).contains(starts()))
        #expect(served.exchange(request).hasPrefix("HTTP/1.1 502 "))
        #expect(starts() <= 6)
        #expect(served.log.contains("function 'order': program ended: error: exit status 1"))
        #expect(served.get("/dev/status").hasPrefix("200 "))
    }
}
