#if canImport(Glibc)
internal import Glibc
#elseif canImport(Darwin)
internal import Darwin
#endif

/// How a child process ended, and what it used.
package struct ChildOutcome: Sendable {
    /// The exit status; `nil` for a child that a signal ended.
    package var status: Int32?

    /// The signal that ended the child.
    package var signal: Int32?

    /// What the child wrote to standard output.
    package var output: [UInt8]

    /// User and system time in nanoseconds.
    package var cpuNanoseconds: UInt64

    /// The largest resident set in bytes.
    package var peakResidentBytes: Int
}

/// Runs a program to its end with nothing on standard input and standard error thrown away.
///
/// - Parameters:
///   - path: The program.
///   - arguments: Its arguments, without its name.
///   - cpuSeconds: The processor time after which the system ends it.
///   - addressSpaceBytes: The memory it may map.
/// - Returns: How the child ended.
/// - Throws: Where it cannot be started.
package func runChild(
    _ path: String, _ arguments: [String], cpuSeconds: Int, addressSpaceBytes: Int
) throws(PlatformError) -> ChildOutcome {
    // The shell sets the limits: there is no safe place for code between fork and exec in Swift.
    let script =
        "ulimit -t \(cpuSeconds); ulimit -v \(addressSpaceBytes / 1024); ulimit -c 0; exec \"$0\" \"$@\""
    let words = ["sh", "-c", script, path] + arguments
    var ends: [Int32] = [0, 0]
    let action = "cannot run '\(path)'"
    guard makePipe(&ends) == 0 else {
        throw PlatformError(action: action, code: errno)
    }
    let process = spawn(words, output: ends[1])
    close(ends[1])
    defer { close(ends[0]) }
    guard let process else { throw PlatformError(action: action, code: errno) }
    let output = readToEnd(ends[0])
    var status: Int32 = 0
    var usage = rusage()
    while unsafe wait4(process, &status, 0, &usage) < 0, errno == EINTR {}
    let cpu =
        UInt64(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1_000_000_000
        + UInt64(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1000
    #if canImport(Darwin)
    let peak = usage.ru_maxrss
    #else
    let peak = usage.ru_maxrss * 1024
    #endif
    let signal = status & 0x7F
    return ChildOutcome(
        status: signal == 0 ? status >> 8 & 0xFF : nil, signal: signal == 0 ? nil : signal,
        output: output, cpuNanoseconds: cpu, peakResidentBytes: peak)
}

/// Makes a pipe whose ends no child inherits.
private func makePipe(_ ends: inout [Int32]) -> Int32 {
    let status = unsafe pipe(&ends)
    if status == 0 { for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) } }
    return status
}

private func spawn(_ words: [String], output: Int32) -> pid_t? {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
    unsafe posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    var arguments = unsafe words.map { unsafe strdup($0) }
    unsafe arguments.append(nil)
    defer { unsafe arguments.forEach { unsafe free($0) } }
    var process = pid_t()
    let status = unsafe posix_spawn(
        &process, "/bin/sh", &actions, nil, &arguments, environ)
    return status == 0 ? process : nil
}

private func readToEnd(_ descriptor: Int32) -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
        var got = 0
        let chunk = unsafe [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, count in
            got = unsafe read(descriptor, buffer.baseAddress, 65_536)
            count = max(got, 0)
        }
        if got < 0, errno == EINTR { continue }
        if got <= 0 { return bytes }
        bytes += chunk
    }
}
