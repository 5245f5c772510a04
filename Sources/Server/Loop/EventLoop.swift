#if os(Linux)
internal import CLinux
internal import Glibc
internal import Platform
internal import Synchronization

/// Something with a descriptor that an event loop watches.
class EventSource {
    /// The descriptor, or -1 when there is none.
    final var descriptor: Int32 = -1

    /// Called with what the descriptor is ready for.
    func ready(_ events: Events) {}
}

/// What a descriptor is ready for.
struct Events: OptionSet {
    let rawValue: UInt32

    static let readable = Events(rawValue: 0x001)
    static let writable = Events(rawValue: 0x004)
    static let failed = Events(rawValue: 0x008)
    static let hungUp = Events(rawValue: 0x010)
    static let ended = Events(rawValue: 0x2000)
    static let edgeTriggered = Events(rawValue: 1 << 31)
}

/// A thread's loop over descriptors, deadlines and jobs from other threads.
///
/// Not shared between threads.
@safe final class EventLoop {
    /// The monotonic clock when this turn began, in nanoseconds.
    private(set) var now = monotonicNanoseconds()

    /// The wall clock when this turn began, in milliseconds since 1970.
    private(set) var wallMilliseconds = wallClockMilliseconds()

    /// Where connections read into; whoever reads uses it up before returning.
    var scratch = [UInt8](repeating: 0, count: 65_536)

    /// How other threads reach this loop.
    let mailbox = Mailbox()

    private let epoll: Int32
    private var sources: [EventSource?] = []
    private var generations: [UInt32] = []
    private var wheel: TimerWheel
    private var later: [() -> Void] = []
    private var isRunning = true
    private let events: UnsafeMutablePointer<epoll_event>
    private static let eventCapacity = 256

    init() throws(PlatformError) {
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard epoll >= 0, mailbox.descriptor >= 0 else {
            throw PlatformError(action: "cannot make an event loop", code: errno)
        }
        unsafe events = .allocate(capacity: Self.eventCapacity)
        wheel = TimerWheel(now: now)
        let waker = EventSource()
        waker.descriptor = mailbox.descriptor
        add(waker, .readable)
    }

    deinit {
        unsafe events.deallocate()
        close(epoll)
    }

    /// Watches a source's descriptor.
    func add(_ source: EventSource, _ events: Events) {
        let index = Int(source.descriptor)
        while sources.count <= index {
            sources.append(nil)
            generations.append(0)
        }
        sources[index] = source
        var event = unsafe epoll_event()
        unsafe event.events = events.rawValue
        unsafe event.data.u64 = UInt64(generations[index]) << 32 | UInt64(index)
        _ = unsafe epoll_ctl(epoll, EPOLL_CTL_ADD, source.descriptor, &event)
    }

    /// Changes what a source is watched for.
    func change(_ source: EventSource, _ events: Events) {
        let index = Int(source.descriptor)
        var event = unsafe epoll_event()
        unsafe event.events = events.rawValue
        unsafe event.data.u64 = UInt64(generations[index]) << 32 | UInt64(index)
        _ = unsafe epoll_ctl(epoll, EPOLL_CTL_MOD, source.descriptor, &event)
    }

    /// Stops watching a source and forgets it; does not close its descriptor.
    func remove(_ source: EventSource) {
        let index = Int(source.descriptor)
        guard index >= 0, index < sources.count, sources[index] === source else { return }
        sources[index] = nil
        generations[index] &+= 1
        var event = unsafe epoll_event()
        _ = unsafe epoll_ctl(epoll, EPOLL_CTL_DEL, source.descriptor, &event)
    }

    /// Sets a deadline so many milliseconds from now; 0 turns it off.
    func set(_ deadline: Deadline, milliseconds: Int) {
        let due = milliseconds == 0 ? 0 : now &+ UInt64(milliseconds) &* 1_000_000
        wheel.set(deadline, due: due)
    }

    /// Runs a job at the end of this turn.
    func afterwards(_ job: @escaping () -> Void) { later.append(job) }

    /// Leaves ``run()`` at the end of this turn.
    func stop() { isRunning = false }

    /// Turns until stopped.
    func run() {
        var expired: [Deadline] = []
        while isRunning {
            let wait = later.isEmpty ? wheel.waitMilliseconds(now: now) : 0
            let count = unsafe epoll_wait(epoll, events, Int32(Self.eventCapacity), wait)
            now = monotonicNanoseconds()
            wallMilliseconds = wallClockMilliseconds()
            for index in 0..<Int(max(count, 0)) {
                let tag = unsafe events[index].data.u64
                let descriptor = Int(tag & 0xFFFF_FFFF)
                // An event of an earlier owner of the same number.
                guard generations[descriptor] == UInt32(tag >> 32) else { continue }
                if descriptor == Int(mailbox.descriptor) {
                    for job in mailbox.take() { job(self) }
                } else if let source = sources[descriptor] {
                    unsafe source.ready(Events(rawValue: events[index].events))
                }
            }
            wheel.expired(now: now, into: &expired)
            for deadline in expired { deadline.expire() }
            expired.removeAll(keepingCapacity: true)
            while !later.isEmpty {
                var jobs: [() -> Void] = []
                swap(&jobs, &later)
                for job in jobs { job() }
            }
        }
    }
}

/// Jobs from other threads for one event loop.
final class Mailbox: Sendable {
    typealias Job = @Sendable (EventLoop) -> Void

    let descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
    private let jobs = Mutex<[Job]>([])

    deinit { close(descriptor) }

    /// Has the loop run a job soon, on its thread.
    func post(_ job: @escaping Job) {
        let isFirst = jobs.withLock { jobs in
            jobs.append(job)
            return jobs.count == 1
        }
        if isFirst { _ = eventfd_write(descriptor, 1) }
    }

    fileprivate func take() -> [Job] {
        var value: eventfd_t = 0
        _ = unsafe eventfd_read(descriptor, &value)
        return jobs.withLock { jobs in
            defer { jobs = [] }
            return jobs
        }
    }
}
#endif
