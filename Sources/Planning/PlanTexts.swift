package import Model

/// The parts of a text with `${stageVariables.NAME}`, `${AWS::NAME}` and, where asked for, `{NAME}`.
///
/// Braces without an end are literal, and so is what stands in `${}` and is neither.
package func textParts(of text: SymbolicString?, hasPathParameters: Bool = false) -> [TextPart] {
    guard let text, !text.isEmpty else { return [] }
    let bytes = Array(text.text.utf8)
    var parts: [TextPart] = []
    var literal: [UInt8] = []
    var index = 0
    func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
    func flush() {
        if !literal.isEmpty { parts.append(.literal(String(decoding: literal, as: UTF8.self))) }
        literal = []
    }
    while index < bytes.count {
        let isVariable = bytes[index...].starts(with: "${".utf8)
        let open = isVariable ? index + 1 : index
        guard bytes[open] == UInt8(ascii: "{"), isVariable || hasPathParameters,
            let close = bytes[open...].firstIndex(of: UInt8(ascii: "}"))
        else {
            literal.append(bytes[index])
            index += 1
            continue
        }
        let name = string(open + 1..<close)
        if isVariable, name.hasPrefix("stageVariables.") {
            flush()
            parts.append(.stageVariable(String(name.dropFirst("stageVariables.".count))))
        } else if isVariable, name.hasPrefix("AWS::") {
            flush()
            parts.append(.pseudoParameter(name))
        } else if !isVariable, !name.isEmpty {
            flush()
            parts.append(.pathParameter(name.hasSuffix("+") ? String(name.dropLast()) : name))
        } else {
            literal += bytes[index...close]
        }
        index = close + 1
    }
    flush()
    return parts
}
