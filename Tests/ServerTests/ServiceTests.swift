import Foundation
import Glibc
import Testing

/// Services of AWS, played by `moto_server`, called through the gateway as its user would.
@Suite(
    .serialized, .enabled(if: hasPythonModule("moto.server"), "needs moto[server] from PyPI"))
struct ServiceTests {
    @Test(arguments: [[], ["--assume-roles"]])
    func callsEachService(options: [String]) throws {
        let moto = Process()
        let port = freePort()
        moto.executableURL = URL(filePath: "/usr/bin/env")
        moto.arguments = ["python3", "-m", "moto.server", "-p", "\(port)"]
        moto.standardError = FileHandle.nullDevice
        moto.standardOutput = FileHandle.nullDevice
        try moto.run()
        defer {
            // Children of the test process start with SIGTERM blocked.
            kill(moto.processIdentifier, SIGKILL)
            moto.waitUntilExit()
        }
        _ = try waitedFor("moto_server") { () -> Bool? in
            guard let connection = connected(to: port) else { return nil }
            close(connection)
            return true
        }
        let endpoint = "http://127.0.0.1:\(port)"
        func resources(_ action: String) throws -> String {
            let script = packageRoot.appending(path: "Fixtures/Server/resources.py").path
            let (status, output) = try run(["python3", script, endpoint, action])
            if status != 0 { throw Missing(what: "resources: \(output)") }
            return output.trimmingCharacters(in: .whitespacesAndNewlines)
        }
        _ = try resources("make")
        let served = try ServedProcess(
            "Server/services.yaml", settings: "stages: { dev: {} }",
            ["--aws-endpoint", endpoint] + options)
        func send(_ method: String, _ path: String, _ body: String) -> String {
            let text = served.exchange(
                "\(method) /dev\(path) HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                    + "Content-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)")
            let status = text.split(separator: " ").dropFirst().first ?? ""
            return "\(status) \(text.components(separatedBy: "\r\n\r\n").last ?? "")"
        }
        #expect(send("PUT", "/table", #"{"id": "lamp"}"#).hasPrefix("200 "))
        #expect(send("POST", "/table", #"{"id": "lamp"}"#) == #"200 "lamp""#)
        for path in ["/queue", "/topic", "/stream", "/machine", "/bus"] {
            let answer = send("POST", path, #"{"bell": "1 & 2"}"#)
            #expect(answer.hasPrefix("200 "), "\(path): \(answer)")
        }
        #expect(send("PUT", "/bucket/key%201", "tea & milk").hasPrefix("200 "))
        #expect(send("GET", "/bucket/key%201", "") == "200 tea & milk")
        let shown = try resources("show")
        let event = #"{\"bell\": \"1 & 2\"}"#
        let expected =
            #"{"bucket": {"key 1": "tea & milk"}, "bus": [{"bell": "1 & 2"}], "#
            + #""machine": ["\#(event)"], "queue": ["\#(event)"], "stream": ["\#(event)"], "#
            + #""topic": ["\#(event)"]}"#
        #expect(shown == expected)
    }
}
