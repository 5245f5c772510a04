#if os(Linux)
internal import Glibc
internal import Platform

/// A program that carries out a function's invocations, and the runtime API it asks for them.
///
/// The API (`2018-06-01`): the program gets its next event, posts the response or the error to the
/// event's id, and asks again. It has the API on a port of its own, so one program cannot take
/// another's events.
final class LambdaProcess {
    enum State {
        /// Started, has not asked for an event.
        case starting
        case idle(LocalConnection)
        case busy(LambdaInvocation)
        case ended
    }

    let functionName: String
    private(set) var state = State.starting
    private(set) var pid: pid_t = -1

    /// Whether it has carried out an invocation: then its end is no failure to start.
    private(set) var hasAnswered = false

    private var server: LocalServer?
    private let isReady: (LambdaProcess) -> Void
    private let failedToStart: (LambdaProcess, [UInt8]) -> Void

    init(
        _ name: String, _ function: LambdaFunction, _ loop: EventLoop, region: String,
        isReady: @escaping (LambdaProcess) -> Void,
        failedToStart: @escaping (LambdaProcess, [UInt8]) -> Void
    ) throws(PlatformError) {
        functionName = name
        self.isReady = isReady
        self.failedToStart = failedToStart
        guard let loopback = SocketAddress("127.0.0.1", port: 0) else { return }
        let server = try LocalServer(loopback, loop) { [unowned self] in answer($0, $1) }
        self.server = server
        guard case .command(let command, let environment, let folder) = function.way else { return }
        var variables = environment
        variables["AWS_LAMBDA_RUNTIME_API"] = "\(server.address)"
        variables["AWS_LAMBDA_FUNCTION_NAME"] = name
        variables["AWS_LAMBDA_FUNCTION_VERSION"] = "$LATEST"
        variables["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = "1024"
        variables["AWS_LAMBDA_LOG_GROUP_NAME"] = "/aws/lambda/\(name)"
        variables["AWS_LAMBDA_LOG_STREAM_NAME"] = "local"
        variables["AWS_REGION"] = region
        pid = try spawn(command, variables, folder: folder)
    }

    /// Hands an event to a program that is idle.
    func begin(_ invocation: LambdaInvocation, wallMilliseconds: Int64) {
        guard case .idle(let connection) = state else { return }
        state = .busy(invocation)
        connection.respond(
            200,
            [
                ("Lambda-Runtime-Aws-Request-Id", invocation.id),
                (
                    "Lambda-Runtime-Deadline-Ms",
                    "\(wallMilliseconds + Int64(invocation.timeoutMilliseconds))"
                ),
                ("Lambda-Runtime-Invoked-Function-Arn", invocation.arn),
                ("Lambda-Runtime-Trace-Id", invocation.trace),
            ], body: invocation.event)
    }

    /// Ends the program and its children at once.
    func kill() {
        if pid > 0 { Glibc.kill(-pid, SIGKILL) }
        end()
    }

    /// Takes the end of the program in, once it has ended; `nil` while it runs.
    func reap() -> Int32? {
        guard pid > 0 else { return nil }
        var status: Int32 = 0
        guard unsafe waitpid(pid, &status, WNOHANG) == pid else { return nil }
        pid = -1
        end()
        return status
    }

    private func end() {
        state = .ended
        server?.stop()
        server = nil
    }

    private func answer(_ request: LocalServer.Request, _ connection: LocalConnection) {
        let parts = request.path.split(separator: "/").map(String.init)
        guard parts.count >= 3, parts[0] == "2018-06-01", parts[1] == "runtime" else {
            return connection.respond(404)
        }
        switch (request.method, parts.count, parts[2], parts.last ?? "") {
        case ("GET", 4, "invocation", "next"):
            // A program may ask again without having answered: the event is lost to it.
            if case .busy(let invocation) = state {
                invocation.finish(functionError("Runtime.NoResponse", "no response to the event"))
            }
            state = .idle(connection)
            connection.gone = { [weak self] in
                if case .idle = self?.state { self?.state = .starting }
            }
            isReady(self)
        case ("POST", 5, "invocation", "response"):
            finish(parts[3], connection) { .response(request.body) }
        case ("POST", 5, "invocation", "error"):
            finish(parts[3], connection) { .functionError(request.body) }
        case ("POST", 4, "init", "error"):
            connection.respond(202, body: Array(#"{"status":"OK"}"#.utf8))
            failedToStart(self, request.body)
        default:
            connection.respond(404)
        }
    }

    private func finish(
        _ id: String, _ connection: LocalConnection, _ outcome: () -> LambdaInvocation.Outcome
    ) {
        guard case .busy(let invocation) = state, invocation.id == id else {
            let body = #"{"errorMessage":"unknown request id","errorType":"InvalidRequestID"}"#
            return connection.respond(400, body: Array(body.utf8))
        }
        state = .starting
        hasAnswered = true
        connection.respond(202, body: Array(#"{"status":"OK"}"#.utf8))
        invocation.finish(outcome())
    }
}

/// One event on its way through a function.
final class LambdaInvocation {
    enum Outcome: Sendable {
        case response([UInt8])
        /// The function's own error, as JSON.
        case functionError([UInt8])
        case timedOut
        /// The program cannot be started.
        case unreachable
    }

    let id: String
    let arn: String
    let trace: String
    let event: [UInt8]
    let timeoutMilliseconds: Int
    private var receiver: ((Outcome) -> Void)?

    init(
        id: String, arn: String, trace: String, event: [UInt8], timeoutMilliseconds: Int,
        receiver: @escaping (Outcome) -> Void
    ) {
        self.id = id
        self.arn = arn
        self.trace = trace
        self.event = event
        self.timeoutMilliseconds = timeoutMilliseconds
        self.receiver = receiver
    }

    var isFinished: Bool { receiver == nil }

    func finish(_ outcome: Outcome) {
        let receiver = receiver
        self.receiver = nil
        receiver?(outcome)
    }
}

/// An error in the shape of Lambda's.
func functionError(_ type: String, _ message: String) -> LambdaInvocation.Outcome {
    .functionError(Array(#"{"errorType":"\#(type)","errorMessage":"\#(message)"}"#.utf8))
}

/// Starts a program in a process group of its own; its output goes to standard error.
private func spawn(
    _ command: [String], _ variables: [String: String], folder: String?
) throws(PlatformError) -> pid_t {
    var environment: [String] = []
    var entry = unsafe environ
    while let text = unsafe entry.pointee {
        let line = unsafe String(cString: text)
        let name = String(line.prefix { $0 != "=" })
        if variables[name] == nil { environment.append(line) }
        unsafe entry += 1
    }
    environment += variables.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    var attributes = posix_spawnattr_t()
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawnattr_init(&attributes)
    unsafe posix_spawn_file_actions_init(&actions)
    defer {
        unsafe posix_spawnattr_destroy(&attributes)
        unsafe posix_spawn_file_actions_destroy(&actions)
    }
    var none = sigset_t()
    var all = sigset_t()
    unsafe sigemptyset(&none)
    unsafe sigfillset(&all)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    unsafe posix_spawnattr_setsigdefault(&attributes, &all)
    unsafe posix_spawnattr_setpgroup(&attributes, 0)
    unsafe posix_spawnattr_setflags(
        &attributes,
        Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, 2, 1)
    var words = command
    if let folder {
        // `posix_spawn` of POSIX itself cannot change the folder.
        words = ["/bin/sh", "-c", #"cd "$0" && exec "$@""#, folder] + command
    }
    var pid: pid_t = -1
    let code: Int32 = unsafe withCStrings(words) { arguments in
        unsafe withCStrings(environment) { environment in
            unsafe posix_spawnp(&pid, words[0], &actions, &attributes, arguments, environment)
        }
    }
    guard code == 0 else { throw PlatformError(action: "cannot start '\(command[0])'", code: code) }
    return pid
}

@unsafe func withCStrings<Result>(
    _ words: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) -> Result {
    var pointers: [UnsafeMutablePointer<CChar>?] = unsafe words.map { unsafe strdup($0) }
    unsafe pointers.append(nil)
    defer { for index in unsafe pointers.indices { unsafe free(pointers[index]) } }
    return unsafe pointers.withUnsafeMutableBufferPointer { buffer in
        // Never empty: it ends with a null.
        guard let base = buffer.baseAddress else { fatalError("an empty array") }
        return unsafe body(base)
    }
}
#endif
