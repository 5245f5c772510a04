internal import Deployments
internal import Diagnostics
internal import Emitters
internal import Model
package import Options
internal import Platform
internal import Settings

/// `apigw serve BUNDLE|SPEC`: compiles, starts `apigw-serve`, and tells it of changes.
///
/// The gateway process holds no compiler and this one no sockets: what they share is a folder and
/// a line of text each time.
package enum ServeCommand: Command {
    package static let syntax = CommandSyntax(
        "serve", summary: "answer requests as the API's gateway",
        operands: [OperandSyntax("BUNDLE|SPEC", .file, isOptional: true)],
        options: [
            OptionSyntax(flag: "watch", help: "take every saved change for the next request")
        ] + serveOptions + CompileOptions.syntax,
        examples: [
            .init("apigw serve api.yaml", "serve a specification on port 8080"),
            .init("apigw serve api.yaml --watch", "and take each change as it is saved"),
            .init("apigw serve", "serve what 'apigw deploy' put into ./.apigw"),
        ])

    package static func run(
        _ arguments: Arguments, _ console: inout Console
    ) throws -> ProgramStatus {
        var words = passedOn(arguments)
        guard let path = arguments.operands.first else {
            if arguments.value("store") == nil { words += ["--store", ".apigw"] }
            console.flush()
            return try follow(ControlledProcess(program, words), nil, &console)
        }
        if exists("\(path)/manifest.json") {
            // The gateway process reads what it runs only; here the whole bundle is checked.
            let contents = try BundleContents.read(path)
            _ = try withUsage { try contents.program(path) }
            console.flush()
            return try follow(ControlledProcess(program, [path] + words), nil, &console)
        }
        let options = try CompileOptions(arguments)
        var source = ServedSource(path: path, options: options)
        defer { source.removeFolders() }
        guard let folder = try source.compile(&console) else { return .findings }
        console.flush()
        let process = try ControlledProcess(
            program, [folder] + words + ["--control-folder", source.folder])
        return try follow(process, arguments.has("watch") ? source : nil, &console)
    }

    /// `apigw-serve` beside this program, else wherever `PATH` has it.
    private static var program: String {
        if let own = resolvedPath("/proc/self/exe"), let slash = own.lastIndex(of: "/") {
            let beside = "\(own[..<slash])/apigw-serve"
            if exists(beside) { return beside }
        }
        return "apigw-serve"
    }

    private static func passedOn(_ arguments: Arguments) -> [String] {
        serveOptions.flatMap { option -> [String] in
            if option.value == nil {
                return arguments.has(option.name) ? ["--\(option.name)"] : []
            }
            return arguments.values(option.name).flatMap { ["--\(option.name)", $0] }
        }
    }

    /// Waits for the gateway to end; passes signals on, and changes of the source.
    private static func follow(
        _ process: ControlledProcess, _ source: ServedSource?, _ console: inout Console
    ) throws -> ProgramStatus {
        var source = source
        defer { source?.removeFolders() }
        while true {
            switch process.wait(milliseconds: source == nil ? 1000 : 150) {
            case .ended(let status):
                if status == 0 { return .success }
                return ProgramStatus(rawValue: status) ?? .systemFailure
            case .signal(let number):
                process.forward(signal: number)
            case .nothing:
                guard source?.hasChanged() == true else { continue }
                do {
                    if let folder = try source?.compile(&console) {
                        // The gateway says when the change is served.
                        process.send("load \(folder)")
                    } else {
                        process.send("stale the specification has errors")
                        console.writeError("apigw: still serving what was right before\n")
                    }
                } catch {
                    process.send("stale \(error)")
                    console.writeError("apigw: \(error)\n")
                }
                console.flush()
            }
        }
    }
}

/// A specification that is compiled again whenever it changes.
private struct ServedSource {
    let path: String
    let options: CompileOptions
    let folder: String
    private var number = 0
    private var watched: [String: FileVersion?] = [:]

    init(path: String, options: CompileOptions) {
        self.path = path
        self.options = options
        folder = "\(environmentVariable("TMPDIR") ?? "/tmp")/apigw-serve-\(processID())"
    }

    /// Returns a bundle's folder, or `nil` after reporting what is wrong.
    mutating func compile(_ console: inout Console) throws -> String? {
        // What is saved while it is being read is a change: versions are those from before.
        var before: [String: FileVersion?] = [:]
        for path in Array(watched.keys) + [path] + (options.settingsPath.map { [$0] } ?? []) {
            before[path] = FileVersion(path)
        }
        // Also where reading fails: it is tried again when a file is there, not all the time.
        watched = before
        let spec = try CompiledSpec(path, options)
        var paths = spec.input.files.files.map(\.path)
        if let settings = options.settingsPath { paths.append(settings) }
        watched = [:]
        for path in paths { watched[path] = before[path] ?? FileVersion(path) }
        console.report(inPrintingOrder(spec.input.log.diagnostics), in: spec.input.files)
        if spec.input.log.hasErrors { return nil }
        guard spec.bundles.count == 1, let bundle = spec.bundles.first else {
            let names = spec.bundles.compactMap(\.logicalID).joined(separator: ", ")
            throw UsageError(
                "'\(path)' has \(spec.bundles.count) APIs",
                help: names.isEmpty ? nil : "choose one with '--resource': \(names)")
        }
        if bundle.summary.kind == "HTTP" {
            throw UsageError(
                "'\(path)' describes an HTTP API, which this gateway does not run",
                help: "deploy its 'aws/template.yaml' with CloudFormation, or serve it with "
                    + "'--api-type rest'")
        }
        number += 1
        let target = "\(folder)/\(number).apigw"
        try writeBundle(bundle.files, to: target)
        // The gateway has long read the one before the last.
        if number > 2 { try? removeFolder("\(folder)/\(number - 2).apigw") }
        return target
    }

    /// Whether any file that the last compilation read is another now.
    func hasChanged() -> Bool {
        watched.contains { FileVersion($0.key) != $0.value }
    }

    func removeFolders() { try? removeFolder(folder) }
}
