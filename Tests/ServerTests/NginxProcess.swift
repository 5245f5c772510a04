import Foundation
import Glibc

/// A running nginx with a configuration of one `server`, ended with the value.
final class NginxProcess {
    let port: UInt16
    private let process = Process()
    private let folder: TemporaryFolder

    /// Starts it; `body` is what stands in `server`, `upstreams` what stands before it.
    init(upstreams: String = "", listen: String = "", _ body: String) throws {
        folder = try TemporaryFolder()
        port = freePort()
        let temporaries = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map { "\($0)_temp_path \(folder.path);" }.joined(separator: " ")
        let text = """
            worker_processes 1; daemon off; pid \(folder.path)/pid;
            error_log \(folder.path)/error.log;
            events { worker_connections 1024; }
            http {
                access_log off; \(temporaries)
                \(upstreams)
                server { listen 127.0.0.1:\(port) \(listen); \(body) }
            }
            """
        try folder.write(text, to: "nginx.conf")
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "nginx", "-e", folder.path("error.log"), "-c", folder.path("nginx.conf"),
        ]
        process.standardError = FileHandle.nullDevice
        try process.run()
        let port = port
        try waitedFor("nginx") {
            guard let connection = connected(to: port) else { return nil as Bool? }
            close(connection)
            return true
        }
    }

    deinit {
        // Children of the test process start with SIGTERM blocked: nginx undoes that.
        process.terminate()
        usleep(50_000)
        if process.isRunning { kill(process.processIdentifier, SIGINT) }
        process.waitUntilExit()
    }
}
