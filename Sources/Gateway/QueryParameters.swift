/// The parameters of a query in order, decoded: `+` is a space, a parameter without `=` is empty.
struct QueryParameters {
    /// Names and values; names compare with case.
    private(set) var fields = HeaderFields()
    private var scratch: [UInt8] = []

    /// Whether there is no parameter.
    var isEmpty: Bool { fields.isEmpty }

    /// Replaces the parameters by those of a query, without its `?`; `;` separates as `&` does.
    mutating func read(_ query: ArraySlice<UInt8>) {
        fields.removeAll()
        var start = query.startIndex
        while start < query.endIndex {
            let end =
                query[start...].firstIndex { $0 == UInt8(ascii: "&") || $0 == UInt8(ascii: ";") }
                ?? query.endIndex
            let part = query[start..<end]
            start = end + 1
            if part.isEmpty { continue }
            let equals = part.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
            scratch.removeAll(keepingCapacity: true)
            appendPercentDecoded(part[..<equals], plusIsSpace: true, to: &scratch)
            let nameCount = scratch.count
            if equals < part.endIndex {
                appendPercentDecoded(part[(equals + 1)...], plusIsSpace: true, to: &scratch)
            }
            fields.append(scratch[..<nameCount], scratch[nameCount...])
        }
    }

    /// The last value under a name, or `nil`.
    func last(_ name: [UInt8]) -> ArraySlice<UInt8>? {
        for index in fields.fields.indices.reversed() where fields.name(index).elementsEqual(name) {
            return fields.value(index)
        }
        return nil
    }
}
