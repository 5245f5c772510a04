/// What a path's braces say.
///
/// - Parameter path: A path template, or a server's URL.
/// - Returns: The names in the braces, without the `+` of a greedy one.
package func pathVariables(of path: String) -> [String] {
    var names: [String] = []
    var rest = path.utf8[...]
    while let open = rest.firstIndex(of: UInt8(ascii: "{")) {
        // A placeholder such as `${Stage}` is no variable.
        let isPlaceholder = rest[..<open].last == UInt8(ascii: "$")
        rest = rest[open...].dropFirst()
        guard let close = rest.firstIndex(of: UInt8(ascii: "}")) else { break }
        var name = rest[..<close]
        if name.last == UInt8(ascii: "+") { name = name.dropLast() }
        if !isPlaceholder { names.append(String(Substring(name))) }
        rest = rest[close...].dropFirst()
    }
    return names
}

/// A path with empty braces: equal for paths that match the same requests.
func pathShape(of path: String) -> String {
    var output: [UInt8] = []
    output.reserveCapacity(path.utf8.count)
    var isInside = false
    for byte in path.utf8 {
        if byte == UInt8(ascii: "}") { isInside = false }
        if !isInside { output.append(byte) }
        if byte == UInt8(ascii: "{") { isInside = true }
    }
    return String(decoding: output, as: UTF8.self)
}
