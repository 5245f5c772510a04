#if os(Linux)
internal import CLinux
internal import Glibc

/// The signals that a process is told to act on, as events of a loop.
final class SignalSource: EventSource {
    private let received: (Int32) -> Void

    /// Keeps the signals from interrupting this thread and all that it starts from now on.
    static func block() -> sigset_t {
        var set = sigset_t()
        unsafe sigemptyset(&set)
        for signal in [SIGTERM, SIGINT, SIGHUP, SIGCHLD] { unsafe sigaddset(&set, signal) }
        _ = unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
        signal(SIGPIPE, SIG_IGN)
        return set
    }

    init(_ set: sigset_t, received: @escaping (Int32) -> Void) {
        self.received = received
        super.init()
        var set = set
        descriptor = unsafe signalfd(-1, &set, Int32(SFD_CLOEXEC | SFD_NONBLOCK))
    }

    override func ready(_ events: Events) {
        var info = signalfd_siginfo()
        let size = MemoryLayout<signalfd_siginfo>.size
        while unsafe read(descriptor, &info, size) == size {
            received(Int32(info.ssi_signo))
        }
    }
}
#endif
