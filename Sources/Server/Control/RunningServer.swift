#if os(Linux)
internal import Deployments
internal import Gateway
internal import Glibc
internal import Platform

/// One run of `apigw-serve`: the control loop, which starts the serving loops and talks to them.
struct ServeProgram {
    let request: ServeRequest

    init(_ request: ServeRequest) { self.request = request }

    /// Serves until told to stop; returns the exit status.
    func run() throws -> Int32 {
        let set = SignalSource.block()
        var request = request
        let apis = try loadAPIs(request)
        if request.journal.accessLog == nil {
            let destination = apis.apis.lazy.compactMap(\.accessLog).first
            if let destination, destination != "stdout", destination.hasPrefix("/") {
                request.journal.accessLog = destination
            }
        }
        let loop = try EventLoop()
        let runtime = LambdaRuntime(loop, region: request.backends.region)
        var tls: TLSContext?
        if !request.identities.isEmpty, let policy = SecurityPolicy(request.policy) {
            tls = try TLSContext(
                identities: request.identities, truststore: request.truststore, policy: policy)
        }
        let shared = SharedState(
            apis: apis, store: MemoryStore(), journal: try Journal(request.journal), tls: tls,
            backends: request.backends, lambdaGate: LambdaGate(runtime, on: loop))
        runtime.use(shared.functions)
        let process = try ServerProcess(request.configuration, shared)
        let server = RunningServer(request, loop, process, shared, runtime)
        try server.open(set)
        let scheme = tls == nil ? "http" : "https"
        let isForPeople = request.controlDescriptor != nil || isTerminal(2)
        let listings = isForPeople ? apis.apis.map(RouteListing.init) : []
        for listing in listings { say(listing.table, to: 2) }
        say("listening on \(scheme)://\(process.address)\n", to: 2)
        if let first = listings.lazy.compactMap(\.firstRequest).first {
            let method = first.method == "GET" ? "" : "-X \(first.method) "
            say("try: curl -i \(method)'\(scheme)://\(process.address)\(first.path)'\n", to: 2)
        }
        loop.run()
        process.wait()
        runtime.stop()
        if server.parentHasGone, let folder = request.controlFolder { try? removeFolder(folder) }
        return 0
    }
}

/// The APIs that a command line or a store names.
func loadAPIs(_ request: ServeRequest) throws -> APISet {
    let signers = try request.signersFile.map(readSigners) ?? [:]
    if let bundle = request.bundle {
        return APISet([try LoadedAPI(folder: bundle, signers: signers)])
    }
    return try loadDeployments(DeploymentStore(request.store ?? ""), signers: signers)
}

/// What tells a running process what to do: signals, its parent, the store, the management port.
final class RunningServer {
    private var request: ServeRequest
    private let loop: EventLoop
    private let process: ServerProcess
    private let shared: SharedState
    private let runtime: LambdaRuntime
    private var sources: [EventSource] = []
    private var management: LocalServer?
    private var watch: StoreWatch?
    private let changes: ChangeWatch
    private var isStopping = false
    private(set) var parentHasGone = false
    private let startedAt = monotonicNanoseconds()

    init(
        _ request: ServeRequest, _ loop: EventLoop, _ process: ServerProcess,
        _ shared: SharedState, _ runtime: LambdaRuntime
    ) {
        self.request = request
        self.loop = loop
        self.process = process
        self.shared = shared
        self.runtime = runtime
        changes = ChangeWatch(loopCount: process.loopCount)
    }

    func open(_ set: sigset_t) throws(PlatformError) {
        add(changes)
        add(SignalSource(set) { [unowned self] in received($0) })
        if let descriptor = request.controlDescriptor {
            add(ControlSource(descriptor) { [unowned self] in obey($0) })
        }
        if let port = request.managementPort, let address = SocketAddress("127.0.0.1", port: port) {
            let server = try LocalServer(address, loop) { [unowned self] in manage($0, $1) }
            management = server
            say("management on http://\(server.address)\n", to: 2)
        }
        if request.bundle == nil, let path = request.store {
            let watch = StoreWatch(DeploymentStore(path), loop) { [unowned self] in reload() }
            self.watch = watch
            watch.start()
        }
    }

    private func add(_ source: EventSource) {
        sources.append(source)
        loop.add(source, [.readable])
    }

    private func received(_ signal: Int32) {
        switch signal {
        case SIGTERM, SIGINT: stop()
        case SIGHUP:
            do throws(PlatformError) {
                try shared.journal.reopen()
            } catch {
                say("apigw-serve: \(error)\n", to: 2)
            }
            reload()
        case SIGCHLD: runtime.reap()
        default: break
        }
    }

    private func stop() {
        guard !isStopping else { return }
        isStopping = true
        process.stop()
        management?.stop()
        // The control loop goes on while requests are in flight: their functions run here.
        let loop = loop
        let mailbox = loop.mailbox
        let process = process
        startDetachedThread {
            process.wait()
            mailbox.post { $0.stop() }
        }
    }

    /// `load DIR`, `stale TEXT`, `fresh`; what cannot be loaded leaves the last good one.
    private func obey(_ line: String) {
        if line.isEmpty {
            parentHasGone = true
            return stop()
        }
        if line.hasPrefix("load ") {
            request.bundle = String(line.dropFirst(5))
            reload()
        } else if line.hasPrefix("stale ") {
            change(to: nil, stale: String(line.dropFirst(6)))
        }
    }

    /// Serves what is there now, or goes on with what was; `done` runs when every loop does.
    private func reload(_ done: @escaping () -> Void = {}) {
        do {
            let apis = try loadAPIs(request)
            // While some loops have the old APIs and some the new, both find their functions.
            runtime.use(shared.functions(of: apis).merging(shared.functions) { new, _ in new })
            change(to: apis, stale: nil) { [unowned self] in
                runtime.use(shared.functions)
                say("apigw-serve: serving the change\n", to: 2)
                done()
            }
        } catch {
            say("apigw-serve: \(error)\n", to: 2)
            change(to: nil, stale: "\(error)", done)
        }
    }

    private func change(to apis: APISet?, stale: String?, _ done: @escaping () -> Void = {}) {
        let number = changes.begin(done)
        process.change(to: apis, stale: stale, number: number, noting: changes.progress)
    }

    private func manage(_ request: LocalServer.Request, _ connection: LocalConnection) {
        func text(_ status: Int, _ text: String) {
            connection.respond(status, body: Array(text.utf8), contentType: "text/plain")
        }
        switch (request.method, request.path) {
        case ("GET", "/healthz"): text(200, "ok\n")
        case ("GET", "/readyz"): text(isStopping ? 503 : 200, isStopping ? "stopping\n" : "ready\n")
        case ("GET", "/metrics"):
            let body = process.metrics.text + processMetrics()
            connection.respond(
                200, body: Array(body.utf8),
                contentType: "text/plain; version=0.0.4; charset=utf-8")
        case ("POST", "/reload"):
            reload { [shared] in
                let stale = shared.stale
                text(stale == nil ? 200 : 409, (stale ?? "reloaded") + "\n")
            }
        case ("POST", "/cache/flush"):
            let stage = request.queryValue("stage")
            let requests = stage.map { name in
                shared.apis.apis.compactMap { $0.gateway.flush(stage: name) }
            }
            if let stage, requests?.isEmpty == true { return text(404, "no stage '\(stage)'\n") }
            let now = Moment(
                wallMilliseconds: loop.wallMilliseconds, monotonicNanoseconds: loop.now)
            for request in requests ?? [.forget(prefix: [])] {
                _ = shared.store.perform(request, at: now)
            }
            text(200, "flushed\n")
        case ("GET", "/deployments"):
            let apis = shared.apis.apis.map { api in
                let stages = api.stages.map { "\"\($0)\"" }.joined(separator: ",")
                return "{\"api\":\"\(api.name)\",\"stages\":[\(stages)]}"
            }
            connection.respond(200, body: Array("[\(apis.joined(separator: ","))]\n".utf8))
        default: text(404, "no such thing\n")
        }
    }

    private func processMetrics() -> String {
        let seconds = Double(processCPUNanoseconds()) / 1e9
        return """
            # TYPE apigw_connections gauge
            apigw_connections \(shared.census.total)
            # TYPE process_cpu_seconds_total counter
            process_cpu_seconds_total \(seconds)
            # TYPE process_resident_memory_max_bytes gauge
            process_resident_memory_max_bytes \(peakResidentBytes())
            # TYPE apigw_uptime_seconds gauge
            apigw_uptime_seconds \((monotonicNanoseconds() - startedAt) / 1_000_000_000)

            """
    }
}

/// Lines from the parent process; its end is an empty line.
private final class ControlSource: EventSource {
    private var held: [UInt8] = []
    private let received: (String) -> Void

    init(_ descriptor: Int32, received: @escaping (String) -> Void) {
        self.received = received
        super.init()
        self.descriptor = descriptor
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    override func ready(_ events: Events) {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = unsafe read(descriptor, &buffer, buffer.count)
            if count < 0 { break }
            if count == 0 {
                received("")
                return
            }
            held += buffer[0..<count]
        }
        while let end = held.firstIndex(of: 0x0A) {
            let line = String(decoding: held[..<end], as: UTF8.self)
            held.removeSubrange(...end)
            if !line.isEmpty { received(line) }
        }
        if held.count > 1 << 20 { held = [] }
    }
}
#endif
