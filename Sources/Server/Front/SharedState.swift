#if os(Linux)
package import Gateway
internal import Synchronization

/// What all loops of a process share.
package final class SharedState: Sendable {
    let store: any Store
    let census = ConnectionCensus()
    let recorder: Recorder
    let tls: TLSContext?
    private let current: Mutex<Gateway>

    /// Creates the state of a process that runs `gateway`.
    package init(
        gateway: Gateway, store: any Store, recorder: Recorder = Recorder(),
        tls: TLSContext? = nil
    ) {
        current = Mutex(gateway)
        self.store = store
        self.recorder = recorder
        self.tls = tls
    }

    /// The gateway that new requests get.
    var gateway: Gateway { current.withLock { $0 } }

    func replaceGateway(_ gateway: Gateway) { current.withLock { $0 = gateway } }
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
            guard counts.total < configuration.connectionLimit,
                count < configuration.connectionsPerAddress
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
