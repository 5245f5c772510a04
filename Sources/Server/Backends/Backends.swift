#if os(Linux)
internal import Gateway

/// Performs one loop's calls on backends.
final class Backends {
    private unowned let server: ServingLoop

    init(_ server: ServingLoop) { self.server = server }

    /// Performs a call and hands the result to the connection, later than this returns.
    func perform(_ call: BackendCall, for connection: ClientConnection) {
        server.loop.afterwards { connection.callFinished(.failed(.invalidEndpoint)) }
    }
}
#endif
