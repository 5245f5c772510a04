import CLI
import Diagnostics
import Export
import JSON
import Lowering
import Model
import OpenAPI
import Platform
import Syntax

/// A document, exported and imported again.
///
/// For every kind of document and both notations, what an import makes of the export is what it makes
/// of the document itself, but for what the export said it loses; the text reads back as the value
/// that was printed; and exporting the export changes nothing more.
struct RoundTrip {
    private let spec: LoweredAPI
    private let options: CompileOptions
    private let original: JSONValue

    /// Reads a document; `nil` for one that is no API without errors.
    init?(_ path: String) throws {
        options = CompileOptions()
        let read = try LoweredSpec(path, options)
        guard read.apis.count == 1, !read.input.log.hasErrors else { return nil }
        spec = read.apis[0]
        original = importedShape(spec.api)
    }

    /// What differs, a line for each kind of document and notation; `nil` where nothing does.
    func failure() -> String? {
        var lines: [String] = []
        for type in [nil, .oas30, .swagger] as [AWSExportOptions.DocumentType?] {
            let isOwnType = type == (spec.spec.document.version == .swagger2 ? .swagger : .oas30)
            // HTTP APIs are not imported from Swagger.
            if isOwnType || (spec.api.isHTTP && type == .swagger) { continue }
            for format in ["yaml", "json"] {
                for line in differences(type, format) {
                    lines.append("\(type?.rawValue ?? "own") \(format): \(line)")
                }
            }
        }
        return lines.isEmpty ? nil : lines.prefix(12).joined(separator: "\n")
    }

    private func differences(
        _ type: AWSExportOptions.DocumentType?, _ format: String
    ) -> [String] {
        var log = DiagnosticLog()
        var wanted = FaithfulExportOptions()
        wanted.type = type
        let export = FaithfulExport(spec.spec.document, wanted, into: &log)
        let bytes = text(of: export.value, format)
        var readLog = DiagnosticLog()
        let root = parseDocument(SourceFile(path: "export.\(format)", bytes: bytes), into: &readLog)
        guard let document = OpenAPIDocument.read(root, into: &readLog) else {
            return ["cannot be read: \(readLog.diagnostics.first?.message ?? "")"]
        }
        var found: [String] = []
        if let difference = firstDifference(export.value, root.jsonValue) {
            found.append("does not read back as printed: \(difference)")
        }
        let again = FaithfulExport(document, FaithfulExportOptions(), into: &readLog)
        if text(of: again.value, format) != bytes { found.append("exporting again differs") }
        var lowering = options.lowering
        if spec.api.isHTTP { lowering.apiType = .http }
        let api = lower(document, lowering, into: &readLog)
        for error in readLog.diagnostics where error.severity == .error {
            found.append("has an error: \(error.message)")
        }
        let imported = importedShape(api)
        let permitted = PermittedDifferences(export, original, imported)
        var paths: [[String]] = []
        addDifferences(original, imported, at: [], to: &paths)
        for path in paths where !permitted.contains(path) {
            found.append("differs at \(path.joined(separator: " > "))")
        }
        let base = spec.spec.document.basePath?.value
        if type == nil, document.basePath?.value != base { found.append("has another base path") }
        return found
    }

    private func text(of value: JSONValue, _ format: String) -> [UInt8] {
        format == "yaml" ? printYAML(value) : Array((value.printed(.indented) + "\n").utf8)
    }
}

extension API {
    fileprivate var isHTTP: Bool {
        if case .http = self { true } else { false }
    }
}

/// An API as `apigw inspect` shows it: resources by path, methods by name, models by name.
private func importedShape(_ api: API) -> JSONValue {
    switch api {
    case .http(let api): return ["routes": httpAPIRoutesShape(api), "api": httpAPIShape(api)]
    case .rest(let api):
        let shapes = ResourceShapes(api)
        var resources = JSONObject()
        for item in shapes.resources["items"]?.arrayValue ?? [] {
            resources.members.append(
                JSONObject.Member(
                    item["path"]?.stringValue ?? "", item["resourceMethods"] ?? [:]))
        }
        var models = JSONObject()
        for item in shapes.models["items"]?.arrayValue ?? [] {
            guard var model = item.objectValue else { continue }
            if let text = item["schema"]?.stringValue {
                model["schema"] = try? JSONValue(parsing: Array(text.utf8))
            }
            models.members.append(
                JSONObject.Member(item["name"]?.stringValue ?? "", .object(model)))
        }
        return [
            "resources": .object(resources), "models": .object(models),
            "rest": shapes.everythingElse,
        ]
    }
}

/// The differences that an export has announced: parts of the shape by the losses that explain them.
private struct PermittedDifferences {
    private var prefixes: Set<[String]> = []
    private let importedSchemas: Set<String>
    private let imported: JSONValue

    init(_ export: FaithfulExport, _ original: JSONValue, _ imported: JSONValue) {
        importedSchemas = Set(export.importedSchemas)
        self.imported = imported
        for (resource, methods) in imported.members(at: ["resources"]) {
            for (method, shape) in methods.objectValue?.pairs ?? [] {
                let place = ["resources", resource, method]
                addImported(place + ["requestModels"], original)
                for (code, _) in shape.members(at: ["methodResponses"]) {
                    addImported(place + ["methodResponses", code, "responseModels"], original)
                }
            }
        }
        for loss in export.losses {
            let isInPath = loss.pointer.count > 2 && loss.pointer[0] == "paths"
            let method: [String] =
                isInPath ? ["resources", path(loss.pointer[1]), name(loss.pointer[2])] : []
            switch loss.effect {
            case .nothing: break
            case .method: prefixes.insert(method)
            case .authorization:
                prefixes.insert(["rest", "authorizers"])
                for key in ["authorizationType", "authorizerId", "authorizationScopes"] {
                    for (resource, methods) in original.members(at: ["resources"]) {
                        for (method, _) in methods.objectValue?.pairs ?? [] {
                            prefixes.insert(["resources", resource, method, key])
                        }
                    }
                }
            case .requestModels where isInPath:
                add(method + ["requestModels"], original, imported)
            case .responseModels where isInPath && loss.pointer.count > 4:
                add(
                    method + ["methodResponses", loss.pointer[4], "responseModels"], original,
                    imported)
            case .requestModels, .responseModels: break
            case .schema where isInPath:
                add(method + ["requestModels"], original, imported)
                for (code, _) in original.members(at: method + ["methodResponses"]) {
                    add(
                        method + ["methodResponses", code, "responseModels"], original, imported)
                }
            case .schema:
                let named = loss.pointer.firstIndex { ["schemas", "definitions"].contains($0) }
                if let named, named < 2, loss.pointer.count > named + 1 {
                    prefixes.insert(["models", loss.pointer[named + 1]])
                }
            }
        }
    }

    /// Permits a method's references to models, and the models made for the places themselves.
    private mutating func add(_ place: [String], _ original: JSONValue, _ imported: JSONValue) {
        prefixes.insert(place)
        for shape in [original, imported] {
            for (_, model) in shape.members(at: place) {
                let model = model.stringValue ?? ""
                if model.hasPrefix("MODEL") { prefixes.insert(["models", model]) }
            }
        }
    }

    /// Permits references to models that other files' schemas have become.
    private mutating func addImported(_ place: [String], _ original: JSONValue) {
        let isImported = imported.members(at: place).contains { _, model in
            importedSchemas.contains(model.stringValue ?? "")
        }
        if isImported { add(place, original, imported) }
    }

    private func path(_ key: String) -> String {
        key.count > 1 && key.hasSuffix("/") ? String(key.dropLast()) : key
    }

    private func name(_ key: String) -> String {
        key == "x-amazon-apigateway-any-method" ? "ANY" : key.uppercased()
    }

    func contains(_ path: [String]) -> Bool {
        (1...max(path.count, 1)).contains { count in
            let prefix = Array(path.prefix(count))
            if prefixes.contains(prefix) { return true }
            // A name stands where the import of the document itself puts the schema.
            if prefix.count == 2, prefix[0] == "models" {
                return importedSchemas.contains(prefix[1])
            }
            let reference = imported.value(at: prefix)?["$ref"]?.stringValue ?? ""
            return importedSchemas.contains(String(reference.split(separator: "/").last ?? ""))
        }
    }
}

extension JSONObject {
    fileprivate var pairs: [(String, JSONValue)] { members.map { ($0.key, $0.value) } }
}

extension JSONValue {
    fileprivate func members(at path: [String]) -> [(String, JSONValue)] {
        value(at: path)?.objectValue?.pairs ?? []
    }

    fileprivate func value(at path: [String]) -> JSONValue? {
        var value: JSONValue? = self
        for key in path { value = value?[key] }
        return value
    }
}

/// Adds the paths of all members that differ; the order of members does not count.
private func addDifferences(
    _ left: JSONValue, _ right: JSONValue, at path: [String], to paths: inout [[String]]
) {
    if left == right { return }
    guard case .object(let old) = left, case .object(let new) = right else {
        if firstDifference(left, right) != nil { paths.append(path) }
        return
    }
    let values = Dictionary(new.members.map { ($0.key, $0.value) }) { first, _ in first }
    for member in old.members {
        if let value = values[member.key] {
            addDifferences(member.value, value, at: path + [member.key], to: &paths)
        } else {
            paths.append(path + [member.key])
        }
    }
    let keys = Set(old.members.map(\.key))
    for member in new.members where !keys.contains(member.key) { paths.append(path + [member.key]) }
}

/// Where two values differ first, numbers compared as numbers and members in any order.
private func firstDifference(_ left: JSONValue, _ right: JSONValue) -> String? {
    if left == right { return nil }
    switch (left, right) {
    case (.number(let old), .number(let new)):
        return Double(old.spelling) == Double(new.spelling)
            ? nil : "\(old.spelling), then \(new.spelling)"
    case (.array(let old), .array(let new)):
        if old.count != new.count { return "\(old.count) elements, then \(new.count)" }
        for (index, pair) in zip(old, new).enumerated() {
            if let difference = firstDifference(pair.0, pair.1) {
                return "\(index) > \(difference)"
            }
        }
        return nil
    case (.object(let old), .object(let new)):
        if old.members.count != new.members.count {
            return "\(old.members.count) members, then \(new.members.count)"
        }
        let values = Dictionary(new.members.map { ($0.key, $0.value) }) { first, _ in first }
        for member in old.members {
            guard let value = values[member.key] else { return "'\(member.key)' is missing" }
            if let difference = firstDifference(member.value, value) {
                return "\(member.key) > \(difference)"
            }
        }
        return nil
    default: return "\(left.printed().prefix(80)), then \(right.printed().prefix(80))"
    }
}
