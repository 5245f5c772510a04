package import JSON
internal import JSONPath

/// A text with `$context.…` and `$stageVariables.…` in it, and nothing more of VTL: the templates of
/// gateway responses and the formats of access logs.
package struct SubstitutionTemplate: Sendable, Hashable {
    /// The two uses, which differ in what an unset variable prints.
    package enum Use: UInt8, Sendable, CaseIterable {
        /// Prints nothing for an unset variable.
        case gatewayResponse = 1
        /// Prints `-` for an unset variable.
        case accessLog = 2
    }

    /// The bytes that hold the code, possibly among other things.
    package let image: [UInt8]

    /// Where the code lies in `image`.
    package let code: Range<Int>

    /// Compiles a text; every text is a template.
    package init(compiling text: [UInt8], for use: Use) {
        var compiler = SubstitutionCompiler(text: text)
        image = compiler.compile(use)
        code = 0..<image.count
    }

    /// The references of a text, each as the places of its names, the root's first: two or more.
    package static func references(in text: [UInt8]) -> [[Range<Int>]] {
        let compiler = SubstitutionCompiler(text: text)
        var references: [[Range<Int>]] = []
        var offset = 0
        while let dollar = text[offset...].firstIndex(of: UInt8(ascii: "$")) {
            offset = dollar + 1
            if let (names, end) = compiler.reference(dollar) {
                references.append(names.map { $0.startIndex..<$0.endIndex })
                offset = end
            }
        }
        return references
    }

    /// Reads a stored template in place; everything is checked once.
    ///
    /// - Returns: `nil` for bytes that are not a template's code.
    package init?(decoding image: [UInt8], at code: Range<Int>) {
        guard code.lowerBound >= 0, code.upperBound <= image.count, !code.isEmpty,
            Use(rawValue: image[code.lowerBound]) != nil
        else { return nil }
        var offset = code.lowerBound + 1
        while offset < code.upperBound {
            let count = image[offset]
            offset += 1
            for _ in 0..<max(count, 1) {
                guard offset + 4 <= code.upperBound,
                    image.word(at: offset) <= code.upperBound - offset - 4
                else { return nil }
                offset += 4 + image.word(at: offset)
            }
        }
        self.image = image
        self.code = code
    }

    /// The stored form.
    package var encoded: ArraySlice<UInt8> { image[code] }

    /// Appends the text with the variables' values put in as they are.
    ///
    /// `variables` is a tape whose root object has `context` and `stageVariables`. A number
    ///   or boolean prints its spelling, null and containers nothing. `$context.error.messageString`
    ///   is the JSON text of `context.error.message`, quotes included, where the tape has no such
    ///   member itself.
    package func render(variables: JSONTape, into output: inout [UInt8]) {
        let use = Use(rawValue: image[code.lowerBound]) ?? .gatewayResponse
        var offset = code.lowerBound + 1
        while offset < code.upperBound {
            let count = Int(image[offset])
            offset += 1
            guard count > 0 else {
                let length = image.word(at: offset)
                output += image[offset + 4..<offset + 4 + length]
                offset += 4 + length
                continue
            }
            var node: Int? = variables.entries.isEmpty ? nil : 0
            var parent = node
            var last = 0..<0
            for _ in 0..<count {
                let length = image.word(at: offset)
                last = offset + 4..<offset + 4 + length
                offset = last.upperBound
                parent = node
                guard let object = node, variables.entries[object].kind == .object else {
                    node = nil
                    continue
                }
                node = variables.lastMember(image, last, of: object)
            }
            append(node, parent, image[last], variables, use, &output)
        }
    }

    private func append(
        _ node: Int?, _ parent: Int?, _ name: ArraySlice<UInt8>, _ variables: JSONTape, _ use: Use,
        _ output: inout [UInt8]
    ) {
        let start = output.count
        if let node {
            switch variables.entries[node].kind {
            case .string:
                let (isDecoded, range) = variables.stringRange(of: node)
                output += isDecoded ? variables.decoded[range] : variables.bytes[range]
            case .number: output += variables.spelling(at: node)
            case .true: output += "true".utf8
            case .false: output += "false".utf8
            default: break
            }
        } else if name.elementsEqual("messageString".utf8), let parent,
            variables.entries[parent].kind == .object,
            let message = variables.member(Array("message".utf8), of: parent),
            variables.entries[message].kind == .string
        {
            let (isDecoded, range) = variables.stringRange(of: message)
            appendJSONString(
                isDecoded ? variables.decoded[range] : variables.bytes[range], to: &output)
        }
        if output.count == start, use == .accessLog { output.append(UInt8(ascii: "-")) }
    }
}

/// Finds the references of a text.
///
/// Code: the use, then pieces: a count byte (0: text; else the number of a variable's names) and as
/// many strings.
private struct SubstitutionCompiler {
    let text: [UInt8]
    var code: [UInt8] = []
    var plain: [UInt8] = []

    mutating func compile(_ use: SubstitutionTemplate.Use) -> [UInt8] {
        code.append(use.rawValue)
        var offset = 0
        while offset < text.count {
            if text[offset] == UInt8(ascii: "$"), let (names, end) = reference(offset) {
                flush()
                code.append(UInt8(names.count))
                for name in names { code.append(string: name) }
                offset = end
            } else {
                plain.append(text[offset])
                offset += 1
            }
        }
        flush()
        return code
    }

    private mutating func flush() {
        guard !plain.isEmpty else { return }
        code.append(0)
        code.append(string: plain)
        plain.removeAll()
    }

    /// The names of a reference to a known root and the offset after it, or `nil`.
    func reference(_ start: Int) -> ([ArraySlice<UInt8>], Int)? {
        var offset = start + 1
        let isFormal = offset < text.count && text[offset] == UInt8(ascii: "{")
        if isFormal { offset += 1 }
        var names: [ArraySlice<UInt8>] = []
        while let end = name(offset) {
            names.append(text[offset..<end])
            offset = end
            guard offset < text.count, text[offset] == UInt8(ascii: "."), name(offset + 1) != nil
            else { break }
            offset += 1
        }
        guard names.count >= 2, names.count < 64,
            names[0].elementsEqual("context".utf8) || names[0].elementsEqual("stageVariables".utf8)
        else { return nil }
        if isFormal {
            guard offset < text.count, text[offset] == UInt8(ascii: "}") else { return nil }
            offset += 1
        }
        return (names, offset)
    }

    /// The offset after the name at an offset; names are VTL's identifiers.
    private func name(_ start: Int) -> Int? {
        var end = start
        while end < text.count, isNameByte(text[end], isFirst: end == start) { end += 1 }
        return end > start ? end : nil
    }

    private func isNameByte(_ byte: UInt8, isFirst: Bool) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "_"):
            true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): !isFirst
        default: false
        }
    }
}
