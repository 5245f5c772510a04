/// The access log formats that API Gateway's console offers, by the names it gives them.
///
/// Source: “Set up CloudWatch logging for REST APIs in API Gateway”, the examples of formats.
package enum AccessLogPreset: String, Sendable, CaseIterable {
    /// The Common Log Format.
    case clf = "CLF"
    case json = "JSON"
    case xml = "XML"
    case csv = "CSV"

    /// The format in one line, with `$context` variables.
    package var format: String {
        switch self {
        case .clf:
            "$context.identity.sourceIp $context.identity.caller $context.identity.user "
                + "[$context.requestTime] \"$context.httpMethod $context.resourcePath "
                + "$context.protocol\" $context.status $context.responseLength "
                + "$context.requestId $context.extendedRequestId"
        case .json:
            "{" + Self.members.map { "\"\($0)\":\"$context.\($1)\"" }.joined(separator: ",") + "}"
        case .xml:
            "<request id=\"$context.requestId\">"
                + Self.members.dropFirst().map { "<\($0)>$context.\($1)</\($0)>" }.joined()
                + "</request>"
        case .csv:
            [
                "identity.sourceIp", "identity.caller", "identity.user", "requestTime",
                "httpMethod", "resourcePath", "protocol", "status", "responseLength", "requestId",
                "extendedRequestId",
            ].map { "$context.\($0)" }.joined(separator: ",")
        }
    }

    private static let members = [
        ("requestId", "requestId"), ("extendedRequestId", "extendedRequestId"),
        ("ip", "identity.sourceIp"), ("caller", "identity.caller"), ("user", "identity.user"),
        ("requestTime", "requestTime"), ("httpMethod", "httpMethod"),
        ("resourcePath", "resourcePath"), ("status", "status"), ("protocol", "protocol"),
        ("responseLength", "responseLength"),
    ]
}
