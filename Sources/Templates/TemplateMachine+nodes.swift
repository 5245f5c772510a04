internal import JSON
internal import JSONPath

extension JSONTape.Entry {
    @inline(__always)
    fileprivate var isContainer: Bool { isObject || isArray }

    /// Whether a text stands in the source without quotes.
    @inline(__always)
    fileprivate var isBareText: Bool { info & 32 != 0 }
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

    /// The value of an object's last member with a name, or -1.
    func member(_ name: TemplateValue, hash: UInt32, tape: Int, object: Int) -> Int {
        unsafe withBytes(of: name) { name in
            unsafe member(name, hash: hash, tape: tape, object: object)
        }
    }

    /// The value of an object's last member with a name, or -1; `hash` is the name's
    /// `Span.nameHash`, for tapes that know their keys' hashes.
    private func member(
        _ name: UnsafeBufferPointer<UInt8>, hash: UInt32, tape: Int, object: Int
    ) -> Int {
        let mayRepeat = tapes[tape].hasRepeatedKeys
        return unsafe tapes[tape].entries.withUnsafeBufferPointer { entries in
            var found = -1
            var key = object &+ 1
            for _ in 0..<Int(unsafe entries[object].info >> 8) {
                let entry = unsafe entries[key]
                // Bare keys are a builder's, which makes no hashes.
                if entry.info >> 8 == hash || entry.isBareText,
                    unsafe isKey(entry, name, tape: tape)
                {
                    found = key &+ 1
                    if !mayRepeat, !entry.isBareText { return found }
                }
                let value = unsafe entries[key &+ 1]
                key = value.isContainer ? Int(value.link) : key &+ 2
            }
            return found
        }
    }

    @inline(__always)
    private func isKey(
        _ entry: JSONTape.Entry, _ name: UnsafeBufferPointer<UInt8>, tape: Int
    ) -> Bool {
        if entry.info & 16 != 0 {
            let start = Int(entry.link) &+ 4
            let length = tapes[tape].decodedLength(at: Int(entry.link))
            guard length == name.count else { return false }
            return unsafe tapes[tape].decoded.hasBytes(name, at: start)
        }
        let quote = entry.isBareText ? 0 : 1
        let start = Int(entry.start) &+ quote
        guard Int(entry.end) &- quote &- start == name.count else { return false }
        return unsafe tapes[tape].bytes.hasBytes(name, at: start)
    }

    /// Whether two texts hold the same bytes.
    func haveSameBytes(_ left: TemplateValue, _ right: TemplateValue) -> Bool {
        guard left.count == right.count else { return false }
        return unsafe withBytes(of: left) { left in
            unsafe withBytes(of: right) { right in
                let span = unsafe left.span
                return unsafe span.hasBytes(right, at: 0)
            }
        }
    }
}

extension Span<UInt8> {
    /// Whether these bytes stand at an offset; their number must fit.
    @inline(__always)
    func hasBytes(_ other: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
        let other = unsafe other.span
        var index = 0
        while index &+ 8 <= other.count {
            if word(at: start &+ index) != other.word(at: index) { return false }
            index &+= 8
        }
        while index < other.count {
            if self[start &+ index] != other[index] { return false }
            index &+= 1
        }
        return true
    }
}

extension [UInt8] {
    /// Whether some bytes stand at an offset; their number must fit.
    @inline(__always)
    fileprivate func hasBytes(_ other: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
        let bytes = span
        return unsafe bytes.hasBytes(other, at: start)
    }
}
