#if os(Linux)
internal import Gateway
internal import Glibc
internal import Platform

/// One event loop with its share of clients and backends.
///
/// Not shared between threads.
final class ServingLoop {
    let configuration: ServerConfiguration
    let loop: EventLoop
    let shared: SharedState
    var store: any Store { shared.store }

    /// The port that requests come in on.
    let port: UInt16

    /// The APIs and this loop's share of each; change with a reload.
    private var apis: APISet
    private var workers: [Worker]

    /// A whole field that tells that what is served is not what was written last.
    var staleField: [UInt8] = []
    let journal: LoopJournal

    private(set) var isStopping = false
    private(set) var connections: [ClientConnection] = []
    private(set) lazy var backends = Backends(self)

    var requestCount = 0
    var refusedCount = 0

    private var listener: Listener?
    private var random: Xoshiro
    private var dateSecond: Int64 = -1
    private var dateBytes: [UInt8] = []
    private var stopDeadline: StopDeadline?

    init(
        configuration: ServerConfiguration, shared: SharedState, listener descriptor: Int32,
        port: UInt16
    ) throws(PlatformError) {
        self.configuration = configuration
        self.shared = shared
        self.port = port
        loop = try EventLoop()
        journal = LoopJournal(shared.journal)
        apis = shared.apis
        workers = apis.apis.map { Worker($0.gateway) }
        var system = SystemRandomNumberGenerator()
        random = Xoshiro(seed: system.next())
        let listener = Listener(descriptor: descriptor) { [unowned self] in accept($0, $1) }
        self.listener = listener
        loop.add(listener, [.readable])
    }

    /// The two clocks at the beginning of this turn.
    var moment: Moment {
        Moment(wallMilliseconds: loop.wallMilliseconds, monotonicNanoseconds: loop.now)
    }

    /// The `Date` field of this second.
    var dateField: [UInt8] {
        let second = loop.wallMilliseconds / 1000
        if second != dateSecond {
            dateSecond = second
            dateBytes = Server.dateField(wallMilliseconds: loop.wallMilliseconds)
        }
        return dateBytes
    }

    func drawEntropy() -> Entropy { Entropy(random.next(), random.next()) }

    /// The worker of the API that a request is for.
    func worker(for request: Request) -> Worker {
        if workers.count == 1 { return workers[0] }
        return workers[apis.index(host: request.headers.last("host"), target: request.target)]
    }

    /// Takes new APIs for the requests that begin from now on.
    func use(_ apis: APISet) {
        self.apis = apis
        for worker in workers { worker.retire() }
        workers = apis.apis.map { Worker($0.gateway) }
    }

    /// Accepts no more, ends idle connections, and leaves the loop when the last one has gone.
    func stop() {
        guard !isStopping else { return }
        isStopping = true
        if let listener {
            // What the kernel has already accepted for us would be reset.
            listener.acceptAll(bound: 4096)
            loop.remove(listener)
            listener.close()
        }
        listener = nil
        for connection in connections { connection.stop() }
        if connections.isEmpty { return loop.stop() }
        let deadline = StopDeadline(loop)
        stopDeadline = deadline
        loop.set(deadline, milliseconds: configuration.stopTimeout)
    }

    func closed(_ connection: ClientConnection) {
        let index = connection.index
        let last = connections.removeLast()
        if last !== connection {
            connections[index] = last
            last.index = index
        }
        shared.census.leave(connection.peer)
        if isStopping, connections.isEmpty { loop.stop() }
    }

    /// Writes down what an exchange leaves behind.
    func note(_ exchange: Exchange, of connection: ClientConnection) {
        let hasText = journal.note(
            exchange, of: connection, wallMilliseconds: loop.wallMilliseconds)
        if hasText, !isFlushing {
            isFlushing = true
            loop.afterwards { [unowned self] in
                isFlushing = false
                journal.flush()
            }
        }
    }
    private var isFlushing = false

    private func accept(_ descriptor: Int32, _ peer: SocketAddress) {
        guard shared.census.enter(peer, configuration) else {
            Glibc.close(descriptor)
            return
        }
        let connection = ClientConnection(
            descriptor: descriptor, peer: peer, tls: shared.tls?.accept(descriptor), server: self)
        connection.index = connections.count
        connections.append(connection)
        connection.open()
    }
}

private final class StopDeadline: Deadline {
    private let loop: EventLoop

    init(_ loop: EventLoop) { self.loop = loop }

    override func expire() { loop.stop() }
}

/// The generator xoshiro256** (Blackman and Vigna): ids and draws, no secrets.
struct Xoshiro: RandomNumberGenerator {
    private var state: (UInt64, UInt64, UInt64, UInt64)

    init(seed: UInt64) {
        // splitmix64, as its authors advise for seeding.
        var value = seed
        func next() -> UInt64 {
            value &+= 0x9E37_79B9_7F4A_7C15
            var mixed = value
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
        state = (next(), next(), next(), next())
    }

    mutating func next() -> UInt64 {
        let product = state.1 &* 5
        let result = (product << 7 | product >> 57) &* 9
        let shifted = state.1 << 17
        state.2 ^= state.0
        state.3 ^= state.1
        state.1 ^= state.2
        state.0 ^= state.3
        state.2 ^= shifted
        state.3 = state.3 << 45 | state.3 >> 19
        return result
    }
}
#endif
