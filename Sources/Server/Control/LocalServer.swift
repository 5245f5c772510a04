#if os(Linux)
internal import Glibc
internal import Platform

/// A small HTTP/1.1 server for this process's own purposes: management, Lambda's runtime API.
///
/// Same readers, same loop kind as the gateway's clients, without their speed.
final class LocalServer {
    struct Request {
        var method: String
        /// The path without the query.
        var path: String
        /// What stands after the path's question mark, or nothing.
        var query: String
        /// Values by lower-case name; the last where one is repeated.
        var headers: [String: String]
        var body: [UInt8]

        /// The value of a parameter in the query as it stands there; `nil` without one.
        func queryValue(_ name: String) -> String? {
            query.split(separator: "&").first { $0.hasPrefix(name + "=") }
                .map { String($0.dropFirst(name.utf8.count + 1)) }
        }
    }

    let address: SocketAddress
    fileprivate let loop: EventLoop
    fileprivate let handler: (Request, LocalConnection) -> Void
    private let listener: Listener
    fileprivate var connections: [ObjectIdentifier: LocalConnection] = [:]
    private static let connectionBound = 512

    /// Listens at once; the handler answers each request on its connection, now or later.
    init(
        _ address: SocketAddress, _ loop: EventLoop,
        handler: @escaping (Request, LocalConnection) -> Void
    ) throws(PlatformError) {
        guard let descriptor = makeListener(address, backlog: 64) else {
            throw PlatformError(action: "cannot listen on \(address)", code: errno)
        }
        self.address = localAddress(descriptor) ?? address
        self.loop = loop
        self.handler = handler
        var accepted: (Int32, SocketAddress) -> Void = { descriptor, _ in Glibc.close(descriptor) }
        listener = Listener(descriptor: descriptor) { accepted($0, $1) }
        accepted = { [unowned self] descriptor, _ in
            guard connections.count < Self.connectionBound else {
                Glibc.close(descriptor)
                return
            }
            let connection = LocalConnection(descriptor, self)
            connections[ObjectIdentifier(connection)] = connection
            loop.add(connection, [.readable, .writable, .ended, .edgeTriggered])
        }
        loop.add(listener, [.readable])
    }

    /// Ends all connections and listens no more.
    func stop() {
        loop.remove(listener)
        listener.close()
        for connection in connections.values { connection.close() }
    }
}

/// A connection of a ``LocalServer``: one request at a time.
final class LocalConnection: EventSource {
    private weak var server: LocalServer?
    private var reader = RequestReader()
    private var body = BodyReader()
    private var held: [UInt8] = []
    private var output: [UInt8] = []
    private var outputOffset = 0
    private var request: LocalServer.Request?
    private var isBusy = false
    private var closesAfterResponse = false

    /// Called when the peer goes away while it waits for a response.
    var gone: (() -> Void)?

    fileprivate init(_ descriptor: Int32, _ server: LocalServer) {
        self.server = server
        super.init()
        self.descriptor = descriptor
    }

    override func ready(_ events: Events) {
        flush()
        guard let loop = server?.loop else { return close() }
        while descriptor >= 0 {
            switch readOnce(descriptor, into: &loop.scratch) {
            case .bytes(let count):
                held += loop.scratch[0..<count]
                if held.count > 16 * 1024 * 1024 { return close() }
                read()
            case .wouldBlock: return
            case .end, .failed: return close()
            }
        }
    }

    /// Sends a response to the request at hand.
    func respond(
        _ status: Int, _ headers: [(String, String)] = [], body: [UInt8] = [],
        contentType: StaticString = "application/json"
    ) {
        guard isBusy, descriptor >= 0 else { return }
        gone = nil
        appendStatusLine(status, to: &output)
        appendStatic("Content-Type: ", to: &output)
        appendStatic(contentType, to: &output)
        appendStatic("\r\n", to: &output)
        for (name, value) in headers where !hasLineBreak(Array(value.utf8)) {
            output += "\(name): \(value)\r\n".utf8
        }
        output += "Content-Length: \(body.count)\r\n\r\n".utf8
        output += body
        isBusy = false
        flush()
        if closesAfterResponse { return close() }
        if !held.isEmpty { read() }
    }

    func close() {
        guard descriptor >= 0 else { return }
        server?.loop.remove(self)
        Glibc.close(descriptor)
        descriptor = -1
        server?.connections[ObjectIdentifier(self)] = nil
        if let gone {
            self.gone = nil
            gone()
        }
    }

    private func read() {
        while !isBusy, !held.isEmpty || request != nil, descriptor >= 0 {
            if request == nil {
                let bytes = held
                switch reader.advance(bytes.span) {
                case .needsMore: return
                case .refused: return close()
                case .complete: break
                }
                var headers: [String: String] = [:]
                for position in reader.positions {
                    let name = String(decoding: bytes[position.name], as: UTF8.self).lowercased()
                    headers[name] = String(decoding: bytes[position.value], as: UTF8.self)
                }
                let path = reader.pathAndQuery.lowerBound..<reader.pathEnd
                request = LocalServer.Request(
                    method: String(decoding: bytes[reader.method], as: UTF8.self),
                    path: String(decoding: bytes[path], as: UTF8.self),
                    query: String(
                        decoding: bytes[path.upperBound..<reader.pathAndQuery.upperBound]
                            .dropFirst(), as: UTF8.self), headers: headers, body: [])
                closesAfterResponse = !reader.keepsAlive
                held.removeFirst(reader.length)
                body.begin(reader.framing)
                if reader.expectsContinue {
                    output += "HTTP/1.1 100 Continue\r\n\r\n".utf8
                    flush()
                }
            }
            let bytes = held
            var offset = 0
            let outcome = body.advance(bytes.span, from: &offset)
            held.removeFirst(offset)
            switch outcome {
            case .needsMore: return
            case .refused: return close()
            case .complete: break
            }
            guard var request, let server else { return close() }
            request.body = body.body
            self.request = nil
            reader.reset()
            isBusy = true
            server.handler(request, self)
        }
    }

    private func flush() {
        while outputOffset < output.count {
            switch writeOnce(descriptor, output, from: outputOffset) {
            case .bytes(let count): outputOffset += count
            case .wouldBlock: return
            case .end, .failed: return close()
            }
        }
        output.removeAll(keepingCapacity: true)
        outputOffset = 0
    }
}
#endif
