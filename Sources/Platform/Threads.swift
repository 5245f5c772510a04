#if canImport(Glibc)
internal import Glibc
#elseif canImport(Darwin)
internal import Darwin
#endif
internal import Synchronization

/// The number of processors this process may use; at least 1.
package func processorCount() -> Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

/// Runs `body(0)` to `body(count - 1)`, as many at a time as there are processors, and returns
/// when all have returned.
///
/// The calling thread works too, so one job costs no thread. Threads have 8 MiB of stack.
package func concurrently(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    let work = Work(count: count, body: body)
    var threads: [pthread_t] = []
    var attributes = pthread_attr_t()
    unsafe pthread_attr_init(&attributes)
    defer { unsafe pthread_attr_destroy(&attributes) }
    unsafe pthread_attr_setstacksize(&attributes, 8 << 20)
    for _ in 1..<max(1, min(count, processorCount())) {
        if let thread = startThread(work, &attributes) { threads.append(thread) }
    }
    work.run()
    for thread in threads { pthread_join(thread, nil) }
}

/// Jobs taken one after the other by whichever thread is free.
private final class Work: Sendable {
    private let count: Int
    private let body: @Sendable (Int) -> Void
    private let next = Atomic<Int>(0)

    init(count: Int, body: @escaping @Sendable (Int) -> Void) {
        self.count = count
        self.body = body
    }

    func run() {
        while true {
            let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
            guard index < count else { return }
            body(index)
        }
    }
}

private func startThread(_ work: Work, _ attributes: inout pthread_attr_t) -> pthread_t? {
    let handle = unsafe Unmanaged.passRetained(work)
    #if canImport(Darwin)
    var thread: pthread_t?
    #else
    var thread = pthread_t()
    #endif
    // The thread takes over the reference made above.
    let status = unsafe pthread_create(
        &thread, &attributes,
        { argument in
            #if canImport(Darwin)
            let pointer = unsafe argument
            #else
            guard let pointer = unsafe argument else { return nil }
            #endif
            unsafe Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue().run()
            return nil
        }, handle.toOpaque())
    guard status == 0 else {
        unsafe handle.release()
        return nil
    }
    return thread
}
