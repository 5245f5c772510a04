internal import JSON

/// Where a `$ref` leads: a place in a document.
struct SchemaLocation: Hashable {
    /// The index of the document.
    var document: Int
    var pointer: SchemaPointer
}

/// A JSON Pointer (RFC 6901), made token by token as schemas are walked; its text is for reports.
final class SchemaPointer: Hashable {
    private let parent: SchemaPointer?
    /// One token or more, escaped, each with its `/`.
    private let tokens: String
    private let code: Int

    /// Another one in each process, so that nobody can choose keys whose pointers collide.
    private static let base: Int = {
        var hasher = Hasher()
        hasher.combine("SchemaPointer")
        return hasher.finalize() | 1
    }()

    /// The whole document.
    static func root() -> SchemaPointer { SchemaPointer(nil, "", 0) }

    private init(_ parent: SchemaPointer?, _ tokens: String, _ code: Int) {
        self.parent = parent
        self.tokens = tokens
        self.code = code
    }

    /// The place of a member or element; `tokens` as in the pointer's text.
    func appending(_ tokens: String) -> SchemaPointer {
        // The same however the pointer was cut into tokens.
        var code = code
        for byte in tokens.utf8 { code = (code &* Self.base) &+ Int(byte) }
        return SchemaPointer(self, tokens, code)
    }

    /// The pointer as written.
    var text: String {
        var parts: [String] = []
        var next: SchemaPointer? = self
        while let pointer = next {
            parts.append(pointer.tokens)
            next = pointer.parent
        }
        return parts.reversed().joined()
    }

    static func == (left: SchemaPointer, right: SchemaPointer) -> Bool {
        if left === right { return true }
        return left.code == right.code && left.text == right.text
    }

    func hash(into hasher: inout Hasher) { hasher.combine(code) }
}

/// A place with what is there.
struct SchemaTarget {
    var location: SchemaLocation
    var value: JSONValue
    /// What relative references there are relative to.
    var base: String
}

/// The documents of a compilation and the names of their parts.
struct SchemaDocuments {
    private(set) var names: [String] = []
    private var resources: [String: SchemaTarget] = [:]
    /// Targets by base and reference.
    private var targets: [String: [String: SchemaTarget]] = [:]
    private let resolve: (String) -> JSONValue?
    private let usesIDs: Bool

    init(
        _ root: JSONValue, name: String, usesIDs: Bool, resolve: @escaping (String) -> JSONValue?
    ) {
        self.resolve = resolve
        self.usesIDs = usesIDs
        add(root, name: name)
    }

    private mutating func add(_ document: JSONValue, name: String) {
        names.append(name)
        let location = SchemaLocation(document: names.count - 1, pointer: .root())
        let base = base(of: document, within: name)
        let target = SchemaTarget(location: location, value: document, base: base)
        resources[name] = target
        if usesIDs, document.mentionsID { register(target, depth: 0) }
    }

    /// What references in a schema are relative to, given what surrounds it.
    func base(of schema: JSONValue, within outer: String) -> String {
        guard usesIDs, case .object(let object) = schema,
            case .string(let id)? = object["id"], object["$ref"]?.stringValue == nil,
            !id.utf8.isEmpty, !id.hasPrefix("#")
        else { return outer }
        let whole = resolved(id, against: outer)
        return String(whole.prefix { $0 != "#" })
    }

    /// Registers the `id`s of a schema and its subschemas.
    private mutating func register(_ schema: SchemaTarget, depth: Int) {
        guard depth < 256, case .object(let object) = schema.value,
            object["$ref"]?.stringValue == nil
        else { return }
        if let id = object["id"]?.stringValue {
            let name =
                id.hasPrefix("#") ? schema.base + id : schema.base
            if resources[name] == nil { resources[name] = schema }
        }
        for member in object.members {
            let pointer = schema.location.pointer.appending("/" + escaped(member.key))
            switch member.key {
            case "additionalItems", "additionalProperties", "not", "items", "allOf", "anyOf",
                "oneOf":
                register(member.value, pointer, schema, depth)
            case "properties", "patternProperties", "definitions", "dependencies":
                guard case .object(let members) = member.value else { continue }
                for member in members.members {
                    register(
                        member.value, pointer.appending("/" + escaped(member.key)), schema, depth)
                }
            default: break
            }
        }
    }

    private mutating func register(
        _ value: JSONValue, _ pointer: SchemaPointer, _ parent: SchemaTarget, _ depth: Int
    ) {
        if case .array(let elements) = value {
            for (index, element) in elements.enumerated() {
                register(element, pointer.appending("/\(index)"), parent, depth + 1)
            }
            return
        }
        let location = SchemaLocation(document: parent.location.document, pointer: pointer)
        let base = base(of: value, within: parent.base)
        register(SchemaTarget(location: location, value: value, base: base), depth: depth + 1)
    }

    /// Where a reference leads, or `nil`.
    mutating func target(of reference: String, base: String) -> SchemaTarget? {
        if let known = targets[base]?[reference] { return known }
        let target = find(reference, base: base)
        targets[base, default: [:]][reference] = target
        return target
    }

    private mutating func find(_ reference: String, base: String) -> SchemaTarget? {
        let whole = resolved(reference, against: base)
        let name = String(whole.utf8.prefix { $0 != UInt8(ascii: "#") }) ?? ""
        let fragment = percentDecoded(
            String(whole.utf8.dropFirst(name.utf8.count + 1)) ?? "")
        if resources[name] == nil {
            guard let document = resolve(name) else { return nil }
            add(document, name: name)
        }
        guard let resource = resources[name] else { return nil }
        if fragment.utf8.isEmpty { return resource }
        guard fragment.hasPrefix("/") else { return resources[name + "#" + fragment] }
        var target = resource
        let tokens = fragment.utf8.dropFirst().split(
            separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        for token in tokens {
            let key = unescaped(String(decoding: token, as: UTF8.self))
            switch target.value {
            case .object(let object):
                guard let value = object[key] else { return nil }
                target.value = value
            case .array(let elements):
                guard let index = Int(key), elements.indices.contains(index) else { return nil }
                target.value = elements[index]
            default: return nil
            }
            target.location.pointer = target.location.pointer.appending("/" + escaped(key))
            target.base = self.base(of: target.value, within: target.base)
        }
        return target
    }
}

/// A member's name as a token of a JSON Pointer.
func escaped(_ key: String) -> String {
    guard key.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else {
        return key
    }
    var bytes: [UInt8] = []
    for byte in key.utf8 {
        switch byte {
        case UInt8(ascii: "~"): bytes += "~0".utf8
        case UInt8(ascii: "/"): bytes += "~1".utf8
        default: bytes.append(byte)
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}

private func unescaped(_ token: String) -> String {
    var bytes: [UInt8] = []
    var isEscape = false
    for byte in token.utf8 {
        if isEscape {
            isEscape = false
            bytes.append(byte == UInt8(ascii: "1") ? UInt8(ascii: "/") : UInt8(ascii: "~"))
        } else if byte == UInt8(ascii: "~") {
            isEscape = true
        } else {
            bytes.append(byte)
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}

private func percentDecoded(_ text: String) -> String {
    func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
    let source = Array(text.utf8)
    var bytes: [UInt8] = []
    var index = 0
    while index < source.count {
        if source[index] == UInt8(ascii: "%"), index + 2 < source.count,
            let high = digit(source[index + 1]), let low = digit(source[index + 2])
        {
            bytes.append(high << 4 | low)
            index += 3
        } else {
            bytes.append(source[index])
            index += 1
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}

/// Resolves a reference (RFC 3986, section 5.2, without query) against a base.
private func resolved(_ reference: String, against base: String) -> String {
    let bytes = Array(reference.utf8)
    if hasScheme(bytes) { return reference }
    let baseBytes = Array(base.utf8.prefix { $0 != UInt8(ascii: "#") })
    if bytes.isEmpty || bytes[0] == UInt8(ascii: "#") {
        return String(decoding: baseBytes + bytes, as: UTF8.self)
    }
    // The base up to where its path starts.
    var root = 0
    if hasScheme(baseBytes), let colon = baseBytes.firstIndex(of: UInt8(ascii: ":")) {
        root = colon + 1
        if baseBytes[root...].starts(with: "//".utf8) {
            root += 2
            while root < baseBytes.count, baseBytes[root] != UInt8(ascii: "/") { root += 1 }
        }
    }
    var path: [UInt8]
    if bytes[0] == UInt8(ascii: "/") {
        path = bytes
    } else {
        let directory =
            baseBytes[root...].lastIndex(of: UInt8(ascii: "/")).map { Array(baseBytes[root...$0]) }
            ?? (root > 0 ? [UInt8(ascii: "/")] : [])
        path = directory + bytes
    }
    var segments: [ArraySlice<UInt8>] = []
    let parts = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
        let isLast = index == parts.count - 1
        if part.elementsEqual(".".utf8) {
            if isLast { segments.append([]) }
        } else if part.elementsEqual("..".utf8) {
            if segments.count > 1 { segments.removeLast() }
            if isLast { segments.append([]) }
        } else {
            segments.append(part)
        }
    }
    path = Array(segments.joined(separator: [UInt8(ascii: "/")]))
    return String(decoding: baseBytes[..<root] + path, as: UTF8.self)
}

private func hasScheme(_ bytes: [UInt8]) -> Bool {
    for (index, byte) in bytes.enumerated() {
        switch byte {
        case UInt8(ascii: ":"): return index > 0
        case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x2B, 0x2D, 0x2E: continue
        default: return false
        }
    }
    return false
}

extension JSONValue {
    /// Whether a member anywhere in the value is called `id`.
    fileprivate var mentionsID: Bool {
        switch self {
        case .array(let elements): elements.contains(where: \.mentionsID)
        case .object(let object):
            object.members.contains { $0.key == "id" || $0.value.mentionsID }
        default: false
        }
    }
}
