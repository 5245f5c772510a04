// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

import Foundation

/// A value that can stand in a URL, a header or a form.
public protocol ParameterValue {
    var parameterContent: ParameterContent { get }
}

/// A parameter's value before its style is applied.
public enum ParameterContent: Sendable {
    case scalar(String)
    case list([String])
    case object([(name: String, value: JSONValue)])
}

extension String: ParameterValue {
    public var parameterContent: ParameterContent { .scalar(self) }
}
extension Bool: ParameterValue {
    public var parameterContent: ParameterContent { .scalar(self ? "true" : "false") }
}
extension Int: ParameterValue {
    public var parameterContent: ParameterContent { .scalar(String(self)) }
}
extension Int32: ParameterValue {
    public var parameterContent: ParameterContent { .scalar(String(self)) }
}
extension Int64: ParameterValue {
    public var parameterContent: ParameterContent { .scalar(String(self)) }
}
extension Double: ParameterValue {
    public var parameterContent: ParameterContent { .scalar(parameterText) }
    /// Without a fraction where there is none: `3`, not `3.0`.
    var parameterText: String { Int64(exactly: self).map { String($0) } ?? String(self) }
}
extension Date: ParameterValue {
    public var parameterContent: ParameterContent { .scalar(Timestamp.format(self)) }
}
extension Data: ParameterValue {
    public var parameterContent: ParameterContent { .scalar(base64EncodedString()) }
}
extension CalendarDate: ParameterValue {
    public var parameterContent: ParameterContent { .scalar(description) }
}
extension HTTPMethod: ParameterValue {
    public var parameterContent: ParameterContent { .scalar(rawValue) }
}
extension Array: ParameterValue where Element: ParameterValue {
    public var parameterContent: ParameterContent {
        .list(
            map { element in
                if case .scalar(let text) = element.parameterContent { return text }
                return ""
            })
    }
}
extension JSONValue: ParameterValue {
    public var parameterContent: ParameterContent {
        switch self {
        case .null: return .scalar("")
        case .bool, .integer, .number, .string: return .scalar(scalarText ?? "")
        case .array(let elements): return .list(elements.map(\.formText))
        case .object(let members):
            return .object(members.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
        }
    }

    /// A scalar's text, a container's JSON.
    var formText: String {
        if let scalarText { return scalarText }
        if self == .null { return "" }
        return (try? JSONCoding.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}

/// How a parameter is written (OpenAPI 3.0.3, “Style Values”).
enum ParameterStyle {
    case simple, label, matrix, form, spaceDelimited, pipeDelimited, tabDelimited, deepObject
}

enum PercentEncoding {
    enum Kept { case unreserved, slash, reserved }

    /// Escapes every byte but the unreserved ones (RFC 3986, section 2.3) and those to keep.
    static func encode(_ text: String, keeping kept: Kept = .unreserved) -> String {
        let hex = Array("0123456789ABCDEF".utf8)
        let reserved = Array(":?@!$'()*,;[]".utf8)
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case 0x41...0x5A, 0x61...0x7A, 0x30...0x39, 0x2D, 0x2E, 0x5F, 0x7E:
                result.append(byte)
            case 0x2F where kept != .unreserved: result.append(byte)
            case _ where kept == .reserved && reserved.contains(byte): result.append(byte)
            default: result += [0x25, hex[Int(byte >> 4)], hex[Int(byte & 15)]]
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}

extension ParameterContent {
    /// The text of a path parameter, escaped; a greedy one keeps its slashes.
    func path(_ name: String, _ style: ParameterStyle, explode: Bool, greedy: Bool) -> String {
        func escape(_ text: String) -> String {
            PercentEncoding.encode(text, keeping: greedy ? .slash : .unreserved)
        }
        let pairs: [String]
        switch self {
        case .scalar(let text): pairs = [escape(text)]
        case .list(let texts): pairs = texts.map(escape)
        case .object(let members):
            let separator = explode ? "=" : ","
            pairs = members.map { escape($0.name) + separator + escape($0.value.formText) }
        }
        let name = PercentEncoding.encode(name)
        switch (style, self) {
        case (.label, _): return "." + pairs.joined(separator: explode ? "." : ",")
        case (.matrix, .scalar): return ";\(name)=\(pairs[0])"
        case (.matrix, .object) where explode: return pairs.map { ";" + $0 }.joined()
        case (.matrix, _) where explode: return pairs.map { ";\(name)=\($0)" }.joined()
        case (.matrix, _): return ";\(name)=\(pairs.joined(separator: ","))"
        default: return pairs.joined(separator: ",")
        }
    }

    /// The pairs of a query parameter, not escaped but for their separators.
    func query(
        _ name: String, _ style: ParameterStyle, explode: Bool
    ) -> [(name: String, values: [String], separator: String)] {
        let separators: [ParameterStyle: String] = [
            .spaceDelimited: "%20", .pipeDelimited: "%7C", .tabDelimited: "%09",
        ]
        let separator = separators[style, default: ","]
        switch (self, style) {
        case (.scalar(let text), _): return [(name, [text], "")]
        case (.list(let texts), .deepObject):
            return texts.map { ("\(name)[]", [$0], "") }
        case (.list(let texts), _) where explode: return texts.map { (name, [$0], "") }
        case (.list(let texts), _): return texts.isEmpty ? [] : [(name, texts, separator)]
        case (.object(let members), .deepObject):
            return members.flatMap { member in
                member.value.parameterContent.query(
                    "\(name)[\(member.name)]", .deepObject, explode: true)
            }
        case (.object(let members), _) where explode:
            return members.map { ($0.name, [$0.value.formText], "") }
        case (.object(let members), _):
            return members.isEmpty
                ? [] : [(name, members.flatMap { [$0.name, $0.value.formText] }, separator)]
        }
    }

    /// The text of a header or cookie, not escaped.
    func plain(explode: Bool) -> String {
        switch self {
        case .scalar(let text): return text
        case .list(let texts): return texts.joined(separator: ",")
        case .object(let members):
            let separator = explode ? "=" : ","
            return members.map { $0.name + separator + $0.value.formText }.joined(separator: ",")
        }
    }
}
