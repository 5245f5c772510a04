package import JSON

extension Node {
    /// The value with all its parts as a tape of its own, as JSON has them: without aliases, with
    /// numbers in JSON's spelling.
    ///
    /// The same value as ``jsonValue``. A document that is so already gives its own tape.
    /// O(*nodes*).
    package var plainTape: JSONTape {
        if index == 0, tree.tape.isPlain { return tree.tape }
        var writer = JSONTapeWriter(tree.tape)
        copy(index, into: &writer)
        return writer.finish()
    }

    private func copy(_ index: Int, into writer: inout JSONTapeWriter) {
        let tape = tree.tape
        let entry = tape.entries[index]
        switch entry.kind {
        case .alias: copy(Int(entry.link), into: &writer)
        case .invalid: writer.null()
        case .null, .true, .false, .string: writer.scalar(copying: index)
        case .number where isJSONNumber(tape.text(at: index)): writer.scalar(copying: index)
        case .number:
            if let spelling = yamlNumberAsJSON(Node(tree: tree, index: index).numberSpelling ?? "0")
            {
                writer.number(spelling: spelling)
            } else {
                writer.string(Int(entry.start)..<Int(entry.end))
            }
        case .array:
            writer.beginArray()
            var child = index + 1
            for _ in 0..<entry.count {
                copy(child, into: &writer)
                child = tape.end(of: child)
            }
            writer.end()
        case .object:
            writer.beginObject()
            var key = index + 1
            for _ in 0..<entry.count {
                let isAlias = tape.entries[key].kind == .alias
                writer.key(copying: isAlias ? Int(tape.entries[key].link) : key)
                copy(key + 1, into: &writer)
                key = tape.end(of: key + 1)
            }
            writer.end()
        }
    }
}

extension JSONTape {
    /// Whether there are neither aliases nor numbers that JSON does not spell so.
    fileprivate var isPlain: Bool {
        for index in entries.indices {
            switch entries[index].kind {
            case .alias, .invalid: return false
            case .number where !isJSONNumber(text(at: index)): return false
            default: break
            }
        }
        return true
    }
}

/// Whether a number is spelled as RFC 8259, section 6, has it.
private func isJSONNumber(_ text: ArraySlice<UInt8>) -> Bool {
    var rest = text
    func skipDigits() -> Bool {
        let count = rest.prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }.count
        rest = rest.dropFirst(count)
        return count > 0
    }
    if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
    if rest.first == UInt8(ascii: "0") {
        rest = rest.dropFirst()
    } else if !skipDigits() {
        return false
    }
    if rest.first == UInt8(ascii: ".") {
        rest = rest.dropFirst()
        if !skipDigits() { return false }
    }
    if let mark = rest.first, mark | 0x20 == UInt8(ascii: "e") {
        rest = rest.dropFirst()
        if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") {
            rest = rest.dropFirst()
        }
        if !skipDigits() { return false }
    }
    return rest.isEmpty
}
