internal import JSON

/// The names that a client's parts were given, kept beside it as `names.json`.
///
/// What a document calls as Swift does is left out: such a name never changes.
package struct NameRecord: Sendable {
    /// Names by section, then by the place in the document.
    var sections: [String: [String: String]] = [:]

    /// The module's name.
    package private(set) var module: String?

    /// The files that were written, relative to the folder.
    package private(set) var files: [String] = []

    /// Whether it was read from a file of this form.
    package private(set) var isReadable = false

    package init() {}

    /// Reads `names.json`; anything that is no such file reads as no names.
    package init(parsing bytes: [UInt8]) {
        guard let value = try? JSONValue(parsing: bytes),
            case .object(let root) = value, root["apigw-sdk"]?.intValue == 1
        else { return }
        isReadable = true
        module = root["module"]?.stringValue
        files = root["files"]?.arrayValue?.compactMap(\.stringValue) ?? []
        for section in root["names"]?.objectValue?.members ?? [] {
            for member in section.value.objectValue?.members ?? [] {
                sections[section.key, default: [:]][member.key] = member.value.stringValue
            }
        }
    }

    subscript(section: String) -> [String: String] { sections[section] ?? [:] }

    /// Keeps names that differ from their keys.
    mutating func keep(_ names: [String], for keys: [String], in section: String) {
        for (name, key) in zip(names, keys) where name != key {
            sections[section, default: [:]][key] = name
        }
    }

    /// The text of `names.json`, sorted, with the files that were written.
    func printed(module: String, files: [String]) -> [UInt8] {
        let names = sections.map { section, names in
            JSONObject.Member(
                section,
                .object(JSONObject(names.map { JSONObject.Member($0.key, .string($0.value)) })))
        }
        let root = JSONValue.object([
            "apigw-sdk": 1,
            "files": .array(files.map { .string($0) }),
            "module": .string(module),
            "names": .object(JSONObject(names)),
        ])
        return Array((root.printed(.indented, sortingKeys: true) + "\n").utf8)
    }
}
