/// The names in a path's braces, without the `+` of a greedy one.
func pathVariables(of path: [UInt8]) -> [String] {
    var names: [String] = []
    var rest = path[...]
    while let open = rest.firstIndex(of: UInt8(ascii: "{")) {
        // A placeholder such as `${Stage}` is no variable.
        let isPlaceholder = open > rest.startIndex && rest[open - 1] == UInt8(ascii: "$")
        rest = rest[(open + 1)...]
        guard let close = rest.firstIndex(of: UInt8(ascii: "}")) else { break }
        var name = rest[..<close]
        if name.last == UInt8(ascii: "+") { name = name.dropLast() }
        if !isPlaceholder { names.append(String(decoding: name, as: UTF8.self)) }
        rest = rest[(close + 1)...]
    }
    return names
}

/// A path with empty braces: equal for paths that match the same requests.
func pathShape(of path: [UInt8]) -> String {
    var output: [UInt8] = []
    output.reserveCapacity(path.count)
    var isInside = false
    for byte in path {
        if byte == UInt8(ascii: "}") { isInside = false }
        if !isInside { output.append(byte) }
        if byte == UInt8(ascii: "{") { isInside = true }
    }
    return String(decoding: output, as: UTF8.self)
}
