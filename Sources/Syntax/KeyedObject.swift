internal import JSON

/// Whatever has members that can be looked up by name.
package protocol MemberLookup {
    /// The value of a member; `nil` where it is absent.
    subscript(key: MemberName) -> Node? { get }
}

extension Node: MemberLookup {}

/// A node whose keys were looked at once, for who asks for many that it does not have.
@usableFromInline
package struct KeyedObject: MemberLookup, Sendable {
    @usableFromInline package let node: Node

    /// A bit for the hash of each key; all where the hash of one was not taken.
    @usableFromInline let marks: UInt64

    /// Looks at the keys of an object, O(*members*); other nodes have none.
    package init(_ node: Node) {
        self.node = node
        let tape = node.tree.tape
        let entries = tape.entries.span
        var marks: UInt64 = 0
        var key = node.index &+ 1
        for _ in 0..<(entries[node.index].isObject ? node.count : 0) {
            marks |= Self.marks(of: entries[key])
            key = entries[key &+ 1].end(at: key &+ 1)
        }
        self.marks = marks
    }

    private static func marks(of key: JSONTape.Entry) -> UInt64 {
        key.hasKeyHash ? mark(of: key.keyHash) : .max
    }

    @inlinable @inline(__always)
    static func mark(of hash: UInt32) -> UInt64 { 1 << UInt64(hash & 63) }

    @inlinable
    package subscript(key: MemberName) -> Node? {
        marks & Self.mark(of: key.hash) == 0 ? nil : node[key]
    }

    /// A member under a key.
    @inlinable
    package func member(_ key: MemberName) -> Node.Member? {
        marks & Self.mark(of: key.hash) == 0 ? nil : node.member(key)
    }
}
