import Diagnostics
import JSON
import Model
import OpenAPI
import Syntax

/// Turns a document's schemas into models.
///
/// Shared by the closures that build the models' schemas, so it holds only what they read.
final class SchemaLowering: Sendable {
    private let document: OpenAPIDocument

    /// `#/components/schemas/` or `#/definitions/`.
    private let prefix: String

    init(_ document: OpenAPIDocument) {
        self.document = document
        prefix = document.version == .swagger2 ? "#/definitions/" : "#/components/schemas/"
    }

    /// What a schema at an operation becomes.
    enum Use {
        /// The model of this name, if there is one.
        case model(String)
        /// A model made for it.
        case inline
        /// Nothing: import cannot use schemas of this kind (its own name for it) in place.
        case unsupported(kind: String)
        /// Nothing, for a reason that has been reported.
        case unresolved
    }

    func use(of schema: Node) -> Use {
        if let reference = schema.reference {
            if let name = modelName(of: reference) { return .model(name) }
            let canonical = reference.string.flatMap(DataModel.nameReferenced)
            if let canonical { return .model(canonical) }
        }
        guard let target = document.resolve(schema), target.kind == .object else {
            return .unresolved
        }
        if target["allOf"] != nil || target["oneOf"] != nil || target["anyOf"] != nil {
            return .unsupported(kind: "ComposedSchema")
        }
        guard let type = target["type"]?.string else { return .inline }
        switch type {
        case "string": return .unsupported(kind: Self.stringKind(target["format"]?.string))
        case "integer": return .unsupported(kind: "IntegerSchema")
        case "number": return .unsupported(kind: "NumberSchema")
        case "boolean": return .unsupported(kind: "BooleanSchema")
        case "file": return .unsupported(kind: "FileSchema")
        default: return .inline
        }
    }

    private static func stringKind(_ format: String?) -> String {
        switch format {
        case "date": "DateSchema"
        case "date-time": "DateTimeSchema"
        case "byte": "ByteArraySchema"
        case "binary": "BinarySchema"
        case "uuid": "UUIDSchema"
        case "email": "EmailSchema"
        case "password": "PasswordSchema"
        default: "StringSchema"
        }
    }

    /// The model that a reference from the document itself names as a whole.
    private func modelName(of reference: Node) -> String? {
        guard let name = nameBelowPrefix(reference) else { return nil }
        return name.holds("/") ? nil : name
    }

    /// What follows the place of the named schemas in a reference from the document itself.
    private func nameBelowPrefix(_ reference: Node) -> String? {
        guard reference.tree.file.id == document.root.tree.file.id, let text = reference.string
        else { return nil }
        let (bytes, wanted) = (text.utf8, prefix.utf8)
        if bytes.span.starts(with: wanted.span, at: 0) {
            return bytes.text(wanted.count..<bytes.count)
        }
        let isBare = document.version == .swagger2 && ReferenceTable.isBareName(text)
        return isBare ? text : nil
    }

    /// The model of a named schema.
    func model(_ member: Node.Member) -> DataModel {
        var model = DataModel(
            name: Located(member.key, at: member.keyRange), schema: deferred(member.value),
            schemaRange: member.value.range)
        if let text = member.value["description"], let description = text.string {
            model.description = Located(description, at: text.range)
        }
        return model
    }

    /// The model that is made for a schema without a name; the names say where it stands.
    func model(
        inline schema: Node, at path: String, _ method: String, _ part: String,
        _ contentType: String
    ) -> DataModel {
        let id = stableIdentifier("inline", path, method, part, contentType)
        return DataModel(
            name: Located("MODEL\(id.prefix(6))", at: schema.firstByte), schema: deferred(schema),
            schemaRange: schema.range)
    }

    private func deferred(_ schema: Node) -> DeferredJSON {
        DeferredJSON { self.json(schema, isMap: false, depth: 0) }
    }

    /// The schema as JSON Schema draft 4, without the keywords that OpenAPI adds.
    ///
    /// References to named schemas become references to models; others are replaced by their
    /// targets, to a bounded depth, for a model cannot refer to anything but models.
    private func json(_ node: Node, isMap: Bool, depth: Int) -> JSONValue {
        switch node.kind {
        case .object:
            if !isMap, let reference = node.reference {
                return json(reference: reference, of: node, depth: depth)
            }
            var members: [JSONObject.Member] = []
            members.reserveCapacity(node.count)
            for member in node.members {
                let key = member.key
                if !isMap, Self.keywordsOfOpenAPI.contains(key) || key.hasPrefix("x-") { continue }
                let value =
                    !isMap && Self.keywordsOfData.contains(key)
                    ? member.value.jsonValue
                    : json(
                        member.value, isMap: !isMap && Self.keywordsOfMaps.contains(key),
                        depth: depth)
                members.append(JSONObject.Member(key, value))
            }
            return .object(JSONObject(members))
        case .array:
            return .array(node.elements.map { json($0, isMap: false, depth: depth) })
        default: return node.jsonValue
        }
    }

    private func json(reference: Node, of node: Node, depth: Int) -> JSONValue {
        let text = reference.string ?? ""
        if let name = nameBelowPrefix(reference) {
            return ["$ref": .string("#/definitions/" + name)]
        }
        if DataModel.nameReferenced(by: text) != nil { return ["$ref": .string(text)] }
        guard depth < Self.maximumInlining, let target = document.resolve(node) else { return [:] }
        return json(target, isMap: false, depth: depth + 1)
    }

    /// How deep references that are no models are replaced by their targets.
    private static let maximumInlining = 8

    private static let keywordsOfOpenAPI: Set<String> = [
        "nullable", "discriminator", "readOnly", "writeOnly", "xml", "externalDocs", "example",
        "deprecated",
    ]
    private static let keywordsOfData: Set<String> = ["enum", "default", "required"]
    private static let keywordsOfMaps: Set<String> = [
        "properties", "patternProperties", "definitions", "dependencies",
    ]
}

extension RestAPILowering {
    mutating func lowerModels() {
        let members = document.schemas
        api.models.reserveCapacity(members.underestimatedCount)
        for member in members where member.value.kind == .object {
            let model = schemas.model(member)
            let name = model.name.value
            if name.isEmpty || !name.utf8.allSatisfy(\.isAlphanumeric) {
                values.log.report(.invalidModelName(model.name))
            }
            if member.value.count == 0 { values.log.report(.emptySchema(model)) }
            api.models.append(model)
            modelNames.insert(name)
        }
    }
}

extension UInt8 {
    fileprivate var isAlphanumeric: Bool { 0x30...0x39 ~= self || 0x61...0x7a ~= self | 0x20 }
}

extension Diagnostic {
    fileprivate static func invalidModelName(_ name: Located<String>) -> Self {
        Self(
            ID(rawValue: "invalid-model-name"), .error,
            "model name '\(name.value)' has other characters than letters and digits",
            at: name.range, help: "rename the schema",
            aws: AWSWords(
                .error,
                name.value.isEmpty
                    ? "Model name must be non-empty"
                    : "Unable to create model for '\(name.value)': Model name must be "
                        + "alphanumeric: \(name.value)"))
    }

    fileprivate static func emptySchema(_ model: DataModel) -> Self {
        Self(
            ID(rawValue: "empty-model-schema"), .error,
            "the schema of model '\(model.name.value)' is empty", at: model.schemaRange,
            help: "give it at least a 'type'",
            aws: AWSWords(
                .error,
                "Unable to create model for '\(model.name.value)': Model schema must have at least "
                    + "1 property or array items defined"))
    }
}
