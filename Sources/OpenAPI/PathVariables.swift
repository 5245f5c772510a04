internal import Diagnostics

/// What a path's braces say.
///
/// - Parameter path: A path template, or a server's URL.
/// - Returns: The names in the braces, without the `+` of a greedy one.
package func pathVariables(of path: String) -> [String] {
    let utf8 = path.utf8
    let bytes = utf8.span
    var names: [String] = []
    var open: Int?
    for place in bytes.indices {
        switch bytes[place] {
        case UInt8(ascii: "{") where open == nil: open = place
        case UInt8(ascii: "}"):
            guard let start = open else { continue }
            open = nil
            // A placeholder such as `${Stage}` is no variable.
            if start > 0, bytes[start - 1] == UInt8(ascii: "$") { continue }
            let isGreedy = bytes[place - 1] == UInt8(ascii: "+")
            names.append(utf8.text(start + 1..<place - (isGreedy ? 1 : 0)))
        default: break
        }
    }
    return names
}

/// A path with empty braces: equal for paths that match the same requests.
func pathShape(of path: String) -> String {
    let utf8 = path.utf8
    let bytes = utf8.span
    var shape = ""
    var start = 0
    var isInside = false
    for place in bytes.indices {
        switch bytes[place] {
        case UInt8(ascii: "{") where !isInside:
            shape += utf8.text(start..<place + 1)
            isInside = true
        case UInt8(ascii: "}"):
            start = isInside ? place : start
            isInside = false
        default: break
        }
    }
    return isInside ? shape : shape + utf8.text(start..<bytes.count)
}
