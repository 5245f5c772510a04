package import Diagnostics
package import Syntax

/// The targets of a document's `$ref`s, in this file and others.
///
/// Filled when the document is read, so that following a reference later is one look-up. JSON
/// pointers by RFC 6901, relative references by RFC 3986 section 5 without schemes: nothing is
/// ever fetched from a network.
package struct ReferenceTable: Sendable {
    /// The longest chain of references to references that is followed.
    package static let maximumChainLength = 64

    private struct Key: Hashable {
        var file: FileID
        var reference: String
    }

    private var targets: [Key: Node?] = [:]

    /// Each file's document and its path from the folder of the main one.
    private var roots: [FileID: (root: Node, path: String)]

    private var rootsByPath: [String: Node?]

    /// The members of large objects that pointers led through, by the object's place.
    private var largeObjects: [ObjectKey: [String: Node]] = [:]

    private struct ObjectKey: Hashable {
        var file: FileID
        var index: Int
    }

    /// Swagger's `definitions`: there a reference may be a definition's name alone.
    private let definitions: Node?

    private let mainFile: FileID

    /// Whether a Swagger reference is the name of a definition, as its first version had it.
    package static func isBareName(_ reference: String) -> Bool {
        !reference.isEmpty && !reference.utf8.contains { "#/.:".utf8.contains($0) }
    }

    /// Finds and resolves every reference of a document and of the files that it refers to.
    init(_ root: Node, load: OpenAPIDocument.Loader, into log: inout DiagnosticLog) {
        mainFile = root.tree.file.id
        definitions = root["swagger"] == nil ? nil : root["definitions"]
        roots = [root.tree.file.id: (root, "")]
        rootsByPath = ["": root]
        var queue = [root]
        while let next = queue.popLast() {
            let found = ReferenceFinder.references(in: next)
            var resolved: [(reference: Node, target: Node)] = []
            resolved.reserveCapacity(found.count)
            for node in found {
                guard let reference = node.string else { continue }
                let key = Key(file: node.tree.file.id, reference: reference)
                let target: Node?
                if let known = targets[key] {
                    target = known
                } else {
                    target = find(key, load: load, queue: &queue, into: &log)
                    targets[key] = .some(target)
                }
                if let target {
                    resolved.append((node, target))
                } else {
                    log.report(.unresolved(reference, node))
                }
            }
            for (node, target) in resolved where isCircular(target) {
                log.report(.circular(node))
            }
        }
        largeObjects = [:]
    }

    /// Follows `$ref`s until there is none; `nil` if that leads nowhere or in a circle.
    ///
    /// CloudFormation's `Fn::If` is followed too, to the first of its values that is one.
    package func resolve(_ node: Node) -> Node? {
        var node = node
        for _ in 0...Self.maximumChainLength {
            guard let reference = node.reference else {
                guard let chosen = node.conditionalValue else { return node }
                node = chosen
                continue
            }
            guard let target = target(of: reference) else { return nil }
            node = target
        }
        return nil
    }

    /// The place that a `$ref`'s string leads to; one step.
    package func target(of reference: Node) -> Node? {
        guard let text = reference.string else { return nil }
        let file = reference.tree.file.id
        if let known = targets[Key(file: file, reference: text)] { return known }
        // Only references in places where the finder expects none, such as examples.
        guard text.hasPrefix("#"), let root = roots[file]?.root else { return nil }
        return pointers(text.dropFirst()).flatMap { segments in
            segments.reduce(Optional(root)) { node, segment in node?.child(segment) }
        }
    }

    /// The places in a file that something refers to, by their indexes in its tree.
    package func targetIndexes(in file: FileID) -> Set<Int> {
        Set(targets.values.compactMap { $0?.tree.file.id == file ? $0?.index : nil })
    }

    /// Whether some reference leads to another file.
    package var leavesFile: Bool { roots.count > 1 }

    /// Whether the references that begin at a target of one never end.
    private func isCircular(_ target: Node) -> Bool {
        var next = target
        for _ in 0..<Self.maximumChainLength {
            guard let reference = next.reference else { return false }
            guard let further = self.target(of: reference) else { return false }
            next = further
        }
        return true
    }

    private mutating func find(
        _ key: Key, load: OpenAPIDocument.Loader, queue: inout [Node],
        into log: inout DiagnosticLog
    ) -> Node? {
        if let definitions, key.file == mainFile, Self.isBareName(key.reference) {
            return child(key.reference, of: definitions)
        }
        let hash = key.reference.utf8.firstIndex(of: UInt8(ascii: "#"))
        let path = key.reference[..<(hash ?? key.reference.endIndex)]
        let fragment = hash.map { key.reference[key.reference.index(after: $0)...] } ?? ""
        guard let here = roots[key.file] else { return nil }
        var root = here.root
        if !path.isEmpty {
            guard let joined = joinedPath(String(path), relativeTo: here.path) else { return nil }
            if let known = rootsByPath[joined] {
                guard let known else { return nil }
                root = known
            } else {
                let loaded = load(joined, &log)
                rootsByPath[joined] = .some(loaded)
                guard let loaded else { return nil }
                roots[loaded.tree.file.id] = (loaded, joined)
                queue.append(loaded)
                root = loaded
            }
        }
        guard let segments = pointers(fragment) else { return nil }
        var node = root
        for segment in segments {
            guard let child = child(segment, of: node) else { return nil }
            node = child
        }
        return node
    }

    /// A member or element by its name; large objects are indexed at the first call.
    private mutating func child(_ segment: String, of node: Node) -> Node? {
        guard node.kind == .object, node.count > 16 else { return node.child(segment) }
        let key = ObjectKey(file: node.tree.file.id, index: node.index)
        if let index = largeObjects[key] { return index[segment] }
        var index: [String: Node] = [:]
        index.reserveCapacity(node.count)
        for member in node.members where index[member.key] == nil {
            index[member.key] = member.value
        }
        largeObjects[key] = index
        return index[segment]
    }
}

extension Node {
    /// For CloudFormation's `Fn::If` the first value that is not `AWS::NoValue`, else `nil`.
    ///
    /// Which one a deployment takes cannot be known here.
    package var conditionalValue: Node? {
        guard kind == .object, count == 1, let choice = self["Fn::If"], choice.count == 3 else {
            return nil
        }
        let values = choice.elements.dropFirst()
        return values.first { !($0["Ref"]?.equals("AWS::NoValue") ?? false) }
    }

    /// The string of a `$ref`, if the node is an object that has one.
    package var reference: Node? {
        guard kind == .object, let value = self["$ref"], value.kind == .string else { return nil }
        return value
    }

    fileprivate func child(_ segment: String) -> Node? {
        switch kind {
        case .object: return self[dynamic: segment]
        case .array:
            guard let wanted = Int(segment), wanted >= 0, wanted < count else { return nil }
            for (place, element) in elements.enumerated() where place == wanted { return element }
            return nil
        default: return nil
        }
    }
}

/// The segments of a URI fragment that is a JSON pointer, or `nil` if it is none.
private func pointers(_ fragment: Substring) -> [String]? {
    if fragment.isEmpty { return [] }
    guard fragment.utf8.first == UInt8(ascii: "/") else { return nil }
    return fragment.dropFirst().utf8.split(
        separator: UInt8(ascii: "/"), omittingEmptySubsequences: false
    ).map { segment in
        guard segment.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "~") }) else {
            return String(Substring(segment))
        }
        var bytes: [UInt8] = []
        var rest = Array(percentDecoded(segment))[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "~"), let next = rest.first {
                if next == UInt8(ascii: "0") || next == UInt8(ascii: "1") {
                    rest.removeFirst()
                    bytes.append(next == UInt8(ascii: "0") ? byte : UInt8(ascii: "/"))
                    continue
                }
            }
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

private func percentDecoded(_ text: Substring.UTF8View) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = text[...]
    while let byte = rest.popFirst() {
        if byte == UInt8(ascii: "%"), rest.count >= 2,
            let value = UInt8(String(Substring(rest.prefix(2))), radix: 16)
        {
            rest = rest.dropFirst(2)
            bytes.append(value)
        } else {
            bytes.append(byte)
        }
    }
    return bytes
}

/// Joins a relative path to the folder of another; `nil` for absolute paths and URLs.
private func joinedPath(_ path: String, relativeTo base: String) -> String? {
    let path = String(decoding: percentDecoded(path.utf8[...].self), as: UTF8.self)
    if path.hasPrefix("/") || path.contains("\0") { return nil }
    let scheme = path.prefix { $0 != "/" && $0 != ":" }
    if !scheme.isEmpty, path.dropFirst(scheme.count).hasPrefix(":") { return nil }
    var segments = base.split(separator: "/").dropLast()
    for segment in path.split(separator: "/") where segment != "." {
        if segment == "..", let last = segments.last, last != ".." {
            segments.removeLast()
        } else {
            segments.append(segment)
        }
    }
    return segments.isEmpty ? nil : segments.joined(separator: "/")
}

extension Diagnostic {
    fileprivate static func unresolved(_ reference: String, _ node: Node) -> Self {
        var aws: AWSWords?
        var severity = Severity.error
        for prefix in ["#/components/schemas/", "#/definitions/"] where reference.hasPrefix(prefix)
        {
            let name = reference.dropFirst(prefix.count)
            aws = AWSWords(.warning, "Reference to model '\(name)' not found. Ignoring.")
            // API Gateway's own models, which its exports refer to without defining them.
            if name == "Empty" || name == "Error" { severity = .warning }
        }
        return Self(
            ID(rawValue: "unresolved-reference"), severity, "'\(reference)' refers to nothing",
            at: node.range, aws: aws)
    }

    fileprivate static func circular(_ node: Node) -> Self {
        Self(
            ID(rawValue: "reference-cycle"), .error,
            "'\(node.string ?? "")' refers to itself through references only", at: node.range,
            help: "let one of them define something")
    }
}
