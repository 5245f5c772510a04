#if canImport(Glibc)
internal import Glibc
#elseif canImport(Darwin)
internal import Darwin
#endif

/// A file, folder or socket operation that the system refused.
package struct PlatformError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was attempted, such as `cannot read 'api.yaml'`.
    package var action: String

    /// The system's error number.
    package var code: Int32

    package init(action: String, code: Int32) {
        self.action = action
        self.code = code
    }

    /// One line: the action, then the system's words.
    package var description: String { "\(action): \(unsafe String(cString: strerror(code)))" }

    /// Whether the file or folder is absent.
    package var isNotFound: Bool { code == ENOENT || code == ENOTDIR }
}

/// Reads a whole file, or standard input for `-`.
///
/// - Parameters:
///   - path: The file's path, or `-`.
///   - limit: How many bytes are wanted at most: reading stops soon after, so that a result that
///     is longer tells of a file that is too long, be it endless.
/// - Returns: The bytes.
/// - Throws: `PlatformError` where the file cannot be opened or read, or is a folder.
package func readFile(
    _ path: String, limit: Int = .max - 1
) throws(PlatformError) -> [UInt8] {
    let descriptor = path == "-" ? 0 : unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
        throw PlatformError(action: "cannot read '\(path)'", code: errno)
    }
    defer { if descriptor > 0 { close(descriptor) } }
    var status = stat()
    var capacity = 65_536
    if unsafe fstat(descriptor, &status) == 0 {
        if status.st_mode & S_IFMT == S_IFDIR {
            throw PlatformError(action: "cannot read '\(path)'", code: EISDIR)
        }
        capacity = max(capacity, min(Int(status.st_size), limit) + 1)
    }
    var bytes: [UInt8] = []
    while true {
        let old = bytes.count
        var got = 0
        let wanted = max(capacity - old, 65_536)
        let chunk = unsafe [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
            got = unsafe read(descriptor, buffer.baseAddress, wanted)
            count = max(got, 0)
        }
        if got < 0 {
            if errno == EINTR { continue }
            throw PlatformError(action: "cannot read '\(path)'", code: errno)
        }
        if got == 0 { return bytes }
        if old == 0 { bytes = chunk } else { bytes += chunk }
        if bytes.count > limit { return bytes }
    }
}

/// Writes all bytes to a descriptor.
package func writeAll(
    _ bytes: [UInt8], to descriptor: Int32, name: String
) throws(PlatformError) {
    var offset = 0
    while offset < bytes.count {
        let written = unsafe bytes.withUnsafeBytes { buffer in
            unsafe write(
                descriptor, buffer.baseAddress?.advanced(by: offset), buffer.count - offset)
        }
        if written < 0 {
            if errno == EINTR { continue }
            throw PlatformError(action: "cannot write '\(name)'", code: errno)
        }
        offset += written
    }
}

/// Writes a file so that it appears whole or not at all: beside it, fsync, rename.
package func writeFile(_ bytes: [UInt8], to path: String) throws(PlatformError) {
    try writeFile(pieces: [bytes], to: path)
}

/// Writes a file of pieces, likewise.
package func writeFile(pieces: [[UInt8]], to path: String) throws(PlatformError) {
    let temporary = "\(path).tmp\(getpid())"
    let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
        throw PlatformError(action: "cannot write '\(path)'", code: errno)
    }
    do throws(PlatformError) {
        do throws(PlatformError) {
            for piece in pieces { try writeAll(piece, to: descriptor, name: path) }
        } catch {
            close(descriptor)
            throw error
        }
        let synced = fsync(descriptor)
        guard close(descriptor) == 0, synced == 0 else {
            throw PlatformError(action: "cannot write '\(path)'", code: errno)
        }
        guard unsafe rename(temporary, path) == 0 else {
            throw PlatformError(action: "cannot write '\(path)'", code: errno)
        }
    } catch {
        _ = unsafe unlink(temporary)
        throw error
    }
}

/// Makes a folder and its missing parents; one that exists is fine.
package func makeFolder(_ path: String) throws(PlatformError) {
    var prefix = ""
    for part in path.split(separator: "/", omittingEmptySubsequences: false) {
        prefix +=
            prefix.isEmpty && part.isEmpty
            ? "/" : (prefix.hasSuffix("/") || prefix.isEmpty ? "" : "/") + part
        if prefix == "/" || part == "." || part == ".." || part.isEmpty { continue }
        if unsafe mkdir(prefix, 0o755) != 0, errno != EEXIST {
            throw PlatformError(action: "cannot make folder '\(prefix)'", code: errno)
        }
    }
    guard isFolder(path) else {
        throw PlatformError(action: "cannot make folder '\(path)'", code: ENOTDIR)
    }
}

/// Whether the path names a folder.
package func isFolder(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

/// Whether the path names anything.
package func exists(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0
}

/// The names in a folder, without `.` and `..`, sorted by their UTF-8.
package func namesInFolder(_ path: String) throws(PlatformError) -> [String] {
    guard let folder = unsafe opendir(path) else {
        throw PlatformError(action: "cannot list '\(path)'", code: errno)
    }
    defer { unsafe closedir(folder) }
    var names: [String] = []
    while let entry = unsafe readdir(folder) {
        let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
            unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
                unsafe String(cString: $0)
            }
        }
        if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
}

/// Removes a file.
package func removeFile(_ path: String) throws(PlatformError) {
    guard unsafe unlink(path) == 0 else {
        throw PlatformError(action: "cannot remove '\(path)'", code: errno)
    }
}

/// Removes a folder and all below it; an absent one is fine.
///
/// Links are removed, not followed.
package func removeFolder(_ path: String) throws(PlatformError) {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFDIR else {
        try removeFile(path)
        return
    }
    for name in try namesInFolder(path) { try removeFolder("\(path)/\(name)") }
    guard unsafe rmdir(path) == 0 else {
        throw PlatformError(action: "cannot remove '\(path)'", code: errno)
    }
}

/// Moves a file or folder within one file system, atomically; an existing file is replaced.
package func move(_ source: String, to target: String) throws(PlatformError) {
    guard unsafe rename(source, target) == 0 else {
        throw PlatformError(action: "cannot move '\(source)' to '\(target)'", code: errno)
    }
}

/// The absolute path with links and `..` resolved, or `nil` where nothing is there.
package func resolvedPath(_ path: String) -> String? {
    guard let resolved = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
}
