internal import JSON
internal import JSONPath

extension JSONTape.Entry {
    @inline(__always)
    var isObject: Bool { info & 15 == UInt32(JSONTape.Kind.object.rawValue) }

    @inline(__always)
    var isArray: Bool { info & 15 == UInt32(JSONTape.Kind.array.rawValue) }

    @inline(__always)
    fileprivate var isContainer: Bool { isObject || isArray }
}

/// Reading tapes without passing a tape to a function, which would count its references up and down.
extension TemplateMachine {
    /// The index of the entry after a value and all its descendants.
    @inline(__always)
    func end(of index: Int, tape: Int) -> Int {
        let entry = tapes[tape].entries[index]
        return entry.isContainer ? Int(entry.link) : index &+ 1
    }

    /// A scalar or container of a tape as a value.
    @inline(__always)
    func nodeValue(_ index: Int, tape: Int) -> TemplateValue {
        let entry = tapes[tape].entries[index]
        if entry.isContainer { return .node(index, tape: tape) }
        return scalar(entry, tape: tape)
    }

    @inline(__always)
    func scalar(_ index: Int, tape: Int) -> TemplateValue {
        let entry = tapes[tape].entries[index]
        if entry.isContainer { return .node(index, tape: tape) }
        return scalar(entry, tape: tape)
    }

    @inline(__always)
    private func scalar(_ entry: JSONTape.Entry, tape: Int) -> TemplateValue {
        switch entry.info & 15 {
        case 4:
            let source = Buffer.tapes &+ UInt16(truncatingIfNeeded: 2 &* tape)
            if entry.info & 16 == 0 {
                let quote: UInt32 = entry.info & 32 != 0 ? 0 : 1
                return TemplateValue(
                    kind: .string, buffer: source,
                    count: entry.end &- entry.start &- 2 &* quote,
                    bits: UInt64(entry.start &+ quote))
            }
            let length = tapes[tape].decodedLength(at: Int(entry.link))
            return TemplateValue(
                kind: .string, buffer: source &+ 1, count: UInt32(truncatingIfNeeded: length),
                bits: UInt64(entry.link) &+ 4)
        case 3:
            return TemplateValue(
                kind: .jsonNumber,
                buffer: Buffer.tapes &+ UInt16(truncatingIfNeeded: 2 &* tape),
                count: entry.end &- entry.start, bits: UInt64(entry.start))
        case 2: return .bool(true)
        case 1: return .bool(false)
        default: return .null
        }
    }

    /// The value of an object's last member with a name; the name is part of an array.
    func member(_ names: [UInt8], _ name: Range<Int>, tape: Int, object: Int) -> Int? {
        let entries = tapes[tape].entries
        let bytes = tapes[tape].bytes
        var found: Int?
        var key = object &+ 1
        for _ in 0..<entries[object].count {
            let entry = entries[key]
            if entry.info & 16 == 0 {
                let quote = entry.info & 32 != 0 ? 0 : 1
                let start = Int(entry.start) &+ quote
                let end = Int(entry.end) &- quote
                if end &- start == name.count, bytes.hasSameBytes(start..<end, names, name) {
                    found = key &+ 1
                }
            } else {
                let start = Int(entry.link) &+ 4
                let length = tapes[tape].decodedLength(at: Int(entry.link))
                if length == name.count,
                    tapes[tape].decoded.hasSameBytes(start..<start + length, names, name)
                {
                    found = key &+ 1
                }
            }
            let value = entries[key &+ 1]
            key = value.isContainer ? Int(value.link) : key &+ 2
        }
        return found
    }

    /// The array that a text lies in.
    @inline(__always)
    func buffer(of value: TemplateValue) -> [UInt8] {
        switch value.buffer {
        case Buffer.arena: return arena
        case Buffer.image: return image
        case Buffer.body: return body
        default:
            let index = Int(value.buffer &- Buffer.tapes)
            return index & 1 == 0 ? tapes[index >> 1].bytes : tapes[index >> 1].decoded
        }
    }

    /// Whether two texts hold the same bytes.
    func haveSameBytes(_ left: TemplateValue, _ right: TemplateValue) -> Bool {
        guard left.count == right.count else { return false }
        return buffer(of: left).hasSameBytes(left.range, buffer(of: right), right.range)
    }
}
