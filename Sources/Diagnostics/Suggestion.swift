/// Returns the candidate nearest to `name`, for "did you mean" help, or `nil` when none is near.
///
/// Near is at most one edit in three letters (insertion, deletion, substitution or swap of
/// neighbours, letter case ignored). Ties go to the first candidate. O(*n* · *m*) a candidate.
package func nearest<Names: Sequence>(to name: String, in candidates: Names) -> String?
where Names.Element == String {
    let wanted = Array(name.utf8.map(lowercased))
    guard wanted.count <= 128 else { return nil }
    var best: (name: String, distance: Int)?
    for candidate in candidates {
        let other = Array(candidate.utf8.map(lowercased))
        let bound = max(1, max(wanted.count, other.count) / 3)
        guard abs(wanted.count - other.count) <= bound else { continue }
        let distance = editDistance(wanted, other)
        if distance <= bound, distance < best?.distance ?? Int.max { best = (candidate, distance) }
    }
    return best?.name
}

private func lowercased(_ byte: UInt8) -> UInt8 {
    UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte
}

/// The optimal string alignment distance of two texts.
private func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var beforeLast = [Int](repeating: 0, count: right.count + 1)
    var last = Array(0...right.count)
    for row in 0..<left.count {
        var current = [row + 1]
        for column in 0..<right.count {
            let cost = left[row] == right[column] ? 0 : 1
            var value = min(last[column + 1] + 1, current[column] + 1, last[column] + cost)
            if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                value = min(value, beforeLast[column - 1] + 1)
            }
            current.append(value)
        }
        (beforeLast, last) = (last, current)
    }
    return last[right.count]
}
