#if os(Linux)
internal import Gateway
internal import Glibc

/// A client's connection: reads requests one after the other, has the gateway answer, writes.
///
/// While a request is being answered nothing more is read, and while a client does not take its
/// responses nothing more is answered: what is held is bounded by the limits on one message.
final class ClientConnection: EventSource {
    private enum Phase {
        /// A trusted proxy has yet to say whose connection it is.
        case proxyHeader
        case head, body
        /// The gateway or a backend is at work.
        case busy
        /// All is said; what the client still sends is read and dropped, lest a reset overtake
        /// the response.
        case lingering
        case closed
    }

    let peer: SocketAddress

    /// Who a trusted proxy says is at the other end, or else the peer.
    private var origin: SocketAddress

    /// Its place in the list of connections.
    var index = 0

    /// The loop lives as long as its thread, and lets go of a connection that closes.
    private let server: ServingLoop
    private var phase = Phase.head
    private var reader: RequestReader
    private var bodyReader: BodyReader
    private(set) var request = Request()
    private var held: [UInt8] = []
    private var output: [UInt8] = []
    private var outputOffset = 0
    private var isReadable = false
    private var isWritable = true
    private var peerHasEnded = false
    private var inputEnded = false
    private var isPumping = false
    private var closesAfterResponse = false
    private var hasAnswered = false
    private var isToHead = false
    private var progress = 0
    private var exchange: Exchange?
    private var worker: Worker?
    private var deadline: ConnectionDeadline?
    private var tls: TLSSession?

    /// Responses not yet written beyond which no further request is begun.
    private static let outputBound = 262_144

    /// What a lingering connection takes in at most.
    private static let lingerBound = 16 * 1024 * 1024

    /// Takes over an accepted socket.
    init(descriptor: Int32, peer: SocketAddress, tls: TLSSession?, server: ServingLoop) {
        self.peer = peer
        origin = peer
        self.server = server
        self.tls = tls
        reader = RequestReader(limits: server.configuration.limits)
        bodyReader = BodyReader(limits: server.configuration.limits)
        super.init()
        self.descriptor = descriptor
        request.client = Request.Client(address: Array(peer.host.utf8), port: server.port)
        let configuration = server.configuration
        if configuration.expectsProxyHeader, configuration.isTrusted(peer) { phase = .proxyHeader }
    }

    /// Begins to watch the socket.
    func open() {
        let deadline = ConnectionDeadline(self)
        self.deadline = deadline
        server.loop.add(self, [.readable, .writable, .ended, .edgeTriggered])
        // A connection that never says anything may not stay as long as one between requests.
        server.loop.set(deadline, milliseconds: server.configuration.headTimeout)
    }

    /// Whether it is between requests, so that closing it loses nothing.
    var isIdle: Bool {
        (phase == .head || phase == .proxyHeader) && !reader.hasBegun && held.isEmpty
            && outputOffset == output.count
    }

    override func ready(_ events: Events) {
        // TLS may have to write in order to read, and the other way round.
        if tls != nil || !events.isDisjoint(with: [.readable, .ended, .hungUp, .failed]) {
            isReadable = true
        }
        if !events.isDisjoint(with: [.ended, .hungUp, .failed]) { peerHasEnded = true }
        if events.contains(.writable) || tls != nil { isWritable = true }
        pump()
    }

    /// Closes at once if idle, else after the response in flight.
    func stop() {
        closesAfterResponse = true
        // A request may have come whose event has not.
        if phase == .head || phase == .proxyHeader {
            isReadable = true
            pump()
        }
        if isIdle { close() }
    }

    // MARK: Reading

    private func pump() {
        if isPumping { return }
        isPumping = true
        defer { isPumping = false }
        while phase != .closed {
            if phase == .proxyHeader, !readProxyHeader() { break }
            if outputOffset < output.count, isWritable { flush() }
            guard wantsInput else { break }
            if phase != .lingering, !held.isEmpty, processHeld() { continue }
            guard phase != .closed, wantsInput, isReadable else { break }
            switch receive() {
            case .bytes(let count):
                // The end may have come with the same event, and no other will tell of it.
                if count < server.loop.scratch.count, tls == nil, !peerHasEnded {
                    isReadable = false
                }
                consume(count)
            case .wouldBlock:
                isReadable = false
            case .end:
                isReadable = false
                inputEnded = true
                endInput()
            case .failed:
                close()
            }
        }
        if phase != .closed, outputOffset < output.count, isWritable { flush() }
        if phase != .closed { settle() }
    }

    private var wantsInput: Bool {
        switch phase {
        case .head, .body: output.count - outputOffset < Self.outputBound && !inputEnded
        case .lingering: !inputEnded
        case .proxyHeader, .busy, .closed: false
        }
    }

    /// Takes the header off the socket, before TLS may see it; `false` to wait or when refused.
    private func readProxyHeader() -> Bool {
        guard isReadable else { return false }
        var buffer = [UInt8](repeating: 0, count: ProxyHeader.maximumLength)
        let count: Int
        switch peekOnce(descriptor, into: &buffer) {
        case .bytes(let peeked): count = peeked
        case .wouldBlock:
            isReadable = false
            return false
        case .end, .failed:
            close()
            return false
        }
        switch ProxyHeader.read(buffer.span.extracting(0..<count)) {
        case .needsMore:
            isReadable = false
            return false
        case .refused:
            server.refusedCount &+= 1
            close()
            return false
        case .complete(let header):
            buffer.removeLast(buffer.count - header.length)
            // They have just been seen: all of them come at once.
            _ = readOnce(descriptor, into: &buffer)
            phase = .head
            request.client.vpcEndpointID = header.vpcEndpointID
            if let port = header.destinationPort { request.client.port = port }
            if let source = header.source {
                origin = source
                request.client.address = Array(source.host.utf8)
            }
            return true
        }
    }

    private func receive() -> Transfer {
        if let tls { return tls.read(into: &server.loop.scratch) }
        return readOnce(descriptor, into: &server.loop.scratch)
    }

    private func consume(_ count: Int) {
        progress &+= count
        if phase == .lingering {
            if progress > Self.lingerBound { close() }
            return
        }
        // Nothing below reads into the scratch buffer before this returns.
        let scratch = server.loop.scratch
        let bytes = scratch.span.extracting(0..<count)
        if held.isEmpty {
            let used = process(bytes)
            if used < count { append(bytes.extracting(used..<count), to: &held) }
        } else {
            append(bytes, to: &held)
            _ = processHeld()
        }
    }

    /// Returns whether any of the bytes held could be used.
    private func processHeld() -> Bool {
        var bytes: [UInt8] = []
        swap(&bytes, &held)
        let used = process(bytes.span)
        if used == bytes.count {
            bytes.removeAll(keepingCapacity: bytes.capacity <= 16_384)
        } else if used > 0 {
            bytes.removeFirst(used)
        }
        swap(&bytes, &held)
        return used > 0
    }

    /// Reads requests and answers them until one has to wait; returns how many bytes were used.
    private func process(_ bytes: borrowing Span<UInt8>) -> Int {
        var offset = 0
        while offset < bytes.count || phase == .body {
            switch phase {
            case .head:
                if output.count - outputOffset >= Self.outputBound { return offset }
                let rest = bytes.extracting(offset..<bytes.count)
                let hadBegun = reader.hasBegun
                switch reader.advance(rest) {
                case .needsMore:
                    if !hadBegun { set(server.configuration.headTimeout) }
                    return offset
                case .refused(let fault):
                    refuse(fault, rest)
                    return bytes.count
                case .complete:
                    takeHead(rest)
                    offset += reader.length
                    bodyReader.begin(reader.framing)
                    phase = .body
                    if reader.framing != .none {
                        progress = 0
                        set(server.configuration.bodyTimeout)
                        if reader.expectsContinue, offset == bytes.count {
                            appendStatic("HTTP/1.1 100 Continue\r\n\r\n", to: &output)
                        }
                    }
                }
            case .body:
                switch bodyReader.advance(bytes, from: &offset) {
                case .needsMore:
                    return offset
                case .refused(let fault):
                    refuse(fault, bytes.extracting(0..<0))
                    return bytes.count
                case .complete:
                    begin()
                }
            case .busy, .proxyHeader:
                return offset
            case .lingering, .closed:
                return bytes.count
            }
        }
        return offset
    }

    private func takeHead(_ bytes: borrowing Span<UInt8>) {
        request.method.removeAll(keepingCapacity: true)
        append(bytes.extracting(reader.method), to: &request.method)
        request.target.removeAll(keepingCapacity: true)
        let target = reader.pathAndQuery
        if target.isEmpty || bytes[target.lowerBound] == 0x3F { request.target.append(0x2F) }
        append(bytes.extracting(target), to: &request.target)
        isToHead = equals(bytes, reader.method, "HEAD")
        let positions = reader.positions
        request.headers.begin(bytes.extracting(0..<reader.length), fieldCount: positions.count)
        for position in positions where position.known != .transferEncoding {
            var value = position.value
            // The authority of an absolute target wins (RFC 9112, section 3.2.2).
            if position.known == .host, let authority = reader.authority { value = authority }
            request.headers.add(name: position.name, value: value)
        }
        if request.client.tls == nil, let tls { request.client.tls = tls.describe() }
        let trusted = server.configuration.trustedProxies
        if !trusted.isEmpty {
            let forwarded = request.headers.last("x-forwarded-for")
            request.client.address = Array(clientAddress(origin, forwarded, trusted).utf8)
        }
    }

    private func endInput() {
        switch phase {
        case .head where outputOffset == output.count: close()
        case .head, .body: closesAfterResponse = true; if phase == .body { close() }
        case .lingering: close()
        case .proxyHeader, .busy, .closed: closesAfterResponse = true
        }
    }

    // MARK: Answering

    private func begin() {
        phase = .busy
        set(0)
        closesAfterResponse = closesAfterResponse || !reader.keepsAlive
        swap(&request.body, &bodyReader.body)
        server.requestCount &+= 1
        let worker = server.worker(for: request)
        let exchange = worker.makeExchange()
        self.worker = worker
        self.exchange = exchange
        let entropy = server.drawEntropy()
        drive(exchange, exchange.start(taking: &request, at: server.moment, entropy: entropy))
    }

    private func drive(_ exchange: Exchange, _ first: Step) {
        var step = first
        while true {
            switch step {
            case .respond:
                return finish(exchange)
            case .askStore:
                let reply = server.store.perform(exchange.storeRequest, at: server.moment)
                step = exchange.resume(reply, at: server.moment)
            case .callIntegration, .callAuthorizer:
                return server.backends.perform(exchange.call, for: self)
            }
        }
    }

    /// Goes on with a call's result; never called before `perform` has returned.
    func callFinished(_ result: CallResult) {
        guard let exchange else { return }
        drive(exchange, exchange.resume(result, at: server.moment))
        pump()
    }

    private func finish(_ exchange: Exchange) {
        hasAnswered = true
        if phase != .closed {
            let keepsAlive = !closesAfterResponse && !server.isStopping
            if hasLineBreak(exchange.response.headers.bytes) {
                exchange.response = Response(
                    status: 500, headers: HeaderFields(),
                    body: Array(#"{"message": "Internal server error"}"#.utf8))
            }
            appendResponse(
                exchange.response, isToHead: isToHead, keepsAlive: keepsAlive,
                extra: server.staleField, date: server.dateField, to: &output)
            if keepsAlive {
                phase = .head
                reader.reset()
            } else {
                linger()
            }
        }
        exchange.giveBack(&request)
        server.note(exchange, of: self)
        self.exchange = nil
        worker?.recycle(exchange)
        worker = nil
    }

    /// Answers what cannot be read, and ends the connection: what follows has no known meaning.
    private func refuse(_ fault: MessageFault, _ bytes: borrowing Span<UInt8>) {
        closesAfterResponse = true
        server.refusedCount &+= 1
        if fault == .bodyTooLarge, reader.length > 0 || !reader.positions.isEmpty {
            if phase == .head { takeHead(bytes) }
            phase = .busy
            let worker = server.worker(for: request)
            let exchange = worker.makeExchange()
            self.worker = worker
            self.exchange = exchange
            let step = exchange.refuse(
                request, .bodyTooLarge, at: server.moment, entropy: server.drawEntropy())
            // It has a copy, which is what it gives back.
            return drive(exchange, step)
        }
        appendRefusal(fault.status, date: server.dateField, to: &output)
        linger()
    }

    // MARK: Writing

    private func flush() {
        while outputOffset < output.count {
            let transfer =
                tls.map { $0.write(output, from: outputOffset) }
                ?? writeOnce(descriptor, output, from: outputOffset)
            switch transfer {
            case .bytes(let count):
                outputOffset += count
                progress &+= count
            case .wouldBlock:
                isWritable = false
                return
            case .end, .failed:
                return close()
            }
        }
        outputOffset = 0
        output.removeAll(keepingCapacity: output.capacity <= 16_384)
    }

    /// Leaves the connection in a state that an event or a deadline will move on.
    private func settle() {
        if outputOffset < output.count {
            if phase != .busy { ensureDeadline(server.configuration.bodyTimeout) }
            return
        }
        switch phase {
        case .lingering where !hasShutDown:
            hasShutDown = true
            tls?.shutDown()
            shutdown(descriptor, Int32(SHUT_WR))
            progress = 0
            set(2_000)
            if inputEnded { close() }
        case .head where !reader.hasBegun && held.isEmpty:
            if server.isStopping || inputEnded { return close() }
            // Before its first request the deadline of ``open()`` holds, also for TLS.
            if hasAnswered { set(server.configuration.idleTimeout) }
        case .head where inputEnded, .body where inputEnded:
            close()
        default:
            break
        }
    }
    private var hasShutDown = false

    private func linger() {
        phase = .lingering
        held = []
    }

    // MARK: Time

    private func set(_ milliseconds: Int) {
        if let deadline { server.loop.set(deadline, milliseconds: milliseconds) }
    }

    private func ensureDeadline(_ milliseconds: Int) {
        if let deadline, deadline.due == 0 {
            progress = 0
            set(milliseconds)
        }
    }

    /// Called when the connection has taken longer than it may.
    func expire() {
        switch phase {
        case .closed:
            break
        case .proxyHeader:
            close()
        case .body, .head, .busy, .lingering:
            let isMoving = phase != .lingering || outputOffset < output.count
            if isMoving, progress >= 16_384, phase == .body || outputOffset < output.count {
                progress = 0
                set(server.configuration.bodyTimeout)
                return
            }
            if phase == .head && reader.hasBegun || phase == .body, outputOffset == output.count {
                appendRefusal(408, date: server.dateField, to: &output)
                linger()
                pump()
                return
            }
            close()
        }
    }

    /// Ends the connection; an exchange in flight goes on to its end for the logs' sake.
    func close() {
        guard phase != .closed else { return }
        phase = .closed
        set(0)
        deadline?.connection = nil
        deadline = nil
        server.loop.remove(self)
        tls = nil
        Glibc.close(descriptor)
        descriptor = -1
        held = []
        output = []
        outputOffset = 0
        server.closed(self)
    }
}
#endif
