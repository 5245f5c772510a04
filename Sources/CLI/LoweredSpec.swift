package import Diagnostics
package import Lowering
package import Model
package import Options
package import Platform
package import Settings
internal import Syntax

/// A specification lowered to its APIs, with the settings that belong to it.
package struct LoweredSpec: Sendable {
    /// What was read; its log has everything that reading and lowering found.
    package var input: SpecInput

    /// What reading found, lowering left out.
    package var readingLog: DiagnosticLog

    /// The APIs with the documents that they were lowered from, in source order.
    package var apis: [LoweredAPI] = []

    /// What the settings file says; empty without one.
    package var settings: GatewaySettings

    /// Reads a specification and its settings, and lowers every API in it.
    ///
    /// - Parameters:
    ///   - path: A file's path, or `-` for standard input; for a bundle, its folder.
    ///   - options: How to do it.
    /// - Throws: Where the file or the settings file cannot be read.
    package init(_ path: String, _ options: CompileOptions) throws(PlatformError) {
        input = try SpecInput(
            path, resource: options.resource, allowsOutside: options.allowsOutside)
        settings = GatewaySettings()
        if let path = options.settingsPath {
            let file = input.files.add(
                path: path, bytes: try readFile(path, limit: SyntaxLimits.byteCount))
            let root = parseDocument(file, into: &input.log)
            settings = readSettings(root, into: &input.log)
        }
        readingLog = input.log
        for spec in input.apis {
            var lowering = options.lowering
            if options.settingsPath != nil { lowering.settings = settings }
            let api = lower(spec.document, spec.adapted(lowering), into: &input.log)
            apis.append(LoweredAPI(spec: spec, api: api))
        }
    }
}

/// An API and the document that it was lowered from.
package struct LoweredAPI: Sendable {
    package var spec: SpecAPI
    package var api: API
}

/// What the commands that compile a specification take besides it.
package struct CompileOptions: Sendable {
    package var settingsPath: String?

    /// The only resource of a template that is wanted.
    package var resource: String?
    package var allowsOutside = false
    package var lowering = LoweringOptions()

    package init() {}

    /// Reads the options out of a command line whose syntax has ``syntax`` among its own.
    package init(_ arguments: Arguments) throws(UsageError) {
        settingsPath = arguments.value("settings")
        resource = arguments.value("resource")
        allowsOutside = arguments.has("allow-outside")
        if let type = arguments.value("api-type").flatMap(LoweringOptions.APIType.init) {
            lowering.apiType = type
        }
        if let mode = arguments.value("basepath").flatMap(LoweringOptions.BasePathMode.init) {
            lowering.basePathMode = mode
        }
        for pair in try arguments.pairs("set") { lowering.substitutions[pair.name] = pair.value }
    }

    /// The options that every such command has.
    package static let syntax = [
        OptionSyntax(
            "settings", OperandSyntax("FILE", .file),
            help: "stages, usage plans, keys and domains (default none)"),
        OptionSyntax(
            "api-type",
            OperandSyntax("TYPE", .choice(LoweringOptions.APIType.allCases.map(\.rawValue))),
            help: "the kind of API (default rest)"),
        OptionSyntax(
            "basepath",
            OperandSyntax("MODE", .choice(LoweringOptions.BasePathMode.allCases.map(\.rawValue))),
            help: "what becomes of the document's base path (default ignore)"),
        OptionSyntax(
            "set", OperandSyntax("NAME=VALUE", .text), repeats: true,
            help: "the value of a placeholder such as ${NAME}"),
        OptionSyntax(
            "resource", OperandSyntax("ID", .text),
            help: "the API of a template, by its logical id (default all)"),
        OptionSyntax(
            flag: "allow-outside", help: "let '$ref' lead out of the specification's folder"),
    ]
}
