package import JSON
package import JSONPath

/// Whether a body must be JSON where a mapping reads it, whole or in part: its first byte that is
/// no white space promises it.
package func promisesJSON(_ body: [UInt8]) -> Bool {
    switch trimmed(body).first {
    case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "'"), UInt8(ascii: "\""): true
    default: false
    }
}

/// A text without white space at its ends.
package func trimmed(_ text: [UInt8]) -> ArraySlice<UInt8> {
    var rest = text[...]
    while let byte = rest.first, byte == 0x20 || 9...13 ~= byte { rest.removeFirst() }
    while let byte = rest.last, byte == 0x20 || 9...13 ~= byte { rest.removeLast() }
    return rest
}

/// Appends what a path selected, as a mapping hands it on: a string as it is, several values as a
/// list, all else as JSON; false, and nothing appended, for null and for nothing.
package func appendMapped(
    _ outcome: JSONPathOutcome, _ evaluator: JSONPathEvaluator, on tape: JSONTape,
    to output: inout [UInt8]
) -> Bool {
    switch outcome {
    case .one(let node):
        switch tape.entries[node].kind {
        case .null: return false
        case .string:
            let (isDecoded, range) = tape.stringRange(of: node)
            output += isDecoded ? tape.decoded[range] : tape.bytes[range]
        case .number, .true, .false: output += tape.spelling(at: node)
        default: output += JSONValue(tape, at: node).printed(.compact).utf8
        }
    case .many:
        let values = evaluator.results.map { JSONValue(tape, at: $0.node) }
        output += JSONValue.array(values).printed(.compact).utf8
    case .integer(let value): output += String(value).utf8
    case .double(let value): output += "\(value)".utf8
    case .missing, .invalid, .tooManySteps: return false
    }
    return true
}
