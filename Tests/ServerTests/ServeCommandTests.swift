import Foundation
import Glibc
import Testing

private func document(_ word: String) -> String {
    """
    openapi: 3.0.1
    info: { title: Parrot, version: "1" }
    paths:
      /say:
        get:
          x-amazon-apigateway-auth: { type: NONE }
          responses: { "200": { description: a word } }
          x-amazon-apigateway-integration:
            type: mock
            requestTemplates: { application/json: '{"statusCode": 200}' }
            responses:
              default: { statusCode: "200", responseTemplates: { application/json: \(word) } }

    """
}

/// `apigw serve`: the process that compiles, and the one that it starts.
@Suite(.serialized) struct ServeCommandTests {
    private func start(_ options: [String] = []) throws -> ServedProcess {
        let folder = try TemporaryFolder()
        try folder.write(document("one"), to: "api.yaml")
        try FileManager.default.createDirectory(
            atPath: folder.path("tmp"), withIntermediateDirectories: true)
        return try ServedProcess(
            folder, "apigw", ["serve", folder.path("api.yaml")] + options,
            environment: ["TMPDIR": folder.path("tmp")])
    }

    private func temporaries(_ served: ServedProcess) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: served.folder.path("tmp"))
    }

    @Test func showsRoutesAndARequestToBeginWith() throws {
        let served = try start()
        #expect(served.log.contains("GET  /say  NONE  MOCK\n"), "\(served.log)")
        let line = try #require(served.log.split(separator: "\n").first { $0.hasPrefix("try: ") })
        #expect(line == "try: curl -i 'http://127.0.0.1:\(served.port)/dev/say'", "\(line)")
        #expect(served.get("/dev/say") == "200 one")
        #expect(served.stop() == 0)
        #expect(try temporaries(served).isEmpty)
    }

    @Test func servesWhatIsSavedAndSaysWhenItIsOld() throws {
        let served = try start(["--watch"])
        func isStale() -> Bool {
            served.exchange("GET /dev/say HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                .contains("x-apigw-stale: ")
        }
        try served.folder.write(document("two"), to: "api.yaml")
        try served.waitForChange(1)
        for _ in 0..<20 { #expect(served.get("/dev/say") == "200 two") }
        try served.folder.write("openapi: [", to: "api.yaml")
        _ = try waitedFor("a stale header") { isStale() ? true : nil }
        #expect(served.get("/dev/say") == "200 two")
        #expect(served.log.contains("error"))
        try served.folder.write(document("three"), to: "api.yaml")
        try served.waitForChange(2)
        for _ in 0..<20 {
            #expect(served.get("/dev/say") == "200 three")
            #expect(!isStale())
        }
        #expect(served.stop() == 0)
    }

    @Test func refusesAPortThatAnotherGatewayHas() throws {
        let served = try start()
        let program = productFolder.appending(path: "apigw").path
        let (status, output) = try run([
            program, "serve", served.folder.path("api.yaml"), "--port", "\(served.port)",
        ])
        #expect(status == 3, "\(output)")
        #expect(output.contains("cannot listen on 127.0.0.1:\(served.port)"), "\(output)")
        #expect(served.get("/dev/say") == "200 one")
    }

    @Test func leavesNothingBehindWhenItIsKilled() throws {
        let served = try start()
        #expect(try temporaries(served).count == 1)
        served.send(signal: SIGKILL)
        _ = served.waitForEnd()
        _ = try waitedFor("the end of the gateway") {
            guard let connection = connected(to: served.port) else { return true }
            close(connection)
            return nil
        }
        _ = try waitedFor("the folder's end") { try temporaries(served).isEmpty ? true : nil }
    }

    @Test func endsWhenTheGatewayIsKilled() throws {
        let served = try start()
        let (_, children) = try run(["pgrep", "-P", "\(served.pid)"])
        let child = try #require(
            Int32(children.trimmingCharacters(in: .whitespacesAndNewlines)), "\(children)")
        kill(child, SIGKILL)
        #expect(served.waitForEnd() != 0)
        #expect(try temporaries(served).isEmpty)
    }

    /// Each `curl` line of the README ends in a comment that says what comes back.
    @Test(.enabled(if: hasProgram("curl"), "needs curl"))
    func doesWhatTheREADMEShows() throws {
        let readme = try String(
            contentsOf: packageRoot.appending(path: "README.md"), encoding: .utf8)
        let lines = readme.split(separator: "\n").filter { $0.hasPrefix("curl ") }
        #expect(lines.count >= 3)
        let spec = packageRoot.appending(path: "Fixtures/Specs/orders.yaml").path
        let served = try ServedProcess(
            try TemporaryFolder(), "apigw", ["serve", spec, "--watch"])
        for line in lines {
            let parts = line.components(separatedBy: "  # ")
            let command = parts[0].replacingOccurrences(of: ":8080/", with: ":\(served.port)/")
            let (_, output) = try run(["sh", "-c", command])
            let shown = parts[1].trimmingCharacters(in: .whitespaces)
            #expect(output.trimmingCharacters(in: .whitespacesAndNewlines) == shown, "\(line)")
        }
    }
}
