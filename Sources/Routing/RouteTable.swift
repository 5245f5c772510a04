/// The routes of one API in the form in which requests look them up.
///
/// A tree over the segments of the paths, laid out flat: a record a tree node, in breadth-first
/// order, a node's children side by side as a small hash table. A look-up reads one record a
/// segment, follows no pointer and allocates nothing. The same routes in the same order give the
/// same table.
package struct RouteTable: Sendable, Hashable {
    /// Whose rules decide between several routes that match.
    package enum Kind: UInt8, Sendable, Hashable {
        /// REST APIs: from the left, segment by segment, a literal before `{name}` before
        /// `{name+}`; slashes at both ends of the path do not count.
        case rest = 0
        /// HTTP APIs: a route without `{name+}` before all routes with one, then `$default`;
        /// every slash counts.
        case http = 1
    }

    /// The most segments in a route's path; longer ones are refused.
    package static let maximumDepth = 128

    /// The longest literal segment in bytes; longer ones are refused.
    package static let maximumSegmentCount = 8_192

    /// Whose rules decide.
    package let kind: Kind

    /// The number of routes that the table was built from; look-ups give numbers below it.
    package let routeCount: Int

    /// The `$default` route of an HTTP API.
    package let defaultRoute: Int?

    /// The root, then each record's children after all children of the records before it.
    let records: [Record]

    /// What follows the first eight bytes of longer literals, padded with zeros to eight bytes.
    let tails: [UInt64]

    /// Route numbers; a record has its own side by side.
    let targets: [UInt32]

    init(
        kind: Kind, routeCount: Int, defaultRoute: Int?, records: [Record], tails: [UInt64],
        targets: [UInt32]
    ) {
        self.kind = kind
        self.routeCount = routeCount
        self.defaultRoute = defaultRoute
        self.records = records
        self.tails = tails
        self.targets = targets
    }

    /// A node of the tree together with the literal segment that leads to it: 32 bytes, half a
    /// cache line.
    struct Record: Hashable, Sendable {
        /// The first eight bytes of the segment, the first in the lowest bits, zeros after its
        /// end; 0 for the root, for `{name}` nodes and in empty slots of a hash table.
        var key: UInt64 = 0

        /// The index of the first child: the `{name}` child if there is one, then the hash table
        /// of the literal children.
        var children: UInt32 = 0

        /// Index in `targets` of the first of this node's routes.
        var routes: UInt32 = 0

        /// Four bits a method (its raw value counts them from the lowest): which of this node's
        /// routes serves it when the path ends here, `ANY` worked in; 15 for none.
        var methodRanks: UInt32 = Self.noRanks

        /// The same for the routes that end in `{name+}` below this node.
        var greedyRanks: UInt32 = Self.noRanks

        /// Index in `tails`, for literals of more than eight bytes.
        var tail: UInt32 = 0

        /// The length of the literal in bytes; 0 where there is none.
        var length: UInt16 = 0

        /// 63 less the number of hash bits of the literal children's table.
        var shift: UInt8 = 0

        /// What this node has.
        var flags: Flags = []

        /// No routes at all.
        static let noRanks = UInt32.max
    }

    /// What a node has.
    struct Flags: OptionSet, Hashable, Sendable {
        let rawValue: UInt8

        /// The first child is a `{name}` node.
        static let parameter = Self(rawValue: 1)

        /// There is a hash table of literal children.
        static let literals = Self(rawValue: 2)

        /// This slot's successor may hold a literal that belongs into this slot or one before it.
        static let continues = Self(rawValue: 4)
    }
}

extension RouteTable.Record {
    /// Where the literal children's hash table starts.
    @inline(__always)
    var firstSlot: Int { Int(children) + (flags.contains(.parameter) ? 1 : 0) }

    /// Which of the node's routes serves a method when the path ends here, or 15.
    @inline(__always)
    func rank(_ method: RouteMethod) -> UInt32 {
        methodRanks &>> UInt32(method.rawValue &* 4) & 15
    }

    /// Which of the node's routes serves a method with `{name+}`, or 15.
    @inline(__always)
    func greedyRank(_ method: RouteMethod) -> UInt32 {
        greedyRanks &>> UInt32(method.rawValue &* 4) & 15
    }
}

/// Mixes eight more bytes of a segment into its hash.
///
/// Part of the stored form: the hash decides where a literal stands among its siblings.
@inline(__always)
func mixed(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    ((hash &>> 29) ^ hash ^ word) &* 0x9e37_79b9_7f4a_7c15
}
