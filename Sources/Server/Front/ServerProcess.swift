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
        guard isFree(address) else { throw PlatformError(action: name, code: errno) }
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
    func stop() { post { server, _ in server.stop() } }

    /// Has every loop take a change for all requests that begin from then on.
    ///
    /// The loops do so one after the other, each at the end of its turn: `progress` tells when all
    /// have. A loop takes both parts at once, so new APIs never answer with the old reason.
    ///
    /// - Parameters:
    ///   - apis: The new APIs; `nil` to go on with those there are.
    ///   - stale: Why they are not what was written last, said with every response.
    ///   - number: The change's number.
    ///   - progress: Where each loop notes that number when it has taken the change.
    func change(
        to apis: APISet?, stale: String?, number: Int, noting progress: ChangeProgress
    ) {
        if let apis { shared.replace(apis) }
        shared.stale = stale
        var field: [UInt8] = []
        if let stale {
            field += "x-apigw-stale: ".utf8
            field += stale.utf8.map { $0 < 0x20 || $0 >= 0x7F ? 0x20 : $0 }
            field += [0x0D, 0x0A]
        }
        post { [field] server, index in
            if let apis { server.use(apis) }
            server.staleField = field
            progress.note(number, loop: index)
        }
    }

    /// Waits until every loop has ended.
    func wait() {
        for thread in threads { _ = pthread_join(pthread_t(thread), nil) }
    }

    /// How many loops there are.
    var loopCount: Int { mailboxes.count }

    private func post(_ job: @escaping @Sendable (ServingLoop, _ index: Int) -> Void) {
        let references = servers.withLock { $0 }
        for (index, mailbox) in mailboxes.enumerated() {
            guard let reference = references[index] else { continue }
            mailbox.post { _ in job(reference.server, index) }
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
