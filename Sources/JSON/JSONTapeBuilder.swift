/// Makes a ``JSONTape`` from values rather than from text, such as a request's variables.
///
/// Calls come in document order: in objects a ``key(_:)`` before each value. Strings are kept as
/// they are, without quotes or escapes. After ``reset()`` the memory is used again.
package struct JSONTapeBuilder: Sendable {
    private var bytes: [UInt8] = []
    private var entries: [JSONTape.Entry] = []
    private var open: [Int] = []

    package init() {}

    /// Forgets everything but keeps the memory.
    package mutating func reset() {
        bytes.removeAll(keepingCapacity: true)
        entries.removeAll(keepingCapacity: true)
        open.removeAll(keepingCapacity: true)
    }

    package mutating func beginObject() { begin(.object) }
    package mutating func beginArray() { begin(.array) }

    /// Ends the innermost open object or array.
    package mutating func end() {
        guard let index = open.popLast() else { preconditionFailure("nothing is open") }
        let entry = entries[index]
        entries[index] = JSONTape.Entry(
            entry.kind, Int(entry.start), bytes.count, link: entries.count, count: entry.count)
    }

    /// A member's name.
    package mutating func key(_ text: some Sequence<UInt8>) { append(text, countsAsValue: false) }

    /// A member's name.
    package mutating func key(_ text: String) { key(text.utf8) }

    /// A member's name.
    package mutating func key(_ text: [UInt8]) {
        let start = bytes.count
        bytes += text
        entries.append(JSONTape.Entry(.string, start, bytes.count, isBare: true))
    }

    package mutating func string(_ text: [UInt8]) { string(text[...]) }

    package mutating func string(_ text: ArraySlice<UInt8>) {
        countValue()
        let start = bytes.count
        bytes += text
        entries.append(JSONTape.Entry(.string, start, bytes.count, isBare: true))
    }

    package mutating func string(_ text: some Sequence<UInt8>) {
        append(text, countsAsValue: true)
    }

    package mutating func string(_ text: String) { string(text.utf8) }

    /// A number by its spelling (RFC 8259, section 6).
    package mutating func number(spelling: some Sequence<UInt8>) {
        countValue()
        let start = bytes.count
        bytes.append(contentsOf: spelling)
        entries.append(JSONTape.Entry(.number, start, bytes.count))
    }

    package mutating func integer(_ value: Int) { number(spelling: String(value).utf8) }

    package mutating func bool(_ value: Bool) { append(value ? .true : .false) }

    package mutating func null() { append(.null) }

    /// A value with all its parts.
    package mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let value): bool(value)
        case .number(let number): self.number(spelling: number.spelling.utf8)
        case .string(let text): string(text.utf8)
        case .array(let elements):
            beginArray()
            for element in elements { self.value(element) }
            end()
        case .object(let object):
            beginObject()
            for member in object.members {
                key(member.key.utf8)
                self.value(member.value)
            }
            end()
        }
    }

    /// The tape of what was added; every object and array must have been ended.
    package func finish() -> JSONTape {
        precondition(open.isEmpty, "an object or array was not ended")
        return JSONTape(bytes: bytes, entries: entries, decoded: [])
    }

    private mutating func begin(_ kind: JSONTape.Kind) {
        countValue()
        open.append(entries.count)
        entries.append(JSONTape.Entry(kind, bytes.count, bytes.count))
    }

    private mutating func append(_ kind: JSONTape.Kind) {
        countValue()
        entries.append(JSONTape.Entry(kind, bytes.count, bytes.count))
    }

    private mutating func append(_ text: some Sequence<UInt8>, countsAsValue: Bool) {
        if countsAsValue { countValue() }
        let start = bytes.count
        bytes.append(contentsOf: text)
        entries.append(JSONTape.Entry(.string, start, bytes.count, isBare: true))
    }

    /// Counts a value in the container that holds it.
    private mutating func countValue() {
        guard let index = open.last else { return }
        entries[index].info &+= 1 << 8
    }
}
