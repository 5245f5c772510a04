import Routing
extension Exchange {
    /// Whether the exchange is a test invocation.
    var isTest: Bool {
        switch mode {
        case .test, .testing: true
        case .deployed, .assuming: false
        }
    }

    /// Whether the execution log takes a line.
    func isLogged(isError: Bool) -> Bool {
        if isTest { return true }
        switch method?.settings.logLevel ?? .off {
        case .off: return false
        case .error: return isError
        case .info: return true
        }
    }

    /// Whether the log shows whole requests and responses.
    var isDataTraced: Bool {
        if isTest { return true }
        return method?.settings.isDataTraceEnabled ?? false
    }

    /// Adds a line to the execution log, cut at 1,024 bytes as API Gateway cuts it.
    func log(_ text: @autoclosure () -> String, isError: Bool = false) {
        guard isLogged(isError: isError) else { return }
        var line = isTest ? text() : "(\(idText)) \(text())"
        if line.utf8.count > 1024 {
            line = String(decoding: line.utf8.prefix(1024), as: UTF8.self) + " [TRUNCATED]"
        }
        record.executionLog.append(
            ExchangeRecord.ExecutionLogLine(isError: isError, text: line))
    }

    /// The lines about the request as it came in.
    func startLog(_ method: PreparedMethod) {
        guard isLogged(isError: false) else { return }
        log("Starting execution for request: \(idText)")
        let pathText = String(decoding: request.target[path], as: UTF8.self)
        let shown = isTest ? (pathText.isEmpty ? "/" : pathText) : method.resourcePath
        log("HTTP Method: \(String(decoding: httpMethod, as: UTF8.self)), Resource Path: \(shown)")
        guard isDataTraced else { return }
        var parameters = HeaderFields()
        for (index, name) in method.pathParameterNames.enumerated() where index < match.count {
            if let value = pathParameter(name) { parameters.append(name, value) }
        }
        log("Method request path: \(javaMap(parameters))")
        log("Method request query string: \(javaMap(query.fields))")
        log("Method request headers: \(javaMap(headers))")
        let body = String(decoding: request.body, as: UTF8.self)
        log("Method request body before transformations: \(body)")
    }

    /// Fields as Java prints a map; secrets are cut to their last characters as AWS cuts them.
    func javaMap(_ fields: HeaderFields) -> String {
        let parts = fields.fields.indices.map { index -> String in
            let name = fields.name(index)
            var value = String(decoding: fields.value(index), as: UTF8.self)
            let isSecret =
                isEqualIgnoringCase(name, "authorization".utf8)
                || isEqualIgnoringCase(name, "x-api-key".utf8)
                || isEqualIgnoringCase(name, "x-amz-security-token".utf8)
            if isSecret { value = maskedSecret(value) }
            return "\(String(decoding: name, as: UTF8.self))=\(value)"
        }
        return "{\(parts.joined(separator: ", "))}"
    }

    /// Adds to the trace for people, if one is kept.
    func note(_ title: String, _ text: @autoclosure () -> String) {
        if tracesMappings { trace.append(TraceEntry(title: title, text: text())) }
    }
}

/// A secret with everything but its last six characters as stars; all of it where it is shorter
/// than twelve, so that more is hidden than shown.
func maskedSecret(_ secret: String) -> String {
    let count = secret.utf8.count
    return String(repeating: "*", count: count < 12 ? count : count - 6)
        + (count < 12 ? "" : secret.suffix(6))
}
