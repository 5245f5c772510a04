import Diagnostics
package import Model

/// The parts of a text with `${stageVariables.NAME}`, `${AWS::NAME}` and, where asked for, `{NAME}`.
///
/// Braces without an end are literal, and so is what stands in `${}` and is neither.
package func textParts(of text: SymbolicString?, hasPathParameters: Bool = false) -> [TextPart] {
    guard let text = text?.text, !text.isEmpty else { return [] }
    guard text.holds("{") else { return [.literal(text)] }
    let brace = UInt8(ascii: "{")
    let bytes = Array(text.utf8)
    var parts: [TextPart] = []
    // Most have one name with a text before and one behind it.
    parts.reserveCapacity(3)
    /// Where the literal that has not been added yet starts.
    var literal = 0
    var index = 0
    func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
    func add(_ part: TextPart, at start: Int, upTo end: Int) {
        if literal < start { parts.append(.literal(string(literal..<start))) }
        parts.append(part)
        literal = end
    }
    while let open = bytes[index...].firstIndex(of: brace) {
        let isVariable = open > index && bytes[open - 1] == UInt8(ascii: "$")
        guard isVariable || hasPathParameters,
            let close = bytes[open...].firstIndex(of: UInt8(ascii: "}"))
        else {
            index = open + 1
            continue
        }
        let start = isVariable ? open - 1 : open
        let name = string(open + 1..<close)
        index = close + 1
        if isVariable, name.hasPrefix("stageVariables.") {
            add(
                .stageVariable(String(name.dropFirst("stageVariables.".count))), at: start,
                upTo: index)
        } else if isVariable, name.hasPrefix("AWS::") {
            add(.pseudoParameter(name), at: start, upTo: index)
        } else if !isVariable, !name.isEmpty {
            let name = name.hasSuffix("+") ? String(name.dropLast()) : name
            add(.pathParameter(name), at: start, upTo: index)
        }
    }
    if literal < bytes.count { parts.append(.literal(string(literal..<bytes.count))) }
    return parts
}
