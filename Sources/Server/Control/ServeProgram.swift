#if os(Linux)
internal import Deployments
internal import Gateway
internal import Glibc
internal import Options
internal import Platform

/// Runs `apigw-serve`; returns its exit status: 0 after a stop, 1 for a bundle that cannot be
/// used, 2 for wrong usage, 3 for a file or socket that failed.
package func runServeProgram(_ words: [String]) -> Int32 {
    do throws(any Error) {
        let arguments = try Arguments(words, for: serveSyntax)
        if arguments.asksForHelp {
            say(helpText(program: "apigw-serve", command: serveSyntax), to: 1)
            return 0
        }
        return try ServeProgram(ServeRequest(arguments)).run()
    } catch let error as UsageError {
        say("apigw-serve: \(error.message)\n", to: 2)
        if let help = error.help { say("  \(help)\n", to: 2) }
        return 2
    } catch let error as BundleFault {
        say("apigw-serve: \(error)\n", to: 2)
        return 1
    } catch let error as DeploymentError {
        say("apigw-serve: \(error)\n", to: 2)
        return 1
    } catch {
        say("apigw-serve: \(error)\n", to: 2)
        return 3
    }
}

private let serveSyntax = CommandSyntax(
    "apigw-serve", summary: "answer requests as the gateway that a bundle describes",
    operands: [OperandSyntax("BUNDLE", .file, isOptional: true)],
    options: serveOptions + [
        OptionSyntax(
            "control-fd", OperandSyntax("N", .text),
            help: "take 'load DIR' and 'stale TEXT' lines from this descriptor"),
        OptionSyntax(
            "control-folder", OperandSyntax("DIR", .file),
            help: "remove this folder when the other end of that descriptor is gone"),
    ],
    examples: [
        .init("apigw-serve api.apigw --port 8080", "serve a bundle on this machine"),
        .init("apigw-serve api.apigw --address 0.0.0.0", "serve to everybody, as in a container"),
        .init("apigw-serve --store /var/lib/apigw", "serve all deployed stages"),
    ])

/// What the command line asks for.
struct ServeRequest {
    var configuration = ServerConfiguration()
    var backends = BackendConfiguration()
    var journal = Journal.Options()
    var bundle: String?
    var store: String?

    /// Who may sign requests, for methods with IAM authorization.
    var signersFile: String?
    var identities: [TLSContext.Identity] = []
    var truststore: String?
    var policy = "TLS_1_2"
    var managementPort: UInt16?
    var controlDescriptor: Int32?

    /// What the process that started this one has left to be removed, should it be killed.
    var controlFolder: String?

    init(_ arguments: Arguments) throws {
        bundle = arguments.operands.first
        store = arguments.value("store")
        signersFile = arguments.value("signers")
        if bundle == nil, store == nil {
            throw UsageError("'apigw-serve' needs BUNDLE or '--store'")
        }
        if let address = arguments.value("address") { configuration.address = address }
        if let port = try arguments.integer("port", in: 0...65_535) {
            configuration.port = UInt16(port)
        }
        if let workers = try arguments.integer("workers", in: 1...256) {
            configuration.workerCount = workers
        }
        if let bound = try arguments.integer("connections-per-address", in: 1...1_000_000) {
            configuration.connectionsPerAddress = bound
        }
        let times: [(String, WritableKeyPath<ServerConfiguration, Int>)] = [
            ("head-timeout", \.headTimeout), ("body-timeout", \.bodyTimeout),
            ("idle-timeout", \.idleTimeout),
        ]
        for (name, path) in times {
            if let seconds = try arguments.integer(name, in: 1...86_400) {
                configuration[keyPath: path] = seconds * 1000
            }
        }
        configuration.allowsLinkLocal = arguments.has("allow-link-local")
        for text in arguments.values("trusted-proxy") {
            guard let network = Network(text) else {
                throw UsageError(
                    "'--trusted-proxy' takes a network such as 10.0.0.0/8, not '\(text)'")
            }
            configuration.trustedProxies.append(network)
        }
        configuration.expectsProxyHeader = arguments.has("proxy-protocol")
        if configuration.expectsProxyHeader, configuration.trustedProxies.isEmpty {
            throw UsageError(
                "'--proxy-protocol' needs '--trusted-proxy'",
                help: "name the proxies' network, such as '--trusted-proxy 10.0.0.0/8'")
        }
        try readBackends(arguments)
        try readTLS(arguments)
        managementPort = try arguments.integer("management-port", in: 0...65_535).map(UInt16.init)
        controlDescriptor = try arguments.integer("control-fd", in: 0...65_535).map(Int32.init)
        controlFolder = arguments.value("control-folder")
        journal.accessLog = arguments.value("access-log")
        journal.executionLog = arguments.value("execution-log")
        journal.writesEMF = arguments.has("emf")
        journal.showsRequests = isTerminal(2)
        if let text = arguments.value("xray-daemon") {
            guard let colon = text.lastIndex(of: ":"),
                let port = UInt16(text[text.index(after: colon)...]),
                let address = SocketAddress(String(text[..<colon]), port: port)
            else { throw UsageError("'--xray-daemon' takes ADDRESS:PORT, not '\(text)'") }
            journal.xrayDaemon = address
        }
    }

    private mutating func readBackends(_ arguments: Arguments) throws {
        for (name, url) in try arguments.pairs("lambda") {
            guard BackendURL(Array(url.utf8)) != nil else {
                throw UsageError("'--lambda' takes NAME=URL, and '\(url)' is no http URL")
            }
            backends.functions[name] = LambdaFunction(.url(Array(url.utf8)))
        }
        for (name, command) in try arguments.pairs("lambda-command") {
            let words = command.split(separator: " ").map(String.init)
            backends.functions[name] = LambdaFunction(
                .command(words, environment: [:], folder: nil))
        }
        if let bound = try arguments.integer("lambda-concurrency", in: 1...1000) {
            backends.lambdaConcurrency = bound
        }
        if let endpoint = arguments.value("aws-endpoint") {
            guard BackendURL(Array(endpoint.utf8)) != nil else {
                throw UsageError("'--aws-endpoint' takes an http URL, not '\(endpoint)'")
            }
            backends.awsEndpoint = Array(endpoint.utf8)
        }
        backends.region =
            arguments.value("region") ?? environmentVariable("AWS_REGION")
            ?? environmentVariable("AWS_DEFAULT_REGION") ?? "us-east-1"
        backends.credentials = CredentialSource.standard()
        backends.assumesRoles = arguments.has("assume-roles")
        backends.authoritiesFile = arguments.value("backend-authorities")
        if let path = backends.authoritiesFile { _ = try readFile(path) }
        if backends.credentials == nil, backends.awsEndpoint != nil {
            // A stand-in for AWS wants requests signed but knows no keys.
            backends.credentials = .fixed(
                AWSCredentials(accessKeyID: "testing", secretAccessKey: "testing"))
        }
    }

    private mutating func readTLS(_ arguments: Arguments) throws {
        for text in arguments.values("certificate") {
            var rest = text[...]
            var host: String?
            if let equals = rest.firstIndex(of: "=") {
                host = String(rest[..<equals])
                rest = rest[rest.index(after: equals)...]
            }
            let parts = rest.split(separator: ":")
            guard parts.count == 2 else {
                throw UsageError("'--certificate' takes [HOST=]CERT:KEY, not '\(text)'")
            }
            identities.append(
                TLSContext.Identity(
                    host: host, certificateFile: String(parts[0]), keyFile: String(parts[1])))
        }
        truststore = arguments.value("truststore")
        if let name = arguments.value("security-policy") { policy = name }
        guard SecurityPolicy(policy) != nil else {
            throw UsageError(
                "unknown security policy '\(policy)'",
                help: "one of \(SecurityPolicy.names.joined(separator: ", "))")
        }
        if identities.isEmpty, truststore != nil {
            throw UsageError("'--truststore' needs '--certificate'")
        }
    }
}

func say(_ text: String, to descriptor: Int32) {
    try? writeAll(Array(text.utf8), to: descriptor, name: "standard error")
}
#endif
