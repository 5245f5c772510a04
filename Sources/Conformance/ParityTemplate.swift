import CLI
import JSON
import Templates

/// Renders a case's template and compares the text, read as the case says, and the overrides.
@Sendable
func runParityTemplate(_ parityCase: ParityCase) throws -> String? {
    let template = Template(compiling: Array((parityCase.json["template"]?.stringValue ?? "").utf8))
    let input = parityCase.json["input"] ?? .null
    var renderer = TemplateRenderer()
    var output: [UInt8] = []
    let failure = renderer.render(
        template, body: Array((input["body"]?.stringValue ?? "").utf8),
        variables: templateVariables(input), into: &output)
    if let failure { return "failed at \(failure.range): \(failure.message)" }
    let text = String(decoding: output, as: UTF8.self)
    var matcher = RecordedMatcher()
    for member in parityCase.expected.objectValue?.members ?? [] {
        let actual: JSONValue?
        switch member.key {
        case "text": actual = .string(text)
        case "json": actual = try? JSONValue(parsing: output)
        case "xml": actual = XMLText(output).root
        case "contextAfter":
            var context = JSONObject()
            if let request = renderer.overrides?.request, !request.members.isEmpty {
                context["requestOverride"] = .object(request)
            }
            if let response = renderer.overrides?.response,
                response.members != [JSONObject.Member("header", [:])]
            {
                context["responseOverride"] = .object(response)
            }
            actual = .object(context)
        default: actual = nil
        }
        let expected = member.key == "xml" ? subset(member.value, levels: 3) : member.value
        matcher.match(expected, actual, at: member.key)
    }
    return matcher.failure
}

/// The recorded elements are some of those that the template writes.
private func subset(_ value: JSONValue, levels: Int) -> JSONValue {
    guard levels > 0, case .object(let object) = value else { return value }
    let members = object.members.map {
        JSONObject.Member($0.key, subset($0.value, levels: levels - 1))
    }
    return ["$subset": .object(JSONObject(members))]
}

/// A simple XML text as the corpus writes it: elements by name with `attributes` and `children`;
/// an element without elements is its trimmed text.
private struct XMLText {
    private let bytes: [UInt8]
    private var offset = 0

    /// The root element under its name; null for what is no element.
    private(set) var root = JSONValue.null

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        skipSpace()
        guard let (name, value) = element(depth: 0) else { return }
        root = .object([name: value])
    }

    private mutating func skipSpace() {
        while offset < bytes.count, bytes[offset] <= 32 { offset += 1 }
    }

    private mutating func take(until stops: [Character]) -> String {
        let start = offset
        while offset < bytes.count,
            !stops.contains(where: { $0.asciiValue == bytes[offset] })
        {
            offset += 1
        }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    private mutating func element(depth: Int) -> (String, JSONValue)? {
        guard depth < 64, offset < bytes.count, bytes[offset] == UInt8(ascii: "<") else {
            return nil
        }
        offset += 1
        let name = take(until: [" ", ">", "\n", "/"])
        var attributes = JSONObject()
        skipSpace()
        while offset < bytes.count, bytes[offset] != UInt8(ascii: ">") {
            let key = take(until: ["=", ">"])
            guard offset + 1 < bytes.count, bytes[offset] == UInt8(ascii: "=") else { break }
            offset += 2
            attributes[key] = .string(take(until: ["\""]))
            offset += 1
            skipSpace()
        }
        offset += 1
        var children = JSONObject()
        var text = ""
        while offset < bytes.count {
            if bytes[offset...].starts(with: "</".utf8) {
                _ = take(until: [">"])
                offset += 1
                break
            }
            if bytes[offset] == UInt8(ascii: "<") {
                guard let (child, value) = element(depth: depth + 1) else { return nil }
                children[child] = value
            } else {
                text += take(until: ["<"])
            }
        }
        if depth == 0 {
            return (name, ["attributes": .object(attributes), "children": .object(children)])
        }
        guard children.members.isEmpty else { return (name, .object(children)) }
        return (name, .string(trimmed(text)))
    }

    private func trimmed(_ text: String) -> String {
        let start = text.firstIndex { !$0.isWhitespace } ?? text.endIndex
        let end = text.lastIndex { !$0.isWhitespace }.map { text.index(after: $0) } ?? start
        return String(text[start..<end])
    }
}
