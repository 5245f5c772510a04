internal import JSON
internal import Syntax

/// Finds the `$ref`s of a document: those in places where a reference means something.
///
/// Examples, defaults, enumerations and extensions hold data, in which `$ref` is a member like any
/// other; below `properties` and its kind, `example` is a name like any other.
///
/// Only what holds a key `$ref` or an alias is looked into.
struct ReferenceFinder {
    /// The entries that are such keys, or aliases, in order, and perhaps others.
    private let marks: [Int]

    /// The first of `marks` that has not been passed.
    private var next = 0

    /// Targets of aliases that have been visited, so that none is visited twice.
    private var visitedAliases: Set<Int> = []

    private init(_ tree: SyntaxTree) {
        marks = tree.referenceKeys ?? tree.tape.referenceKeysAndAliases
    }

    /// The references of a document: their strings, in its order.
    static func references(in root: Node) -> [Node] {
        var finder = Self(root.tree)
        var found: [Int] = []
        finder.visit(root.index, root.tree.tape, isMap: false, depth: 0, &found)
        return found.map { Node(tree: root.tree, index: $0) }
    }

    /// Visits the value at an index.
    private mutating func visit(
        _ index: Int, _ tape: JSONTape, isMap: Bool, depth: Int, _ found: inout [Int]
    ) {
        let entry = tape.entries[index]
        switch entry.kind {
        case .alias:
            guard depth < 600, visitedAliases.insert(Int(entry.link)).inserted else { return }
            let behind = next
            next = marks.firstPlace { $0 >= Int(entry.link) }
            visit(Int(entry.link), tape, isMap: isMap, depth: depth + 1, &found)
            next = behind
        case .array:
            var child = index + 1
            for _ in 0..<entry.count {
                let end = tape.end(of: child)
                if hasMark(child, end) {
                    visit(child, tape, isMap: false, depth: depth + 1, &found)
                }
                child = end
            }
        case .object:
            var key = index + 1
            for _ in 0..<entry.count {
                let end = tape.end(of: key + 1)
                if hasMark(key, end) {
                    visitMember(key, tape, isMap: isMap, depth: depth, &found)
                }
                key = end
            }
        default: return
        }
    }

    private mutating func visitMember(
        _ key: Int, _ tape: JSONTape, isMap: Bool, depth: Int, _ found: inout [Int]
    ) {
        let role = isMap ? KeyRole.other : KeyRole(key, of: tape)
        switch role {
        case .reference:
            let value = tape.entries[key + 1]
            let isString =
                value.kind == .alias
                ? tape.entries[Int(value.link)].kind == .string : value.kind == .string
            if isString { found.append(key + 1) }
        case .data: return
        case .map, .other:
            visit(key + 1, tape, isMap: role == .map, depth: depth + 1, &found)
        }
    }

    /// Whether one of the marks is in a range of entries that starts behind those passed.
    private mutating func hasMark(_ start: Int, _ end: Int) -> Bool {
        while next < marks.count, marks[next] < start { next += 1 }
        return next < marks.count && marks[next] < end
    }
}

extension JSONTape {
    /// The entries that are strings which say `$ref`, or aliases.
    fileprivate var referenceKeysAndAliases: [Int] {
        let entries = entries.span
        var found: [Int] = []
        for index in entries.indices {
            let entry = entries[index]
            switch entry.kind {
            case .alias: found.append(index)
            case .string where entry.isDecoded:
                if equals(index, "$ref") { found.append(index) }
            case .string:
                let quote = entry.isBare ? 0 : 1
                let (start, end) = (Int(entry.start) + quote, Int(entry.end) - quote)
                if end - start == 4, bytes.span.word(at: start, count: 4) == dollarRef {
                    found.append(index)
                }
            default: break
            }
        }
        return found
    }
}

/// `$ref` as bytes in little-endian order.
private let dollarRef: UInt64 = 0x6665_7224

extension [Int] {
    /// The first place whose element fulfils a condition that all those behind it fulfil too.
    fileprivate func firstPlace(where condition: (Int) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if condition(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
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
