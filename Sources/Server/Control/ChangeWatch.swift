#if os(Linux)
internal import CLinux
internal import Glibc
internal import Synchronization

/// Which change each serving loop has taken last; loops note it, the control loop is woken.
final class ChangeProgress: Sendable {
    fileprivate let descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
    private let taken: Mutex<[Int]>

    init(loopCount: Int) { taken = Mutex(Array(repeating: 0, count: loopCount)) }

    deinit { close(descriptor) }

    /// Changes are numbered from 1, and a loop takes them in order.
    func note(_ number: Int, loop: Int) {
        taken.withLock { $0[loop] = number }
        _ = eventfd_write(descriptor, 1)
    }

    /// The last change that every loop has taken.
    fileprivate var completeNumber: Int { taken.withLock { $0.min() ?? 0 } }
}

/// Runs what waits for a change to have reached every serving loop, on the control loop.
final class ChangeWatch: EventSource {
    let progress: ChangeProgress
    private var lastNumber = 0
    private var waiting: [(number: Int, job: () -> Void)] = []

    init(loopCount: Int) {
        progress = ChangeProgress(loopCount: loopCount)
        super.init()
        descriptor = progress.descriptor
    }

    /// Numbers a change; `job` runs when every loop has noted it.
    func begin(_ job: @escaping () -> Void) -> Int {
        lastNumber += 1
        waiting.append((lastNumber, job))
        return lastNumber
    }

    override func ready(_ events: Events) {
        var value: eventfd_t = 0
        _ = unsafe eventfd_read(descriptor, &value)
        let number = progress.completeNumber
        while let first = waiting.first, first.number <= number {
            waiting.removeFirst()
            first.job()
        }
    }
}
#endif
