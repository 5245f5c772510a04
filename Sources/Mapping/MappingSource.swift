package import Diagnostics
package import JSONPath

/// The right side of a mapping: where a value comes from.
package enum MappingSource: Sendable, Hashable {
    /// A text in single quotes.
    case literal(String)
    /// A parameter of the request, or a header of the integration's response; of several values
    /// the last.
    case parameter(MappedLocation, name: String)
    /// All values of a query parameter or header.
    case values(MappedLocation, name: String)
    /// The whole body as text.
    case body
    /// A part of the body by its JSONPath.
    case bodyPath(JSONPath)
    case stageVariable(String)
    /// A variable such as `identity.sourceIp`, by its names.
    case context([String])

    /// Reads a source; reports `mapping-source` and `mapping-jsonpath` for what is none.
    package init?(
        parsing text: String, _ direction: ParameterMap.Direction, at range: SourceRange,
        into log: inout DiagnosticLog
    ) {
        if text.utf8.first == UInt8(ascii: "'") {
            guard text.utf8.count >= 2, text.utf8.last == UInt8(ascii: "'") else {
                log.report(.invalidSource(text, "its quote is not closed", at: range))
                return nil
            }
            self = .literal(String(text.dropFirst().dropLast()))
            return
        }
        let utf8 = text.utf8
        let bytes = utf8.span
        let end = bytes.count
        if bytes.starts(with: "stageVariables.") {
            self = .stageVariable(part(of: text, "stageVariables.".utf8.count..<end))
            return
        }
        if bytes.starts(with: "context.") {
            let names = utf8.dropFirst("context.".utf8.count).split(
                separator: UInt8(ascii: "."), omittingEmptySubsequences: false
            ).map { String(Substring($0)) }
            if !names.contains("") {
                self = .context(names)
                return
            }
        }
        let scope: StaticString =
            direction == .request ? "method.request." : "integration.response."
        guard bytes.starts(with: scope) else {
            log.report(.invalidSource(text, "it begins with no known name", at: range))
            return nil
        }
        let start = scope.utf8CodeUnitCount
        let point = bytes.firstIndex(of: ".", from: start)
        let rest = min((point ?? end) + 1, end)..<end
        let kind = bytes.extracting(start..<(point ?? end))
        if kind.isWord("body") {
            guard point != nil else {
                self = .body
                return
            }
            do throws(JSONPathError) {
                self = .bodyPath(try JSONPath(parsing: Array(utf8.suffix(rest.count))))
            } catch {
                log.report(.invalidPath(part(of: text, rest), error.message, at: range))
                return nil
            }
            return
        }
        guard isParameterName(bytes.extracting(rest)) else {
            log.report(.invalidSource(text, "it names no parameter", at: range))
            return nil
        }
        let name = part(of: text, rest)
        let isOfRequest = direction == .request
        if kind.isWord("header") {
            self = .parameter(.header, name: name)
        } else if kind.isWord("multivalueheader") {
            self = .values(.header, name: name)
        } else if isOfRequest, kind.isWord("path") {
            self = .parameter(.path, name: name)
        } else if isOfRequest, kind.isWord("querystring") {
            self = .parameter(.querystring, name: name)
        } else if isOfRequest, kind.isWord("multivaluequerystring") {
            self = .values(.querystring, name: name)
        } else {
            let kind = part(of: text, start..<(point ?? end))
            log.report(.invalidSource(text, "'\(kind)' cannot be read here", at: range))
            return nil
        }
    }

    /// Appends the stored form: a kind byte and its operands.
    func encode(into code: inout [UInt8]) {
        switch self {
        case .literal(let text):
            code.append(MappingSourceCode.literal.rawValue)
            code.append(string: text.utf8)
        case .parameter(let location, let name):
            code.append(MappingSourceCode.parameter.rawValue)
            code.append(location.rawValue)
            code.append(string: name.utf8)
        case .values(let location, let name):
            code.append(MappingSourceCode.values.rawValue)
            code.append(location.rawValue)
            code.append(string: name.utf8)
        case .body: code.append(MappingSourceCode.body.rawValue)
        case .bodyPath(let path):
            code.append(MappingSourceCode.bodyPath.rawValue)
            code.append(string: path.encoded)
        case .stageVariable(let name):
            code.append(MappingSourceCode.stageVariable.rawValue)
            code.append(string: name.utf8)
        case .context(let names):
            code.append(MappingSourceCode.context.rawValue)
            code.append(word: names.count)
            for name in names { code.append(string: name.utf8) }
        }
    }
}

/// The kinds of sources in stored maps; raw values are part of the bundle format.
enum MappingSourceCode: UInt8 {
    case literal = 1
    case parameter = 2
    case values = 3
    case body = 4
    case bodyPath = 5
    case stageVariable = 6
    case context = 7
}

extension Diagnostic {
    fileprivate static func invalidSource(_ text: String, _ why: String, at range: SourceRange)
        -> Self
    {
        Self(
            ID(rawValue: "mapping-source"), .error,
            "mapping source '\(text)' cannot be read: \(why)", at: range,
            help: "use method.request, integration.response, context, stageVariables or 'text'",
            aws: AWSWords(
                .error,
                "Invalid mapping expression specified: Validation Result: warnings : [], errors : "
                    + "[Invalid mapping expression specified: \(text)]"))
    }

    fileprivate static func invalidPath(_ path: String, _ why: String, at range: SourceRange)
        -> Self
    {
        Self(
            ID(rawValue: "mapping-jsonpath"), .error,
            "JSONPath '\(path)' of a mapping source cannot be read: \(why)", at: range)
    }
}
