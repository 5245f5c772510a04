package import Gateway

/// One request through a gateway whose integrations are stubs.
package struct Invocation {
    package var request = Request()
    package var mode = Exchange.Mode.deployed
    package var entropy = Entropy(0x0123_4567_89ab_cdef, 0xfedc_ba98_7654_3210)

    /// When the request comes in.
    package var moment = Moment(wallMilliseconds: 0, monotonicNanoseconds: 0)

    package init() {}

    /// What came of an invocation.
    package struct Outcome {
        package var response: Response
        package var record: ExchangeRecord
        package var trace: [TraceEntry]
        /// The calls made, in order.
        package var calls: [BackendCall] = []
        /// Integrations that were called and have no stub.
        package var missingStubs: [String] = []
        /// The id of the request.
        package var requestID: String
    }

    /// Runs the request to its end; time stands still.
    ///
    /// - Parameters:
    ///   - worker: The gateway.
    ///   - backends: What answers calls; a call without a stub fails and is told of.
    ///   - store: Keeps throttles and caches.
    ///   - tracing: Whether mappings are traced.
    /// - Returns: The response and everything about it.
    package func run(
        on worker: Worker, backends: StubBackends, store: any Store,
        tracing: Bool = false
    ) -> Outcome {
        let exchange = worker.makeExchange()
        exchange.tracesMappings = tracing
        var calls: [BackendCall] = []
        var missing: [String] = []
        var step = exchange.start(request, at: moment, entropy: entropy, mode: mode)
        while step != .respond {
            switch step {
            case .respond: break
            case .askStore:
                step = exchange.resume(
                    store.perform(exchange.storeRequest, at: moment), at: moment)
            case .callIntegration, .callAuthorizer:
                calls.append(exchange.call)
                if let answer = backends.answer(exchange.call) {
                    step = exchange.resume(answer, at: moment)
                } else {
                    missing.append(exchange.call.operation)
                    step = exchange.resume(.failed(.network), at: moment)
                }
            }
        }
        return Outcome(
            response: exchange.response, record: exchange.record, trace: exchange.trace,
            calls: calls, missingStubs: missing, requestID: exchange.requestID)
    }
}

extension Request {
    /// Creates a request to a stage.
    ///
    /// - Parameters:
    ///   - method: The method.
    ///   - path: The path after the stage, byte for byte, with the query if it has one.
    ///   - stage: The stage's name; `nil` where the path is whole.
    ///   - headers: Names and values in order; `Host` is added if it is missing.
    ///   - body: The body.
    ///   - host: What `Host` says where it is missing.
    package init(
        method: String, path: String, stage: String?, headers: [(String, String)], body: [UInt8],
        host: String = "localhost"
    ) {
        self.init()
        self.method = Array(method.utf8)
        let slash = path.isEmpty || path.hasPrefix("/") || path.hasPrefix("?") ? "" : "/"
        target = Array("\(stage.map { "/\($0)" } ?? "")\(slash)\(path)".utf8)
        self.headers = HeaderFields(headers)
        if self.headers.firstIndex(of: "host".utf8) == nil {
            self.headers.append("Host".utf8, host.utf8)
        }
        self.body = body
        client.tls = TLS(version: "TLSv1.3", cipherSuite: "TLS_AES_128_GCM_SHA256")
    }
}
