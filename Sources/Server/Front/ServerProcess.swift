#if os(Linux)
internal import Gateway
internal import Glibc
internal import Platform
internal import Synchronization

/// The loops of one process, each on its thread, and what reaches them from outside.
final class ServerProcess: Sendable {
    /// Where requests come in, with the port that a 0 became.
    let address: SocketAddress
    private let shared: SharedState
    private let mailboxes: [Mailbox]
    private let servers: Mutex<[Int: ServingLoopReference]>
    private let threads: [UInt]
    private let journals: [LoopJournal]

    /// The metrics of all loops together.
    var metrics: MetricTotals {
        var all = MetricTotals()
        for journal in journals { all.add(journal.metrics) }
        return all
    }

    /// Listens and starts the loops; they answer when this returns.
    init(
        _ configuration: ServerConfiguration, _ shared: SharedState
    ) throws(PlatformError) {
        raiseDescriptorLimit()
        let name = "cannot listen on \(configuration.address):\(configuration.port)"
        guard var address = SocketAddress(configuration.address, port: configuration.port) else {
            throw PlatformError(action: name, code: EINVAL)
        }
        let count =
            configuration.workerCount > 0
            ? configuration.workerCount : max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        var loops: [ServingLoop] = []
        for _ in 0..<count {
            guard let listener = makeListener(address) else {
                throw PlatformError(action: name, code: errno)
            }
            address = localAddress(listener) ?? address
            loops.append(
                try ServingLoop(
                    configuration: configuration, shared: shared, listener: listener,
                    port: address.port))
        }
        self.address = address
        self.shared = shared
        mailboxes = loops.map(\.loop.mailbox)
        journals = loops.map(\.journal)
        var references: [Int: ServingLoopReference] = [:]
        for (index, loop) in loops.enumerated() { references[index] = ServingLoopReference(loop) }
        servers = Mutex(references)
        threads = references.sorted { $0.key < $1.key }.map { startThread($0.value) }
    }

    /// Lets every request in flight finish and refuses new connections.
    func stop() { post { $0.stop() } }

    /// Takes new APIs for all requests that begin from now on.
    func replace(_ apis: APISet) {
        shared.replace(apis)
        post { $0.use(apis) }
    }

    /// Says with every response that what is served is old, and why; `nil` for no more.
    func setStale(_ text: String?) {
        shared.stale = text
        let value = (text ?? "").utf8.map { $0 < 0x20 || $0 >= 0x7F ? 0x20 : $0 }
        let field = text == nil ? [] : Array("x-apigw-stale: ".utf8) + value + [0x0D, 0x0A]
        post { $0.staleField = field }
    }

    /// Waits until every loop has ended.
    func wait() {
        for thread in threads { _ = pthread_join(pthread_t(thread), nil) }
    }

    private func post(_ job: @escaping @Sendable (ServingLoop) -> Void) {
        let references = servers.withLock { $0 }
        for (index, mailbox) in mailboxes.enumerated() {
            guard let reference = references[index] else { continue }
            mailbox.post { _ in job(reference.server) }
        }
    }
}

/// A loop on its way to its thread.
///
/// Only that thread uses it: the constructor hands it over, and
/// after that it is only reached by jobs in its own mailbox.
private final class ServingLoopReference: @unchecked Sendable {
    let server: ServingLoop

    init(_ server: ServingLoop) { self.server = server }
}

private func startThread(_ reference: ServingLoopReference) -> UInt {
    var thread = pthread_t()
    let context = unsafe Unmanaged.passRetained(reference).toOpaque()
    let result = unsafe pthread_create(
        &thread, nil,
        { context in
            guard let context = unsafe context else { return nil }
            let reference = unsafe Unmanaged<ServingLoopReference>.fromOpaque(context)
                .takeRetainedValue()
            reference.server.loop.run()
            return nil
        }, context)
    precondition(result == 0, "a thread")
    return UInt(thread)
}
#endif
