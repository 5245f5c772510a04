package import Diagnostics
internal import JSON

/// A value made of nodes that exist and of new ones around them.
package indirect enum NewNode: Sendable {
    /// A value as it was written, with its places.
    case node(Node)
    /// A new text; at the common place where it has none of its own.
    case text(String, SourceRange? = nil)
    case bool(Bool)
    case list([NewNode])
    case object(NewObject)
}

/// An object that is being put together: an existing one's members, some replaced or added.
package struct NewObject: Sendable {
    /// The members in order, names unique.
    package private(set) var members: [(name: String, key: NewNode, value: NewNode)] = []

    /// Creates an object with the members of an existing one; empty for anything else.
    package init(_ node: Node? = nil) {
        guard let node else { return }
        for member in node.members {
            members.append((member.key, .node(member.keyNode), .node(member.value)))
        }
    }

    /// Creates an object of members; `nil` values are left out.
    package init(_ members: KeyValuePairs<String, NewNode?>) {
        for (name, value) in members { if let value { self[name] = value } }
    }

    /// A member's value; a new name is added at the end.
    ///
    /// O(*members*).
    package subscript(name: String) -> NewNode? {
        get { members.first { $0.name == name }?.value }
        set {
            let place = members.firstIndex { $0.name == name }
            switch (place, newValue) {
            case (let place?, let value?): members[place].value = value
            case (let place?, nil): members.remove(at: place)
            case (nil, let value?): members.append((name, .text(name), value))
            case (nil, nil): break
            }
        }
    }

    /// Adds a member that stands for something at a place of the document.
    package mutating func add(_ name: String, at range: SourceRange, _ value: NewNode) {
        members.append((name, .text(name, range), value))
    }

    /// The object as a value.
    package var value: NewNode { .object(self) }
}

extension NewNode {
    /// Puts the value into a tree: a node of it whose parts are those of `base` where they exist.
    ///
    /// New parts, and those of other trees, are given the place `range` of the file of `base`. O(size
    /// of `base` + new parts).
    package func placed(in base: SyntaxTree, at range: SourceRange) -> Node {
        var placing = Placing(base: base, range: range)
        let index = placing.place(self)
        return Node(tree: SyntaxTree(file: base.file, tape: placing.tape), index: index)
    }
}

/// A tape that grows behind what is in it: new containers consist of aliases.
private struct Placing {
    let base: SyntaxTree
    let range: SourceRange
    var entries: [JSONTape.Entry]
    var decoded: [UInt8]

    init(base: SyntaxTree, range: SourceRange) {
        self.base = base
        self.range = range
        entries = base.tape.entries
        decoded = base.tape.decoded
    }

    var tape: JSONTape { JSONTape(bytes: base.tape.bytes, entries: entries, decoded: decoded) }

    mutating func place(_ new: NewNode) -> Int {
        switch new {
        case .node(let node): return node.tree === base ? node.index : copy(node)
        case .text(let text, let place): return append(text, at: place ?? range)
        case .bool(let bool): return append(bool ? .true : .false)
        case .list(let elements): return append(.array, of: elements.map { place($0) }, count: 1)
        case .object(let object):
            var parts: [Int] = []
            for member in object.members {
                parts.append(place(member.key))
                parts.append(place(member.value))
            }
            return append(.object, of: parts, count: 2)
        }
    }

    /// A value of another file; a number becomes its text, for its digits are in that file.
    private mutating func copy(_ node: Node) -> Int {
        switch node.kind {
        case .null, .invalid: return append(.null)
        case .bool: return append(node.bool ?? false ? .true : .false)
        case .number, .string: return append(node.scalarText ?? "", at: range)
        case .array: return append(.array, of: node.elements.map { copy($0) }, count: 1)
        case .object:
            return append(
                .object, of: node.members.flatMap { [copy($0.keyNode), copy($0.value)] }, count: 2)
        }
    }

    private mutating func append(_ kind: JSONTape.Kind) -> Int {
        entries.append(JSONTape.Entry(kind, Int(range.start), Int(range.end)))
        return entries.count - 1
    }

    private mutating func append(_ text: String, at range: SourceRange) -> Int {
        let link = decoded.count
        let bytes = Array(text.utf8)
        for place in 0..<4 {
            decoded.append(UInt8(truncatingIfNeeded: bytes.count >> (8 * place)))
        }
        decoded += bytes
        entries.append(
            JSONTape.Entry(
                .string, Int(range.start), Int(range.end), link: link, isDecoded: true))
        return entries.count - 1
    }

    /// Appends a container of parts that are in the tape; `count` of them make one child.
    private mutating func append(_ kind: JSONTape.Kind, of parts: [Int], count: Int) -> Int {
        let index = entries.count
        entries.append(
            JSONTape.Entry(
                kind, Int(range.start), Int(range.end), link: index + 1 + parts.count,
                count: parts.count / count))
        for part in parts {
            entries.append(
                JSONTape.Entry(
                    .alias, Int(entries[part].start), Int(entries[part].end), link: part))
        }
        return index
    }
}
