#if os(Linux)
internal import Glibc

/// A listening socket that hands over what it accepts.
final class Listener: EventSource {
    private let accepted: (Int32, SocketAddress) -> Void

    init(descriptor: Int32, accepted: @escaping (Int32, SocketAddress) -> Void) {
        self.accepted = accepted
        super.init()
        self.descriptor = descriptor
    }

    override func ready(_ events: Events) { acceptAll(bound: 64) }

    /// Accepts what waits, at most so many, so that a flood of connections starves nobody.
    func acceptAll(bound: Int) {
        for _ in 0..<bound {
            guard let (descriptor, peer) = acceptConnection(self.descriptor) else {
                // Without descriptors left the listener would report itself again at once.
                if errno == EMFILE || errno == ENFILE { usleep(1000) }
                return
            }
            accepted(descriptor, peer)
        }
    }

    func close() {
        guard descriptor >= 0 else { return }
        Glibc.close(descriptor)
        descriptor = -1
    }
}
#endif
