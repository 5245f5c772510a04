/// Makes a ``JSONTape`` out of parts of another one and of new values; the text is shared.
///
/// Calls come in document order: in objects a key before each value. So a large document is
/// changed in places for 16 bytes a value.
package struct JSONTapeWriter: Sendable {
    private let source: JSONTape
    private var entries: [JSONTape.Entry] = []
    private var decoded: [UInt8]
    private var open: [Int] = []

    /// Starts a tape beside a source.
    package init(_ source: JSONTape) {
        self.source = source
        decoded = source.decoded
        entries.reserveCapacity(source.entries.count)
    }

    /// The place of the next value or key, for ``removeKey(at:)``.
    package var place: Int { entries.count }

    package mutating func beginObject() { begin(.object) }
    package mutating func beginArray() { begin(.array) }

    /// Ends the innermost open object or array.
    package mutating func end() {
        guard let index = open.popLast() else { preconditionFailure("nothing is open") }
        entries[index].link = UInt32(entries.count)
    }

    /// A member's name, from the source.
    package mutating func key(copying index: Int) { entries.append(source.entries[index]) }

    /// A member's name.
    package mutating func key(_ text: String) { append(.string, text.utf8) }

    /// A string, number, boolean or null of the source.
    package mutating func scalar(copying index: Int) {
        countValue()
        entries.append(source.entries[index])
    }

    /// A number by its spelling (RFC 8259, section 6).
    package mutating func number(spelling: String) {
        countValue()
        append(.number, spelling.utf8)
    }

    /// A string that stands in the source as it is.
    package mutating func string(_ range: Range<Int>) {
        countValue()
        entries.append(
            JSONTape.Entry(.string, range.lowerBound, range.upperBound, isBare: true))
    }

    package mutating func null() {
        countValue()
        entries.append(JSONTape.Entry(.null, 0, 0))
    }

    /// A value with all its parts.
    package mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let bool):
            countValue()
            entries.append(JSONTape.Entry(bool ? .true : .false, 0, 0))
        case .number(let number): self.number(spelling: number.spelling)
        case .string(let text):
            countValue()
            append(.string, text.utf8)
        case .array(let elements):
            beginArray()
            for element in elements { self.value(element) }
            end()
        case .object(let object):
            beginObject()
            for member in object.members {
                key(member.key)
                self.value(member.value)
            }
            end()
        }
    }

    /// Takes back the key at a place, which was the last call.
    package mutating func removeKey(at place: Int) {
        precondition(place == entries.count - 1)
        entries.removeLast()
    }

    /// The tape; every object and array must have been ended.
    package consuming func finish() -> JSONTape {
        precondition(open.isEmpty, "an object or array was not ended")
        return JSONTape(bytes: source.bytes, entries: entries, decoded: decoded)
    }

    private mutating func begin(_ kind: JSONTape.Kind) {
        countValue()
        open.append(entries.count)
        entries.append(JSONTape.Entry(kind, 0, 0))
    }

    private mutating func append(_ kind: JSONTape.Kind, _ text: String.UTF8View) {
        let link = decoded.count
        let length = text.count
        for place in 0..<4 { decoded.append(UInt8(truncatingIfNeeded: length >> (8 * place))) }
        decoded += text
        entries.append(JSONTape.Entry(kind, 0, 0, link: link, isDecoded: true))
    }

    /// Counts a value in the container that holds it.
    private mutating func countValue() {
        guard let index = open.last else { return }
        entries[index].info &+= 1 << 8
    }
}
