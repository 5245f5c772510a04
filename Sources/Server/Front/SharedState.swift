#if os(Linux)
internal import Gateway
internal import Synchronization

/// What all loops of a process share.
final class SharedState: Sendable {
    let store: any Store
    let census = ConnectionCensus()
    let journal: Journal
    let tls: TLSContext?
    let backends: BackendConfiguration
    let lambdaGate: LambdaGate?
    let credentials: CredentialProvider
    private let current: Mutex<APISet>
    private let staleText = Mutex<String?>(nil)

    init(
        apis: APISet, store: any Store, journal: Journal, tls: TLSContext?,
        backends: BackendConfiguration, lambdaGate: LambdaGate?
    ) {
        current = Mutex(apis)
        self.store = store
        self.journal = journal
        self.tls = tls
        self.backends = backends
        self.lambdaGate = lambdaGate
        var endpoint = backends.awsEndpoint.map { String(decoding: $0, as: UTF8.self) }
        while endpoint?.hasSuffix("/") == true { endpoint?.removeLast() }
        credentials = CredentialProvider(
            backends.credentials, endpoint: endpoint, region: backends.region)
    }

    /// The APIs that new requests get.
    var apis: APISet { current.withLock { $0 } }

    func replace(_ apis: APISet) { current.withLock { $0 = apis } }

    /// Functions by name: those of the command line before those of the bundles.
    var functions: [String: LambdaFunction] { functions(of: apis) }

    /// The same with other APIs than those served now.
    func functions(of apis: APISet) -> [String: LambdaFunction] {
        backends.functions.merging(apis.functions) { first, _ in first }.mapValues { function in
            var function = function
            function.concurrency = backends.lambdaConcurrency
            return function
        }
    }

    /// Why what is served is not what was written last; sent as `x-apigw-stale`.
    var stale: String? {
        get { staleText.withLock { $0 } }
        set { staleText.withLock { $0 = newValue } }
    }
}

/// How many connections there are, in all and from each address.
final class ConnectionCensus: Sendable {
    private struct Counts {
        var total = 0
        var byAddress: [SocketAddress: Int] = [:]
    }

    private let counts = Mutex(Counts())

    var total: Int { counts.withLock { $0.total } }

    /// Counts a connection, or returns `false` when there are too many.
    func enter(_ peer: SocketAddress, _ configuration: ServerConfiguration) -> Bool {
        counts.withLock { counts in
            let address = peer.withoutPort
            let count = counts.byAddress[address, default: 0]
            // A trusted proxy stands for many clients.
            guard counts.total < configuration.connectionLimit,
                count < configuration.connectionsPerAddress || configuration.isTrusted(peer)
            else { return false }
            counts.total += 1
            counts.byAddress[address] = count + 1
            return true
        }
    }

    func leave(_ peer: SocketAddress) {
        counts.withLock { counts in
            let address = peer.withoutPort
            counts.total -= 1
            let count = counts.byAddress[address, default: 1]
            counts.byAddress[address] = count == 1 ? nil : count - 1
        }
    }
}
#endif
