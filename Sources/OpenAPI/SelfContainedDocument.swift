internal import Diagnostics
package import JSON
internal import Syntax

extension OpenAPIDocument {
    /// The document as JSON that needs no other file.
    ///
    /// References within the document stay. A schema in another file becomes a named schema of this
    /// one (named after the reference's last segment or the file, numbered where the name is taken);
    /// anything else in another file is put in the reference's place. O(*nodes*).
    package var selfContainedJSON: JSONValue { selfContained().value }

    /// The document as JSON that needs no other file, and the names that it gives to schemas of
    /// other files.
    package func selfContained() -> (value: JSONValue, importedSchemas: [String]) {
        var writer = SelfContainedWriter(document: self)
        let value = writer.write()
        return (value, writer.schemas.map(\.name))
    }

    /// The same as a tape, which for a document in one file is made without copying its text.
    package var selfContainedTape: JSONTape {
        if !references.leavesFile { return root.plainTape }
        var builder = JSONTapeBuilder()
        builder.value(selfContainedJSON)
        return builder.finish()
    }
}

/// The way through a document that takes other files' parts along.
private struct SelfContainedWriter {
    let document: OpenAPIDocument

    /// The place of a node in one of the files.
    struct Place: Hashable {
        var file: FileID
        var index: Int

        init(_ node: Node) {
            file = node.tree.file.id
            index = node.index
        }
    }

    /// Names given to other files' schemas, and names in use.
    var schemaNames: [Place: String] = [:]
    var usedNames: Set<String> = []

    /// The other files' schemas in the order in which they were found.
    var schemas: [(name: String, value: JSONValue)] = []

    /// Other files' parts that are being put in place, to stop at circles.
    var open: Set<Place> = []

    init(document: OpenAPIDocument) {
        self.document = document
        usedNames = Set(document.schemas.map(\.key))
    }

    mutating func write() -> JSONValue {
        var result = value(document.root, isSchema: false)
        if schemas.isEmpty { return result }
        let path = document.version == .swagger2 ? ["definitions"] : ["components", "schemas"]
        guard case .object(var object) = result else { return result }
        let added = JSONObject(schemas.map { JSONObject.Member($0.name, $0.value) })
        insert(added, at: path[...], in: &object)
        result = .object(object)
        return result
    }

    private func insert(
        _ added: JSONObject, at path: ArraySlice<String>, in object: inout JSONObject
    ) {
        guard let key = path.first else {
            object.members += added.members
            return
        }
        var child = object[key]?.objectValue ?? JSONObject()
        insert(added, at: path.dropFirst(), in: &child)
        object[key] = .object(child)
    }

    private mutating func value(_ node: Node, isSchema: Bool) -> JSONValue {
        switch node.kind {
        case .array:
            return .array(node.elements.map { value($0, isSchema: isSchema) })
        case .object:
            if let reference = node.reference, let target = outside(reference) {
                return isSchema ? schema(target, reference) : inPlace(target)
            }
            let isMap = isSchema
            return .object(
                JSONObject(
                    node.members.map { member in
                        let key = member.key
                        let child = value(
                            member.value, isSchema: holdsSchema(key, inSchema: isMap))
                        return JSONObject.Member(key, child)
                    }))
        default: return node.jsonValue
        }
    }

    /// The target of a reference that leads out of, or stands outside, the document's own file.
    private func outside(_ reference: Node) -> Node? {
        guard let target = document.references.target(of: reference) else { return nil }
        let home = document.root.tree.file.id
        return target.tree.file.id == home && reference.tree.file.id == home ? nil : target
    }

    private mutating func schema(_ target: Node, _ reference: Node) -> JSONValue {
        let place = Place(target)
        let prefix =
            document.version == .swagger2 ? "#/definitions/" : "#/components/schemas/"
        if let name = schemaNames[place] { return ["$ref": .string(prefix + name)] }
        let name = freeName(for: reference.string ?? "")
        schemaNames[place] = name
        schemas.append((name, .null))
        let slot = schemas.count - 1
        schemas[slot].value = value(target, isSchema: true)
        return ["$ref": .string(prefix + name)]
    }

    private mutating func inPlace(_ target: Node) -> JSONValue {
        let place = Place(target)
        guard open.insert(place).inserted else { return .object(JSONObject()) }
        defer { open.remove(place) }
        return value(target, isSchema: false)
    }

    private mutating func freeName(for reference: String) -> String {
        let hash = reference.lastIndex(of: "#")
        let fragment = hash.map { reference[reference.index(after: $0)...] } ?? ""
        var stem = fragment.split(separator: "/").last.map(String.init) ?? ""
        if stem.isEmpty {
            let file = reference[..<(hash ?? reference.endIndex)].split(separator: "/").last ?? ""
            stem = String(file.split(separator: ".").first ?? "")
        }
        let letters = stem.utf8.filter { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: false
            }
        }
        let base = letters.isEmpty ? "Schema" : String(decoding: letters, as: UTF8.self)
        var name = base
        var number = 2
        while !usedNames.insert(name).inserted {
            name = "\(base)\(number)"
            number += 1
        }
        return name
    }
}

/// Whether a member's value is a schema, an array of schemas or, inside a schema, a map of them.
private func holdsSchema(_ key: String, inSchema: Bool) -> Bool {
    switch key {
    case "schema", "schemas", "definitions": true
    case "items", "additionalProperties", "not", "properties", "allOf", "anyOf", "oneOf",
        "patternProperties", "dependencies":
        true
    case "example", "examples", "default", "enum": false
    default: inSchema
    }
}
