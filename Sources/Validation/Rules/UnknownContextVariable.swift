package import Diagnostics
internal import Templates

/// Templates use variables that exist.
package enum UnknownContextVariable: TemplateRule {
    package static let explanation = Explanation(
        .init(rawValue: "unknown-context-variable"), .error,
        "Every '$context' variable of a mapping template is one of API Gateway's.",
        reason: "An unknown variable prints nothing, without a word.",
        bad: "'{\"ip\": \"$context.identity.sourceIP\"}'",
        good: "'{\"ip\": \"$context.identity.sourceIp\"}'")

    package static func check(_ template: TemplateContext, into log: inout DiagnosticLog) {
        for reference in template.outline.references where reference.root == "context" {
            guard let (name, known) = unknown(reference.parts) else { continue }
            log.report(
                Diagnostic(
                    id, .error, "there is no context variable '\(name.name)'",
                    at: template.range(name.range),
                    help: nearest(to: name.name, in: known).map { "write '\($0)'" }))
        }
    }

    /// The first name that does not exist and those that do in its place.
    private static func unknown(
        _ parts: [TemplateOutline.Part]
    ) -> (TemplateOutline.Part, known: [String])? {
        // A call is one of the map's own methods.
        guard let first = parts.first, first.argumentCount == nil else { return nil }
        if !top.contains(first.name) { return (first, top) }
        guard parts.count > 1, parts[1].argumentCount == nil else { return nil }
        let known: [String]
        switch first.name {
        case "identity": known = identity
        case "error": known = ["message", "messageString", "responseType", "validationErrorString"]
        case "requestOverride": known = ["header", "path", "querystring"]
        case "responseOverride": known = ["header", "status"]
        default: return nil
        }
        return known.contains(parts[1].name) ? nil : (parts[1], known)
    }

    /// Source: API Gateway Developer Guide, “Variables for data transformations”.
    private static let top = [
        "accountId", "apiId", "authenticate", "authorize", "authorizer", "awsEndpointRequestId",
        "cipherSuite", "customDomain", "deploymentId", "domainName", "domainPrefix",
        "endpointType", "error", "extendedRequestId", "httpMethod", "identity", "integration",
        "integrationErrorMessage", "integrationLatency", "integrationStatus", "isCanaryRequest",
        "path", "protocol", "requestId", "requestOverride", "requestTime", "requestTimeEpoch",
        "resourceId", "resourcePath", "responseLatency", "responseLength", "responseOverride",
        "stage", "status", "tlsVersion", "waf", "wafResponseCode", "webaclArn", "xrayTraceId",
    ]

    private static let identity = [
        "accessKey", "accountId", "apiKey", "apiKeyId", "caller", "clientCert",
        "cognitoAuthenticationProvider", "cognitoAuthenticationType", "cognitoIdentityId",
        "cognitoIdentityPoolId", "principalOrgId", "sourceIp", "user", "userAgent", "userArn",
        "vpcId", "vpceId",
    ]
}
