internal import Diagnostics

/// The `$context` variables of REST APIs.
///
/// Source: API Gateway Developer Guide, “Variables for data transformations” and “Variables for
/// access logging”.
enum ContextVariables {
    /// A name of a variable that leads nowhere.
    struct Unknown {
        /// Its place among the variable's names.
        var index: Int
        var name: String

        /// What to write in its place.
        var correction: String?

        /// The diagnostics' help.
        var help: String? { correction.map { "write '\($0)'" } }
    }

    /// Finds the first of a variable's names that leads nowhere.
    ///
    /// - Parameter names: The names after `context`, such as `identity`, `sourceIp`.
    /// - Returns: `nil` for a variable that exists, or may: what an authorizer adds is not known.
    static func unknown(in names: some Collection<String>) -> Unknown? {
        guard let first = names.first else { return nil }
        if !top.contains(first) {
            let correction = identity.contains(first) ? "identity.\(first)" : nil
            return Unknown(
                index: 0, name: first, correction: correction ?? nearest(to: first, in: top))
        }
        guard let second = names.dropFirst().first else { return nil }
        let known: [String]
        switch first {
        case "identity": known = identity
        case "error": known = ["message", "messageString", "responseType", "validationErrorString"]
        case "requestOverride": known = ["header", "path", "querystring"]
        case "responseOverride": known = ["header", "status"]
        default: return nil
        }
        if known.contains(second) { return nil }
        return Unknown(index: 1, name: second, correction: nearest(to: second, in: known))
    }

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
