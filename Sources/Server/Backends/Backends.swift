#if os(Linux)
internal import Gateway
internal import JSON

/// How calls leave this process.
package struct BackendConfiguration: Sendable {
    /// Functions by name; others are invoked on AWS.
    package var functions: [String: LambdaFunction] = [:]

    /// How many programs of one function run at a time at most.
    package var lambdaConcurrency = 4

    /// An `http` or `https` URL that stands for all of AWS.
    package var awsEndpoint: [UInt8]?

    /// Where this process's own credentials come from.
    package var credentials: CredentialSource?

    /// Whether integrations' roles are taken on; else the process's own credentials stand for them.
    package var assumesRoles = false
    package var region = "us-east-1"

    /// A PEM file of authorities that sign https backends' certificates; `nil` for the system's.
    package var authoritiesFile: String?

    package init() {}
}

/// Performs one loop's calls on backends.
final class Backends {
    /// It has these, and both live as long as the loop's thread.
    private let server: ServingLoop
    private let pool: HTTPPool
    private lazy var secure = CurlPool(server)

    /// The URL taken apart last: most calls go where the one before went.
    private var lastURL: (bytes: [UInt8], parts: BackendURL)?
    private var invocations: [UInt64: (CallResult) -> Void] = [:]
    private var invocationNumber: UInt64 = 0

    /// Calls that wait for the credentials to sign them with.
    private var unsigned: [UInt64: (AWSCredentials?) -> Void] = [:]

    init(_ server: ServingLoop) {
        self.server = server
        pool = HTTPPool(server)
    }

    /// Performs a call and hands the result to the connection, later than this returns.
    func perform(_ call: BackendCall, for connection: ClientConnection) {
        switch call.target {
        case .http:
            send(call) { connection.callFinished($0) }
        case .lambda(let function):
            invoke(function, call) { connection.callFinished($0) }
        case .service(let name, let region):
            callService(name, region, call) { connection.callFinished($0) }
        }
    }

    // MARK: HTTP

    private func send(_ call: BackendCall, to receiver: @escaping (CallResult) -> Void) {
        guard let url = parts(of: call.url), isWellFormed(call) else {
            return server.loop.afterwards { receiver(.failed(.invalidEndpoint)) }
        }
        if url.isSecure {
            secure.perform(call, url, for: receiver)
        } else {
            pool.perform(call, url, for: receiver)
        }
    }

    private func parts(of url: [UInt8]) -> BackendURL? {
        if let lastURL {
            if lastURL.bytes == url { return lastURL.parts }
            if lastURL.parts.hasOrigin(of: url, like: lastURL.bytes) {
                var parts = lastURL.parts
                guard parts.readPath(url) else { return nil }
                self.lastURL = (url, parts)
                return parts
            }
        }
        guard let parts = BackendURL(url) else { return nil }
        lastURL = (url, parts)
        return parts
    }

    /// Whether method and fields cannot break out of their lines.
    private func isWellFormed(_ call: BackendCall) -> Bool {
        guard !call.method.isEmpty, call.method.allSatisfy(isTokenByte) else { return false }
        let bytes = call.headers.bytes
        if hasLineBreak(bytes) { return false }
        let span = bytes.span
        for field in call.headers.fields {
            if field.nameStart == field.nameEnd { return false }
            var index = Int(field.nameStart)
            let end = Int(field.nameEnd)
            while index < end {
                if !isTokenByte(span[index]) { return false }
                index &+= 1
            }
        }
        return true
    }

    // MARK: Lambda

    private func invoke(
        _ function: String, _ call: BackendCall, to receiver: @escaping (CallResult) -> Void
    ) {
        let name = lambdaName(function)
        switch server.shared.functions[name]?.way {
        case .url(let url):
            var sent = call
            sent.method = Array("POST".utf8)
            sent.url = url
            send(sent, to: call.isAsynchronous ? accepted(receiver) : receiver)
        case .command:
            run(name, function, call, to: receiver)
        case nil:
            var sent = call
            let region = regionOfARN(function) ?? server.shared.backends.region
            sent.method = Array("POST".utf8)
            let escaped = function.replacing(":", with: "%3A").replacing("/", with: "%2F")
            sent.url = Array(
                ("https://lambda.\(region).amazonaws.com/2015-03-31/functions/\(escaped)"
                    + "/invocations").utf8)
            if call.isAsynchronous {
                sent.headers.set("X-Amz-Invocation-Type".utf8, Array("Event".utf8))
            }
            callService("lambda", region, sent, to: receiver)
        }
    }

    /// A program on this machine, by way of the control loop.
    private func run(
        _ name: String, _ function: String, _ call: BackendCall,
        to receiver: @escaping (CallResult) -> Void
    ) {
        guard let gate = server.shared.lambdaGate else {
            return server.loop.afterwards { receiver(.failed(.unreachable)) }
        }
        invocationNumber &+= 1
        let number = invocationNumber
        if call.isAsynchronous {
            let accept = accepted(receiver)
            server.loop.afterwards { accept(.response(status: 202, headers: .init(), body: [])) }
        } else {
            invocations[number] = receiver
        }
        let trace = call.headers.last("x-amzn-trace-id").map { String(decoding: $0, as: UTF8.self) }
        let mailbox = server.loop.mailbox
        let box = BackendsBox(self)
        let arn =
            function.hasPrefix("arn:")
            ? function
            : "arn:aws:lambda:\(server.shared.backends.region):123456789012:function:\(name)"
        gate.invoke(
            name, arn: arn, trace: trace ?? "", event: call.body,
            timeoutMilliseconds: call.timeoutMilliseconds
        ) { outcome in
            mailbox.post { _ in box.backends?.finish(number, outcome) }
        }
    }

    private func finish(_ number: UInt64, _ outcome: LambdaInvocation.Outcome) {
        guard let receiver = invocations.removeValue(forKey: number) else { return }
        switch outcome {
        case .response(let body):
            receiver(.response(status: 200, headers: HeaderFields(), body: body))
        case .functionError(let body):
            receiver(
                .response(
                    status: 200,
                    headers: HeaderFields([("X-Amz-Function-Error", "Unhandled")]), body: body))
        case .timedOut:
            receiver(.timedOut)
        case .unreachable:
            receiver(.failed(.unreachable))
        }
    }

    /// An event is only accepted: what becomes of it is not the caller's matter.
    private func accepted(
        _ receiver: @escaping (CallResult) -> Void
    ) -> (CallResult) -> Void {
        { result in
            if case .response = result {
                receiver(.response(status: 202, headers: HeaderFields(), body: []))
            } else {
                receiver(result)
            }
        }
    }

    // MARK: AWS

    private func callService(
        _ name: String, _ region: String, _ call: BackendCall,
        to receiver: @escaping (CallResult) -> Void
    ) {
        var sent = call
        if let endpoint = server.shared.backends.awsEndpoint, let url = BackendURL(sent.url) {
            sent.url = endpoint
            while sent.url.last == 0x2F { sent.url.removeLast() }
            sent.url += url.pathAndQuery
            sent.headers.remove("host".utf8)
        }
        guard BackendURL(sent.url) != nil else {
            return server.loop.afterwards { receiver(.failed(.invalidEndpoint)) }
        }
        var role: String?
        if server.shared.backends.assumesRoles, let credentials = call.credentials,
            credentials.contains(":role/")
        {
            role = credentials
        }
        sign(sent, role, name, region, to: receiver)
    }

    private func sign(
        _ call: BackendCall, _ role: String?, _ name: String, _ region: String,
        to receiver: @escaping (CallResult) -> Void
    ) {
        let mailbox = server.loop.mailbox
        let box = BackendsBox(self)
        invocationNumber &+= 1
        let number = invocationNumber
        let atHand = server.shared.credentials.credentials(
            role: role, wallMilliseconds: server.loop.wallMilliseconds
        ) { credentials in
            mailbox.post { _ in box.backends?.unsigned.removeValue(forKey: number)?(credentials) }
        }
        let proceed = { [unowned self] (credentials: AWSCredentials?) in
            guard let credentials else {
                return server.loop.afterwards { receiver(.failed(.permission)) }
            }
            var signed = call
            RequestSigner(credentials).sign(
                &signed, service: name, region: region,
                wallMilliseconds: server.loop.wallMilliseconds)
            send(signed, to: receiver)
        }
        if let credentials = atHand {
            proceed(credentials)
        } else {
            unsigned[number] = proceed
        }
    }
}

/// Backends on their way through another loop, which never touches them: only jobs in the mailbox
/// of their own loop do.
private final class BackendsBox: @unchecked Sendable {
    private(set) weak var backends: Backends?

    init(_ backends: Backends) { self.backends = backends }
}

private func regionOfARN(_ function: String) -> String? {
    let parts = function.split(separator: ":", omittingEmptySubsequences: false)
    return parts.count >= 6 && parts[0] == "arn" && !parts[3].isEmpty ? String(parts[3]) : nil
}
#endif
