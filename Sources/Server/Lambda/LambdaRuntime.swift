#if os(Linux)
internal import Glibc
internal import Platform

/// The functions that run as programs of this machine, on the control loop.
///
/// An event goes to an idle program; with none, another program is started up to the function's
/// concurrency; then events wait. A program that ends is started again when an event asks for it,
/// after a pause that doubles while programs end before their first answer.
final class LambdaRuntime {
    private final class Pool {
        let name: String
        let function: LambdaFunction
        var processes: [LambdaProcess] = []
        var waiting: [LambdaInvocation] = []
        var pauseMilliseconds = 0
        var mayStartAt: UInt64 = 0

        /// Whether it is of an earlier deployment and only finishes what it has.
        var isRetired = false

        init(_ name: String, _ function: LambdaFunction) {
            self.name = name
            self.function = function
        }
    }

    private let loop: EventLoop
    private let region: String
    private var pools: [String: Pool] = [:]
    private var retired: [Pool] = []
    private var deadlines: [String: InvocationDeadline] = [:]
    private var number: UInt64 = 0
    private var discarded: [LambdaProcess] = []
    private static let longestPause = 10_000
    private static let waitingBound = 10_000

    init(_ loop: EventLoop, region: String) {
        self.loop = loop
        self.region = region
    }

    /// Takes the functions of a new deployment; programs of functions that changed are ended when
    /// they have answered what they are at.
    func use(_ functions: [String: LambdaFunction]) {
        for (name, pool) in pools where functions[name] != pool.function {
            pools[name] = nil
            pool.isRetired = true
            retired.append(pool)
            endIfUnused(pool)
        }
        for (name, function) in functions where pools[name] == nil {
            if case .command = function.way { pools[name] = Pool(name, function) }
        }
    }

    /// Invokes a function; `receiver` is called once, on this loop.
    func invoke(
        _ name: String, arn: String, trace: String, event: [UInt8], timeoutMilliseconds: Int,
        receiver: @escaping (LambdaInvocation.Outcome) -> Void
    ) {
        guard let pool = pools[name], pool.waiting.count < Self.waitingBound else {
            return receiver(.unreachable)
        }
        number &+= 1
        let timeout = min(timeoutMilliseconds, pool.function.timeoutMilliseconds)
        let id = invocationID(number, loop.wallMilliseconds)
        let invocation = LambdaInvocation(
            id: id, arn: arn, trace: trace, event: event, timeoutMilliseconds: timeout
        ) { [unowned self] outcome in
            if let deadline = deadlines.removeValue(forKey: id) {
                loop.set(deadline, milliseconds: 0)
            }
            receiver(outcome)
        }
        let deadline = InvocationDeadline { [unowned self] in timeOut(invocation, pool) }
        deadlines[id] = deadline
        loop.set(deadline, milliseconds: max(timeout, 1))
        pool.waiting.append(invocation)
        assign(pool)
    }

    /// Looks which programs have ended; called for SIGCHLD.
    func reap() {
        for pool in Array(pools.values) + retired {
            for process in pool.processes {
                let state = process.state
                guard let status = process.reap() else { continue }
                pool.processes.removeAll { $0 === process }
                if case .busy(let invocation) = state {
                    invocation.finish(
                        functionError(
                            "Runtime.ExitError",
                            "RequestId: \(invocation.id) Error: Runtime exited with "
                                + exitText(status)))
                }
                if !process.hasAnswered { slowDown(pool, "program ended: \(exitText(status))") }
            }
            assign(pool)
        }
        discarded.removeAll { $0.reap() != nil }
    }

    /// Ends every program.
    func stop() {
        for pool in Array(pools.values) + retired {
            for process in pool.processes { discard(process, pool) }
        }
    }

    /// Ends the programs of a retired function that nothing asks for any more.
    private func endIfUnused(_ pool: Pool) {
        guard pool.isRetired, pool.waiting.isEmpty else { return }
        for process in pool.processes {
            if case .busy = process.state { continue }
            discard(process, pool)
        }
        if pool.processes.isEmpty { retired.removeAll { $0 === pool } }
    }

    /// Kills a program; its exit status is taken in later.
    private func discard(_ process: LambdaProcess, _ pool: Pool) {
        pool.processes.removeAll { $0 === process }
        process.kill()
        discarded.append(process)
    }

    private func assign(_ pool: Pool) {
        pool.waiting.removeAll { $0.isFinished }
        while let next = pool.waiting.first {
            let idle = pool.processes.first {
                if case .idle = $0.state { true } else { false }
            }
            guard let idle else { break }
            pool.waiting.removeFirst()
            idle.begin(next, wallMilliseconds: loop.wallMilliseconds)
        }
        let starting = pool.processes.count {
            if case .starting = $0.state { true } else { false }
        }
        guard pool.waiting.count > starting, pool.processes.count < pool.function.concurrency
        else { return endIfUnused(pool) }
        if loop.now < pool.mayStartAt {
            let pause = InvocationDeadline { [unowned self] in assign(pool) }
            deadlines["pause \(pool.name)"] = pause
            loop.set(pause, milliseconds: Int((pool.mayStartAt - loop.now) / 1_000_000) + 1)
            return
        }
        start(pool)
    }

    private func start(_ pool: Pool) {
        do throws(PlatformError) {
            pool.processes.append(
                try LambdaProcess(
                    pool.name, pool.function, loop, region: region,
                    isReady: { [unowned self] process in
                        if process.hasAnswered { pool.pauseMilliseconds = 0 }
                        assign(pool)
                    },
                    failedToStart: { [unowned self] process, error in
                        discard(process, pool)
                        failAll(pool, .functionError(error))
                        slowDown(pool, String(decoding: error.prefix(500), as: UTF8.self))
                    }))
        } catch {
            say("function '\(pool.name)': \(error)\n", to: 2)
            failAll(pool, .unreachable)
        }
    }

    /// Waits longer before the next start, and lets nobody wait for a program that keeps ending.
    private func slowDown(_ pool: Pool, _ reason: String) {
        say("function '\(pool.name)': \(reason)\n", to: 2)
        pool.pauseMilliseconds = min(max(pool.pauseMilliseconds * 2, 100), Self.longestPause)
        pool.mayStartAt = loop.now &+ UInt64(pool.pauseMilliseconds) &* 1_000_000
        if pool.pauseMilliseconds >= 400 {
            failAll(pool, functionError("Runtime.ExitError", "the program ends before it is ready"))
        }
    }

    private func failAll(_ pool: Pool, _ outcome: LambdaInvocation.Outcome) {
        let waiting = pool.waiting
        pool.waiting = []
        for invocation in waiting { invocation.finish(outcome) }
    }

    private func timeOut(_ invocation: LambdaInvocation, _ pool: Pool) {
        invocation.finish(.timedOut)
        for process in pool.processes {
            if case .busy(let current) = process.state, current === invocation {
                discard(process, pool)
            }
        }
        assign(pool)
    }
}

private final class InvocationDeadline: Deadline {
    private let action: () -> Void

    init(_ action: @escaping () -> Void) { self.action = action }

    override func expire() { action() }
}

private func exitText(_ status: Int32) -> String {
    let signal = status & 0x7F
    return signal == 0 ? "error: exit status \(status >> 8 & 0xFF)" : "error: signal \(signal)"
}

/// An id in the form of a UUID, different for each invocation of this process.
private func invocationID(_ number: UInt64, _ milliseconds: Int64) -> String {
    var random = Xoshiro(seed: number &* 0x9E37_79B9 ^ UInt64(milliseconds) << 20)
    let first = random.next()
    let second = random.next()
    func hex(_ value: UInt64, _ count: Int) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: max(count - text.count, 0)) + text
    }
    return hex(first >> 32, 8) + "-" + hex(first >> 16 & 0xFFFF, 4) + "-4"
        + hex(first & 0xFFF, 3) + "-" + hex(0x8000 | second >> 48 & 0x3FFF, 4) + "-"
        + hex(second & 0xFFFF_FFFF_FFFF, 12)
}
#endif
