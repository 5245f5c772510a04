extension RouteTable {
    /// Builds the table of an API's routes.
    ///
    /// The table does not care whether API Gateway would import these routes: `/{a}` beside
    /// `/{b}/c` share a node. Look-ups give a route's index in `routes`. O(*n*) in the bytes of
    /// the paths, but for sorting the literals below each node.
    ///
    /// - Returns: The table, and the routes that it leaves out, in the order of `routes`.
    package static func build(
        _ kind: Kind, _ routes: [Route]
    ) -> (table: RouteTable, conflicts: [RouteConflict]) {
        var builder = RouteTableBuilder(routes)
        for route in routes.indices { builder.add(route, routes[route], kind) }
        return (builder.table(kind, routeCount: routes.count), builder.conflicts)
    }
}

/// Grows a tree of nodes, then lays it out.
private struct RouteTableBuilder {
    var conflicts: [RouteConflict] = []

    /// A node of the growing tree; -1 stands for none.
    private struct Node {
        /// The number of the route for each method whose path ends here.
        var routes = SIMD8<Int32>(repeating: -1)
        /// The number of the route for each method that goes on with `{name+}`.
        var greedy = SIMD8<Int32>(repeating: -1)
        var parameter: Int32 = -1
        var firstLiteral: Int32 = -1
        var literalCount: Int32 = 0
        /// The next literal child of the same parent.
        var sibling: Int32 = -1
        /// The parent, then the literal that leads here: its range in `bytes`, and how it is
        /// looked up.
        var parent: Int32 = -1
        var start = 0
        var segment = Segment(key: 0, hash: 0, count: 0)
    }

    private var nodes: [Node] = [Node()]
    private var defaultRoute: Int?

    /// All paths, one after the other.
    private var bytes: [UInt8] = []

    /// Literal nodes by parent and hash, open addressing; -1 where empty.
    private var index: [Int32]

    init(_ routes: [Route]) {
        var slashes = 0
        for route in routes {
            for byte in route.path.utf8 where byte == slash { slashes += 1 }
            // A path without a leading slash has a segment more.
            slashes += 1
        }
        var capacity = 16
        while capacity < slashes * 2 { capacity *= 2 }
        index = [Int32](repeating: -1, count: capacity)
        nodes.reserveCapacity(1 + slashes)
    }

    mutating func add(_ number: Int, _ route: Route, _ kind: RouteTable.Kind) {
        if kind == .http, route.path == "$default" {
            if let first = defaultRoute {
                conflicts.append(RouteConflict(route: number, reason: .duplicate(of: first)))
            } else {
                defaultRoute = number
            }
            return
        }
        let start = bytes.count
        bytes.append(contentsOf: route.path.utf8)
        let before = nodes.count
        if let reason = insert(number, route.method, start..<bytes.count) {
            // Nodes made for the refused route stay as branches without routes; a tree that is
            // refused is seldom used, and a look-up passes them over.
            assert(nodes.count >= before)
            conflicts.append(RouteConflict(route: number, reason: reason))
        }
    }

    private mutating func insert(
        _ number: Int, _ method: RouteMethod, _ range: Range<Int>
    ) -> RouteConflict.Reason? {
        let slot = Int(method.rawValue)
        var current = 0
        var offset = range.lowerBound
        var depth = 0
        while offset < range.upperBound {
            if bytes[offset] == slash {
                offset += 1
                continue
            }
            var end = offset
            while end < range.upperBound, bytes[end] != slash { end += 1 }
            depth += 1
            if depth > RouteTable.maximumDepth { return .tooDeep }
            let last = bytes[end - 1]
            if bytes[offset] == UInt8(ascii: "{"), last == UInt8(ascii: "}"), end - offset > 2 {
                if bytes[end - 2] == UInt8(ascii: "+") {
                    guard bytes[end..<range.upperBound].allSatisfy({ $0 == slash }) else {
                        return .segmentAfterGreedy
                    }
                    if nodes[current].greedy[slot] >= 0 {
                        return .duplicate(of: Int(nodes[current].greedy[slot]))
                    }
                    nodes[current].greedy[slot] = Int32(truncatingIfNeeded: number)
                    return nil
                }
                current = parameter(of: current)
            } else {
                if end - offset > RouteTable.maximumSegmentCount { return .segmentTooLong }
                current = literal(of: current, offset..<end)
            }
            offset = end
        }
        if nodes[current].routes[slot] >= 0 {
            return .duplicate(of: Int(nodes[current].routes[slot]))
        }
        nodes[current].routes[slot] = Int32(truncatingIfNeeded: number)
        return nil
    }

    private mutating func parameter(of node: Int) -> Int {
        if nodes[node].parameter >= 0 { return Int(nodes[node].parameter) }
        let made = nodes.count
        nodes.append(Node())
        nodes[node].parameter = Int32(truncatingIfNeeded: made)
        return made
    }

    private func segment(_ range: Range<Int>) -> Segment {
        let text = bytes.span.extracting(range)
        return SegmentWords(text).segment(of: text, at: 0, text.count)
    }

    private mutating func literal(of node: Int, _ range: Range<Int>) -> Int {
        let segment = segment(range)
        let mask = index.count - 1
        var slot = Int(truncatingIfNeeded: mixed(segment.hash, UInt64(node)) &>> 20) & mask
        while index[slot] >= 0 {
            let found = Int(index[slot])
            if Int(nodes[found].parent) == node, nodes[found].segment.key == segment.key,
                nodes[found].segment.count == segment.count,
                segment.count <= 8
                    || bytes[nodes[found].start..<nodes[found].start + segment.count]
                        .elementsEqual(bytes[range])
            {
                return found
            }
            slot = (slot + 1) & mask
        }
        let made = nodes.count
        var child = Node()
        child.parent = Int32(truncatingIfNeeded: node)
        child.start = range.lowerBound
        child.segment = segment
        child.sibling = nodes[node].firstLiteral
        nodes.append(child)
        nodes[node].firstLiteral = Int32(truncatingIfNeeded: made)
        nodes[node].literalCount += 1
        index[slot] = Int32(truncatingIfNeeded: made)
        return made
    }
}

extension RouteTableBuilder {
    /// Lays the tree out in breadth-first order.
    func table(_ kind: RouteTable.Kind, routeCount: Int) -> RouteTable {
        var records: [RouteTable.Record] = [RouteTable.Record()]
        var tails: [UInt64] = []
        var targets: [UInt32] = []
        records.reserveCapacity(nodes.count * 3 / 2)
        targets.reserveCapacity(routeCount)
        // The node of each record; -1 for empty slots.
        var places: [Int32] = [0]
        places.reserveCapacity(nodes.count * 3 / 2)
        var literals: [Literal] = []
        var current = 0
        while current < records.count {
            defer { current += 1 }
            guard places[current] >= 0 else { continue }
            let node = nodes[Int(places[current])]
            let first = targets.count
            records[current].routes = UInt32(truncatingIfNeeded: first)
            records[current].methodRanks = ranks(node.routes, first, &targets)
            records[current].greedyRanks = ranks(node.greedy, first, &targets)
            if targets.count == first { records[current].routes = 0 }
            if node.segment.count > 8 {
                records[current].tail = UInt32(truncatingIfNeeded: tails.count)
                appendTail(of: node, to: &tails)
            }
            guard node.parameter >= 0 || node.literalCount > 0 else { continue }
            records[current].children = UInt32(truncatingIfNeeded: records.count)
            if node.parameter >= 0 {
                records[current].flags.insert(.parameter)
                records.append(RouteTable.Record())
                places.append(node.parameter)
            }
            guard node.literalCount > 0 else { continue }
            records[current].flags.insert(.literals)
            let count = Int(node.literalCount)
            var bits: UInt64 = 0
            while 1 &<< bits < count + count / 4 { bits += 1 }
            records[current].shift = UInt8(63 - bits)
            collectLiterals(of: node, shift: 63 - bits, &literals)
            let start = records.count
            for _ in 0..<1 &<< bits {
                records.append(RouteTable.Record())
                places.append(-1)
            }
            var next = start
            for literal in literals {
                let home = start + literal.home
                let slot = max(home, next)
                if slot == records.count {
                    records.append(RouteTable.Record())
                    places.append(-1)
                }
                let segment = nodes[literal.node].segment
                records[slot].key = segment.key
                records[slot].length = UInt16(segment.count)
                places[slot] = Int32(truncatingIfNeeded: literal.node)
                for passed in home..<slot { records[passed].flags.insert(.continues) }
                next = slot + 1
            }
        }
        return RouteTable(
            kind: kind, routeCount: routeCount, defaultRoute: defaultRoute, records: records,
            tails: tails, targets: targets)
    }

    /// A child to be placed in its parent's hash table.
    private struct Literal {
        var home: Int
        var node: Int
    }

    /// Lists the literal children by home slot, then by bytes, so that the order in which routes
    /// came does not show.
    private func collectLiterals(of node: Node, shift: UInt64, _ literals: inout [Literal]) {
        literals.removeAll(keepingCapacity: true)
        var child = Int(node.firstLiteral)
        while child >= 0 {
            let home = nodes[child].segment.home(shift: shift)
            literals.append(Literal(home: home, node: child))
            child = Int(nodes[child].sibling)
        }
        guard literals.count > 1 else { return }
        literals.sort { left, right in
            if left.home != right.home { return left.home < right.home }
            let (a, b) = (nodes[left.node], nodes[right.node])
            return bytes[a.start..<a.start + a.segment.count]
                .lexicographicallyPrecedes(bytes[b.start..<b.start + b.segment.count])
        }
    }

    private func appendTail(of node: Node, to tails: inout [UInt64]) {
        let text = bytes.span.extracting(node.start..<node.start + node.segment.count)
        let words = SegmentWords(text)
        for offset in stride(from: 8, to: text.count, by: 8) {
            tails.append(words.word(of: text, at: offset))
        }
    }

    /// Appends a node's routes to `targets` and returns for each method which one serves it,
    /// counted from `first`.
    private func ranks(
        _ routes: SIMD8<Int32>, _ first: Int, _ targets: inout [UInt32]
    ) -> UInt32 {
        var ranks = RouteTable.Record.noRanks
        guard routes != SIMD8(repeating: -1) else { return ranks }
        let any = Int(RouteMethod.any.rawValue)
        var anyRank: UInt32?
        for method in 0..<any {
            let rank: UInt32
            if routes[method] >= 0 {
                rank = UInt32(targets.count - first)
                targets.append(UInt32(routes[method]))
            } else if let anyRank {
                rank = anyRank
            } else if routes[any] >= 0 {
                rank = UInt32(targets.count - first)
                targets.append(UInt32(routes[any]))
                anyRank = rank
            } else {
                continue
            }
            ranks = ranks & ~(15 << UInt32(4 * method)) | rank << UInt32(4 * method)
        }
        return ranks
    }
}
