internal import OpenAPI

/// The names in a path's braces, without the `+` of a greedy one.
func pathVariables(of path: String) -> [String] {
    var names: [String] = []
    var rest = path.utf8[...]
    while let open = rest.firstIndex(of: UInt8(ascii: "{")) {
        // A placeholder such as `${Stage}` is no variable.
        let isPlaceholder =
            open > rest.startIndex && rest[rest.index(before: open)] == UInt8(ascii: "$")
        rest = rest[rest.index(after: open)...]
        guard let close = rest.firstIndex(of: UInt8(ascii: "}")) else { break }
        var name = rest[..<close]
        if name.last == UInt8(ascii: "+") { name = name.dropLast() }
        if !isPlaceholder { names.append(String(Substring(name))) }
        rest = rest[rest.index(after: close)...]
    }
    return names
}

extension PathItem {
    /// Whether something stands after a greedy variable, for which the path is refused.
    var hasChildOfGreedyVariable: Bool { path.contains("+}/") }

    /// The path with empty braces: equal for paths that match the same requests.
    var withoutVariableNames: String {
        var output: [UInt8] = []
        var isInside = false
        for byte in path.utf8 {
            if byte == UInt8(ascii: "}") { isInside = false }
            if !isInside { output.append(byte) }
            if byte == UInt8(ascii: "{") { isInside = true }
        }
        return String(decoding: output, as: UTF8.self)
    }
}
