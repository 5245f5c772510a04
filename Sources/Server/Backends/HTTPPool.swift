#if os(Linux)
internal import Gateway
internal import Glibc

/// One endpoint's connections and the calls that wait for one.
private final class Endpoint {
    let host: String
    let port: UInt16
    var idle: [HTTPBackendConnection] = []
    var openCount = 0
    private var queue: [HTTPCall] = []
    private var queueStart = 0

    init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    var isUnused: Bool { openCount == 0 && queueStart == queue.count }

    func wait(_ call: HTTPCall) { queue.append(call) }

    /// Takes the next call that still wants an answer off the queue.
    func nextWaiting() -> HTTPCall? {
        while queueStart < queue.count {
            let call = queue[queueStart]
            queueStart += 1
            if queueStart == queue.count {
                queue.removeAll(keepingCapacity: true)
                queueStart = 0
            }
            if !call.isFinished { return call }
        }
        return nil
    }
}

/// Plain HTTP/1.1 connections of one loop to backends, kept alive and used again.
final class HTTPPool {
    private struct Key: Hashable {
        var host: String
        var port: UInt16
    }

    /// It has the pool, and both live as long as the loop's thread.
    fileprivate let server: ServingLoop
    private let resolver: Resolver
    private var endpoints: [Key: Endpoint] = [:]
    private var spareCalls: [HTTPCall] = []

    /// The endpoint called last: most calls go where the one before went.
    private var lastEndpoint: Endpoint?

    /// Connections to one endpoint from one loop; calls beyond wait for one to come free.
    private static let connectionBound = 1024

    /// How long an idle connection is kept; most servers close theirs after a minute.
    fileprivate static let idleMilliseconds = 55_000

    init(_ server: ServingLoop) {
        self.server = server
        resolver = Resolver(server.loop)
    }

    /// Sends a call; the result comes later than this returns.
    func perform(
        _ call: BackendCall, _ url: BackendURL, for receiver: @escaping (CallResult) -> Void
    ) {
        let ongoing = spareCalls.popLast() ?? HTTPCall(self)
        ongoing.begin(call, url, endpoint(of: url), receiver)
        server.loop.set(ongoing, milliseconds: max(call.timeoutMilliseconds, 1))
        assign(ongoing)
    }

    private func endpoint(of url: BackendURL) -> Endpoint {
        if let last = lastEndpoint, last.port == url.port, last.host == url.host { return last }
        let key = Key(host: url.host, port: url.port)
        let endpoint = endpoints[key] ?? Endpoint(host: url.host, port: url.port)
        endpoints[key] = endpoint
        if let last = lastEndpoint, last.isUnused {
            endpoints[Key(host: last.host, port: last.port)] = nil
        }
        lastEndpoint = endpoint
        return endpoint
    }

    fileprivate func recycle(_ call: HTTPCall) {
        if spareCalls.count < 256 { spareCalls.append(call) }
    }

    fileprivate func assign(_ call: HTTPCall) {
        guard let endpoint = call.endpoint else { return }
        while let connection = endpoint.idle.popLast() {
            // A server may have closed it meanwhile. A call that must not be made twice looks
            // first; the others are simply made again.
            if !call.isRepeatable, connection.hasEnded {
                connection.close()
                continue
            }
            return connection.send(call)
        }
        if endpoint.openCount >= Self.connectionBound { return endpoint.wait(call) }
        endpoint.openCount += 1
        let number = call.number
        resolver.resolve(endpoint.host) { [weak self] addresses in
            guard let self else { return }
            guard call.number == number, !call.isFinished else { return release(endpoint) }
            connect(call, to: endpoint, addresses[...])
        }
    }

    /// Connects to the first address that answers.
    fileprivate func connect(
        _ call: HTTPCall, to endpoint: Endpoint, _ addresses: ArraySlice<SocketAddress>
    ) {
        var rest = addresses
        while var address = rest.popFirst() {
            if address.isLinkLocal, !server.configuration.allowsLinkLocal { continue }
            address.port = endpoint.port
            guard let descriptor = beginConnection(to: address) else { continue }
            let connection = HTTPBackendConnection(
                descriptor: descriptor, endpoint: endpoint, pool: self, others: rest)
            connection.open(call)
            return
        }
        release(endpoint)
        server.loop.afterwards { call.finish(.failed(.unreachable)) }
    }

    fileprivate func park(_ connection: HTTPBackendConnection) {
        if let next = connection.endpoint.nextWaiting() { return connection.send(next) }
        connection.endpoint.idle.append(connection)
        connection.startIdling()
    }

    /// Gives up a connection's place; a waiting call may take it.
    fileprivate func release(_ endpoint: Endpoint) {
        endpoint.openCount -= 1
        if let next = endpoint.nextWaiting() {
            server.loop.afterwards { [weak self] in self?.assign(next) }
        } else if endpoint.isUnused, endpoint !== lastEndpoint {
            endpoints[Key(host: endpoint.host, port: endpoint.port)] = nil
        }
    }

    fileprivate func removeIdle(_ connection: HTTPBackendConnection) {
        connection.endpoint.idle.removeAll { $0 === connection }
    }
}

/// A call in flight; as a deadline it is the call's time-out.
final class HTTPCall: Deadline {
    fileprivate private(set) var endpoint: Endpoint?
    fileprivate private(set) var bytes: [UInt8] = []
    fileprivate private(set) var isToHead = false

    /// Whether making the call twice is as good as once (RFC 9110, section 9.2.2).
    fileprivate private(set) var isRepeatable = false
    fileprivate private(set) var isFinished = true

    /// Changes with every use, so that an old use's answer is known as such.
    fileprivate private(set) var number = 0
    fileprivate var attemptCount = 0
    /// While the call is on it; taken away with the call's end.
    fileprivate var connection: HTTPBackendConnection?

    private let pool: HTTPPool
    private var receiver: ((CallResult) -> Void)?

    fileprivate init(_ pool: HTTPPool) { self.pool = pool }

    fileprivate func begin(
        _ call: BackendCall, _ url: BackendURL, _ endpoint: Endpoint,
        _ receiver: @escaping (CallResult) -> Void
    ) {
        self.endpoint = endpoint
        self.receiver = receiver
        isFinished = false
        number &+= 1
        attemptCount = 0
        connection = nil
        bytes.removeAll(keepingCapacity: bytes.capacity <= 65_536)
        appendRequest(call, url, to: &bytes)
        let method = call.method.span
        let range = 0..<method.count
        isToHead = equals(method, range, "HEAD")
        isRepeatable =
            isToHead || equals(method, range, "GET") || equals(method, range, "PUT")
            || equals(method, range, "DELETE") || equals(method, range, "OPTIONS")
    }

    fileprivate func finish(_ result: CallResult) {
        guard !isFinished, let receiver else { return }
        isFinished = true
        self.receiver = nil
        connection = nil
        pool.server.loop.set(self, milliseconds: 0)
        receiver(result)
        pool.recycle(self)
    }

    override func expire() {
        let connection = connection
        finish(.timedOut)
        connection?.close()
    }
}

/// One connection to a backend, with at most one call on it.
private final class HTTPBackendConnection: EventSource {
    let endpoint: Endpoint
    private let pool: HTTPPool
    private var call: HTTPCall?
    private var others: ArraySlice<SocketAddress>
    private var isConnected = false
    private var isReused = false
    private var peerHasEnded = false
    private var sentCount = 0
    private var inBody = false
    private var isWritable = false
    private var reader: ResponseReader
    private var body: BodyReader
    private var held: [UInt8] = []
    private var head = HeaderFields()
    private var deadline: BackendDeadline?

    init(
        descriptor: Int32, endpoint: Endpoint, pool: HTTPPool,
        others: ArraySlice<SocketAddress>
    ) {
        self.endpoint = endpoint
        self.pool = pool
        self.others = others
        var limits = MessageLimits()
        limits.fields = 65_536
        reader = ResponseReader(limits: limits)
        body = BodyReader(limits: limits)
        super.init()
        self.descriptor = descriptor
        deadline = BackendDeadline(self)
    }

    /// Waits for the connection, then sends its first call.
    func open(_ call: HTTPCall) {
        self.call = call
        call.connection = self
        reader.begin(isToHead: call.isToHead)
        pool.server.loop.add(self, [.readable, .writable, .ended, .edgeTriggered])
        if let deadline {
            pool.server.loop.set(
                deadline, milliseconds: pool.server.configuration.connectTimeout)
        }
    }

    func send(_ call: HTTPCall) {
        self.call = call
        call.connection = self
        isReused = true
        sentCount = 0
        inBody = false
        held.removeAll(keepingCapacity: true)
        reader.begin(isToHead: call.isToHead)
        if let deadline { pool.server.loop.set(deadline, milliseconds: 0) }
        flush()
    }

    func startIdling() {
        call = nil
        if let deadline {
            pool.server.loop.set(deadline, milliseconds: HTTPPool.idleMilliseconds)
        }
    }

    /// Whether the peer has closed, seen before its event was.
    var hasEnded: Bool {
        var byte: UInt8 = 0
        let count = unsafe recv(
            descriptor, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT))
        return count == 0 || count > 0 || errno != EAGAIN
    }

    override func ready(_ events: Events) {
        if !isConnected {
            let error = pendingError(descriptor)
            if error != 0 { return failToConnect() }
            guard events.contains(.writable) else { return }
            isConnected = true
            if let deadline { pool.server.loop.set(deadline, milliseconds: 0) }
        }
        if events.contains(.writable) {
            isWritable = true
            if call != nil { flush() }
        }
        if !events.isDisjoint(with: [.ended, .hungUp, .failed]) { peerHasEnded = true }
        if !events.isDisjoint(with: [.readable, .ended, .hungUp, .failed]) { readAll() }
    }

    fileprivate func expire() {
        if !isConnected { return failToConnect() }
        if call == nil {
            pool.removeIdle(self)
            close()
        }
    }

    private func failToConnect() {
        guard let call else { return close() }
        self.call = nil
        let rest = others
        closeDescriptor()
        if call.isFinished { return pool.release(endpoint) }
        pool.connect(call, to: endpoint, rest)
    }

    private func flush() {
        guard let call else { return }
        while sentCount < call.bytes.count {
            switch writeOnce(descriptor, call.bytes, from: sentCount) {
            case .bytes(let count): sentCount += count
            case .wouldBlock: return
            // What the backend said before it closed may still be read.
            case .end, .failed: return readAll()
            }
        }
    }

    private func readAll() {
        while descriptor >= 0 {
            switch readOnce(descriptor, into: &pool.server.loop.scratch) {
            case .bytes(let count):
                guard call != nil else {
                    // Bytes that nobody asked for: out of step, or worse.
                    pool.removeIdle(self)
                    return close()
                }
                // The end may have come with the same event, and no other will tell of it.
                let isAll = count < pool.server.loop.scratch.count && !peerHasEnded
                consume(count)
                if isAll { return }
            case .wouldBlock: return
            case .end: return endInput()
            case .failed: return fail(.failed(.network))
            }
        }
    }

    private func consume(_ count: Int) {
        let scratch = pool.server.loop.scratch
        let bytes = scratch.span.extracting(0..<count)
        if inBody { return readBody(bytes) }
        if held.isEmpty {
            let used = readHead(bytes)
            if used < 0 { append(bytes, to: &held) }
        } else {
            var all: [UInt8] = []
            swap(&all, &held)
            append(bytes, to: &all)
            let used = readHead(all.span)
            if used < 0, descriptor >= 0, !inBody { swap(&all, &held) }
        }
    }

    /// Returns -1 when the head is not whole yet.
    private func readHead(_ bytes: borrowing Span<UInt8>) -> Int {
        switch reader.advance(bytes) {
        case .needsMore:
            return -1
        case .refused(let fault):
            fail(.failed(fault == .bodyTooLarge ? .tooLarge : .network))
            return bytes.count
        case .complete:
            let positions = reader.positions
            head.begin(bytes.extracting(0..<reader.length), fieldCount: positions.count)
            for position in positions { head.add(name: position.name, value: position.value) }
            body.begin(reader.framing)
            inBody = true
            readBody(bytes.extracting(reader.length..<bytes.count))
            return bytes.count
        }
    }

    private func readBody(_ bytes: borrowing Span<UInt8>) {
        var offset = 0
        switch body.advance(bytes, from: &offset) {
        case .needsMore: break
        case .refused(let fault): fail(.failed(fault == .bodyTooLarge ? .tooLarge : .network))
        // What follows a whole response was not asked for: the connection is not used again.
        case .complete: finish(canBeKept: offset == bytes.count)
        }
    }

    private func endInput() {
        guard call != nil else {
            pool.removeIdle(self)
            return close()
        }
        if inBody, body.end() == .complete { return finish(canBeKept: false) }
        fail(.failed(.network))
    }

    private func finish(canBeKept: Bool) {
        guard let call else { return }
        let result = CallResult.response(
            status: reader.status, headers: head, body: body.body)
        body.body = []
        self.call = nil
        if canBeKept, reader.keepsAlive, !peerHasEnded, sentCount == call.bytes.count {
            call.connection = nil
            pool.park(self)
        } else {
            close()
        }
        call.finish(result)
    }

    private func fail(_ result: CallResult) {
        guard let call else { return close() }
        let canRepeat =
            isReused && !reader.hasBegun && call.attemptCount == 0
            && (call.isRepeatable || sentCount == 0)
        self.call = nil
        call.connection = nil
        close()
        if canRepeat, !call.isFinished {
            call.attemptCount += 1
            pool.assign(call)
        } else {
            call.finish(result)
        }
    }

    /// Ends the connection; a call on it is left to its caller.
    func close() {
        guard descriptor >= 0 else { return }
        closeDescriptor()
        call = nil
        pool.release(endpoint)
    }

    private func closeDescriptor() {
        if let deadline { pool.server.loop.set(deadline, milliseconds: 0) }
        deadline?.connection = nil
        deadline = nil
        pool.server.loop.remove(self)
        Glibc.close(descriptor)
        descriptor = -1
    }
}

private final class BackendDeadline: Deadline {
    /// Taken away when it closes: the deadline may stay in the wheel for a while.
    var connection: HTTPBackendConnection?

    init(_ connection: HTTPBackendConnection) { self.connection = connection }

    override func expire() { connection?.expire() }
}
#endif
