import JSON
import Platform
import Schemas

/// JSON Schema: `draft4/` and `draft4/optional/` in the form of the JSON Schema Test Suite,
/// `openapi30/dialect.json`, `messages/cases.jsonl`, and `fge-verdicts.jsonl`.
///
/// Every instance is also run in both modes, which must agree.
let schemasCorpus = Corpus(name: "schemas") { arguments in
    var runner = SchemasRunner(arguments)
    try runner.runSuite("draft4", kind: "draft4")
    try runner.runSuite("draft4/optional", kind: "optional")
    try runner.runSuite("draft4/optional/format", kind: "optional")
    try runner.runOpenAPI()
    try runner.runMessages()
    try runner.runEngineVerdicts()
    return runner.results
}

private struct SchemasRunner {
    private let arguments: CorpusArguments
    private var remotes: [String: JSONValue] = [:]
    private(set) var results: [CaseResult] = []
    private var validator = SchemaValidator()

    init(_ arguments: CorpusArguments) {
        self.arguments = arguments
        let remotes = try? json("remotes.json").objectValue
        for member in remotes?.members ?? [] { self.remotes[member.key] = member.value }
    }

    private func json(_ name: String) throws -> JSONValue {
        try JSONValue(parsing: readFile("\(arguments.folder)/\(name)"))
    }

    private func lines(_ name: String) throws -> [JSONValue] {
        let bytes = try readFile("\(arguments.folder)/\(name)")
        return try bytes.split(separator: UInt8(ascii: "\n")).map { line in
            try JSONValue(parsing: Array(line))
        }
    }

    private mutating func add(_ id: String, _ kind: String, _ run: (inout Self) -> String?) {
        guard arguments.includes(id, kind: kind) else { return }
        results.append(CaseResult(id, kind: kind, failure: run(&self)))
    }

    // MARK: Parts

    mutating func runSuite(_ folder: String, kind: String) throws {
        guard let names = try? namesInFolder("\(arguments.folder)/\(folder)") else { return }
        for name in names where name.hasSuffix(".json") {
            let groups = try json("\(folder)/\(name)").arrayValue ?? []
            for (number, group) in groups.enumerated() {
                var schema: Schema?
                for (index, test) in (group["tests"]?.arrayValue ?? []).enumerated() {
                    add("\(name.dropLast(5))#\(number).\(index)", kind) { runner in
                        schema = schema ?? runner.compile(group["schema"], .init())
                        return runner.difference(
                            schema, test["data"], isValid: test["valid"] == true,
                            "\(group["description"]?.stringValue ?? ""): "
                                + "\(test["description"]?.stringValue ?? "")")
                    }
                }
            }
        }
    }

    mutating func runOpenAPI() throws {
        guard let groups = try? json("openapi30/dialect.json").arrayValue else { return }
        for (number, group) in groups.enumerated() {
            var options = SchemaCompiler.Options()
            options.dialect = .openAPI30
            options.usesIDs = false
            options.checksFormats = group["formats"] != false
            switch group["mode"]?.stringValue {
            case "read": options.access = .read
            case "write": options.access = .write
            case "strict": options.refusesBinaryStrings = true
            default: break
            }
            for (index, test) in (group["tests"]?.arrayValue ?? []).enumerated() {
                add("\(number).\(index)", "openapi30") { runner in
                    runner.difference(
                        runner.compile(group["schema"], options), test["data"],
                        isValid: test["valid"] == true,
                        "\(group["source"]?.stringValue ?? ""): "
                            + "\(group["description"]?.stringValue ?? "")")
                }
            }
        }
    }

    mutating func runMessages() throws {
        guard let cases = try? lines("messages/cases.jsonl") else { return }
        for one in cases {
            guard let id = one["case"]?.stringValue else { continue }
            var schema = one["schema"]
            if let name = one["schemaFile"]?.stringValue { schema = try json("messages/\(name)") }
            let text =
                one["instanceText"]?.stringValue ?? one["instance"]?.printed(.compact) ?? ""
            add(id, "messages") { $0.messageDifference(one, schema ?? .null, text) }
        }
    }

    private mutating func messageDifference(
        _ one: JSONValue, _ document: JSONValue, _ text: String
    ) -> String? {
        var options = SchemaCompiler.Options()
        options.usesIDs = false
        options.checksFormats = one["schemaFile"] == nil
        let (schema, problems) = SchemaCompiler.compile(document, options: options)
        if let detail = one["detail"]?.stringValue {
            if one["schemaError"] == "JsonParseException" {
                return validator.read(Array(text.utf8)) == nil ? "the instance was read" : nil
            }
            let messages = problems.map(\.message)
            if detail.hasPrefix("validation loop"),
                messages.contains(where: { $0.hasPrefix("validation loop") })
            {
                return nil
            }
            if detail.hasSuffix("regular expression"), !messages.isEmpty { return nil }
            return messages.contains(detail) ? nil : "expected '\(detail)', not \(messages)"
        }
        guard let schema, problems.isEmpty else { return "\(problems)" }
        if let error = validator.read(Array(text.utf8)) { return error.message }
        let isAccepted = validator.accepts(schema)
        let violations = validator.violations(of: schema, checksDeeply: one["deepCheck"] == true)
        if isAccepted != (one["valid"] == true) { return "verdict \(isAccepted)" }
        let actual = violations.map { "\($0.keyword) \($0.pointer) \($0.message)" }
        let expected = (one["errors"]?.arrayValue ?? []).map { error in
            "\(error["keyword"]?.stringValue ?? "") \(error["at"]?.stringValue ?? "") "
                + "\(error["message"]?.stringValue ?? "")"
        }
        if actual != expected { return "expected \(expected)\nactual   \(actual)" }
        guard let joined = one["joined"]?.stringValue else { return nil }
        let string = BodyValidation.invalid(violations.map(\.message)).validationErrorString ?? ""
        return string == joined ? nil : "expected \(joined)\nactual   \(string)"
    }

    mutating func runEngineVerdicts() throws {
        guard let rows = try? lines("fge-verdicts.jsonl") else { return }
        var files: [String: [JSONValue]] = [:]
        for row in rows {
            guard let file = row["file"]?.stringValue, let group = row["group"]?.number,
                let test = row["test"]?.number
            else { continue }
            if files[file] == nil { files[file] = try json("draft4/\(file)").arrayValue ?? [] }
            guard let groups = files[file], groups.indices.contains(group),
                let tests = groups[group]["tests"]?.arrayValue, tests.indices.contains(test)
            else { continue }
            add("\(file.dropLast(5))#\(group).\(test)", "fge") { runner in
                // An exception of the engine is no verdict.
                guard let expected = row["fge"]?.boolValue else { return nil }
                let schema = runner.compile(groups[group]["schema"], .init())
                let text = tests[test]["data"]?.printed(.compact) ?? ""
                if let difference = runner.difference(
                    schema, tests[test]["data"], isValid: expected, "engine")
                {
                    return difference
                }
                guard let schema, let joined = row["fgeJoined"]?.stringValue else { return nil }
                let actual = runner.validator.validate(body: Array(text.utf8), against: schema)
                    .validationErrorString
                return actual == joined ? nil : "expected \(joined)\nactual   \(actual ?? "valid")"
            }
        }
    }

    // MARK: Steps

    private func compile(_ document: JSONValue?, _ options: SchemaCompiler.Options) -> Schema? {
        SchemaCompiler.compile(document ?? .null, options: options) { remotes[$0] }.schema
    }

    /// Runs both modes; `nil` where they agree with each other and with the expectation.
    private mutating func difference(
        _ schema: Schema?, _ instance: JSONValue?, isValid: Bool, _ name: String
    ) -> String? {
        guard let schema, let instance else { return "\(name): no schema" }
        let text = instance.printed(.compact)
        if let error = validator.read(Array(text.utf8)) { return error.message }
        let isAccepted = validator.accepts(schema)
        let violations = validator.violations(of: schema)
        if isAccepted != violations.isEmpty {
            return "\(name): verdict \(isAccepted), report \(violations)"
        }
        if isAccepted == isValid { return nil }
        return "\(name): expected \(isValid) for \(text.prefix(200)) \(violations.map(\.message))"
    }
}

extension JSONValue {
    /// A small integer.
    fileprivate var number: Int? {
        if case .number(let number) = self { Int(number.spelling) } else { nil }
    }
}
