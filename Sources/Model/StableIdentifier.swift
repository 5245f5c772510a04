/// Returns an identifier of ten characters `[a-z0-9]` that depends on nothing but its arguments.
///
/// API Gateway draws random identifiers; ours must be the same on every machine, so they are made
/// from what the thing is and what it is called. 51 bits of FNV-1a: not for secrets.
///
/// - Parameters:
///   - kind: What is identified, such as `resource`.
///   - names: What tells it from others of its kind, outermost first.
/// - Returns: The identifier.
package func stableIdentifier(_ kind: String, _ names: String...) -> String {
    var hash = IdentifierHash(kind)
    for name in names { hash.add(name) }
    return hash.identifier
}

/// Returns the identifier of what one name tells from others, without an array of names: large APIs
/// have thousands of resources.
package func stableIdentifier(_ kind: String, _ name: String) -> String {
    var hash = IdentifierHash(kind)
    hash.add(name)
    return hash.identifier
}

private struct IdentifierHash {
    private var value: UInt64 = 0xcbf2_9ce4_8422_2325

    init(_ kind: String) { mix(kind) }

    mutating func add(_ name: String) {
        mix(0)
        mix(name)
    }

    private mutating func mix(_ text: String) {
        let bytes = text.utf8.span
        for index in bytes.indices { mix(bytes[index]) }
    }

    private mutating func mix(_ byte: UInt8) {
        value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
    }

    var identifier: String {
        // FNV's high bits of short inputs are poor: fold and stir once more.
        var hash = value ^ value >> 32
        hash = hash &* 0x9e37_79b9_7f4a_7c15
        hash ^= hash >> 29
        var text: [UInt8] = []
        text.reserveCapacity(10)
        for _ in 0..<10 {
            let digit = UInt8(truncatingIfNeeded: hash % 36)
            text.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
            hash /= 36
        }
        return String(decoding: text, as: UTF8.self)
    }
}
