/// Header fields in the order they were sent, all in one buffer.
///
/// Names keep their case and are looked up without regard to it unless said otherwise. Emptying
/// keeps the storage, so that a reused value allocates nothing after its largest message.
package struct HeaderFields: Sendable, Equatable {
    /// Where a field's name and value lie in ``bytes``.
    package struct Field: Sendable, Equatable {
        package let nameStart: UInt32
        package let nameEnd: UInt32
        package let valueStart: UInt32
        package let valueEnd: UInt32

        /// The name's bytes.
        @inlinable
        package var name: Range<Int> { Int(nameStart)..<Int(nameEnd) }

        /// The value's bytes, without surrounding white space.
        @inlinable
        package var value: Range<Int> { Int(valueStart)..<Int(valueEnd) }

        /// The bytes of the field as a line, with `: ` and the line's end.
        var lineByteCount: Int {
            Int(nameEnd &- nameStart) &+ Int(valueEnd &- valueStart) &+ 4
        }

        init(name: Range<Int>, value: Range<Int>) {
            nameStart = UInt32(truncatingIfNeeded: name.lowerBound)
            nameEnd = UInt32(truncatingIfNeeded: name.upperBound)
            valueStart = UInt32(truncatingIfNeeded: value.lowerBound)
            valueEnd = UInt32(truncatingIfNeeded: value.upperBound)
        }
    }

    /// Where the names and values stand; between them there may be anything.
    package private(set) var bytes: [UInt8] = []

    /// The fields in order; a name may stand there several times.
    package private(set) var fields: [Field] = []

    /// Creates an empty list.
    package init() {}

    /// Creates a list from names and values.
    package init(_ pairs: [(String, String)]) {
        for (name, value) in pairs { append(name.utf8, value.utf8) }
    }

    /// The bytes of the fields as lines, with `: ` and line ends.
    package var lineByteCount: Int { fields.reduce(0) { $0 &+ $1.lineByteCount } }

    /// Whether there is no field.
    package var isEmpty: Bool { fields.isEmpty }

    /// Appends a field; the caller has checked that neither part holds a line break.
    package mutating func append(
        _ name: some Collection<UInt8>, _ value: some Collection<UInt8>
    ) {
        let start = bytes.count
        bytes.append(contentsOf: name)
        let middle = bytes.count
        bytes.append(contentsOf: value)
        fields.append(Field(name: start..<middle, value: middle..<bytes.count))
    }

    /// Appends a field of another list as it is there, or with something before its name.
    mutating func append(_ field: Field, of source: HeaderFields, prefix: [UInt8] = []) {
        let start = bytes.count
        if !prefix.isEmpty { bytes.append(contentsOf: prefix) }
        if field.valueStart == field.nameEnd {
            bytes.append(contentsOf: source.bytes[Int(field.nameStart)..<Int(field.valueEnd)])
        } else {
            bytes.append(contentsOf: source.bytes[field.name])
            bytes.append(contentsOf: source.bytes[field.value])
        }
        let middle = start &+ prefix.count &+ Int(field.nameEnd &- field.nameStart)
        fields.append(Field(name: start..<middle, value: middle..<bytes.count))
    }

    /// Empties the list and takes over a message's head as it was sent, of which
    /// ``add(name:value:)`` then tells what is a field: nothing is copied field by field.
    ///
    /// For hosts; `count` fields will follow.
    package mutating func begin(_ head: borrowing Span<UInt8>, fieldCount count: Int) {
        removeAll()
        bytes.reserveCapacity(head.count)
        bytes.append(addingCapacity: head.count) { output in
            for index in head.indices { output.append(head[index]) }
        }
        fields.reserveCapacity(count)
    }

    /// Adds a field of the head that was taken over.
    package mutating func add(name: Range<Int>, value: Range<Int>) {
        precondition(name.upperBound <= bytes.count && value.upperBound <= bytes.count)
        fields.append(Field(name: name, value: value))
    }

    /// Removes every field and keeps the storage.
    package mutating func removeAll() {
        if !bytes.isEmpty { bytes.removeAll(keepingCapacity: true) }
        if !fields.isEmpty { fields.removeAll(keepingCapacity: true) }
    }

    /// Removes the fields under a name, compared without case.
    ///
    /// O(*fields*).
    package mutating func remove(_ name: some Collection<UInt8>) {
        guard firstIndex(of: name) != nil else { return }
        let source = bytes
        fields.removeAll { isEqualIgnoringCase(source[$0.name], name) }
    }

    /// Removes the fields under a name, compared letter by letter.
    mutating func remove(exactly name: [UInt8]) {
        let source = bytes
        fields.removeAll { source[$0.name].elementsEqual(name) }
    }

    /// Replaces the fields under a name by one at the end.
    package mutating func set(
        _ name: some Collection<UInt8>, _ value: some Collection<UInt8>
    ) {
        remove(name)
        append(name, value)
    }

    /// The index of the first field under a name, compared without case, or `nil`.
    package func firstIndex(of name: some Collection<UInt8>) -> Int? {
        fields.indices.first { isName($0, name) }
    }

    /// The index of the last field under a name, compared without case, or `nil`.
    package func lastIndex(of name: some Collection<UInt8>) -> Int? {
        var index = fields.count
        while index > 0 {
            index -= 1
            if isName(index, name) { return index }
        }
        return nil
    }

    /// The value of the last field under a name, compared without case, or `nil`.
    package func last(_ name: String) -> ArraySlice<UInt8>? {
        lastIndex(of: name.utf8).map { bytes[fields[$0].value] }
    }

    /// Whether there is a field of a name, compared without case.
    func contains(_ name: [UInt8]) -> Bool { firstIndex(of: name) != nil }

    /// Whether a field has a name, compared without case.
    private func isName(_ index: Int, _ name: some Collection<UInt8>) -> Bool {
        let field = fields[index]
        guard Int(field.nameEnd &- field.nameStart) == name.count else { return false }
        let span = bytes.span
        var offset = Int(field.nameStart)
        for byte in name {
            if lowercased(span[offset]) != lowercased(byte) { return false }
            offset &+= 1
        }
        return true
    }

    /// The last field of a field's name, if the field itself is the first of that name.
    ///
    /// O(*fields*); most others are told by the length of their names.
    func lastOfName(first index: Int, ignoringCase: Bool) -> Int? {
        let all = fields.span
        let bytes = bytes.span
        let own = all[index]
        let length = own.nameEnd &- own.nameStart
        var last = index
        for other in 0..<all.count where other != index {
            let field = all[other]
            guard field.nameEnd &- field.nameStart == length else { continue }
            var step = 0
            while step < Int(length) {
                let left = bytes[Int(own.nameStart) &+ step]
                let right = bytes[Int(field.nameStart) &+ step]
                guard left == right || ignoringCase && lowercased(left) == lowercased(right) else {
                    break
                }
                step &+= 1
            }
            guard step == Int(length) else { continue }
            if other < index { return nil }
            last = other
        }
        return last
    }

    /// Whether two fields have one name.
    func haveSameName(_ left: Int, _ right: Int, ignoringCase: Bool) -> Bool {
        let (left, right) = (fields[left].name, fields[right].name)
        guard left.count == right.count else { return false }
        for step in 0..<left.count {
            let pair = (bytes[left.lowerBound + step], bytes[right.lowerBound + step])
            if pair.0 == pair.1 { continue }
            guard ignoringCase, lowercased(pair.0) == lowercased(pair.1) else { return false }
        }
        return true
    }

    /// The name of a field.
    package func name(_ index: Int) -> ArraySlice<UInt8> { bytes[fields[index].name] }

    /// The value of a field.
    package func value(_ index: Int) -> ArraySlice<UInt8> { bytes[fields[index].value] }

    /// The names and values as texts; for tests and traces, as it allocates twice a field.
    package var pairs: [(name: String, value: String)] {
        fields.map {
            (
                String(decoding: bytes[$0.name], as: UTF8.self),
                String(decoding: bytes[$0.value], as: UTF8.self)
            )
        }
    }
}

/// Whether two ASCII texts are equal when `A` to `Z` count as `a` to `z`.
package func isEqualIgnoringCase(
    _ left: some Collection<UInt8>, _ right: some Collection<UInt8>
) -> Bool {
    guard left.count == right.count else { return false }
    var other = right.makeIterator()
    for byte in left {
        guard let match = other.next(), lowercased(byte) == lowercased(match) else { return false }
    }
    return true
}

/// An ASCII letter in lower case, every other byte as it is.
@inlinable
package func lowercased(_ byte: UInt8) -> UInt8 {
    byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
}
