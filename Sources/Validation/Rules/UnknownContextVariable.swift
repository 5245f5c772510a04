package import Diagnostics
internal import Model

/// Templates use variables that exist.
package enum UnknownContextVariable: MethodRule {
    package static let explanation = Explanation(
        .init(rawValue: "unknown-context-variable"), .error,
        "Every '$context' variable of a mapping template is one of API Gateway's.",
        reason: "An unknown variable prints nothing, without a word.",
        bad: "'{\"ip\": \"$context.identity.sourceIP\"}'",
        good: "'{\"ip\": \"$context.identity.sourceIp\"}'")

    package static func check(
        _ context: MethodContext, in gateway: GatewayContext, into log: inout DiagnosticLog
    ) {
        for template in context.templates {
            for reference in template.references where reference.root == .context {
                guard let (name, known) = unknown(reference.names) else { continue }
                log.report(
                    Diagnostic(
                        id, .error, "there is no context variable '\(name.text)'",
                        at: template.locator.range(name.range.lowerBound, name.range.upperBound),
                        help: nearest(to: name.text, in: known).map { "write '\($0)'" }))
            }
        }
    }

    /// The first name that does not exist and those that do in its place.
    private static func unknown(
        _ names: [TemplateReference.Name]
    ) -> (TemplateReference.Name, known: [String])? {
        guard let first = names.first else { return nil }
        if !top.contains(first.text) { return (first, top) }
        guard names.count > 1 else { return nil }
        let known: [String]
        switch first.text {
        case "identity": known = identity
        case "error": known = ["message", "messageString", "responseType", "validationErrorString"]
        case "requestOverride": known = ["header", "path", "querystring"]
        case "responseOverride": known = ["header", "status"]
        default: return nil
        }
        return known.contains(names[1].text) ? nil : (names[1], known)
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
