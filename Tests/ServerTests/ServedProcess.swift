import CLI
import Foundation
import Glibc
import Synchronization

/// A running `apigw-serve` of an API of `Fixtures`, ended with the value.
final class ServedProcess {
    let port: UInt16
    let managementPort: UInt16

    /// For the bundle, its settings, logs and what a test puts there.
    let folder: TemporaryFolder
    private let process = Process()

    /// Compiles the kiosk with a backend at a port and serves it.
    convenience init(backendPort: UInt16 = 9, _ options: [String] = []) throws {
        let settings = "stages:\n  dev:\n    variables: { backendPort: \"\(backendPort)\" }\n"
        try self.init("Specs/kiosk.yaml", settings: settings, options)
    }

    /// Compiles a document with settings and serves it.
    ///
    /// - Parameters:
    ///   - spec: Its path in `Fixtures`.
    ///   - settings: The text of `gateway.yaml`.
    ///   - options: For the process, besides its ports; `FOLDER` in one is ``folder``'s path.
    ///   - files: Names and contents of files to be put beside the bundle.
    ///   - environment: Variables on top of the test's own.
    /// - Throws: When the document is wrong or the process does not listen.
    convenience init(
        _ spec: String, settings: String, _ options: [String] = [], files: [String: String] = [:],
        environment: [String: String] = [:]
    ) throws {
        let folder = try TemporaryFolder()
        for (name, text) in files { try folder.write(text, to: name) }
        let bundle = try folder.compile(spec, settings: settings)
        let words = options.map { $0.replacingOccurrences(of: "FOLDER", with: folder.path) }
        try self.init(
            folder, "apigw-serve", [bundle, "--workers", "1"] + words, environment: environment)
    }

    /// Starts a program that serves, with ports that the system chooses.
    init(
        _ folder: TemporaryFolder, _ program: String, _ words: [String],
        environment: [String: String] = [:]
    ) throws {
        self.folder = folder
        let log = folder.path("log")
        let output = folder.path("output")
        try folder.write("", to: "log")
        try folder.write("", to: "output")
        process.executableURL = productFolder.appending(path: program)
        process.arguments = words + ["--port", "0", "--management-port", "0"]
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["PYTHONPATH": packageRoot.appending(path: "Fixtures/Lambda").path]
        ) { $1 }.merging(environment) { $1 }
        process.standardError = FileHandle(forWritingAtPath: log)
        process.standardOutput = FileHandle(forWritingAtPath: output)
        try process.run()
        (port, managementPort) = try waitedFor("'listening on' in the log") {
            let lines = folder.text("log").split(separator: "\n")
            func number(_ start: String) -> UInt16? {
                lines.first { $0.hasPrefix(start) }?.split(separator: ":").last
                    .flatMap { UInt16($0) }
            }
            guard let port = number("listening on"), let management = number("management on")
            else {
                return nil as (UInt16, UInt16)?
            }
            return (port, management)
        }
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
    }

    var pid: Int32 { process.processIdentifier }

    /// Waits until every loop of the process serves its so-manieth change.
    func waitForChange(_ number: Int) throws {
        try waitedFor("change \(number) in the log: \(log)") {
            log.components(separatedBy: "serving the change\n").count > number ? true : nil
        }
    }

    /// What it has written to standard error and to standard output.
    var log: String { folder.text("log") }
    var output: String { folder.text("output") }

    func send(signal: Int32) { kill(pid, signal) }

    /// Waits for the process to end, and returns its exit status.
    func waitForEnd() -> Int32 {
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Asks the management port; returns the response's body.
    func manage(_ method: String, _ path: String) -> String {
        guard let connection = connected(to: managementPort) else { return "no connection" }
        defer { close(connection) }
        sendAll(
            Array("\(method) \(path) HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".utf8),
            to: connection)
        let text = receive(connection, until: nil)
        return text.components(separatedBy: "\r\n\r\n").dropFirst().joined(separator: "\r\n\r\n")
    }

    /// GETs a path and returns status and body, as `200 {...}`.
    func get(_ path: String, _ headers: [String] = [], host: String = "a") -> String {
        let lines = ["GET \(path) HTTP/1.1", "Host: \(host)", "Connection: close"] + headers
        let text = exchange(lines.joined(separator: "\r\n") + "\r\n\r\n")
        let status = text.split(separator: " ").dropFirst().first ?? "no answer"
        let body = text.components(separatedBy: "\r\n\r\n").dropFirst().joined(
            separator: "\r\n\r\n")
        return "\(status) \(body)"
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
var productFolder: URL {
    let own = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        .deletingLastPathComponent()
    if FileManager.default.fileExists(atPath: own.appending(path: "apigw-serve").path) {
        return own
    }
    return packageRoot.appending(path: ".build/debug")
}

/// A folder that is removed with the value.
final class TemporaryFolder {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "apigw-test-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func path(_ name: String) -> String { "\(path)/\(name)" }

    /// The text of a file; empty without one.
    func text(_ name: String) -> String {
        (try? String(contentsOfFile: path(name), encoding: .utf8)) ?? ""
    }

    func write(_ text: String, to name: String) throws {
        try text.write(toFile: path(name), atomically: true, encoding: .utf8)
    }

    /// Compiles a document of `Fixtures`, or one at a whole path; returns the bundle's path.
    func compile(_ spec: String, settings: String, as name: String = "api") throws -> String {
        try write(settings, to: "gateway.yaml")
        var options = CompileOptions()
        options.settingsPath = path("gateway.yaml")
        let source =
            spec.hasPrefix("/") ? spec : packageRoot.appending(path: "Fixtures/\(spec)").path
        let bundle = path("\(name).apigw")
        try writeBundle(try CompiledSpec(source, options).bundles[0].files, to: bundle)
        return bundle
    }
}

/// Asks until there is an answer, for a minute: on a busy machine much takes long, and only what
/// never comes is a fault.
@discardableResult
func waitedFor<Value>(
    _ what: @autoclosure () -> String, _ ask: () throws -> Value?
) throws -> Value {
    let end = Date(timeIntervalSinceNow: 60)
    repeat {
        if let value = try ask() { return value }
        usleep(10_000)
    } while Date() < end
    throw Missing(what: what())
}

/// Something that a test waited for in vain.
struct Missing: Error, CustomStringConvertible {
    var what: String
    var description: String { "no \(what)" }
}

/// Runs a program to its end; returns all that it writes, to standard output first.
@discardableResult
func run(_ words: [String], input: [UInt8] = []) throws -> (status: Int32, output: String) {
    let process = Process()
    let output = Pipe()
    let standardInput = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = words
    process.standardOutput = output
    process.standardError = output
    process.standardInput = standardInput
    try process.run()
    standardInput.fileHandleForWriting.write(Data(input))
    try standardInput.fileHandleForWriting.close()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
}

/// Whether a program is on `PATH`.
func hasProgram(_ name: String) -> Bool {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
        FileManager.default.isExecutableFile(atPath: "\($0)/\(name)")
    }
}

/// A backend whose every request is answered by a function of its bytes.
///
/// It reads until the empty line and the body's length, sends what the function gives, and closes
/// the connection unless it is to be kept.
final class CannedBackend: Sendable {
    private final class Counter: Sendable {
        let counts = Mutex((connections: 0, requests: 0))
    }

    let port: UInt16
    private let listener: Int32
    private let counter = Counter()

    /// How many connections and requests there were.
    var seen: (connections: Int, requests: Int) { counter.counts.withLock { $0 } }

    /// Starts at once; without an answer it says nothing for three seconds.
    init(keepsAlive: Bool = false, _ answer: @escaping @Sendable (String) -> [UInt8]?) {
        let (listener, port) = listening()
        self.listener = listener
        self.port = port
        let counter = counter
        Thread.detachNewThread {
            while true {
                let connection = accept(listener, nil, nil)
                if connection < 0 { return }
                counter.counts.withLock { $0.connections += 1 }
                Thread.detachNewThread {
                    repeat {
                        let request = receive(connection, until: "\r\n\r\n")
                        if request.isEmpty { break }
                        drain(connection, after: request)
                        counter.counts.withLock { $0.requests += 1 }
                        if let bytes = answer(request) {
                            sendAll(bytes, to: connection)
                        } else {
                            usleep(3_000_000)
                        }
                    } while keepsAlive
                    close(connection)
                }
            }
        }
    }

    deinit { shutdown(listener, Int32(SHUT_RDWR)) }
}

/// Reads the rest of a request's body: closing with it unread would reset the connection.
private func drain(_ connection: Int32, after request: String) {
    let parts = request.components(separatedBy: "\r\n\r\n")
    let field = parts[0].components(separatedBy: "\r\n").first {
        $0.lowercased().hasPrefix("content-length: ")
    }
    var left = (field.flatMap { Int($0.dropFirst(16)) } ?? 0)
    left -= parts.dropFirst().joined(separator: "\r\n\r\n").utf8.count
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while left > 0 {
        let count = unsafe recv(connection, &buffer, min(left, buffer.count), 0)
        if count <= 0 { return }
        left -= count
    }
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

/// What comes on a connection until a text, its end, or some seconds of nothing.
func receive(
    _ connection: Int32, until text: String?, milliseconds: Int = 60_000
) -> String {
    var time = timeval(tv_sec: milliseconds / 1000, tv_usec: milliseconds % 1000 * 1000)
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

/// A port that nobody listens on, for a program that cannot choose one itself.
///
/// It is below those that the system gives out for connections and for port 0, of which other
/// tests take thousands before that program gets to listen.
func freePort() -> UInt16 {
    while true {
        let port = UInt16.random(in: 12_000..<32_000)
        let (listener, taken) = listening(port)
        close(listener)
        if taken == port { return port }
    }
}

/// A listening socket and its port; one that cannot be had gives another.
func listening(_ port: UInt16 = 0) -> (Int32, UInt16) {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = loopback(port)
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

func loopback(_ port: UInt16) -> sockaddr_in {
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
