/// HTML text in the making.
///
/// Names of elements and attributes, and whole markup, can only be literals of this program; whatever
/// comes from a document goes in as text or as an attribute's value and is escaped.
struct HTMLWriter {
    private(set) var output: [UInt8] = []

    /// Appends markup of our own.
    mutating func markup(_ markup: StaticString) { append(markup) }

    /// Opens an element.
    mutating func open(
        _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:]
    ) {
        output.append(UInt8(ascii: "<"))
        append(name)
        for (key, value) in attributes {
            output.append(UInt8(ascii: " "))
            append(key)
            output += "=\"".utf8
            text(value)
            output.append(UInt8(ascii: "\""))
        }
        output.append(UInt8(ascii: ">"))
    }

    mutating func close(_ name: StaticString) {
        output += "</".utf8
        append(name)
        output.append(UInt8(ascii: ">"))
    }

    /// Writes an element that has nothing but text.
    mutating func element(
        _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:],
        text content: String
    ) {
        open(name, attributes)
        text(content)
        close(name)
    }

    /// Appends text, escaped for elements and quoted attributes alike; control characters are left
    /// out, for HTML has no way to write them.
    mutating func text(_ text: String) { append(escaping: text.utf8) }

    mutating func append(escaping bytes: some Sequence<UInt8>) {
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "<"): output += "&lt;".utf8
            case UInt8(ascii: ">"): output += "&gt;".utf8
            case UInt8(ascii: "&"): output += "&amp;".utf8
            case UInt8(ascii: "\""): output += "&quot;".utf8
            case UInt8(ascii: "'"): output += "&#39;".utf8
            case 0..<0x09, 0x0B..<0x20, 0x7F: break
            default: output.append(byte)
            }
        }
    }

    private mutating func append(_ text: StaticString) { output += "\(text)".utf8 }
}
