#if os(Linux)
internal import Glibc

/// Names to addresses for one loop, looked up on threads of their own and kept for a while.
final class Resolver {
    private struct Answer {
        var addresses: [SocketAddress]
        var expires: UInt64
    }

    private unowned let loop: EventLoop
    private var answers: [String: Answer] = [:]
    private var waiting: [String: [([SocketAddress]) -> Void]] = [:]

    /// How long an answer, and a failure, is kept.
    private static let keptNanoseconds: UInt64 = 30_000_000_000
    private static let failureNanoseconds: UInt64 = 1_000_000_000

    init(_ loop: EventLoop) { self.loop = loop }

    /// Hands over the addresses of a name, none when it has none; at once if they are known.
    func resolve(_ name: String, then: @escaping ([SocketAddress]) -> Void) {
        if let address = SocketAddress(name, port: 0) { return then([address]) }
        if let answer = answers[name], answer.expires > loop.now { return then(answer.addresses) }
        waiting[name, default: []].append(then)
        guard waiting[name]?.count == 1 else { return }
        let mailbox = loop.mailbox
        let box = ResolverBox(self)
        startDetachedThread {
            let addresses = lookUp(name)
            mailbox.post { _ in box.resolver?.finish(name, addresses) }
        }
    }

    private func finish(_ name: String, _ addresses: [SocketAddress]) {
        let kept = addresses.isEmpty ? Self.failureNanoseconds : Self.keptNanoseconds
        if answers.count > 10_000 { answers = [:] }
        answers[name] = Answer(addresses: addresses, expires: loop.now &+ kept)
        for then in waiting.removeValue(forKey: name) ?? [] { then(addresses) }
    }
}

/// A resolver on its way through another thread, which never touches it: only jobs in the mailbox
/// of the resolver's own loop do.
private final class ResolverBox: @unchecked Sendable {
    private(set) weak var resolver: Resolver?

    init(_ resolver: Resolver) { self.resolver = resolver }
}

private func lookUp(_ name: String) -> [SocketAddress] {
    var hints = unsafe addrinfo()
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    unsafe hints.ai_family = AF_UNSPEC
    var list: UnsafeMutablePointer<addrinfo>?
    guard unsafe getaddrinfo(name, nil, &hints, &list) == 0 else { return [] }
    defer { unsafe freeaddrinfo(list) }
    var addresses: [SocketAddress] = []
    var entry = unsafe list
    while let info = unsafe entry {
        let address = unsafe SocketAddress { storage, size in
            guard let found = unsafe info.pointee.ai_addr else { return false }
            let length = unsafe Int(info.pointee.ai_addrlen)
            unsafe UnsafeMutableRawPointer(storage).copyMemory(from: found, byteCount: length)
            unsafe size.pointee = unsafe info.pointee.ai_addrlen
            return true
        }
        if let address, !addresses.contains(address) { addresses.append(address) }
        unsafe entry = unsafe info.pointee.ai_next
    }
    return addresses
}

/// Runs a closure on a thread that nobody waits for.
func startDetachedThread(_ body: @escaping @Sendable () -> Void) {
    final class Context {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    var thread = pthread_t()
    let context = unsafe Unmanaged.passRetained(Context(body)).toOpaque()
    let result = unsafe pthread_create(
        &thread, nil,
        { context in
            guard let context = unsafe context else { return nil }
            unsafe Unmanaged<Context>.fromOpaque(context).takeRetainedValue().body()
            return nil
        }, context)
    precondition(result == 0, "a thread")
    pthread_detach(thread)
}
#endif
