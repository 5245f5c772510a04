import Diagnostics
import JSON
import Model
import OpenAPI
import Syntax

/// Reads texts with placeholders in them; see ``SymbolicString``.
struct SymbolicStringReader {
    /// Values of placeholders by name.
    let substitutions: [String: String]

    /// The text at a scalar or an intrinsic function; `nil` for anything else.
    func read(_ node: Node) -> SymbolicString? {
        switch node.kind {
        case .string: return parse(node.string ?? "", isSub: false)
        case .number, .bool: return node.scalarText.map { SymbolicString($0) }
        case .object: return intrinsic(node, depth: 0)
        case .null, .array, .invalid: return nil
        }
    }

    /// A plain text with its placeholders replaced where their values are known.
    func text(_ plain: String) -> String { parse(plain, isSub: false).text }

    /// A template's text with the values of pseudo parameters such as `${AWS::Region}`, or their
    /// names where the values are not known.
    func pseudoParametersRead(_ text: String) -> String {
        guard text.holds("${AWS::") else { return text }
        var result = ""
        var rest = text[...]
        while let start = rest.firstRange(of: "${AWS::"),
            let end = rest[start.upperBound...].firstIndex(of: "}")
        {
            let name = String(rest[rest.index(start.lowerBound, offsetBy: 2)..<end])
            result += rest[..<start.lowerBound] + (substitutions[name] ?? name)
            rest = rest[rest.index(after: end)...]
        }
        return result + rest
    }

    /// Whether the node is an object with one member that names an intrinsic function.
    static func isIntrinsic(_ node: Node) -> Bool {
        guard node.kind == .object, node.count == 1,
            let key = node.members.first(where: { _ in true })?.key
        else { return false }
        return key == "Ref" || key.hasPrefix("Fn::")
    }

    /// Whether the node stands for no value at all: null, or `Ref: AWS::NoValue`.
    static func isAbsent(_ node: Node) -> Bool {
        switch node.kind {
        case .null: true
        case .object: node["Ref"]?.equals("AWS::NoValue") ?? false
        default: false
        }
    }

    private func intrinsic(_ node: Node, depth: Int) -> SymbolicString? {
        guard depth < 32, Self.isIntrinsic(node),
            let member = node.members.first(where: { _ in true })
        else { return nil }
        let value = member.value
        switch member.key {
        case "Ref":
            return value.string.map { SymbolicString(parts: [part($0, isSub: false)]) }
        case "Fn::GetAtt":
            let path = value.string ?? value.elements.compactMap(\.string).joined(separator: ".")
            return SymbolicString(parts: [part(path, isSub: true)])
        case "Fn::Sub":
            if let text = value.string { return parse(text, isSub: true) }
            let elements = Array(value.elements)
            guard let text = elements.first?.string else { break }
            var values: [String: SymbolicString] = [:]
            for variable in elements.dropFirst().first?.members ?? value.members {
                values[variable.key] = text_(variable.value, depth: depth + 1)
            }
            return parse(text, isSub: true, values: values)
        case "Fn::Join":
            let elements = Array(value.elements)
            guard elements.count == 2, let separator = elements[0].string,
                elements[1].kind == .array
            else { break }
            var joined = SymbolicString("")
            for (place, element) in elements[1].elements.enumerated() {
                guard let text = text_(element, depth: depth + 1) else { continue }
                if place > 0 { joined.append(.literal(separator)) }
                for part in text.parts { joined.append(part) }
            }
            return joined
        case "Fn::If":
            // Which value a deployment takes is known only then; either is written to be taken.
            if let chosen = node.conditionalValue { return text_(chosen, depth: depth + 1) }
        default: break
        }
        return SymbolicString(parts: [.reference(.function(node.jsonValue))])
    }

    private func text_(_ node: Node, depth: Int) -> SymbolicString? {
        node.kind == .object ? intrinsic(node, depth: depth) : read(node)
    }

    /// Splits a text at its placeholders.
    private func parse(
        _ text: String, isSub: Bool, values: [String: SymbolicString] = [:]
    ) -> SymbolicString {
        guard text.holds("$") else { return SymbolicString(text) }
        var result = SymbolicString("")
        var rest = text[...]
        while let start = rest.firstRange(of: "${") {
            guard let end = rest[start.upperBound...].firstIndex(of: "}") else { break }
            result.append(.literal(String(rest[..<start.lowerBound])))
            let name = String(rest[start.upperBound..<end])
            if isSub, name.hasPrefix("!") {
                result.append(.literal("${\(name.dropFirst())}"))
            } else if let value = values[name] {
                for part in value.parts { result.append(part) }
            } else if Self.isPlaceholder(name) {
                result.append(part(name, isSub: isSub))
            } else {
                result.append(.literal("${\(name)}"))
            }
            rest = rest[rest.index(after: end)...]
        }
        result.append(.literal(String(rest)))
        return result
    }

    /// A letter, then letters, digits, `_`, `.`, `:`; stage variables are the gateway's own.
    private static func isPlaceholder(_ name: String) -> Bool {
        if name.hasPrefix("stageVariables.") { return false }
        guard let first = name.utf8.first, first.isLetter else { return false }
        return name.utf8.allSatisfy {
            $0.isLetter || 0x30...0x39 ~= $0 || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".")
                || $0 == UInt8(ascii: ":")
        }
    }

    private func part(_ name: String, isSub: Bool) -> SymbolicString.Part {
        if let value = substitutions[name] { return .literal(value) }
        if name.hasPrefix("AWS::") { return .reference(.pseudoParameter(name)) }
        if isSub, let dot = name.firstIndex(of: ".") {
            return .reference(
                .attribute(
                    resource: String(name[..<dot]),
                    attribute: String(name[name.index(after: dot)...])))
        }
        return .reference(.name(name))
    }
}

extension UInt8 {
    fileprivate var isLetter: Bool { 0x61...0x7a ~= self | 0x20 }
}
