#if canImport(Glibc)
internal import Glibc
#elseif canImport(Darwin)
internal import Darwin
#endif

/// A program started by this process, told what to do by lines over a socket pair.
package struct ControlledProcess {
    /// What can happen while this process waits for the program.
    package enum Event: Hashable, Sendable {
        case nothing
        /// This process was asked to hang up, stop or interrupt.
        case signal(Int32)
        /// The program has ended; a signal counts as 128 and its number.
        case ended(Int32)
    }

    private let pid: pid_t
    private let control: Int32

    /// Starts a program; the signals that matter are from now on only seen by ``wait(milliseconds:)``.
    ///
    /// - Parameters:
    ///   - program: A path, or a name to be looked for in `PATH`.
    ///   - words: Its arguments; `--control-fd` and the descriptor's number are added.
    /// - Throws: When it cannot be started.
    package init(_ program: String, _ words: [String]) throws(PlatformError) {
        var pair: [Int32] = [-1, -1]
        #if canImport(Glibc)
        let kind = Int32(SOCK_STREAM.rawValue)
        #else
        let kind = SOCK_STREAM
        #endif
        guard unsafe socketpair(AF_UNIX, kind, 0, &pair) == 0 else {
            throw PlatformError(action: "cannot make a socket pair", code: errno)
        }
        _ = fcntl(pair[0], F_SETFD, FD_CLOEXEC)
        var set = Self.signals
        _ = unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
        signal(SIGPIPE, SIG_IGN)
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        unsafe sigemptyset(&none)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let all = [program] + words + ["--control-fd", "\(pair[1])"]
        var pointers: [UnsafeMutablePointer<CChar>?] = unsafe all.map { unsafe strdup($0) }
        unsafe pointers.append(nil)
        defer { for index in unsafe pointers.indices { unsafe free(pointers[index]) } }
        var pid: pid_t = -1
        let code = unsafe posix_spawnp(&pid, program, nil, &attributes, pointers, environ)
        close(pair[1])
        guard code == 0 else {
            close(pair[0])
            throw PlatformError(action: "cannot start '\(program)'", code: code)
        }
        self.pid = pid
        control = pair[0]
    }

    /// Sends a line; line breaks in it become spaces.
    ///
    /// A program that has ended does not mind.
    package func send(_ line: String) {
        let bytes = line.utf8.map { $0 < 0x20 ? 0x20 : $0 } + [0x0A]
        try? writeAll(bytes, to: control, name: "the gateway process")
    }

    /// Passes a signal on.
    package func forward(signal number: Int32) { kill(pid, number) }

    /// Waits a while for a signal or the program's end.
    package func wait(milliseconds: Int) -> Event {
        var status: Int32 = 0
        if unsafe waitpid(pid, &status, WNOHANG) == pid {
            let signal = status & 0x7F
            return .ended(signal == 0 ? status >> 8 & 0xFF : 128 + signal)
        }
        #if canImport(Glibc)
        var set = Self.signals
        var time = timespec(
            tv_sec: milliseconds / 1000, tv_nsec: milliseconds % 1000 * 1_000_000)
        let number = unsafe sigtimedwait(&set, nil, &time)
        return number > 0 && number != SIGCHLD ? .signal(number) : .nothing
        #else
        usleep(UInt32(milliseconds) * 1000)
        return .nothing
        #endif
    }

    private static var signals: sigset_t {
        var set = sigset_t()
        unsafe sigemptyset(&set)
        for signal in [SIGTERM, SIGINT, SIGHUP, SIGCHLD] { unsafe sigaddset(&set, signal) }
        return set
    }
}
