internal import JSONPath

/// Checks the stored form of a ``ParameterMap`` or ``URITemplate`` whose bytes may be damaged.
struct MappingReader {
    let image: [UInt8]
    let end: Int

    /// Whether a run of bytes is a parameter map, to its last byte.
    func isValid(_ code: Range<Int>) -> Bool {
        var offset = code.lowerBound
        guard code.count >= 5, ParameterMap.Direction(rawValue: image[offset]) != nil else {
            return false
        }
        let count = image.word(at: offset + 1)
        offset += 5
        guard count <= code.count else { return false }
        for _ in 0..<count {
            guard offset < end, MappedLocation(rawValue: image[offset]) != nil,
                let name = string(offset + 1), let next = source(name)
            else { return false }
            offset = next
        }
        return offset == end
    }

    /// The offset just past a string, or `nil`.
    func string(_ offset: Int) -> Int? {
        guard offset + 4 <= end else { return nil }
        let length = image.word(at: offset)
        return length <= end - offset - 4 ? offset + 4 + length : nil
    }

    private func source(_ offset: Int) -> Int? {
        guard offset < end else { return nil }
        switch MappingSourceCode(rawValue: image[offset]) {
        case .literal, .stageVariable: return string(offset + 1)
        case .parameter, .values:
            guard offset + 1 < end, MappedLocation(rawValue: image[offset + 1]) != nil else {
                return nil
            }
            return string(offset + 2)
        case .body: return offset + 1
        case .bodyPath:
            guard let stop = string(offset + 1),
                JSONPath.isValid(offset + 5..<stop, in: image)
            else { return nil }
            return stop
        case .context:
            guard offset + 5 <= end else { return nil }
            var next = offset + 5
            let count = image.word(at: offset + 1)
            guard count <= end else { return nil }
            for _ in 0..<count {
                guard let after = string(next) else { return nil }
                next = after
            }
            return next
        case nil: return nil
        }
    }
}
