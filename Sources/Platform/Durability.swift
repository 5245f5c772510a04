#if canImport(Glibc)
internal import Glibc
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Writes a file in place and waits until its bytes are on disk; not atomic.
package func writeSynced(_ bytes: [UInt8], to path: String) throws(PlatformError) {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
        throw PlatformError(action: "cannot write '\(path)'", code: errno)
    }
    do throws(PlatformError) {
        try writeAll(bytes, to: descriptor, name: path)
    } catch {
        close(descriptor)
        throw error
    }
    let synced = fsync(descriptor)
    guard close(descriptor) == 0, synced == 0 else {
        throw PlatformError(action: "cannot write '\(path)'", code: errno)
    }
}

/// Waits until a folder's entries are on disk, so that what was made or moved there stays.
package func syncFolder(_ path: String) throws(PlatformError) {
    let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else {
        throw PlatformError(action: "cannot sync folder '\(path)'", code: errno)
    }
    let synced = fsync(descriptor)
    let code = errno
    close(descriptor)
    guard synced == 0 else {
        throw PlatformError(action: "cannot sync folder '\(path)'", code: code)
    }
}

/// What tells one version of a file from the next without reading it.
package struct FileVersion: Hashable, Sendable {
    private var inode: UInt64
    private var size: Int64
    private var modified: Int64
    private var changed: Int64

    /// The version of the file at a path now, or `nil` where there is none; one system call.
    package init?(_ path: String) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        inode = UInt64(status.st_ino)
        size = Int64(status.st_size)
        #if canImport(Glibc)
        let (modification, change) = (status.st_mtim, status.st_ctim)
        #else
        let (modification, change) = (status.st_mtimespec, status.st_ctimespec)
        #endif
        modified = Int64(modification.tv_sec) * 1_000_000_000 + Int64(modification.tv_nsec)
        changed = Int64(change.tv_sec) * 1_000_000_000 + Int64(change.tv_nsec)
    }
}

/// Runs `body` while holding a lock between processes.
///
/// Makes the file if it is missing, and waits until no other process holds its lock; the system
/// releases it when a process dies.
package func withFileLock<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
    let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
        throw PlatformError(action: "cannot lock '\(path)'", code: errno)
    }
    defer { close(descriptor) }
    while flock(descriptor, LOCK_EX) != 0 {
        if errno == EINTR { continue }
        throw PlatformError(action: "cannot lock '\(path)'", code: errno)
    }
    return try body()
}
