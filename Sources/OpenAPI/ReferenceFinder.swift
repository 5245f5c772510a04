internal import JSON
internal import Syntax

/// Finds the `$ref`s of a document: those in places where a reference means something.
///
/// Examples, defaults, enumerations and extensions hold data, in which `$ref` is a member like any
/// other; below `properties` and its kind, `example` is a name like any other.
struct ReferenceFinder {
    /// Targets of aliases that have been visited, so that none is visited twice.
    private var visitedAliases: Set<Int> = []

    /// Calls `found` with the string of each reference, in document order.
    mutating func visit(_ root: Node, found: (Node) -> Void) {
        visit(root.index, tree: root.tree, isMap: false, depth: 0, found: found)
    }

    /// Visits the value at an index and returns the index after it.
    @discardableResult
    private mutating func visit(
        _ index: Int, tree: SyntaxTree, isMap: Bool, depth: Int, found: (Node) -> Void
    ) -> Int {
        let entry = tree.tape.entries[index]
        switch entry.kind {
        case .alias:
            if depth < 600, visitedAliases.insert(Int(entry.link)).inserted {
                visit(Int(entry.link), tree: tree, isMap: isMap, depth: depth + 1, found: found)
            }
            return tree.tape.end(of: index)
        case .array:
            var child = index + 1
            for _ in 0..<entry.count {
                child = visit(child, tree: tree, isMap: false, depth: depth + 1, found: found)
            }
            return Int(entry.link)
        case .object:
            var key = index + 1
            for _ in 0..<entry.count {
                let role = isMap ? KeyRole.other : KeyRole(key, of: tree.tape)
                switch role {
                case .reference:
                    let value = Node(tree: tree, index: key + 1)
                    if value.kind == .string { found(value) }
                    key = tree.tape.end(of: key + 1)
                case .data: key = tree.tape.end(of: key + 1)
                case .map, .other:
                    switch tree.tape.entries[key + 1].kind {
                    case .array, .object, .alias:
                        key = visit(
                            key + 1, tree: tree, isMap: role == .map, depth: depth + 1,
                            found: found)
                    default: key += 2
                    }
                }
            }
            return Int(entry.link)
        default: return index + 1
        }
    }
}

/// What the value under a key of an OpenAPI or Schema object is.
private enum KeyRole {
    case reference
    /// Not to be read as a description.
    case data
    /// An object whose keys are names.
    case map
    case other

    init(_ key: Int, of tape: JSONTape) {
        let (isDecoded, range) = tape.stringRange(of: key)
        guard !isDecoded, let first = range.first else {
            self = .other
            return
        }
        func equals(_ text: StaticString) -> Bool { tape.equals(key, text) }
        switch tape.bytes[first] {
        case UInt8(ascii: "$"): self = equals("$ref") ? .reference : .other
        case UInt8(ascii: "e"):
            self =
                equals("example") || equals("examples") || equals("enum")
                ? .data : equals("encoding") ? .map : .other
        case UInt8(ascii: "d"):
            self =
                equals("default") || equals("discriminator")
                ? .data : equals("definitions") ? .map : .other
        case UInt8(ascii: "x"):
            self =
                range.count > 2 && tape.bytes[first + 1] == UInt8(ascii: "-") ? .data : .other
        case UInt8(ascii: "p"):
            self =
                equals("properties") || equals("parameters") || equals("paths")
                    || equals("patternProperties") ? .map : .other
        case UInt8(ascii: "r"):
            self = equals("responses") || equals("requestBodies") ? .map : .other
        case UInt8(ascii: "s"):
            self = equals("schemas") || equals("securitySchemes") ? .map : .other
        case UInt8(ascii: "h"): self = equals("headers") ? .map : .other
        case UInt8(ascii: "l"): self = equals("links") ? .map : .other
        case UInt8(ascii: "c"): self = equals("content") || equals("callbacks") ? .map : .other
        default: self = .other
        }
    }
}
