#if os(Linux)
internal import BundleFormat
internal import Gateway
internal import Glibc
internal import Options
internal import Platform

/// Runs `apigw-serve`; returns its exit status: 0 after a stop, 2 for wrong usage, 3 for a file or
/// socket that failed.
package func runServeProgram(_ words: [String]) -> Int32 {
    do throws(any Error) {
        let arguments = try Arguments(words, for: serveSyntax)
        if arguments.asksForHelp {
            say(helpText(program: "apigw-serve", command: serveSyntax), to: 1)
            return 0
        }
        let program = try ServeProgram(arguments)
        return try program.run()
    } catch let error as UsageError {
        say("apigw-serve: \(error.message)\n", to: 2)
        if let help = error.help { say("  \(help)\n", to: 2) }
        return 2
    } catch {
        say("apigw-serve: \(error)\n", to: 2)
        return 3
    }
}

/// What `apigw-serve` accepts.
private let serveSyntax = CommandSyntax(
    "apigw-serve", summary: "answer requests as the gateway that a bundle describes",
    operands: [OperandSyntax("BUNDLE", .file)],
    options: serveOptions,
    examples: [
        .init("apigw-serve api.apigw --port 8080", "serve a bundle on this machine"),
        .init("apigw-serve api.apigw --address 0.0.0.0", "serve to everybody, as in a container"),
    ])

/// One run of `apigw-serve`.
private struct ServeProgram {
    private var configuration = ServerConfiguration()
    private let bundle: String

    init(_ arguments: Arguments) throws {
        bundle = arguments.operands[0]
        if let address = arguments.value("address") { configuration.address = address }
        if let port = try arguments.integer("port", in: 0...65_535) {
            configuration.port = UInt16(port)
        }
        if let workers = try arguments.integer("workers", in: 1...256) {
            configuration.workerCount = workers
        }
    }

    func run() throws -> Int32 {
        let set = SignalSource.block()
        var builder = GatewayImageBuilder()
        let name = builder.string("x")
        builder.append([
            (APIColumn.name, name), (.id, name), (.apiKeySource, 0), (.endpointType, 1),
            (.isExecuteEndpointDisabled, 0), (.binaryMediaTypes, 0), (.binaryMediaTypeCount, 0),
        ])
        let gateway = try Gateway(
            image: GatewayImage(builder.finish()), settings: RuntimeSettings())
        let shared = SharedState(gateway: gateway, store: MemoryStore())
        let loop = try EventLoop()
        let process = try ServerProcess(configuration, shared)
        let signals = SignalSource(set) { signal in
            switch signal {
            case SIGTERM, SIGINT:
                process.stop()
                loop.stop()
            default:
                break
            }
        }
        loop.add(signals, [.readable])
        say("listening on http://\(process.address)\n", to: 2)
        loop.run()
        process.wait()
        return 0
    }
}

func say(_ text: String, to descriptor: Int32) {
    try? writeAll(Array(text.utf8), to: descriptor, name: "standard error")
}
#endif
