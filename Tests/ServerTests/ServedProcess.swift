import CLI
import Foundation
import Glibc

/// A running `apigw-serve` of the kiosk, ended with the value.
final class ServedProcess {
    let port: UInt16
    let managementPort: UInt16
    private let process = Process()
    private let folder: URL

    /// Compiles the kiosk with a backend at a port and serves it.
    init(backendPort: UInt16 = 9, _ options: [String] = []) throws {
        let root = packageRoot
        folder = URL(filePath: NSTemporaryDirectory()).appending(path: "kiosk-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let settings = folder.appending(path: "gateway.yaml").path
        try "stages:\n  dev:\n    variables: { backendPort: \"\(backendPort)\" }\n".write(
            toFile: settings, atomically: true, encoding: .utf8)
        var compile = CompileOptions()
        compile.settingsPath = settings
        let spec = try CompiledSpec(root.appending(path: "Fixtures/Specs/kiosk.yaml").path, compile)
        let bundle = folder.appending(path: "kiosk.apigw").path
        try writeBundle(spec.bundles[0].files, to: bundle)
        port = freePort()
        managementPort = freePort()
        process.executableURL = productFolder.appending(path: "apigw-serve")
        process.arguments =
            [
                bundle, "--port", "\(port)", "--workers", "1", "--management-port",
                "\(managementPort)",
            ] + options
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["PYTHONPATH": root.appending(path: "Fixtures/Lambda").path]) { $1 }
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        for _ in 0..<200 {
            if connected(to: managementPort) != nil { return }
            usleep(25_000)
        }
        throw CocoaError(.executableLoad)
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }

    /// Asks the process to stop, and returns its exit status.
    func stop() -> Int32 {
        process.terminate()
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Sends bytes and returns all that comes until the end of the connection.
    ///
    /// With `expecting`, what comes until that text has come.
    func exchange(_ text: String, expecting: String? = nil) -> String {
        exchange(parts: [Array(text.utf8)], expecting: expecting)
    }

    /// Sends bytes in parts, each in a packet of its own.
    func exchange(parts: [[UInt8]], expecting: String? = nil) -> String {
        guard let connection = connected(to: port) else { return "no connection" }
        defer { close(connection) }
        for part in parts {
            sendAll(part, to: connection)
            if parts.count > 1 { usleep(300) }
        }
        return receive(connection, until: expecting)
    }
}

/// The folder of the package, found from this file's own path.
let packageRoot = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// Where the products are: beside the test bundle that runs.
private var productFolder: URL {
    let own = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        .deletingLastPathComponent()
    if FileManager.default.fileExists(atPath: own.appending(path: "apigw-serve").path) {
        return own
    }
    return packageRoot.appending(path: ".build/debug")
}

/// A backend whose every connection is answered by a function of the request's bytes.
///
/// It reads until the empty line, sends what the function gives, and closes the connection.
final class CannedBackend: Sendable {
    let port: UInt16
    private let listener: Int32

    init(_ answer: @escaping @Sendable (String) -> [UInt8]?) {
        let (listener, port) = listening()
        self.listener = listener
        self.port = port
        Thread.detachNewThread {
            while true {
                let connection = accept(listener, nil, nil)
                if connection < 0 { return }
                Thread.detachNewThread {
                    let request = receive(connection, until: "\r\n\r\n")
                    if let bytes = answer(request) {
                        sendAll(bytes, to: connection)
                    } else {
                        usleep(3_000_000)
                    }
                    close(connection)
                }
            }
        }
    }

    deinit { shutdown(listener, Int32(SHUT_RDWR)) }
}

func sendAll(_ bytes: [UInt8], to connection: Int32) {
    var offset = 0
    while offset < bytes.count {
        let count = unsafe bytes.withUnsafeBytes {
            unsafe send(
                connection, $0.baseAddress?.advanced(by: offset), $0.count - offset,
                Int32(MSG_NOSIGNAL))
        }
        if count <= 0 { return }
        offset += count
    }
}

/// What comes on a connection until a text, its end, or ten seconds of nothing.
func receive(_ connection: Int32, until text: String?) -> String {
    var time = timeval(tv_sec: 10, tv_usec: 0)
    _ = unsafe setsockopt(
        connection, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
        let count = unsafe recv(connection, &buffer, buffer.count, 0)
        if count <= 0 { break }
        bytes += buffer[..<count]
        if let text, String(decoding: bytes, as: UTF8.self).contains(text) { break }
    }
    return String(decoding: bytes, as: UTF8.self)
}

/// A connection to a port of this machine, or `nil`.
func connected(to port: UInt16) -> Int32? {
    let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = loopback(port)
    let result = unsafe withUnsafePointer(to: &address) {
        unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            unsafe connect(connection, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }
    if result == 0 { return connection }
    close(connection)
    return nil
}

/// A port that nobody listens on.
func freePort() -> UInt16 {
    let (listener, port) = listening()
    close(listener)
    return port
}

private func listening() -> (Int32, UInt16) {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = loopback(0)
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    unsafe withUnsafeMutablePointer(to: &address) {
        unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            _ = unsafe bind(listener, $0, size)
            listen(listener, 64)
            _ = unsafe getsockname(listener, $0, &size)
        }
    }
    return (listener, UInt16(bigEndian: address.sin_port))
}

private func loopback(_ port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
}

/// Whether a program of Python's can be run: `python3 -c "import NAME"`.
func hasPythonModule(_ name: String) -> Bool {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-c", "import \(name)"]
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    process.waitUntilExit()
    return process.terminationStatus == 0
}
