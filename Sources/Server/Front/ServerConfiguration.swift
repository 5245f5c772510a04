#if os(Linux)
/// How a gateway process listens and what it bounds; times are in milliseconds.
package struct ServerConfiguration: Sendable {
    /// Where requests come in; port 0 takes a free one.
    package var address: String = "127.0.0.1"
    package var port: UInt16 = 8080

    /// Event loops, each on a thread of its own; 0 means one a core.
    package var workerCount = 0

    /// Bounds on requests.
    package var limits = MessageLimits()

    /// From the first byte of a head to its last.
    package var headTimeout = 30_000

    /// For each 16 KB of a request's body, and of a response's that the client takes.
    package var bodyTimeout = 30_000

    /// Between requests on a connection; API Gateway: 310 s.
    package var idleTimeout = 310_000

    /// Connecting to a backend.
    package var connectTimeout = 5_000

    /// What a stop waits for requests in flight.
    package var stopTimeout = 30_000

    /// Connections of all workers together, and from one address.
    package var connectionLimit = 20_000
    package var connectionsPerAddress = 10_000

    /// Networks whose `X-Forwarded-For` is believed.
    package var trustedProxies: [Network] = []

    /// Whether trusted proxies open each connection with a PROXY protocol header.
    package var expectsProxyHeader = false

    /// Whether backends may be at link-local addresses, where clouds keep instance metadata.
    package var allowsLinkLocal = false

    package init() {}

    /// Whether an address is that of a trusted proxy.
    func isTrusted(_ address: SocketAddress) -> Bool {
        trustedProxies.contains { $0.contains(address) }
    }
}
#endif
