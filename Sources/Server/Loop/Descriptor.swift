#if os(Linux)
internal import CLinux
internal import Glibc

/// What reading or writing a descriptor came to.
enum Transfer: Hashable {
    case bytes(Int)

    /// Nothing now; an event will tell.
    case wouldBlock

    /// The peer has sent all it will; only from reading.
    case end
    case failed(Int32)
}

/// Reads once into the whole of `buffer`.
func readOnce(_ descriptor: Int32, into buffer: inout [UInt8]) -> Transfer {
    while true {
        let count = unsafe buffer.withUnsafeMutableBytes {
            unsafe recv(descriptor, $0.baseAddress, $0.count, 0)
        }
        if count > 0 { return .bytes(count) }
        if count == 0 { return .end }
        if errno == EINTR { continue }
        return errno == EAGAIN ? .wouldBlock : .failed(errno)
    }
}

/// Reads once into `buffer` and leaves the bytes to be read again.
func peekOnce(_ descriptor: Int32, into buffer: inout [UInt8]) -> Transfer {
    while true {
        let count = unsafe buffer.withUnsafeMutableBytes {
            unsafe recv(descriptor, $0.baseAddress, $0.count, Int32(MSG_PEEK))
        }
        if count > 0 { return .bytes(count) }
        if count == 0 { return .end }
        if errno == EINTR { continue }
        return errno == EAGAIN ? .wouldBlock : .failed(errno)
    }
}

/// Writes once what stands in `bytes` from `offset`.
func writeOnce(_ descriptor: Int32, _ bytes: [UInt8], from offset: Int) -> Transfer {
    while true {
        let count = unsafe bytes.withUnsafeBytes {
            unsafe send(
                descriptor, $0.baseAddress?.advanced(by: offset), $0.count - offset,
                Int32(MSG_NOSIGNAL))
        }
        if count >= 0 { return .bytes(count) }
        if errno == EINTR { continue }
        return errno == EAGAIN ? .wouldBlock : .failed(errno)
    }
}

/// A listening TCP socket on an address, or `nil` with `errno` set.
///
/// Several may listen on the same address and port: the kernel deals connections out.
func makeListener(_ address: SocketAddress, backlog: Int32 = 4096) -> Int32? {
    let family = address.isIPv6 ? AF_INET6 : AF_INET
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    let descriptor = socket(family, kind, 0)
    guard descriptor >= 0 else { return nil }
    setOption(descriptor, SOL_SOCKET, SO_REUSEADDR, 1)
    setOption(descriptor, SOL_SOCKET, SO_REUSEPORT, 1)
    let isBound = unsafe address.withSocketAddress { unsafe bind(descriptor, $0, $1) == 0 }
    guard isBound, listen(descriptor, backlog) == 0 else {
        let code = errno
        close(descriptor)
        errno = code
        return nil
    }
    return descriptor
}

/// Whether nobody else listens on an address; else `errno` says what is wrong with it.
///
/// Sockets that share a port are dealt connections by the kernel, also those of two processes:
/// a second gateway would get half the requests of the first.
func isFree(_ address: SocketAddress) -> Bool {
    let family = address.isIPv6 ? AF_INET6 : AF_INET
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    let descriptor = socket(family, kind, 0)
    guard descriptor >= 0 else { return false }
    setOption(descriptor, SOL_SOCKET, SO_REUSEADDR, 1)
    let isBound = unsafe address.withSocketAddress { unsafe bind(descriptor, $0, $1) == 0 }
    let code = errno
    close(descriptor)
    errno = code
    return isBound
}

/// The address a socket is bound to.
func localAddress(_ descriptor: Int32) -> SocketAddress? {
    unsafe SocketAddress { unsafe getsockname(descriptor, $0, $1) == 0 }
}

/// The next connection of a listening socket and its peer, or `nil` with `errno` set.
func acceptConnection(_ listener: Int32) -> (descriptor: Int32, peer: SocketAddress)? {
    var descriptor: Int32 = -1
    let flags = Int32(SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    let peer = unsafe SocketAddress {
        descriptor = unsafe accept4(listener, $0, $1, flags)
        return descriptor >= 0
    }
    guard let peer else {
        if descriptor >= 0 { close(descriptor) }
        return nil
    }
    setOption(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
    return (descriptor, peer)
}

/// A socket that has begun to connect, or `nil` with `errno` set.
func beginConnection(to address: SocketAddress) -> Int32? {
    let family = address.isIPv6 ? AF_INET6 : AF_INET
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    let descriptor = socket(family, kind, 0)
    guard descriptor >= 0 else { return nil }
    setOption(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
    let result = unsafe address.withSocketAddress { unsafe connect(descriptor, $0, $1) }
    if result == 0 || errno == EINPROGRESS { return descriptor }
    let code = errno
    close(descriptor)
    errno = code
    return nil
}

/// The error a socket has met since last asked, 0 for none.
func pendingError(_ descriptor: Int32) -> Int32 {
    var code: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    _ = unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &size)
    return code
}

func setOption(_ descriptor: Int32, _ level: Int32, _ name: Int32, _ value: Int32) {
    var value = value
    _ = unsafe setsockopt(
        descriptor, level, name, &value, socklen_t(MemoryLayout<Int32>.size))
}

/// Allows this process as many open descriptors as the system lets it have.
func raiseDescriptorLimit() {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(7), &limit) == 0 else { return }
    limit.rlim_cur = limit.rlim_max
    _ = unsafe setrlimit(__rlimit_resource_t(7), &limit)
}
#endif
