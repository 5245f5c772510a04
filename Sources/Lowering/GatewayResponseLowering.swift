import Diagnostics
import Faults
import Model
import OpenAPI
import Syntax

extension RestAPILowering {
    mutating func lowerGatewayResponses() {
        guard
            let map = values.object("x-amazon-apigateway-gateway-responses", of: document.root)
        else { return }
        for member in map.members where !member.keyNode.isExtensionKey {
            guard let type = GatewayResponseType(rawValue: member.key) else {
                values.log.report(.unknownType(member))
                continue
            }
            guard member.value.kind == .object else {
                values.log.report(.wrongType(member.key, "an object", member.value))
                continue
            }
            var response = GatewayResponse(type: Located(type, at: member.keyRange))
            response.statusCode = statusCode(of: member.value)
            if let map = values.object("responseParameters", of: member.value) {
                response.responseParameters = mappings(map) { _ in
                    "Invalid null or empty value in responseParameters"
                }
            }
            response.responseTemplates = templates("responseTemplates", of: member.value)
            api.gatewayResponses.append(response)
        }
    }

    private mutating func statusCode(of node: Node) -> Located<Int>? {
        guard let code = values.string("statusCode", of: node) else { return nil }
        if let number = Int(code.value), 100...599 ~= number {
            return Located(number, at: code.range)
        }
        values.log.report(
            .invalidStatusCode(
                code, aws: Diagnostic.AWSWords(.error, Diagnostic.statusCodeReason(code.value))))
        return nil
    }
}

extension Diagnostic {
    fileprivate static func unknownType(_ member: Node.Member) -> Self {
        // The order of the recording, which is that of nothing else.
        let set =
            "REQUEST_TOO_LARGE, RESOURCE_NOT_FOUND, AUTHORIZER_CONFIGURATION_ERROR, "
            + "MISSING_AUTHENTICATION_TOKEN, BAD_REQUEST_BODY, INVALID_SIGNATURE, "
            + "INVALID_API_KEY, BAD_REQUEST_PARAMETERS, AUTHORIZER_FAILURE, UNAUTHORIZED, "
            + "INTEGRATION_TIMEOUT, ACCESS_DENIED, DEFAULT_4XX, DEFAULT_5XX, WAF_FILTERED, "
            + "QUOTA_EXCEEDED, THROTTLED, API_CONFIGURATION_ERROR, UNSUPPORTED_MEDIA_TYPE, "
            + "INTEGRATION_FAILURE, EXPIRED_TOKEN"
        let known = GatewayResponseType.allCases.map(\.rawValue)
        return Self(
            ID(rawValue: "unknown-gateway-response"), .error,
            "there is no gateway response '\(member.key)'", at: member.keyRange,
            aws: AWSWords(
                .error,
                "1 validation error detected: Value '\(member.key)' at 'responseType' failed to "
                    + "satisfy constraint: Member must satisfy enum value set: [\(set)]")
        ).suggesting(nearest(to: member.key, in: known))
    }
}
