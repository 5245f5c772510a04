package import JSON
internal import JSONPath

/// A parameter that a map gave a value.
package struct MappedParameter: Sendable, Hashable {
    package let location: MappedLocation
    package let name: String

    /// The values; one for all but multi-value query parameters, never none.
    package let values: [[UInt8]]
}

/// Why a map cannot be applied to a message.
package enum MappingFailure: Sendable, Hashable {
    /// 400, `Invalid JSON in request body`.
    case invalidRequestBody
    /// 500, `Internal server error`.
    case invalidResponseBody
}

/// Applies parameter maps; keeps its buffers.
///
/// Variables come as a tape whose root object has these members, all of them optional:
/// `params` with `path`, `querystring` and `header` (name to last value), `multi` with `querystring`
/// and `header` (name to array of values), `response` with `header`, `multi` `responseHeader` for
/// the integration's response, `stageVariables`, `context`.
package struct ParameterMapper: Sendable {
    private var tape = JSONTape()
    private var evaluator = JSONPathEvaluator()
    private var isParsed = false

    package init() {}

    /// Appends the parameters that have a value, in the map's order.
    ///
    /// A source that is missing or empty gives no parameter. Names are matched letter by letter.
    package mutating func apply(
        _ map: ParameterMap, variables: JSONTape, body: [UInt8],
        into results: inout [MappedParameter]
    ) -> MappingFailure? {
        isParsed = false
        let image = map.image
        var offset = map.code.lowerBound
        let isRequest = image[offset] == ParameterMap.Direction.request.rawValue
        let count = image.word(at: offset + 1)
        offset += 5
        for _ in 0..<count {
            let location = MappedLocation(rawValue: image[offset]) ?? .header
            offset += 1
            let name = image.text(&offset)
            let kind = MappingSourceCode(rawValue: image[offset])
            offset += 1
            var values: [[UInt8]] = []
            switch kind {
            case .literal: values = [Array(image[image.run(&offset)])]
            case .parameter, .values:
                let from = MappedLocation(rawValue: image[offset]) ?? .header
                offset += 1
                let parameter = image.run(&offset)
                values =
                    kind == .parameter
                    ? single(image, parameter, from, isRequest, variables)
                    : multiple(image, parameter, from, isRequest, variables)
                if kind == .values, location == .header, values.count > 1 {
                    values = [Array(values.joined(separator: [UInt8(ascii: ",")]))]
                }
            case .body:
                if !isParsed, let failure = parse(body, isRequest) { return failure }
                isParsed = true
                let text = trimmed(body)
                values = [text.isEmpty ? Array("{}".utf8) : Array(text)]
            case .bodyPath:
                let path = image.run(&offset)
                if !isParsed, let failure = parse(body, isRequest) { return failure }
                isParsed = true
                var value: [UInt8] = []
                let outcome = evaluator.evaluate(JSONPath(trusted: path, in: image), on: tape)
                if appendMapped(outcome, evaluator, on: tape, to: &value) { values = [value] }
            case .stageVariable:
                let variable = image.run(&offset)
                if let node = variables.node("stageVariables"),
                    let value = variables.lastMember(image, variable, of: node)
                {
                    values = variables.text(value).map { [$0] } ?? []
                }
            case .context, nil:
                let number = image.word(at: offset)
                offset += 4
                var node = variables.node("context")
                for _ in 0..<number {
                    let part = image.run(&offset)
                    guard let object = node, variables.entries[object].kind == .object else {
                        node = nil
                        continue
                    }
                    node = variables.lastMember(image, part, of: object)
                }
                if let node, let value = variables.text(node) { values = [value] }
            }
            values.removeAll(where: \.isEmpty)
            guard !values.isEmpty else { continue }
            results.append(MappedParameter(location: location, name: name, values: values))
        }
        return nil
    }

    private func single(
        _ image: [UInt8], _ name: Range<Int>, _ location: MappedLocation, _ isRequest: Bool,
        _ variables: JSONTape
    ) -> [[UInt8]] {
        guard let group = variables.node(isRequest ? "params" : "response", "\(location)"),
            let node = variables.lastMember(image, name, of: group)
        else { return [] }
        return variables.text(node).map { [$0] } ?? []
    }

    private func multiple(
        _ image: [UInt8], _ name: Range<Int>, _ location: MappedLocation, _ isRequest: Bool,
        _ variables: JSONTape
    ) -> [[UInt8]] {
        let group = isRequest ? "\(location)" : "responseHeader"
        guard let object = variables.node("multi", group),
            let node = variables.lastMember(image, name, of: object)
        else { return single(image, name, location, isRequest, variables) }
        guard variables.entries[node].kind == .array else {
            return variables.text(node).map { [$0] } ?? []
        }
        var values: [[UInt8]] = []
        var child = node + 1
        for _ in 0..<variables.entries[node].count {
            if let value = variables.text(child) { values.append(value) }
            child = variables.end(of: child)
        }
        return values
    }

    /// Reads the body as JSON as far as API Gateway does: one that does not begin like JSON counts
    /// as an empty object.
    private mutating func parse(_ body: [UInt8], _ isRequest: Bool) -> MappingFailure? {
        guard promisesJSON(body) else {
            tape.scan(Array("{}".utf8))
            return nil
        }
        guard tape.scan(body) != nil else { return nil }
        return isRequest ? .invalidRequestBody : .invalidResponseBody
    }
}

extension JSONTape {
    /// The object at a way of names from the root, or `nil`.
    func node(_ names: String...) -> Int? {
        guard !entries.isEmpty else { return nil }
        var node = 0
        for name in names {
            guard entries[node].kind == .object, let next = member(Array(name.utf8), of: node)
            else { return nil }
            node = next
        }
        return entries[node].kind == .object ? node : nil
    }

    /// The text of a string or the spelling of a number, else `nil`.
    func text(_ node: Int) -> [UInt8]? {
        switch entries[node].kind {
        case .string:
            let (isDecoded, range) = stringRange(of: node)
            return Array(isDecoded ? decoded[range] : bytes[range])
        case .number: return Array(spelling(at: node))
        default: return nil
        }
    }
}

extension [UInt8] {
    /// The range of a string at an offset, which moves past it.
    func run(_ offset: inout Int) -> Range<Int> {
        let start = offset + 4
        offset = start + word(at: offset)
        return start..<offset
    }

    /// The string at an offset, which moves past it.
    func text(_ offset: inout Int) -> String { String(decoding: self[run(&offset)], as: UTF8.self) }
}
