internal import Diagnostics
internal import JSON
package import Options
internal import Platform
internal import SDK

/// `apigw sdk SPEC --lang swift -o DIR`: writes a client for an API.
package enum SDKCommand: Command {
    package static let syntax = CommandSyntax(
        "sdk", summary: "write a client for an API",
        operands: [OperandSyntax("BUNDLE|SPEC", .file)],
        options: [
            OptionSyntax(
                "lang", OperandSyntax("LANGUAGE", .choice(["swift"])),
                help: "the client's language (default swift)"),
            OptionSyntax(
                "output", short: "o", OperandSyntax("DIR", .file),
                help: "the folder to write; files of others in it are left alone"),
            OptionSyntax(
                "name", OperandSyntax("NAME", .text),
                help: "the module's name (default: the API's title)"),
            OptionSyntax(
                "only", OperandSyntax("NAMES", .text), repeats: true,
                help: "only these tags and operation ids, separated by commas"),
            OptionSyntax(
                "names", OperandSyntax("FILE", .file),
                help: "the names to keep (default names.json in DIR)"),
            OptionSyntax(flag: "internal", help: "internal declarations, for use inside a module"),
            OptionSyntax(flag: "single-file", help: "everything in one file"),
            OptionSyntax(flag: "mocks", help: "add a module with samples and a protocol for tests"),
            OptionSyntax(
                flag: "check", help: "write nothing; exit 1 where the folder is out of date"),
            OptionSyntax(flag: "strict", help: "treat what falls back as an error"),
            OptionSyntax(
                flag: "allow-outside", help: "let '$ref' lead out of the specification's folder"),
        ],
        examples: [
            .init("apigw sdk api.yaml --lang swift -o PetsSDK", "write a Swift package"),
            .init("apigw sdk api.yaml -o PetsSDK --check", "see whether it is up to date, in CI"),
        ])

    package static func run(
        _ arguments: Arguments, _ console: inout Console
    ) throws -> ProgramStatus {
        guard let folder = arguments.value("output") else {
            throw UsageError("'-o DIR' is missing", help: "say where the client is to go")
        }
        let path = try BundleSource(arguments.operands[0], CompileOptions()).path
        let spec = try SpecInput(
            path, allowsOutside: arguments.has("allow-outside"), acceptsAnyVersion: true)
        var log = spec.log
        guard let document = spec.document, !log.hasErrors || !arguments.has("strict") else {
            console.report(log.diagnostics, in: spec.files)
            return .findings
        }
        let only = arguments.values("only").flatMap { $0.split(separator: ",").map(String.init) }
        let selection = ClientSelection(
            names: only, includesExamples: arguments.has("mocks"))
        let api = readClientAPI(document, selecting: selection, into: &log)
        console.report(log.diagnostics, in: spec.files)
        if arguments.has("strict"), log.diagnostics.contains(where: { $0.severity >= .warning }) {
            return .findings
        }
        if !only.isEmpty, api.operations.isEmpty {
            throw UsageError("no operation or tag is named '\(only.joined(separator: "', '"))'")
        }

        var options = SwiftOptions()
        options.name = arguments.value("name")
        options.isInternal = arguments.has("internal")
        options.isSingleFile = arguments.has("single-file")
        options.hasMocks = arguments.has("mocks")
        let old = (try? readFile("\(folder)/names.json")).map(NameRecord.init(parsing:))
        let names = try arguments.value("names").map { NameRecord(parsing: try readFile($0)) }
        if let names, !names.isReadable {
            throw UsageError("the file of '--names' is no names.json of 'apigw sdk'")
        }
        let files = swiftPackage(api, options, keeping: names ?? old ?? NameRecord())
        let changes = try ClientFolder(folder, old ?? NameRecord()).changes(to: files)
        if arguments.has("check") {
            for change in changes { console.write("\(change.description)\n") }
            return changes.isEmpty ? .success : .findings
        }
        for change in changes { try change.apply() }
        return .success
    }
}

/// A folder that holds a client, and perhaps files of others.
private struct ClientFolder {
    /// What is to be done to a file.
    struct Change {
        var path: String
        /// `nil` to remove the file.
        var bytes: [UInt8]?
        var isNew: Bool

        var description: String {
            bytes == nil ? "stale: \(path)" : isNew ? "missing: \(path)" : "changed: \(path)"
        }

        func apply() throws(PlatformError) {
            guard let bytes else { return try removeFile(path) }
            try makeFolder(folderPath(of: path))
            try writeFile(bytes, to: path)
        }
    }

    private let folder: String
    private let record: NameRecord

    init(_ folder: String, _ record: NameRecord) {
        self.folder = folder
        self.record = record
    }

    /// What makes the folder hold these files and no older ones.
    ///
    /// - Throws: `UsageError` where a file of somebody else is in the way.
    func changes(to files: [OutputFile]) throws -> [Change] {
        var changes: [Change] = []
        let wanted = Set(files.map(\.path))
        for file in files {
            let path = "\(folder)/\(file.path)"
            guard exists(path) else {
                changes.append(Change(path: path, bytes: file.bytes, isNew: true))
                continue
            }
            let present = try readFile(path)
            if present == file.bytes { continue }
            guard isOurs(file.path, present) else {
                throw UsageError(
                    "'\(path)' was not written by this command and is left alone",
                    help: "move it away, or choose another folder")
            }
            changes.append(Change(path: path, bytes: file.bytes, isNew: false))
        }
        for name in record.files where !wanted.contains(name) && isPlain(name) {
            let path = "\(folder)/\(name)"
            if let present = try? readFile(path), isOurs(name, present) {
                changes.append(Change(path: path, bytes: nil, isNew: false))
            }
        }
        return changes
    }

    private func isOurs(_ name: String, _ bytes: [UInt8]) -> Bool {
        if name == "names.json" { return NameRecord(parsing: bytes).isReadable }
        return String(decoding: bytes.prefix(200), as: UTF8.self).contains(generatedMarker)
    }

    /// A record is a file like any other: its paths must stay in the folder.
    private func isPlain(_ path: String) -> Bool {
        !path.hasPrefix("/") && !path.split(separator: "/").contains("..")
    }
}
