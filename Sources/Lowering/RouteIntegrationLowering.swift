import Diagnostics
import Model
import OpenAPI
import Syntax

extension HTTPAPILowering {
    mutating func integration(
        of operation: Operation, _ key: String
    ) -> HTTPAPI.RouteIntegration? {
        guard let member = operation.extension("x-amazon-apigateway-integration") else {
            return nil
        }
        // Reusable integrations stand in `components`, beside an extension's usual places.
        guard let node = document.resolve(member.value), node.kind == .object else {
            values.log.report(.wrongType(member.key, "an object", member.value))
            return nil
        }
        guard let type = values.string("type", of: node) else {
            values.log.report(.missingType(member.keyRange, key))
            return nil
        }
        guard let kind = HTTPAPI.RouteIntegration.Kind(rawValue: type.value.uppercased()) else {
            values.log.report(.unsupportedType(type, key))
            return nil
        }
        let id = values.symbolic("connectionId", of: node)
        let isVPCLink = values.string("connectionType", of: node)?.value.uppercased() == "VPC_LINK"
        let version = values.string("payloadFormatVersion", of: node)
        let subtype = values.string("integrationSubtype", of: node)
        if version == nil, kind == .awsProxy, subtype == nil {
            values.log.report(.missingPayloadVersion(member.keyRange, key))
        }
        var integration = HTTPAPI.RouteIntegration(
            Located(kind, at: type.range),
            connection: isVPCLink ? .vpcLink(id: id) : .internet,
            payloadFormatVersion: version ?? Located("1.0", at: member.keyRange),
            timeoutInMillis: values.integer("timeoutInMillis", of: node)
                ?? Located(30_000, at: member.keyRange))
        integration.subtype = subtype
        integration.uri = values.symbolic("uri", of: node)
        integration.httpMethod = values.string("httpMethod", of: node)
        integration.credentials = values.symbolic("credentials", of: node)
        if let map = values.object("requestParameters", of: node) {
            for member in map.members {
                guard let text = values.symbols.read(member.value) else {
                    values.log.report(.wrongType(member.key, "a string", member.value))
                    continue
                }
                integration.requestParameters.append(
                    ParameterMapping(
                        target: Located(member.key, at: member.keyRange),
                        source: Located(text.text, at: member.value.range)))
            }
        }
        for name in Self.restOnlyMembers {
            guard let member = node.member(named: name) else { continue }
            values.log.report(.ignoredMember(member))
        }
        return integration
    }

    private static let restOnlyMembers = [
        "requestTemplates", "responses", "contentHandling", "cacheNamespace", "cacheKeyParameters",
    ]
}

extension Diagnostic {
    fileprivate static func missingType(_ range: SourceRange, _ key: String) -> Self {
        Self(
            ID(rawValue: "missing-integration-type"), .error,
            "the integration of '\(key)' has no 'type'", at: range,
            help: "add 'type: http_proxy' or 'aws_proxy'")
    }

    fileprivate static func unsupportedType(_ type: Located<String>, _ key: String) -> Self {
        Self(
            ID(rawValue: "http-api-integration-type"), .error,
            "an HTTP API has no integrations of the type '\(type.value)'; '\(key)' has none",
            at: type.range, help: "use 'http_proxy' or 'aws_proxy'")
    }

    fileprivate static func missingPayloadVersion(_ range: SourceRange, _ key: String) -> Self {
        Self(
            ID(rawValue: "missing-payload-format-version"), .warning,
            "the integration of '\(key)' has no 'payloadFormatVersion'; '1.0' is used", at: range,
            help: "add 'payloadFormatVersion: \"2.0\"' or '\"1.0\"'")
    }

    fileprivate static func ignoredMember(_ member: Node.Member) -> Self {
        Self(
            ID(rawValue: "http-api-unsupported"), .note,
            "an HTTP API's integration has no '\(member.key)'; it is left out",
            at: member.keyRange)
    }
}
