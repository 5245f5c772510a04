import Foundation
import Glibc
import Synchronization
import Testing

private func ok(_ body: String) -> [UInt8] {
    Array("HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)".utf8)
}

/// A document with one MOCK method `GET /say` that answers a word.
private func document(_ title: String, saying word: String) -> String {
    """
    openapi: 3.0.1
    info: { title: \(title), version: "1" }
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

private let apigw = productFolder.appending(path: "apigw").path

/// What happens to a process between its start and its end.
@Suite(.serialized) struct LifeTests {
    private func compile(
        _ folder: TemporaryFolder, _ title: String, saying word: String,
        settings: String = "stages: { dev: {} }", as name: String = "api"
    ) throws -> String {
        try folder.write(document(title, saying: word), to: "\(name).yaml")
        return try folder.compile(folder.path("\(name).yaml"), settings: settings, as: name)
    }

    @Test func takesANewBundleAndKeepsTheOldOneWhenTheNewIsBroken() throws {
        let folder = try TemporaryFolder()
        let bundle = try compile(folder, "Parrot", saying: "one")
        let served = try ServedProcess(folder, "apigw-serve", [bundle])
        #expect(served.get("/dev/say") == "200 one")
        _ = try compile(folder, "Parrot", saying: "two")
        #expect(served.get("/dev/say") == "200 one")
        #expect(served.manage("POST", "/reload") == "reloaded\n")
        for _ in 0..<20 { #expect(served.get("/dev/say") == "200 two") }

        let image = try Data(contentsOf: URL(filePath: "\(bundle)/gateway.bin"))
        try image.prefix(image.count / 2).write(to: URL(filePath: "\(bundle)/gateway.bin"))
        #expect(served.manage("POST", "/reload").contains("gateway.bin"))
        // Each connection comes to a loop of the kernel's choice.
        for _ in 0..<20 {
            let stale = served.exchange(
                "GET /dev/say HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            #expect(stale.contains("x-apigw-stale: ") && stale.hasSuffix("two"))
        }
        _ = try compile(folder, "Parrot", saying: "three")
        served.send(signal: SIGHUP)
        try served.waitForChange(2)
        for _ in 0..<20 {
            let fresh = served.exchange(
                "GET /dev/say HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            #expect(!fresh.contains("x-apigw-stale") && fresh.hasSuffix("three"))
        }
        #expect(served.manage("GET", "/healthz") == "ok\n")
        #expect(served.manage("GET", "/readyz") == "ready\n")
        #expect(served.manage("GET", "/nothing") == "no such thing\n")
        #expect(
            served.manage("GET", "/deployments").contains(#"{"api":"Parrot","stages":["dev"]}"#))
        #expect(served.stop() == 0)
    }

    @Test func forgetsWhatIsCachedWhenAsked() throws {
        let counter = Mutex(0)
        let count: @Sendable () -> Int = {
            counter.withLock {
                $0 += 1
                return $0
            }
        }
        let backend = CannedBackend { _ in ok("\(count())") }
        let served = try ServedProcess(
            "Server/porch.yaml",
            settings: """
                stages:
                  dev: &stage
                    variables: { backend: 'a:1', plainBackend: '127.0.0.1:\(backend.port)' }
                    cacheClusterEnabled: true
                    cacheClusterSize: "0.5"
                    methodSettings: { "/clock/GET": { cachingEnabled: true, cacheTtlInSeconds: 60 } }
                  test: *stage
                """)
        #expect(served.get("/dev/clock") == "200 1")
        #expect(served.get("/dev/clock") == "200 1")
        #expect(served.manage("POST", "/cache/flush") == "flushed\n")
        #expect(served.get("/dev/clock") == "200 2")
        #expect(served.get("/test/clock") == "200 3")
        #expect(served.manage("POST", "/cache/flush?stage=test") == "flushed\n")
        #expect(served.get("/dev/clock") == "200 2")
        #expect(served.get("/test/clock") == "200 4")
        #expect(served.manage("POST", "/cache/flush?stage=none") == "no stage 'none'\n")
        let metrics = served.manage("GET", "/metrics")
        #expect(metrics.contains(#"apigw_cache_hits_total{api="Porch",stage="dev"} 2"#))
    }

    @Test func opensItsLogAnewAndWritesMetricsIntoIt() throws {
        let folder = try TemporaryFolder()
        let settings = """
            stages:
              dev:
                accessLogSettings: { destination: stdout, format: '$context.httpMethod $context.status' }
                methodSettings: { "*/*": { metricsEnabled: true } }
            """
        let bundle = try compile(folder, "Parrot", saying: "one", settings: settings)
        let log = folder.path("access.log")
        let served = try ServedProcess(
            folder, "apigw-serve", [bundle, "--access-log", log, "--emf"])
        _ = served.get("/dev/say")
        _ = try waitedFor("a line") { folder.text("access.log").isEmpty ? nil : true }
        try FileManager.default.moveItem(atPath: log, toPath: folder.path("old.log"))
        served.send(signal: SIGHUP)
        _ = try waitedFor("a new log") {
            FileManager.default.fileExists(atPath: log) ? true : nil
        }
        _ = served.get("/dev/none")
        let text = try waitedFor("a line") {
            folder.text("access.log").contains("GET 403") ? folder.text("access.log") : nil
        }
        #expect(!text.contains("GET 200"))
        let old = folder.text("old.log").split(separator: "\n")
        #expect(old.first == "GET 200" && old.count == 2)
        let line = try #require(old.last)
        let json = try #require(
            try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect(json["ApiName"] as? String == "Parrot" && json["Count"] as? Int == 1)
        #expect(json["Method"] as? String == "GET" && json["Resource"] as? String == "/say")
        let head = try #require(json["_aws"] as? [String: Any])
        #expect(head["CloudWatchMetrics"] != nil && head["Timestamp"] is Int)
    }

    @Test func sendsSegmentsToADaemon() throws {
        let receiver = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        defer { close(receiver) }
        var address = loopback(0)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        unsafe withUnsafeMutablePointer(to: &address) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = unsafe bind(receiver, $0, size)
                _ = unsafe getsockname(receiver, $0, &size)
            }
        }
        let folder = try TemporaryFolder()
        let bundle = try compile(
            folder, "Parrot", saying: "one", settings: "stages: { dev: { tracingEnabled: true } }")
        let served = try ServedProcess(
            folder, "apigw-serve",
            [bundle, "--xray-daemon", "127.0.0.1:\(UInt16(bigEndian: address.sin_port))"])
        let trace = "1-5759e988-bd862e3fe1be46a994272793"
        _ = served.get("/dev/say", ["X-Amzn-Trace-Id: Root=\(trace);Sampled=1"])
        let lines = receive(receiver, until: "}").split(separator: "\n")
        #expect(lines.first == #"{"format":"json","version":1}"#)
        let json = try #require(
            try JSONSerialization.jsonObject(with: Data((lines.last ?? "").utf8))
                as? [String: Any])
        #expect(json["trace_id"] as? String == trace)
        #expect((json["name"] as? String)?.isEmpty == false && json["id"] is String)
        #expect(json["start_time"] is Double && json["end_time"] is Double)
    }

    @Test func servesWhatTheStoreSaysWithoutDroppingARequest() throws {
        let folder = try TemporaryFolder()
        let store = folder.path("store")
        func deploy(_ word: String, _ options: [String] = []) throws {
            let bundle = try compile(folder, "Parrot", saying: word, as: word)
            let (status, output) = try run(
                [apigw, "deploy", bundle, "--stage", "dev", "--store", store] + options)
            #expect(status == 0, "\(output)")
        }
        try deploy("one")
        let served = try ServedProcess(folder, "apigw-serve", ["--store", store])
        let answers = Mutex<[String: Int]>([:])
        let isOver = Mutex(false)
        let group = DispatchGroup()
        let port = served.port
        for _ in 0..<4 {
            group.enter()
            Thread.detachNewThread {
                defer { group.leave() }
                while !isOver.withLock({ $0 }) {
                    guard let connection = connected(to: port) else { continue }
                    let request = "GET /dev/say HTTP/1.1\r\nHost: a\r\n\r\n"
                    for _ in 0..<20 {
                        sendAll(Array(request.utf8), to: connection)
                        var text = ""
                        while !text.hasSuffix("one") && !text.hasSuffix("two")
                            && !text.hasSuffix("three")
                        {
                            let more = receive(connection, until: "\r\n\r\n")
                            if more.isEmpty { break }
                            text += more
                        }
                        let word = text.components(separatedBy: "\r\n\r\n").last ?? ""
                        answers.withLock { $0[word, default: 0] += 1 }
                    }
                    close(connection)
                }
            }
        }
        func expectSoon(_ word: String) throws {
            _ = try waitedFor(word) { served.get("/dev/say") == "200 \(word)" ? true : nil }
        }
        try expectSoon("one")
        try deploy("two")
        try expectSoon("two")
        try waitedFor("a client's two") { answers.withLock { $0["two"] } }
        try run([apigw, "rollback", "--stage", "dev", "--store", store])
        try expectSoon("one")
        try deploy("three", ["--canary", "50"])
        try expectSoon("three")
        try expectSoon("one")
        try run([apigw, "promote", "--stage", "dev", "--store", store])
        try served.waitForChange(4)
        for _ in 0..<20 { #expect(served.get("/dev/say") == "200 three") }
        isOver.withLock { $0 = true }
        group.wait()
        let seen = answers.withLock { $0 }
        #expect(Set(seen.keys) == ["one", "two", "three"], "\(seen)")
        #expect(served.stop() == 0)
    }

    @Test func servesSeveralAPIsUnderHostsAndBasePaths() throws {
        let folder = try TemporaryFolder()
        let store = folder.path("store")
        for (title, stage, base) in [("Parrot", "dev", "birds/parrot"), ("Cat", "prod", "cat")] {
            let bundle = try compile(
                folder, title, saying: title,
                settings: """
                    stages: { \(stage): {} }
                    domains: { pets.example: { basePathMappings: { "\(base)": \(stage) } } }
                    """, as: title)
            let (status, output) = try run(
                [apigw, "deploy", bundle, "--stage", stage, "--store", store])
            #expect(status == 0, "\(output)")
        }
        let served = try ServedProcess(folder, "apigw-serve", ["--store", store])
        #expect(served.get("/dev/say") == "200 Parrot")
        #expect(served.get("/prod/say") == "200 Cat")
        #expect(served.get("/test/say").hasPrefix("403 "))
        #expect(served.get("/birds/parrot/say", host: "pets.example") == "200 Parrot")
        #expect(served.get("/cat/say", host: "PETS.example:8080") == "200 Cat")
        #expect(served.get("/dog/say", host: "pets.example").hasPrefix("403 "))
        #expect(served.get("/dev/say", host: "pets.example").hasPrefix("403 "))
    }

    @Test func asksNoMetadataServiceAndFinishesWhatIsPipelined() throws {
        let served = try ServedProcess(
            "Server/porch.yaml",
            settings: "stages: { dev: { variables: { backend: 'a:1', plainBackend: 'a:1' } } }")
        #expect(served.get("/dev/metadata").hasPrefix("500 "))
        let many = String(repeating: "GET /dev/who HTTP/1.1\r\nHost: a\r\n\r\n", count: 500)
        let text = served.exchange(
            many + "HEAD /dev/who HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        #expect(text.components(separatedBy: "HTTP/1.1 200 OK\r\n").count == 501)
    }
}
