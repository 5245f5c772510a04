extension RouteTable {
    /// Finds the route that serves a request.
    ///
    /// Literals compare byte by byte, nothing is decoded. A REST API ignores slashes at both ends
    /// of the path, also in the value of `{name+}`. At worst every node of the tree is visited
    /// once; nothing is allocated.
    ///
    /// - Parameters:
    ///   - method: The request's method; ``RouteMethod/any`` finds nothing.
    ///   - path: The path after the stage, without the query, less than 2 GiB.
    ///   - match: Receives the ranges of the route's parameters.
    /// - Returns: The route's number, or `nil` if none serves the request.
    package func find(
        _ method: RouteMethod, _ path: Span<UInt8>, into match: inout RouteMatch
    ) -> Int? {
        match.count = 0
        var start = 0
        var end = path.count
        guard end <= Int32.max else { return nil }
        switch kind {
        case .rest:
            while start < end, path[start] == slash { start += 1 }
            while start < end, path[end - 1] == slash { end -= 1 }
            let found = find(method, path, start..<end, .any, into: &match)
            return found < 0 ? nil : found
        case .http:
            if start < end, path[start] == slash { start += 1 }
            var found = find(method, path, start..<end, .full, into: &match)
            if found < 0 { found = find(method, path, start..<end, .greedy, into: &match) }
            return found < 0 ? defaultRoute : found
        }
    }

    /// Which routes a search is for.
    private enum Wanted {
        case full
        case greedy
        case any
    }

    /// Returns the number of the first route in the order literal, `{name}`, `{name+}` from the
    /// left, or -1.
    @inline(__always)
    private func find(
        _ method: RouteMethod, _ path: Span<UInt8>, _ bounds: Range<Int>, _ wanted: Wanted,
        into match: inout RouteMatch
    ) -> Int {
        let records = records.span
        let end = bounds.upperBound
        let words = SegmentWords(path)
        var scratch = match.scratch.mutableSpan
        // Where the next segment starts; past the end when none is left.
        var offset = bounds.isEmpty ? end + 1 : bounds.lowerBound
        var current = 0
        var parameterCount = 0
        var top = Self.stackStart
        while true {
            let record = records[current]
            if offset > end {
                let rank = record.rank(method)
                if wanted != .greedy, rank != 15 {
                    match.count = parameterCount
                    return Int(targets[Int(record.routes) + Int(rank)])
                }
            } else {
                let segment = words.segment(of: path, at: offset, end)
                let child = self.child(of: record, records, path, offset, segment)
                let isGreedy =
                    wanted != .full && record.greedyRank(method) != 15 && offset < end
                let isParameter = record.flags.contains(.parameter) && segment.count > 0
                if child >= 0 {
                    if isParameter || isGreedy {
                        scratch[top] = UInt32(truncatingIfNeeded: current)
                        scratch[top + 1] = UInt32(truncatingIfNeeded: offset)
                        scratch[top + 2] = UInt32(truncatingIfNeeded: offset + segment.count)
                        scratch[top + 3] =
                            UInt32(truncatingIfNeeded: parameterCount << 1)
                            | (isParameter ? 0 : 1)
                        top += 4
                    }
                    current = child
                    offset += segment.count + 1
                    continue
                }
                if isParameter {
                    if isGreedy {
                        scratch[top] = UInt32(truncatingIfNeeded: current)
                        scratch[top + 1] = UInt32(truncatingIfNeeded: offset)
                        scratch[top + 3] = UInt32(truncatingIfNeeded: parameterCount << 1) | 1
                        top += 4
                    }
                    scratch[2 * parameterCount] = UInt32(truncatingIfNeeded: offset)
                    scratch[2 * parameterCount + 1] =
                        UInt32(truncatingIfNeeded: offset + segment.count)
                    parameterCount += 1
                    current = Int(record.children)
                    offset += segment.count + 1
                    continue
                }
                if isGreedy {
                    scratch[2 * parameterCount] = UInt32(truncatingIfNeeded: offset)
                    scratch[2 * parameterCount + 1] = UInt32(truncatingIfNeeded: end)
                    match.count = parameterCount + 1
                    return Int(
                        targets[Int(record.routes) + Int(record.greedyRank(method))])
                }
            }
            // Back to the last node with a second choice.
            guard top > Self.stackStart else { return -1 }
            top -= 4
            let place = records[Int(scratch[top])]
            parameterCount = Int(scratch[top + 3] >> 1)
            scratch[2 * parameterCount] = scratch[top + 1]
            guard scratch[top + 3] & 1 == 0 else {
                scratch[2 * parameterCount + 1] = UInt32(truncatingIfNeeded: end)
                match.count = parameterCount + 1
                return Int(targets[Int(place.routes) + Int(place.greedyRank(method))])
            }
            let segmentEnd = scratch[top + 2]
            if wanted != .full, place.greedyRank(method) != 15 {
                scratch[top + 3] |= 1
                top += 4
            }
            scratch[2 * parameterCount + 1] = segmentEnd
            parameterCount += 1
            current = Int(place.children)
            offset = Int(segmentEnd) + 1
        }
    }

    /// The index of the literal child that a segment names, or -1.
    @inline(__always)
    private func child(
        of record: Record, _ records: Span<Record>, _ path: Span<UInt8>, _ offset: Int,
        _ segment: Segment
    ) -> Int {
        guard record.flags.contains(.literals), segment.count > 0 else { return -1 }
        var slot =
            record.firstSlot
            + segment.home(shift: UInt64(record.shift))
        while true {
            let candidate = records[slot]
            if candidate.key == segment.key, Int(candidate.length) == segment.count,
                segment.count <= 8 || hasTail(candidate, path, offset)
            {
                return slot
            }
            guard candidate.flags.contains(.continues) else { return -1 }
            slot += 1
        }
    }

    /// Whether a literal of more than eight bytes goes on like the segment at an offset.
    private func hasTail(_ record: Record, _ path: Span<UInt8>, _ offset: Int) -> Bool {
        let words = SegmentWords(path)
        let end = offset + Int(record.length)
        var tail = Int(record.tail)
        var position = offset + 8
        while position < end {
            var word = words.word(of: path, at: position)
            if end - position < 8 { word &= 1 &<< UInt64(8 * (end - position)) &- 1 }
            if word != tails[tail] { return false }
            tail += 1
            position += 8
        }
        return true
    }
}

extension RouteTable {
    /// The numbers that a look-up needs room for: two a parameter, then four a node with a second
    /// choice.
    static let scratchCount = stackStart + 4 * (maximumDepth + 1)

    /// Where in the room the nodes start.
    private static let stackStart = 2 * (maximumDepth + 1)
}
