import Diagnostics
import Model
import OpenAPI
import Syntax

extension RestAPILowering {
    mutating func lowerIntegration(
        _ operation: Operation, _ place: MethodPlace
    ) -> Integration? {
        guard let member = operation.extension("x-amazon-apigateway-integration"),
            !SymbolicStringReader.isAbsent(member.value)
        else { return nil }
        let node = member.value
        guard node.kind == .object else {
            values.log.report(.wrongType(member.key, "an object", node))
            return nil
        }
        if let reference = node.reference {
            values.log.report(.integrationReference(reference))
            noteHTTPFeature("$ref", reference.range)
            return nil
        }
        let members = KeyedObject(node)
        if let subtype = members.member("integrationSubtype") {
            values.log.report(.httpIntegration(subtype.keyRange))
            noteHTTPFeature(subtype.key, subtype.keyRange)
            return nil
        }
        if let version = members.member("payloadFormatVersion"), version.value.equals("2.0") {
            noteHTTPFeature("payloadFormatVersion: \"2.0\"", version.keyRange)
        }
        guard let kind = integrationKind(members, member, place) else { return nil }
        return Integration(
            kind, at: member.keyRange,
            uri: values.symbolic("uri", of: members),
            httpMethod: values.string("httpMethod", of: members)?.map { $0.uppercased() },
            credentials: values.symbolic("credentials", of: members),
            connection: connection(members, kind.value),
            requestParameters: requestParameters(members, place),
            requestTemplates: templates("requestTemplates", of: members),
            passthroughBehavior: values.word(
                "passthroughBehavior", of: members, Integration.PassthroughBehavior.self),
            contentHandling: values.word("contentHandling", of: members, ContentHandling.self),
            timeoutInMillis: values.integer("timeoutInMillis", of: members),
            cacheNamespace: values.string("cacheNamespace", of: members),
            cacheKeyParameters: values.strings("cacheKeyParameters", of: members),
            responses: integrationResponses(members, place),
            insecureSkipVerification: values.object("tlsConfig", of: members).flatMap {
                values.boolean("insecureSkipVerification", of: $0)
            },
            responseTransferMode: values.word(
                "responseTransferMode", of: members, Integration.ResponseTransferMode.self),
            integrationTarget: values.symbolic("integrationTarget", of: members))
    }

    private mutating func integrationKind(
        _ node: KeyedObject, _ member: Node.Member, _ place: MethodPlace
    ) -> Located<Integration.Kind>? {
        guard let type = values.string("type", of: node) else {
            if node["type"].map(SymbolicStringReader.isAbsent) ?? true {
                values.log.report(.missingIntegrationType(member.keyRange, place))
            }
            return nil
        }
        if let kind = ValueReader.find(type.value, Integration.Kind.self) {
            return Located(kind, at: type.range)
        }
        let reason =
            "1 validation error detected: Value '\(type.value)' at 'putIntegrationInput.type' "
            + "failed to satisfy constraint: Member must satisfy enum value set: "
            + "[HTTP, MOCK, AWS_PROXY, HTTP_PROXY, AWS]"
        values.log.report(
            .unknownWord(
                "type", type.value, type.range, Integration.Kind.allCases.map(\.rawValue),
                aws: place.unableToPutIntegration(reason)))
        return nil
    }

    private mutating func connection(
        _ node: KeyedObject, _ kind: Integration.Kind
    ) -> Integration.Connection? {
        let id = values.symbolic("connectionId", of: node)
        let type = values.word("connectionType", of: node, ConnectionType.self)
        switch type?.value {
        case .vpcLink?: return .vpcLink(id: id)
        case .internet?: return .internet
        case nil: return kind.isHTTP ? .internet : nil
        }
    }

    private enum ConnectionType: String, CaseIterable {
        case internet = "INTERNET"
        case vpcLink = "VPC_LINK"
    }

    private mutating func requestParameters(
        _ node: KeyedObject, _ place: MethodPlace
    ) -> [ParameterMapping] {
        guard let map = values.object("requestParameters", of: node) else { return [] }
        return mappings(map) { member in
            "Invalid format for 'requestParameters'. Expected type string for property "
                + "'\(member.key)' of resource '\(place.path)' and method "
                + "'\(place.httpMethod.rawValue)' but got '\(member.value.scalarText ?? "null")'"
        }
    }

    /// The string members of an object; others are left out with a report.
    mutating func mappings(
        _ map: Node, words: (Node.Member) -> String?
    ) -> [ParameterMapping] {
        var mappings: [ParameterMapping] = []
        mappings.reserveCapacity(map.count)
        for member in map.members {
            let isText = member.value.kind == .string || member.value.kind == .object
            guard isText, let text = values.symbols.read(member.value) else {
                values.log.report(.mappingIsNoString(member, words(member)))
                continue
            }
            if text.literal == nil, case .reference? = text.parts.first {
                values.log.report(.unknownAtCompileTime(member.key, text.text, member.value))
                continue
            }
            mappings.append(
                ParameterMapping(
                    target: Located(member.key, at: member.keyRange),
                    source: Located(text.text, at: member.value.range)))
        }
        return mappings
    }

    /// The templates under a key, by media type.
    mutating func templates(
        _ key: MemberName, of node: some MemberLookup
    ) -> [MappingTemplate] {
        guard let map = values.object(key, of: node) else { return [] }
        var templates: [MappingTemplate] = []
        for member in map.members {
            // A template's own ${…} is VTL: placeholders are those of intrinsic functions, and
            // pseudo parameters, whose names no VTL reference can have.
            let text: String?
            switch member.value.kind {
            case .string: text = member.value.string.map(values.symbols.pseudoParametersRead)
            case .null: text = ""
            default: text = values.symbols.read(member.value).map(\.templateText)
            }
            guard let text else {
                values.log.report(.wrongType(member.key, "a string", member.value))
                continue
            }
            templates.append(
                MappingTemplate(
                    contentType: member.mediaType,
                    text: Located(text, at: member.value.range)))
        }
        return templates
    }

    private mutating func integrationResponses(
        _ node: KeyedObject, _ place: MethodPlace
    ) -> [IntegrationResponse] {
        guard let map = values.object("responses", of: node) else { return [] }
        var responses: [IntegrationResponse] = []
        for member in map.members where !member.keyNode.isExtensionKey {
            guard member.value.kind == .object else {
                values.log.report(.wrongType(member.key, "an object", member.value))
                continue
            }
            guard let response = integrationResponse(member, place) else { continue }
            let same = responses.firstIndex { $0.statusCode.value == response.statusCode.value }
            if let same {
                // Kept by status code on AWS: what comes last replaces what came before.
                values.log.report(.sameStatusCode(responses[same], response))
                responses.remove(at: same)
            }
            responses.append(response)
        }
        return responses
    }

    private mutating func integrationResponse(
        _ member: Node.Member, _ place: MethodPlace
    ) -> IntegrationResponse? {
        let node = KeyedObject(member.value)
        guard let code = values.string("statusCode", of: node) else {
            if values.value("statusCode", of: node) == nil {
                values.log.report(.missingStatusCode(member))
            }
            return nil
        }
        guard let number = Int(code.value), 100...599 ~= number else {
            values.log.report(
                .invalidStatusCode(
                    code,
                    aws: place.unableToPutIntegration(Diagnostic.statusCodeReason(code.value))))
            return nil
        }
        let pattern =
            member.keyNode.equals("default") ? nil : Located(member.key, at: member.keyRange)
        var response = IntegrationResponse(
            selectionPattern: pattern, statusCode: Located(number, at: code.range),
            at: member.keyRange)
        if let map = values.object("responseParameters", of: node) {
            response.responseParameters = mappings(map) { _ in nil }
        }
        response.responseTemplates = templates("responseTemplates", of: node)
        response.contentHandling = values.word("contentHandling", of: node, ContentHandling.self)
        return response
    }
}

extension SymbolicString {
    /// The text with names for what only a deployment knows: `${…}` would be read as VTL.
    fileprivate var templateText: String {
        parts.map { part in
            switch part {
            case .literal(let text): text
            case .reference(.pseudoParameter(let name)), .reference(.name(let name)): name
            case .reference(.attribute(let resource, let attribute)): "\(resource).\(attribute)"
            case .reference(.function): "unknown"
            }
        }.joined()
    }
}

extension Diagnostic {
    fileprivate static func integrationReference(_ reference: Node) -> Self {
        Self(
            ID(rawValue: "integration-reference"), .error,
            "a REST API's integration cannot be a reference", at: reference.range,
            help: "write the integration in place, or compile with '--api-type http'")
    }

    fileprivate static func httpIntegration(_ subtype: SourceRange) -> Self {
        Self(
            ID(rawValue: "http-api-integration"), .error,
            "a REST API's integration has no 'integrationSubtype'", at: subtype,
            help: "name the service in 'uri' with 'type: aws', or compile with '--api-type http'")
    }

    fileprivate static func missingIntegrationType(
        _ range: SourceRange, _ place: MethodPlace
    ) -> Self {
        Self(
            ID(rawValue: "missing-integration-type"), .error,
            "the integration of '\(place.text)' has no 'type'", at: range,
            help: "add 'type: http_proxy', 'aws_proxy', 'http', 'aws' or 'mock'")
    }

    fileprivate static func mappingIsNoString(_ member: Node.Member, _ words: String?) -> Self {
        Self(
            ID(rawValue: "mapping-not-a-string"), .warning,
            "the value of '\(member.key)' is not a string; the mapping is left out",
            at: member.value.range, help: "write a mapping expression or a quoted literal",
            aws: words.map { AWSWords(.warning, $0) })
    }

    fileprivate static func sameStatusCode(
        _ first: IntegrationResponse, _ second: IntegrationResponse
    ) -> Self {
        Self(
            ID(rawValue: "integration-response-replaced"), .warning,
            "two integration responses have the status code '\(second.statusCode.value)'; only the "
                + "last one is kept",
            at: second.statusCode.range,
            notes: [Note("this one is replaced", at: first.statusCode.range)],
            help: "join their patterns with '|'")
    }

    fileprivate static func missingStatusCode(_ member: Node.Member) -> Self {
        Self(
            ID(rawValue: "missing-status-code"), .error,
            "the integration response '\(member.key)' has no 'statusCode'", at: member.keyRange,
            help: "add the 'statusCode' of one of the operation's responses")
    }

    static func invalidStatusCode(_ code: Located<String>, aws: AWSWords) -> Self {
        Self(
            ID(rawValue: "invalid-status-code"), .error,
            "'\(code.value)' is not a status code", at: code.range,
            help: "write a code from 100 to 599", aws: aws)
    }

    static func statusCodeReason(_ code: String) -> String {
        "1 validation error detected: Value '\(code)' at 'statusCode' failed to satisfy "
            + #"constraint: Member must satisfy regular expression pattern: [1-5]\d\d"#
    }
}
