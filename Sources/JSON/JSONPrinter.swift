/// How a ``JSONValue`` is laid out as text.
package enum JSONLayout: Sendable {
    /// No white space at all.
    case compact
    /// Two spaces a level, `": "` after keys, one member or element a line, empty ones as `{}` and `[]`.
    case indented
}

extension JSONValue {
    /// Returns the value as JSON text (RFC 8259), without a final line break.
    ///
    /// Members come in their order, or sorted by their UTF-8 when asked: with sorting, equal values
    /// give equal bytes. Only what must be escaped is; numbers keep their spelling.
    package func printed(_ layout: JSONLayout = .compact, sortingKeys: Bool = false) -> String {
        var output: [UInt8] = []
        print(into: &output, layout, sortingKeys, depth: 0)
        return String(decoding: output, as: UTF8.self)
    }

    private func print(
        into output: inout [UInt8], _ layout: JSONLayout, _ sortingKeys: Bool, depth: Int
    ) {
        switch self {
        case .null: output += "null".utf8
        case .bool(let value): output += (value ? "true" : "false").utf8
        case .number(let number): output += number.spelling.utf8
        case .string(let text): appendJSONString(text.utf8, to: &output)
        case .array(let elements):
            output.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                breakLine(&output, layout, depth + 1)
                element.print(into: &output, layout, sortingKeys, depth: depth + 1)
            }
            if !elements.isEmpty { breakLine(&output, layout, depth) }
            output.append(UInt8(ascii: "]"))
        case .object(let object):
            var members = object.members
            if sortingKeys {
                members.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            }
            output.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                breakLine(&output, layout, depth + 1)
                appendJSONString(member.key.utf8, to: &output)
                output.append(UInt8(ascii: ":"))
                if layout == .indented { output.append(UInt8(ascii: " ")) }
                member.value.print(into: &output, layout, sortingKeys, depth: depth + 1)
            }
            if !members.isEmpty { breakLine(&output, layout, depth) }
            output.append(UInt8(ascii: "}"))
        }
    }
}

private func breakLine(_ output: inout [UInt8], _ layout: JSONLayout, _ depth: Int) {
    guard layout == .indented else { return }
    output.append(UInt8(ascii: "\n"))
    for _ in 0..<2 * depth { output.append(UInt8(ascii: " ")) }
}

/// Appends a text as a JSON string with its quotes: escapes `"`, `\` and bytes below 0x20, the
/// latter as `\b`, `\f`, `\n`, `\r`, `\t` or `\u00XX`; everything else is copied.
@inlinable
public func appendJSONString<Text: Sequence<UInt8>>(_ text: Text, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\""))
    for byte in text {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            output.append(UInt8(ascii: "\\"))
            output.append(byte)
        case 0x20...: output.append(byte)
        default: appendJSONControlEscape(byte, to: &output)
        }
    }
    output.append(UInt8(ascii: "\""))
}

@usableFromInline
package func appendJSONControlEscape(_ byte: UInt8, to output: inout [UInt8]) {
    output.append(UInt8(ascii: "\\"))
    switch byte {
    case 8: output.append(UInt8(ascii: "b"))
    case 9: output.append(UInt8(ascii: "t"))
    case 10: output.append(UInt8(ascii: "n"))
    case 12: output.append(UInt8(ascii: "f"))
    case 13: output.append(UInt8(ascii: "r"))
    default:
        output += "u00".utf8
        for digit in [byte >> 4, byte & 15] {
            output.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
    }
}
