package import JSON

/// Compares values with recorded ones by the rules of the recordings: matcher objects, placeholders.
///
/// Use one matcher for a whole case: a placeholder's name means the same text everywhere in it.
package struct RecordedMatcher {
    /// What differed so far, a line each.
    package private(set) var differences: [String] = []

    /// The text that each named placeholder stands for, once met.
    private var bindings: [String: [UInt8]] = [:]

    /// The differences as one text, or `nil` where there are none.
    package var failure: String? {
        differences.isEmpty ? nil : differences.joined(separator: "\n")
    }

    /// Creates a matcher that has met nothing.
    package init() {}

    /// Notes a difference that the caller found.
    package mutating func differ(_ text: String) { differences.append(text) }

    /// Compares a value with what was recorded.
    ///
    /// - Parameters:
    ///   - expected: The recorded value; objects match exactly, key order never counts.
    ///   - actual: The value, or `nil` for none.
    ///   - path: Where the value stands, for messages.
    package mutating func match(_ expected: JSONValue, _ actual: JSONValue?, at path: String) {
        guard let actual else {
            return differ("\(path): missing, expected \(short(expected))")
        }
        if case .object(let object) = expected, object.members.count == 1,
            let member = object.members.first, Self.matchers.contains(member.key)
        {
            return match(matcher: member.key, member.value, actual, at: path)
        }
        switch (expected, actual) {
        case (.object(let wanted), .object(let found)):
            for member in wanted.members {
                let isSet = member.key == "required"
                match(
                    isSet ? sorted(member.value) : member.value,
                    isSet ? found[member.key].map(sorted) : found[member.key],
                    at: "\(path).\(member.key)")
            }
            for member in found.members where wanted[member.key] == nil {
                differ("\(path).\(member.key): unexpected, is \(short(member.value))")
            }
        case (.array(let wanted), .array(let found)):
            for (index, element) in wanted.enumerated() {
                match(element, index < found.count ? found[index] : nil, at: "\(path)[\(index)]")
            }
            if found.count > wanted.count {
                differ("\(path): \(found.count) elements, expected \(wanted.count)")
            }
        case (.string(let wanted), .string(let found)):
            if !matches(wanted, found) {
                differ("\(path): is \(short(actual)), expected \(short(expected))")
            }
        case (.number(let wanted), .number(let found)):
            if wanted != found, Double(wanted.spelling) != Double(found.spelling) {
                differ("\(path): is \(found.spelling), expected \(wanted.spelling)")
            }
        default:
            if expected != actual {
                differ("\(path): is \(short(actual)), expected \(short(expected))")
            }
        }
    }

    /// Whether a text equals a recorded one with placeholders; binds their names where it does.
    package mutating func matches(_ expected: String, _ actual: String) -> Bool {
        guard expected.contains("⟪") else { return expected == actual }
        var trial = bindings
        guard matchTokens(tokens(of: expected)[...], Array(actual.utf8)[...], &trial) else {
            return false
        }
        bindings = trial
        return true
    }

    private static let matchers: Set<String> = ["$json", "$subset", "$type", "$oneOf"]

    private mutating func match(
        matcher: String, _ argument: JSONValue, _ actual: JSONValue, at path: String
    ) {
        switch matcher {
        case "$json":
            guard case .string(let text) = actual,
                let value = try? JSONValue(parsing: Array(text.utf8))
            else { return differ("\(path): is \(short(actual)), expected JSON text") }
            match(argument, value, at: path)
        case "$subset":
            for member in argument.objectValue?.members ?? [] {
                match(member.value, actual[member.key], at: "\(path).\(member.key)")
            }
        case "$type":
            if argument.stringValue != actual.typeName {
                differ("\(path): is a \(actual.typeName), expected \(short(argument))")
            }
        default:
            for choice in argument.arrayValue ?? [] {
                var trial = self
                trial.differences = []
                trial.match(choice, actual, at: path)
                if trial.differences.isEmpty {
                    bindings = trial.bindings
                    return
                }
            }
            differ("\(path): is \(short(actual)), expected one of \(short(argument))")
        }
    }

    private func sorted(_ value: JSONValue) -> JSONValue {
        guard case .array(let elements) = value else { return value }
        return .array(elements.sorted { $0.printed() < $1.printed() })
    }

    private func short(_ value: JSONValue) -> String {
        let text = value.printed()
        return text.count <= 200 ? text : "\(text.prefix(197))..."
    }
}

extension JSONValue {
    /// JSON Schema's name for the value's type.
    fileprivate var typeName: String {
        switch self {
        case .null: "null"
        case .bool: "boolean"
        case .number: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }
}

/// A part of a recorded text.
private enum Token {
    case literal([UInt8])
    case placeholder(String)
}

private func tokens(of text: String) -> [Token] {
    var tokens: [Token] = []
    var rest = text[...]
    while let start = rest.firstRange(of: "⟪") {
        guard let end = rest[start.upperBound...].firstRange(of: "⟫") else { break }
        tokens.append(.literal(Array(rest[..<start.lowerBound].utf8)))
        tokens.append(.placeholder(String(rest[start.upperBound..<end.lowerBound])))
        rest = rest[end.upperBound...]
    }
    tokens.append(.literal(Array(rest.utf8)))
    return tokens
}

private func matchTokens(
    _ tokens: ArraySlice<Token>, _ text: ArraySlice<UInt8>, _ bindings: inout [String: [UInt8]]
) -> Bool {
    guard let token = tokens.first else { return text.isEmpty }
    switch token {
    case .literal(let bytes):
        return text.starts(with: bytes)
            && matchTokens(tokens.dropFirst(), text.dropFirst(bytes.count), &bindings)
    case .placeholder(let name):
        if let bound = bindings[name] {
            return text.starts(with: bound)
                && matchTokens(tokens.dropFirst(), text.dropFirst(bound.count), &bindings)
        }
        for count in stride(from: text.count, through: 0, by: -1)
        where accepts(name, text.prefix(count)) {
            var trial = bindings
            if isNamed(name) { trial[name] = Array(text.prefix(count)) }
            if matchTokens(tokens.dropFirst(), text.dropFirst(count), &trial) {
                bindings = trial
                return true
            }
        }
        return false
    }
}

/// Whether a placeholder means the same text wherever it stands.
private func isNamed(_ name: String) -> Bool {
    if name.contains(":") { return true }
    switch name {
    case "any", "nonempty", "uuid", "int", "account-id", "datetime", "log-timestamp", "resource-id":
        return false
    default: return true
    }
}

private func accepts(_ name: String, _ text: ArraySlice<UInt8>) -> Bool {
    func isDigit(_ byte: UInt8) -> Bool { 0x30...0x39 ~= byte }
    switch name.prefix(while: { $0 != ":" }) {
    case "any": return true
    case "int": return !text.isEmpty && text.allSatisfy(isDigit)
    case "account-id": return text.count == 12 && text.allSatisfy(isDigit)
    case "uuid":
        guard text.count == 36 else { return false }
        return text.enumerated().allSatisfy { place, byte in
            [8, 13, 18, 23].contains(place)
                ? byte == UInt8(ascii: "-") : isDigit(byte) || 0x61...0x66 ~= byte
        }
    default: return !text.isEmpty
    }
}
