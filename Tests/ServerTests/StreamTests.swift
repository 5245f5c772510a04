import Faults
import Foundation
import Glibc
import Testing

/// The streams whose outcome does not hang on the small limits of ``RequestReaderTests``.
private let streams = requestStreams.filter { stream in
    !["targetTooLong", "fieldsTooLarge", "bodyTooLarge", "chunkExtensionTooLong"]
        .contains { stream.expected.contains($0) }
}

/// How many responses a stream must get: one a request, and one for what is refused.
private func responseCount(_ expected: String) -> Int {
    expected.components(separatedBy: "; ").count { $0 != "more" }
}

/// Sends a stream, says that no more comes, and returns the statuses that come back.
private func statuses(of stream: String, at port: UInt16) -> [String] {
    guard let connection = connected(to: port) else { return ["no connection"] }
    defer { close(connection) }
    sendAll(Array(stream.utf8), to: connection)
    shutdown(connection, Int32(SHUT_WR))
    return receive(connection, until: nil).components(separatedBy: "HTTP/1.1 ").dropFirst()
        .map { String($0.prefix(3)) }.filter { $0 != "100" }
}

private func ok(_ body: String) -> [UInt8] {
    Array("HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)".utf8)
}

/// Streams as a client could send them, to the real process.
@Suite(.serialized) struct StreamTests {
    @Test func answersEachStreamOnceARequest() throws {
        #expect(streams.count >= 150)
        let served = try ServedProcess()
        for (stream, expected) in streams {
            let found = statuses(of: stream, at: served.port)
            #expect(found.count == responseCount(expected), "\(stream.debugDescription)")
            let isRefused = !expected.hasSuffix("more") && !expected.hasSuffix("close")
            if isRefused { #expect(found.last.map { $0 >= "400" } == true, "\(stream)") }
        }
        #expect(served.get("/dev/status").hasPrefix("200 "))
        #expect(served.stop() == 0)
    }

    @Test func answersTheSameHoweverAStreamIsCut() throws {
        let served = try ServedProcess()
        for index in stride(from: 0, to: streams.count, by: 8) {
            let (stream, expected) = streams[index]
            guard let connection = connected(to: served.port) else { continue }
            for byte in stream.utf8 {
                sendAll([byte], to: connection)
                usleep(200)
            }
            shutdown(connection, Int32(SHUT_WR))
            let found = receive(connection, until: nil).components(separatedBy: "HTTP/1.1 ")
                .dropFirst().count { !$0.hasPrefix("100") }
            close(connection)
            #expect(found == responseCount(expected), "\(stream.debugDescription)")
        }
    }

    /// A stream that nginx and the gateway read differently would shift the responses of the
    /// connection between them, which is one: the next client would get another's.
    @Test(.enabled(if: hasProgram("nginx"), "needs nginx"))
    func leavesNothingBehindOnAConnectionOfNginx() throws {
        let backend = CannedBackend(keepsAlive: true) { ok(String($0.split(separator: " ")[1])) }
        let served = try ServedProcess(backendPort: backend.port)
        let nginx = try NginxProcess(
            upstreams: "upstream gateway { server 127.0.0.1:\(served.port); keepalive 1; }",
            """
            location / {
                proxy_pass http://gateway; proxy_http_version 1.1; proxy_request_buffering off;
                proxy_set_header Connection ""; proxy_set_header Host $http_host;
                proxy_ignore_client_abort on; proxy_next_upstream off;
            }
            """)
        for (number, (stream, _)) in streams.enumerated() {
            guard let client = connected(to: nginx.port) else { continue }
            sendAll(Array(stream.utf8), to: client)
            shutdown(client, Int32(SHUT_WR))
            // What nginx makes of it is its own matter; it may wait for ever.
            _ = receive(client, until: nil, milliseconds: 100)
            close(client)
            guard let connection = connected(to: nginx.port) else { continue }
            let probe = "GET /dev/shelf/\(number) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
            sendAll(Array(probe.utf8), to: connection)
            let text = receive(connection, until: nil)
            close(connection)
            #expect(text.hasSuffix("\r\n\r\n/shelf/\(number)"), "\(stream.debugDescription)")
        }
    }

    @Test(.enabled(if: hasProgram("nginx"), "needs nginx"))
    func readsWhatNginxSendsInChunks() throws {
        let nginx = try NginxProcess(
            "gzip on; gzip_min_length 1; gzip_types text/plain; default_type text/plain;"
                + "location / { return 200 '\(String(repeating: "tea ", count: 500))'; }")
        let served = try ServedProcess(backendPort: nginx.port)
        for _ in 0..<3 {
            let text = served.exchange(
                "GET /dev/shelf/1 HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n"
                    + "Connection: close\r\n\r\n")
            #expect(text.contains("x-amzn-Remapped-Connection: keep-alive"))
            #expect(!text.contains("Transfer-Encoding"))
            #expect(text.contains("Content-Length: ") && !text.contains("Content-Length: 0"))
        }
    }

    @Test func usesAConnectionToABackendAgain() throws {
        let backend = CannedBackend(keepsAlive: true) { ok(String($0.split(separator: " ")[1])) }
        let served = try ServedProcess(backendPort: backend.port)
        for number in 0..<20 {
            #expect(served.get("/dev/shelf/\(number)") == "200 /shelf/\(number)")
        }
        #expect(backend.seen == (1, 20))
    }

    @Test func refusesABodyOfOneByteTooMuchHoweverItIsFramed() throws {
        let served = try ServedProcess()
        let body = [UInt8](repeating: 0x61, count: 10 * 1024 * 1024 + 1)
        let head = "POST /dev/status HTTP/1.1\r\nHost: a\r\n"
        let whole = Array((head + "Content-Length: \(body.count)\r\n\r\n").utf8) + body
        #expect(served.exchange(parts: [whole]).hasPrefix("HTTP/1.1 413 "))
        let size = String(body.count, radix: 16)
        let chunked =
            Array((head + "Transfer-Encoding: chunked\r\n\r\n\(size)\r\n").utf8) + body
            + Array("\r\n0\r\n\r\n".utf8)
        #expect(served.exchange(parts: [chunked]).hasPrefix("HTTP/1.1 413 "))
        var small = Array((head + "Transfer-Encoding: chunked\r\n\r\n").utf8)
        for _ in 0..<161 { small += Array("10000\r\n".utf8) + body[..<65_536] + [0x0D, 0x0A] }
        #expect(served.exchange(parts: [small]).hasPrefix("HTTP/1.1 413 "))
        #expect(served.get("/dev/status").hasPrefix("200 "))
    }

    @Test func passesABodyOfTenMegabytesOnAndBack() throws {
        let body = String(repeating: "b", count: 10 * 1024 * 1024)
        let backend = CannedBackend { _ in ok(body) }
        let served = try ServedProcess(backendPort: backend.port)
        let text = served.get("/dev/shelf/1")
        #expect(text.utf8.count == body.utf8.count + 4)
    }

    @Test func letsGoOfClientsThatAreSlow() throws {
        let served = try ServedProcess([
            "--head-timeout", "3", "--body-timeout", "3",
        ])
        var connections: [Int32] = []
        let beginnings = [
            "", "GET /dev", "GET /dev/status HTTP/1.1\r\nHost: a\r\nX: y\r\n",
            "POST /dev/status HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc",
        ]
        for index in 0..<200 {
            guard let connection = connected(to: served.port) else { continue }
            sendAll(Array(beginnings[index % 4].utf8), to: connection)
            connections.append(connection)
        }
        #expect(served.get("/dev/status").hasPrefix("200 "))
        for (index, connection) in connections.enumerated() {
            let text = receive(connection, until: nil)
            #expect(index % 4 == 0 ? text.isEmpty : text.hasPrefix("HTTP/1.1 408 "))
            close(connection)
        }
    }

    @Test func holdsThousandsOfConnections() throws {
        var limit = rlimit()
        // RLIMIT_NOFILE, which is an enumeration's case in some headers.
        let kind = __rlimit_resource_t(7)
        _ = unsafe getrlimit(kind, &limit)
        limit.rlim_cur = limit.rlim_max
        _ = unsafe setrlimit(kind, &limit)
        let count = min(10_000, Int(limit.rlim_cur) - 200)
        let served = try ServedProcess(["--connections-per-address", "20000"])
        var connections: [Int32] = []
        defer { for connection in connections { close(connection) } }
        for _ in 0..<count {
            guard let connection = connected(to: served.port) else { break }
            connections.append(connection)
        }
        #expect(connections.count == count)
        let request = Array("GET /dev/status HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
        for connection in connections { sendAll(request, to: connection) }
        for connection in connections {
            #expect(receive(connection, until: "true}").hasPrefix("HTTP/1.1 200 "))
        }
    }

    @Test func boundsConnectionsFromOneAddress() throws {
        let served = try ServedProcess(["--connections-per-address", "3"])
        let connections = (0..<3).compactMap { _ in connected(to: served.port) }
        defer { for connection in connections { close(connection) } }
        let request = Array("GET /dev/status HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
        for connection in connections {
            sendAll(request, to: connection)
            #expect(receive(connection, until: "true}").hasPrefix("HTTP/1.1 200 "))
        }
        #expect(served.exchange("GET /dev/status HTTP/1.1\r\nHost: a\r\n\r\n").isEmpty)
    }
}
