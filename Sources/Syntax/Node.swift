public import Diagnostics
public import JSON

/// The values of one YAML or JSON document and the file they were read from.
///
/// Both parsers produce this tree, so nothing after `Syntax` knows which notation was used. The
/// nodes lie in one array, in document order; see ``JSONTape``.
@usableFromInline
package final class SyntaxTree: Sendable {
    /// Where the document was written.
    @usableFromInline package let file: SourceFile

    /// The nodes.
    ///
    /// Its `bytes` are the file's, or for UTF-16 input their UTF-8 form.
    @usableFromInline package let tape: JSONTape

    /// The keys `$ref` and the aliases, with perhaps some other entries, in order; `nil` where nobody
    /// noted them while reading.
    package let referenceKeys: [Int]?

    /// Creates a tree from a tape with at least one entry.
    package init(file: SourceFile, tape: JSONTape, referenceKeys: [Int]? = nil) {
        precondition(!tape.entries.isEmpty)
        self.file = file
        self.tape = tape
        self.referenceKeys = referenceKeys
    }

    /// The document's value.
    package var root: Node { Node(tree: self, index: 0) }
}

/// A value in a document, and where it was written: a place in a ``SyntaxTree``.
///
/// Copying a node is cheap. Aliases are followed: a node is never one.
@usableFromInline
package struct Node: Sendable {
    /// What a node is.
    @usableFromInline
    package enum Kind: Sendable {
        case null, bool, number, string, array, object
        /// A placeholder where the text could not be read. Already reported: stay silent.
        case invalid

        /// Whether two kinds are the same; written out to be inlined, see ``JSONTape/Kind``.
        @inlinable @inline(__always)
        package static func == (lhs: Self, rhs: Self) -> Bool {
            switch (lhs, rhs) {
            case (.null, .null), (.bool, .bool), (.number, .number), (.string, .string),
                (.array, .array), (.object, .object), (.invalid, .invalid):
                true
            default: false
            }
        }
    }

    /// The tree that the node is in.
    @usableFromInline package let tree: SyntaxTree

    /// The place in the tree's tape; nodes of one tree are the same exactly if this is equal.
    @usableFromInline package let index: Int

    /// Creates the node at an index, or the one it is an alias of.
    @inlinable
    package init(tree: SyntaxTree, index: Int) {
        self.tree = tree
        let entry = tree.tape.entries[index]
        self.index = entry.kind == .alias ? Int(entry.link) : index
    }

    /// The node's entry on its tree's tape.
    @inlinable
    package var entry: JSONTape.Entry { tree.tape.entries[index] }

    /// What the node is.
    @inlinable
    package var kind: Kind {
        switch entry.kind {
        case .null: .null
        case .true, .false: .bool
        case .number: .number
        case .string: .string
        case .array: .array
        case .object: .object
        case .invalid, .alias: .invalid
        }
    }

    /// Where the value was written, with its quotes or brackets; for an alias, its anchor's value.
    @inlinable
    package var range: SourceRange { Self.range(of: index, tree.tape, tree.file.id) }

    /// Where the value at an index was written.
    @inlinable
    package static func range(of index: Int, _ tape: JSONTape, _ file: FileID) -> SourceRange {
        let entry = tape.entries[index]
        return SourceRange(Int(entry.start), Int(entry.end), file: file)
    }

    /// The text of a string, else `nil`.
    ///
    /// Allocates for long ones.
    package var string: String? { entry.kind == .string ? tree.tape.string(at: index) : nil }

    /// The truth of a boolean, else `nil`.
    package var bool: Bool? {
        switch entry.kind {
        case .true: true
        case .false: false
        default: nil
        }
    }

    /// A number as the source spells it, else `nil`; YAML allows spellings that JSON does not.
    package var numberSpelling: String? {
        entry.kind == .number ? String(decoding: tree.tape.spelling(at: index), as: UTF8.self) : nil
    }

    /// A number that is an integer within `Int`, in any YAML 1.2 core spelling, else `nil`.
    package var int: Int? {
        guard let spelling = numberSpelling else { return nil }
        if spelling.hasPrefix("0x") { return Int(spelling.dropFirst(2), radix: 16) }
        if spelling.hasPrefix("0o") { return Int(spelling.dropFirst(2), radix: 8) }
        return Int(spelling)
    }

    /// The text of a scalar as a person reads it: a string's value, a number's or boolean's
    /// spelling; `nil` for null and containers.
    package var scalarText: String? {
        switch entry.kind {
        case .string: string
        case .number: numberSpelling
        case .true: "true"
        case .false: "false"
        default: nil
        }
    }

    /// Whether the node is a string of this value; allocates nothing.
    @inlinable
    package func equals(_ text: StaticString) -> Bool { tree.tape.equals(index, text) }

    /// The number of an array's elements or an object's members; 0 for other nodes.
    @inlinable
    package var count: Int { entry.kind == .array || entry.kind == .object ? entry.count : 0 }

    /// An array's elements in order; empty for other nodes.
    @inlinable
    package var elements: Elements { Elements(node: self) }

    /// An object's members in source order, keys unique; empty for other nodes.
    @inlinable
    package var members: Members { Members(node: self) }

    /// The value of an object's member; `nil` where it is absent or the node is no object.
    @inlinable
    package subscript(key: MemberName) -> Node? {
        tree.tape.keyIndex(key, of: index).map { Node(tree: tree, index: $0 + 1) }
    }

    /// The value of an object's member under a key made at run time.
    ///
    /// O(*members*).
    package subscript(dynamic key: String) -> Node? { member(named: key)?.value }

    /// An object's member under a key.
    ///
    /// O(*members*), allocates nothing.
    @inlinable
    package func member(_ key: MemberName) -> Member? {
        tree.tape.keyIndex(key, of: index).map {
            Member(
                keyNode: Node(tree: tree, index: $0), value: Node(tree: tree, index: $0 + 1))
        }
    }

    /// An object's member under a key made at run time.
    ///
    /// O(*members*).
    package func member(named key: String) -> Member? {
        guard entry.kind == .object else { return nil }
        let wanted = Array(key.utf8)
        for member in members where tree.tape.equals(member.keyNode.index, wanted) {
            return member
        }
        return nil
    }

    /// The value as JSON, for values that the gateway keeps as data, such as schemas and examples.
    ///
    /// YAML numbers that JSON cannot spell are respelled (`0x1F`, `+1`, `.5`); `.inf` and `.nan`
    /// become strings.
    package var jsonValue: JSONValue {
        switch kind {
        case .null, .invalid: return .null
        case .bool: return .bool(bool ?? false)
        case .number: return jsonNumber
        case .string: return .string(string ?? "")
        case .array: return .array(elements.map(\.jsonValue))
        case .object:
            return .object(
                JSONObject(members.map { JSONObject.Member($0.key, $0.value.jsonValue) }))
        }
    }

    private var jsonNumber: JSONValue {
        let spelling = numberSpelling ?? "0"
        if let number = yamlNumberAsJSON(spelling) { return .number(JSONNumber(spelling: number)) }
        return .string(spelling)
    }
}

extension Node {
    /// A key and its value.
    @usableFromInline
    package struct Member: Sendable {
        /// The key as a string node, with its range.
        @usableFromInline package let keyNode: Node

        /// What stands under the key.
        @usableFromInline package let value: Node

        /// Creates a member of two nodes that stand next to each other.
        @inlinable
        package init(keyNode: Node, value: Node) {
            self.keyNode = keyNode
            self.value = value
        }

        /// The key's text.
        ///
        /// Allocates for long ones.
        package var key: String { keyNode.string ?? "" }

        /// Where the key was written.
        @inlinable
        package var keyRange: SourceRange { keyNode.range }
    }

    /// An array's elements.
    @usableFromInline
    package struct Elements: Sequence, IteratorProtocol, Sendable {
        @usableFromInline let tree: SyntaxTree
        @usableFromInline var place: Int
        @usableFromInline var remaining: Int

        @inlinable
        init(node: Node) {
            tree = node.tree
            place = node.index + 1
            let entry = node.entry
            remaining = entry.kind == .array ? entry.count : 0
        }

        /// How many are left, exactly.
        @inlinable
        package var underestimatedCount: Int { remaining }

        /// The next element.
        @inlinable
        package mutating func next() -> Node? {
            guard remaining > 0 else { return nil }
            remaining -= 1
            defer { place = tree.tape.end(of: place) }
            return Node(tree: tree, index: place)
        }
    }

    /// An object's members.
    @usableFromInline
    package struct Members: Sequence, IteratorProtocol, Sendable {
        @usableFromInline let tree: SyntaxTree
        @usableFromInline var place: Int
        @usableFromInline var remaining: Int

        @inlinable
        init(node: Node) {
            tree = node.tree
            place = node.index + 1
            let entry = node.entry
            remaining = entry.kind == .object ? entry.count : 0
        }

        /// How many are left, exactly.
        @inlinable
        package var underestimatedCount: Int { remaining }

        /// The next member.
        @inlinable
        package mutating func next() -> Member? {
            guard remaining > 0 else { return nil }
            remaining -= 1
            let key = place
            place = tree.tape.end(of: key + 1)
            return Member(
                keyNode: Node(tree: tree, index: key), value: Node(tree: tree, index: key + 1))
        }
    }
}

/// Respells a YAML 1.2 core number by RFC 8259, or returns `nil` for infinities and NaN.
func yamlNumberAsJSON(_ spelling: String) -> String? {
    var rest = Substring(spelling)
    if rest.hasPrefix("0x") { return Int(rest.dropFirst(2), radix: 16).map(String.init) }
    if rest.hasPrefix("0o") { return Int(rest.dropFirst(2), radix: 8).map(String.init) }
    var sign = ""
    if rest.hasPrefix("-") { sign = "-" }
    if rest.hasPrefix("-") || rest.hasPrefix("+") { rest = rest.dropFirst() }
    let exponentStart = rest.utf8.firstIndex { $0 | 0x20 == UInt8(ascii: "e") } ?? rest.endIndex
    let exponent = rest[exponentStart...]
    let mantissa = rest[..<exponentStart].split(
        separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard mantissa.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }) else {
        return nil
    }
    var integer = mantissa[0].drop { $0 == "0" }
    if integer.isEmpty { integer = "0" }
    let fraction = mantissa.count == 2 && !mantissa[1].isEmpty ? ".\(mantissa[1])" : ""
    return "\(sign)\(integer)\(fraction)\(exponent)"
}
