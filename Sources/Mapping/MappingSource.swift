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
        let (head, afterHead) = splitAtPoint(text[...])
        if head == "stageVariables", let afterHead {
            self = .stageVariable(String(afterHead))
            return
        }
        if head == "context", let afterHead {
            let names = afterHead.utf8.split(
                separator: UInt8(ascii: "."), omittingEmptySubsequences: false
            ).map { String(Substring($0)) }
            if !names.contains("") {
                self = .context(names)
                return
            }
        }
        let scope = direction == .request ? ("method", "request") : ("integration", "response")
        let (second, afterScope) = afterHead.map(splitAtPoint) ?? ("", nil)
        guard head == scope.0, second == scope.1, let afterScope else {
            log.report(.invalidSource(text, "it begins with no known name", at: range))
            return nil
        }
        let (kind, afterKind) = splitAtPoint(afterScope)
        if kind == "body" {
            guard let afterKind else {
                self = .body
                return
            }
            do throws(JSONPathError) {
                self = .bodyPath(try JSONPath(parsing: Array(afterKind.utf8)))
            } catch {
                log.report(.invalidPath(String(afterKind), error.message, at: range))
                return nil
            }
            return
        }
        let rest = String(afterKind ?? "")
        guard isParameterName(rest.utf8) else {
            log.report(.invalidSource(text, "it names no parameter", at: range))
            return nil
        }
        switch (kind, direction) {
        case ("path", .request): self = .parameter(.path, name: rest)
        case ("querystring", .request): self = .parameter(.querystring, name: rest)
        case ("multivaluequerystring", .request): self = .values(.querystring, name: rest)
        case ("header", _): self = .parameter(.header, name: rest)
        case ("multivalueheader", _): self = .values(.header, name: rest)
        default:
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

/// The text before the first point, and what is behind it; `nil` where there is no point.
func splitAtPoint(_ text: Substring) -> (head: Substring, tail: Substring?) {
    guard let point = text.utf8.firstIndex(of: UInt8(ascii: ".")) else { return (text, nil) }
    return (text[..<point], text[text.utf8.index(after: point)...])
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
