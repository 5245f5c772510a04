#if os(Linux)
internal import Gateway

/// Performs one loop's calls on backends.
final class Backends {
    private unowned let server: ServingLoop
    private let pool: HTTPPool
    private lazy var secure = CurlPool(server)

    /// The URL taken apart last: most calls go where the one before went.
    private var lastURL: (bytes: [UInt8], parts: BackendURL)?

    init(_ server: ServingLoop) {
        self.server = server
        pool = HTTPPool(server)
    }

    /// Performs a call and hands the result to the connection, later than this returns.
    func perform(_ call: BackendCall, for connection: ClientConnection) {
        switch call.target {
        case .http:
            send(call) { connection.callFinished($0) }
        case .lambda, .service:
            server.loop.afterwards { connection.callFinished(.failed(.unreachable)) }
        }
    }

    private func send(_ call: BackendCall, to receiver: @escaping (CallResult) -> Void) {
        guard let url = parts(of: call.url), isWellFormed(call) else {
            return server.loop.afterwards { receiver(.failed(.invalidEndpoint)) }
        }
        if url.isSecure {
            secure.perform(call, url, for: receiver)
        } else {
            pool.perform(call, url, for: receiver)
        }
    }

    private func parts(of url: [UInt8]) -> BackendURL? {
        if let lastURL, lastURL.bytes == url { return lastURL.parts }
        guard let parts = BackendURL(url) else { return nil }
        lastURL = (url, parts)
        return parts
    }

    /// Whether method and fields cannot break out of their lines.
    private func isWellFormed(_ call: BackendCall) -> Bool {
        guard !call.method.isEmpty, call.method.allSatisfy(isTokenByte) else { return false }
        let bytes = call.headers.bytes
        if hasLineBreak(bytes) { return false }
        for field in call.headers.fields {
            if field.name.isEmpty { return false }
            for index in field.name where !isTokenByte(bytes[index]) { return false }
        }
        return true
    }
}
#endif
