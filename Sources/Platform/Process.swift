#if canImport(Glibc)
internal import Glibc
#elseif canImport(Darwin)
internal import Darwin
#endif

/// The value of an environment variable, or `nil`.
package func environmentVariable(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
}

/// Whether a descriptor (0 input, 1 output, 2 errors) is a terminal.
package func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

/// A clock that never goes back, in nanoseconds from an arbitrary start.
package func monotonicNanoseconds() -> UInt64 { nanoseconds(CLOCK_MONOTONIC) }

/// CPU time of this process, in nanoseconds.
package func processCPUNanoseconds() -> UInt64 { nanoseconds(CLOCK_PROCESS_CPUTIME_ID) }

/// Milliseconds since 1970-01-01T00:00:00Z.
package func wallClockMilliseconds() -> Int64 { Int64(nanoseconds(CLOCK_REALTIME) / 1_000_000) }

/// The largest resident set of this process so far, in bytes.
package func peakResidentBytes() -> Int {
    var usage = rusage()
    #if canImport(Glibc)
    _ = unsafe getrusage(__rusage_who_t(0), &usage)
    return usage.ru_maxrss * 1024
    #else
    _ = unsafe getrusage(RUSAGE_SELF, &usage)
    return usage.ru_maxrss
    #endif
}

/// The number of this process.
package func processID() -> Int32 { getpid() }

/// Ends the process with an exit status.
package func exitProcess(_ status: Int32) -> Never { exit(status) }

private func nanoseconds(_ clock: clockid_t) -> UInt64 {
    var time = timespec()
    _ = unsafe clock_gettime(clock, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}
