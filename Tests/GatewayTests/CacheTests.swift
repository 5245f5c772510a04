import Gateway
import Testing

/// Seals by turning every bit: enough to see whether what is kept is sealed.
private struct TurningCryptography: Cryptography {
    func isValid(
        signature: [UInt8], of message: [UInt8], by key: PublicKey, algorithm: SignatureAlgorithm
    ) -> Bool { false }

    func seal(_ bytes: [UInt8]) -> [UInt8]? { bytes.map { ~$0 } }
    func open(_ sealed: [UInt8]) -> [UInt8]? { sealed.map { ~$0 } }
}

/// The response cache: “Cache settings for REST APIs in API Gateway”.
@Suite struct CacheTests {
    private static let proxied = """
        openapi: 3.0.1
        info: {title: Shelves, version: '1'}
        paths:
          /books:
            get:
              parameters: [{name: page, in: query, schema: {type: string}}]
              responses: {'200': {description: ok}}
              x-amazon-apigateway-integration:
                type: http_proxy
                httpMethod: GET
                uri: https://backend.example.com/books
                cacheKeyParameters: [method.request.querystring.page]
                requestParameters: {integration.request.querystring.page: method.request.querystring.page}
        """

    @Test func cachesByKeyParametersForTheTimeToLive() throws {
        var settings = RuntimeSettings()
        settings.stages[0].isCacheEnabled = true
        var method = RuntimeSettings.MethodSettings()
        method.cacheTTLSeconds = 60
        settings.stages[0].methodSettings["*/*"] = method
        let harness = try Harness(Self.proxied, settings: settings)
        #expect(harness.send("GET", "/dev/books?page=1").text == "from the backend")
        harness.advance(milliseconds: 59_999)
        #expect(harness.send("GET", "/dev/books?page=1&x=2").text == "from the backend")
        #expect(harness.calls.count == 1)
        _ = harness.send("GET", "/dev/books?page=2")
        #expect(harness.calls.count == 2)
        harness.advance(milliseconds: 1)
        _ = harness.send("GET", "/dev/books?page=1")
        #expect(harness.calls.count == 3)
    }

    /// Source: API reference, `Integration.cacheNamespace`.
    @Test(arguments: [("", "", 2), ("shelf", "shelf", 1), ("shelf", "pens", 2)])
    func sharesWhatIsKeptWithinANamespace(first: String, second: String, calls: Int) throws {
        func path(_ name: String, _ namespace: String) -> String {
            """
              /\(name):
                get:
                  responses: {'200': {description: ok}}
                  x-amazon-apigateway-integration:
                    type: http_proxy
                    httpMethod: GET
                    uri: https://backend.example.com/\(name)
                    \(namespace.isEmpty ? "" : "cacheNamespace: \(namespace)")

            """
        }
        var settings = RuntimeSettings()
        settings.stages[0].isCacheEnabled = true
        let harness = try Harness(
            "openapi: 3.0.1\ninfo: {title: Shelves, version: '1'}\npaths:\n"
                + path("books", first) + path("novels", second), settings: settings)
        _ = harness.send("GET", "/dev/books")
        _ = harness.send("GET", "/dev/novels")
        #expect(harness.calls.count == calls)
    }

    @Test func letsNobodyBypassTheCacheWithoutLeave() throws {
        for (strategy, status, calls) in [
            (RuntimeSettings.MethodSettings.CacheControlStrategy.fail, 403, 1),
            (.succeedWithHeader, 200, 1), (.succeedWithoutHeader, 200, 1),
        ] {
            var settings = RuntimeSettings()
            settings.stages[0].isCacheEnabled = true
            var method = RuntimeSettings.MethodSettings()
            method.cacheControlStrategy = strategy
            settings.stages[0].methodSettings["*/*"] = method
            let harness = try Harness(Self.proxied, settings: settings)
            _ = harness.send("GET", "/dev/books")
            let response = harness.send("GET", "/dev/books", [("Cache-Control", "max-age=0")])
            #expect(response.status == status)
            #expect((response.field("warning") != nil) == (strategy == .succeedWithHeader))
            #expect(harness.calls.count == calls)
        }
    }

    private func harness(
        root: String = "", cryptography: any Cryptography = NoCryptography(),
        _ change: (inout RuntimeSettings.MethodSettings) -> Void = { _ in }
    ) throws -> Harness {
        var settings = RuntimeSettings()
        settings.stages[0].isCacheEnabled = true
        var method = RuntimeSettings.MethodSettings()
        change(&method)
        settings.stages[0].methodSettings["*/*"] = method
        return try Harness(
            Self.proxied + "\n" + root, settings: settings, cryptography: cryptography)
    }

    @Test(arguments: [(0, 0), (1, 1_000), (3_600, 3_600_000), (3_601, 3_600_000)])
    func keepsNothingForZeroSecondsAndNothingLongerThanAnHour(
        seconds: Int, milliseconds: Int
    ) throws {
        let harness = try harness { $0.cacheTTLSeconds = seconds }
        _ = harness.send("GET", "/dev/books")
        #expect(harness.kept.first.map { Int($0.milliseconds) } ?? 0 == milliseconds)
    }

    @Test func keepsForFiveMinutesWhereNothingIsSet() throws {
        let harness = try harness()
        _ = harness.send("GET", "/dev/books")
        #expect(harness.kept.map(\.milliseconds) == [300_000])
    }

    @Test(arguments: [(1_048_576, 1), (1_048_577, 0)])
    func keepsBodiesOfOneMegabyteAndNoMore(size: Int, count: Int) throws {
        let harness = try harness()
        harness.backendBody = [UInt8](repeating: 0x20, count: size)
        #expect(harness.send("GET", "/dev/books").body.count == size)
        #expect(harness.kept.count == count)
    }

    @Test func keepsNothingWhereItIsTurnedOff() throws {
        let harness = try harness { $0.isCachingEnabled = false }
        _ = harness.send("GET", "/dev/books")
        #expect(harness.kept.isEmpty)
        #expect(harness.record.metrics.cacheHit == nil)
    }

    @Test(
        arguments: [("GET", nil, 1), ("POST", nil, 2), ("POST", true, 1)] as [(String, Bool?, Int)])
    func keepsWhatOtherMethodsAnswerOnlyWhereToldTo(
        verb: String, isEnabled: Bool?, calls: Int
    ) throws {
        var settings = RuntimeSettings()
        settings.stages[0].isCacheEnabled = true
        var method = RuntimeSettings.MethodSettings()
        method.isCachingEnabled = isEnabled
        settings.stages[0].methodSettings["/books/\(verb)"] = method
        let harness = try Harness(
            Self.proxied.replacing("    get:", with: "    \(verb.lowercased()):"),
            settings: settings)
        for _ in 0..<2 { #expect(harness.send(verb, "/dev/books").status == 200) }
        #expect(harness.calls.count == calls)
    }

    @Test func countsHitsAndMisses() throws {
        let harness = try harness()
        _ = harness.send("GET", "/dev/books")
        #expect(harness.record.metrics.cacheHit == false)
        _ = harness.send("GET", "/dev/books")
        #expect(harness.record.metrics.cacheHit == true)
    }

    @Test func keepsNoFaults() throws {
        let harness = try harness()
        harness.result = .timedOut
        #expect(harness.send("GET", "/dev/books").status == 504)
        harness.result = .response(status: 500, headers: HeaderFields(), body: [])
        #expect(harness.send("GET", "/dev/books").status == 500)
        #expect(harness.kept.isEmpty)
    }

    @Test func sealsWhatIsKeptWhereItIsToBeEncrypted() throws {
        let plain = Array("from the backend".utf8)
        for isEncrypted in [true, false] {
            let harness = try harness(cryptography: TurningCryptography()) {
                $0.isCacheDataEncrypted = isEncrypted
            }
            _ = harness.send("GET", "/dev/books")
            let kept = try #require(harness.kept.first?.value)
            #expect(kept.suffix(plain.count).elementsEqual(plain) == !isEncrypted)
            #expect(harness.send("GET", "/dev/books").text == "from the backend")
            #expect(harness.calls.count == 1)
        }
    }

    @Test func keepsNothingThatCannotBeEncrypted() throws {
        let harness = try harness { $0.isCacheDataEncrypted = true }
        for _ in 0..<2 { #expect(harness.send("GET", "/dev/books").status == 200) }
        #expect(harness.calls.count == 2)
        #expect(harness.kept.isEmpty)
    }

    @Test func fetchesAnewForWhoMayInvalidate() throws {
        let policy = """
            x-amazon-apigateway-policy:
              Statement:
                - {Effect: Allow, Principal: '*', Action: [execute-api:Invoke, execute-api:InvalidateCache], Resource: 'execute-api:/*'}
            """
        let harness = try harness(root: policy)
        _ = harness.send("GET", "/dev/books")
        harness.backendBody = Array("newer".utf8)
        let headers = [("Cache-Control", "no-transform, max-age=0")]
        #expect(harness.send("GET", "/dev/books").text == "from the backend")
        #expect(harness.send("GET", "/dev/books", headers).text == "newer")
        #expect(harness.send("GET", "/dev/books").text == "newer")
    }

    @Test func letsAnybodyInvalidateWhereNoLeaveIsAsked() throws {
        let harness = try harness { $0.requiresCacheControlAuthorization = false }
        for _ in 0..<2 { _ = harness.send("GET", "/dev/books", [("Cache-Control", "max-age=0")]) }
        #expect(harness.calls.count == 2)
    }

    @Test func flushesOneStage() throws {
        var settings = RuntimeSettings()
        settings.stages = ["dev", "de", "prod"].map { name in
            var stage = RuntimeSettings.Stage(name: name)
            stage.isCacheEnabled = true
            return stage
        }
        let harness = try Harness(Self.proxied, settings: settings)
        for stage in ["dev", "de", "prod"] { _ = harness.send("GET", "/\(stage)/books") }
        let request = try #require(harness.worker.gateway.flush(stage: "de"))
        _ = harness.store.perform(request, at: harness.now)
        #expect(harness.worker.gateway.flush(stage: "test") == nil)
        for stage in ["dev", "de", "prod"] { _ = harness.send("GET", "/\(stage)/books") }
        #expect(harness.calls.count == 4)
    }
}

/// The store in memory.
@Suite struct MemoryStoreTests {
    private let now = Moment(wallMilliseconds: 0, monotonicNanoseconds: 0)

    private func keep(_ store: MemoryStore, _ key: String, _ count: Int) {
        _ = store.perform(
            .keep(
                key: Array(key.utf8), value: [UInt8](repeating: 1, count: count),
                milliseconds: 1000), at: now)
    }

    private func has(_ store: MemoryStore, _ key: String) -> Bool {
        if case .value = store.perform(.value(key: Array(key.utf8)), at: now) { return true }
        return false
    }

    @Test func evictsTheOldestAtItsCapacityAndNotBefore() {
        let store = MemoryStore(capacityBytes: 30)
        for key in ["a", "b", "c"] { keep(store, key, 9) }
        #expect(["a", "b", "c"].map { has(store, $0) } == [true, true, true])
        keep(store, "d", 9)
        #expect(["a", "b", "c", "d"].map { has(store, $0) } == [false, true, true, true])
        // Keeping a value again makes it the youngest and does not count twice.
        keep(store, "b", 9)
        keep(store, "e", 9)
        #expect(["b", "c", "d", "e"].map { has(store, $0) } == [true, false, true, true])
    }

    @Test func keepsNothingThatIsLargerThanItself() {
        let store = MemoryStore(capacityBytes: 10)
        keep(store, "a", 9)
        keep(store, "b", 10)
        #expect(has(store, "a"))
        #expect(!has(store, "b"))
    }

    @Test func takesFromAllBucketsOrFromNone() {
        let store = MemoryStore()
        let full = TokenBucket(key: [1], rate: 0, burst: 2)
        let single = TokenBucket(key: [2], rate: 0, burst: 1)
        func admit(_ buckets: [TokenBucket]) -> Int? {
            if case .throttled(let index) = store.perform(.admit(buckets, quota: nil), at: now) {
                return index
            }
            return nil
        }
        #expect(admit([full, single]) == nil)
        #expect(admit([full, single]) == 1)
        // The refusal took nothing from the first.
        #expect(admit([full]) == nil)
        #expect(admit([full]) == 0)
    }
}
