package import JSON
internal import JSONPath

/// An integration's URI with `${stageVariables.x}` and `{parameter}` in it, compiled.
///
/// The same form serves every text that may hold stage variables, such as credentials and function
/// names. Other `${…}` are plain text.
package struct URITemplate: Sendable, Hashable {
    private enum Piece: UInt8 {
        case text = 1
        case stageVariable = 2
        case parameter = 3
    }

    /// The bytes that hold the code, possibly among other things.
    package let image: [UInt8]

    /// Where the code lies in `image`.
    package let code: Range<Int>

    /// Compiles a text; every text is a template.
    package init(compiling text: [UInt8]) {
        var code: [UInt8] = []
        var plain: [UInt8] = []
        func flush(_ code: inout [UInt8], _ plain: inout [UInt8]) {
            guard !plain.isEmpty else { return }
            code.append(Piece.text.rawValue)
            code.append(string: plain)
            plain.removeAll()
        }
        let prefix = Array("${stageVariables.".utf8)
        var offset = 0
        while offset < text.count {
            if text[offset...].starts(with: prefix),
                let close = text[offset...].firstIndex(of: UInt8(ascii: "}")),
                close > offset + prefix.count
            {
                flush(&code, &plain)
                code.append(Piece.stageVariable.rawValue)
                code.append(string: text[offset + prefix.count..<close])
                offset = close + 1
            } else if text[offset] == UInt8(ascii: "$"), offset + 1 < text.count,
                text[offset + 1] == UInt8(ascii: "{"),
                let close = text[offset...].firstIndex(of: UInt8(ascii: "}"))
            {
                plain += text[offset...close]
                offset = close + 1
            } else if text[offset] == UInt8(ascii: "{"),
                let close = text[offset...].firstIndex(of: UInt8(ascii: "}")),
                isParameterName(text[offset + 1..<close].span)
            {
                flush(&code, &plain)
                code.append(Piece.parameter.rawValue)
                code.append(string: text[offset + 1..<close])
                offset = close + 1
            } else {
                plain.append(text[offset])
                offset += 1
            }
        }
        flush(&code, &plain)
        image = code
        self.code = 0..<code.count
    }

    /// Reads a stored template in place; everything is checked once.
    ///
    /// - Returns: `nil` for bytes that are not a template's code.
    package init?(decoding image: [UInt8], at code: Range<Int>) {
        guard code.lowerBound >= 0, code.upperBound <= image.count else { return nil }
        let reader = MappingReader(image: image, end: code.upperBound)
        var offset = code.lowerBound
        while offset < code.upperBound {
            guard Piece(rawValue: image[offset]) != nil, let next = reader.string(offset + 1)
            else { return nil }
            offset = next
        }
        self.image = image
        self.code = code
    }

    /// The stored form.
    package var encoded: ArraySlice<UInt8> { image[code] }

    /// Appends the text with everything put in.
    ///
    /// - Parameters:
    ///   - variables: A tape whose root object has a member `stageVariables`; a variable that is not
    ///     there is empty.
    ///   - parameters: The values of `integration.request.path.…`; a `{name}` that is not among them
    ///     stays as it is. Values are put in as they are.
    ///   - output: Receives the text.
    package func expand(
        variables: JSONTape, parameters: [(name: String, value: [UInt8])],
        into output: inout [UInt8]
    ) {
        var offset = code.lowerBound
        while offset < code.upperBound {
            let piece = Piece(rawValue: image[offset])
            offset += 1
            let run = image.run(&offset)
            switch piece {
            case .text, nil: output += image[run]
            case .stageVariable:
                if let object = variables.node("stageVariables"),
                    let node = variables.lastMember(image, run, of: object),
                    let value = variables.text(node)
                {
                    output += value
                }
            case .parameter:
                if let found = parameters.last(where: { $0.name.utf8.elementsEqual(image[run]) }) {
                    output += found.value
                } else {
                    output.append(UInt8(ascii: "{"))
                    output += image[run]
                    output.append(UInt8(ascii: "}"))
                }
            }
        }
    }

    /// The names of the stage variables that are used, in order.
    package var stageVariableNames: [String] { names(.stageVariable) }

    /// The names of the parameters that are used, in order.
    package var parameterNames: [String] { names(.parameter) }

    private func names(_ wanted: Piece) -> [String] {
        var result: [String] = []
        var offset = code.lowerBound
        while offset < code.upperBound {
            let isWanted = image[offset] == wanted.rawValue
            offset += 1
            let run = image.run(&offset)
            if isWanted { result.append(String(decoding: image[run], as: UTF8.self)) }
        }
        return result
    }
}
