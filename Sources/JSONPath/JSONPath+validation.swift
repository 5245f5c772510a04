extension JSONPath {
    /// Whether a run of bytes in an image that may be damaged is a path's code.
    ///
    /// Running what is accepted reads nothing outside the run. O(*n*).
    package static func isValid(_ code: Range<Int>, in image: [UInt8]) -> Bool {
        guard code.lowerBound >= 0, code.upperBound <= image.count, code.count >= 2 else {
            return false
        }
        var check = JSONPathCheck(image: image, end: code.upperBound)
        return check.path(from: code.lowerBound, depth: 0) == code.upperBound
    }
}

/// Reads code without running it.
private struct JSONPathCheck {
    let image: [UInt8]
    let end: Int

    /// Returns the offset just past a path, `nil` if it is damaged.
    mutating func path(from start: Int, depth: Int) -> Int? {
        guard depth < 64, start < end else { return nil }
        var offset = start + 1
        while offset < end {
            let step = JSONPathStep(rawValue: image[offset])
            offset += 1
            switch step {
            case .end: return offset
            case .property:
                guard offset < end, image[offset] > 0 else { return nil }
                let count = image[offset]
                offset += 1
                for _ in 0..<count {
                    guard let after = string(offset) else { return nil }
                    offset = after
                }
            case .wildcard: break
            case .scan:
                // The step that is scanned for must be there, and not be a scan itself.
                guard offset < end, image[offset] != JSONPathStep.end.rawValue,
                    image[offset] != JSONPathStep.scan.rawValue
                else { return nil }
            case .indexes:
                guard offset + 4 <= end else { return nil }
                let count = image.word(at: offset)
                guard count > 0, count <= (end - offset - 4) / 4 else { return nil }
                offset += 4 + 4 * count
            case .slice: offset += 9
            case .filter:
                guard offset + 4 <= end else { return nil }
                let stop = offset + 4 + image.word(at: offset)
                guard stop <= end, filter(from: offset + 4, depth: depth + 1) == stop else {
                    return nil
                }
                offset = stop
            case .function:
                guard offset < end, JSONPathFunction(rawValue: image[offset]) != nil else {
                    return nil
                }
                offset += 1
            case nil: return nil
            }
        }
        return nil
    }

    private func string(_ offset: Int) -> Int? {
        guard offset + 4 <= end else { return nil }
        let length = image.word(at: offset)
        return length <= end - offset - 4 ? offset + 4 + length : nil
    }

    private mutating func filter(from start: Int, depth: Int) -> Int? {
        guard depth < 4096, start < end else { return nil }
        switch JSONPathFilterOp(rawValue: image[start]) {
        case .or, .and:
            guard let middle = filter(from: start + 1, depth: depth + 1) else { return nil }
            return filter(from: middle, depth: depth + 1)
        case .not: return filter(from: start + 1, depth: depth + 1)
        case .exists: return operand(from: start + 1, depth: depth)
        case .compare:
            guard start + 1 < end, JSONPathOperator(rawValue: image[start + 1]) != nil,
                let middle = operand(from: start + 2, depth: depth)
            else { return nil }
            return operand(from: middle, depth: depth)
        case nil: return nil
        }
    }

    private mutating func operand(from start: Int, depth: Int) -> Int? {
        guard start < end else { return nil }
        switch JSONPathOperand(rawValue: image[start]) {
        case .relative, .absolute:
            guard let stop = string(start + 1), path(from: start + 5, depth: depth + 1) == stop
            else { return nil }
            return stop
        case .string, .number, .json: return string(start + 1)
        case .pattern: return string(start + 2)
        case .true, .false, .null: return start + 1
        case nil: return nil
        }
    }
}
