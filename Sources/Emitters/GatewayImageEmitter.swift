package import BundleFormat
import JSONPath
import Mapping
package import Planning

/// Returns what `gateway.bin` holds for a plan and its methods.
///
/// - Parameters:
///   - plan: The plan.
///   - methods: Calls a closure with each method of the plan.
/// - Returns: A builder that has all rows: its ``GatewayImageBuilder/finish()`` gives the file.
package func emitGatewayImage(
    _ plan: Plan, methods: (_ take: (Plan.Method) -> Void) -> Void
) -> GatewayImageBuilder {
    var emitter = GatewayImageEmitter()
    emitter.append(plan)
    methods { emitter.append($0) }
    return emitter.builder
}

/// Appends rows so that each list is a run: the lists of a row come before the row.
private struct GatewayImageEmitter {
    var builder = GatewayImageBuilder()

    /// Appends all but the methods.
    mutating func append(_ plan: Plan) {
        let types = names(plan.binaryMediaTypes)
        builder.append([
            (APIColumn.name, builder.string(plan.name)), (.id, builder.string(plan.id)),
            (.version, builder.string(plan.version)),
            (.description, builder.string(plan.description)),
            (.apiKeySource, plan.takesAPIKeyFromAuthorizer ? 1 : 0),
            (
                .minimumCompressionSize,
                plan.minimumCompressionSize.map { UInt32(clamping: $0) } ?? GatewayImage.none
            ),
            (.policy, builder.string(plan.policy)),
            (.endpointType, place(of: plan.endpointType, in: endpointTypes)),
            (.isExecuteEndpointDisabled, plan.isExecuteEndpointDisabled ? 1 : 0),
            (.binaryMediaTypes, types.first), (.binaryMediaTypeCount, types.count),
            (.routes, builder.program(.routeTable, plan.routeTable)),
        ])
        for resource in plan.resources {
            builder.append([
                (ResourceColumn.path, builder.string(resource.path)),
                (.id, builder.string(resource.id)),
            ])
        }
        for authorizer in plan.authorizers { append(authorizer) }
        for response in plan.gatewayResponses { append(response) }
    }

    private typealias List = (first: UInt32, count: UInt32)

    mutating func append(_ method: Plan.Method) {
        let scopes = names(method.scopes)
        let parameters = list(.parameters, method.parameters) { builder, parameter in
            builder.append([
                (ParameterColumn.location, location(parameter.location)),
                (.name, builder.string(parameter.name)),
                (.isRequired, parameter.isRequired ? 1 : 0),
            ])
        }
        let models = list(.models, method.models) { builder, model in
            builder.append([
                (ModelColumn.contentType, builder.string(model.contentType)),
                (.name, builder.string(model.name)),
                (.schema, model.schema.map { builder.program(.schema, $0) } ?? GatewayImage.none),
            ])
        }
        var headers: [List] = []
        for response in method.responses { headers.append(names(response.headers)) }
        let responses: List = (
            builder.count(.methodResponses), UInt32(method.responses.count)
        )
        for (response, headers) in zip(method.responses, headers) {
            builder.append([
                (MethodResponseColumn.status, UInt32(clamping: response.status)),
                (.headers, headers.first), (.headerCount, headers.count),
            ])
        }
        let integration = method.integration.map { append($0) }
        builder.append([
            (MethodColumn.resource, UInt32(method.resource)),
            (.httpMethod, builder.string(method.httpMethod)),
            (.operationName, builder.string(method.operationName)),
            (.authorization, place(of: method.authorization, in: authorizations)),
            (.authorizer, method.authorizer.map { UInt32($0) } ?? GatewayImage.none),
            (.scopes, scopes.first), (.scopeCount, scopes.count),
            (.isAPIKeyRequired, method.isAPIKeyRequired ? 1 : 0),
            (.validatesBody, method.validatesBody ? 1 : 0),
            (.validatesParameters, method.validatesParameters ? 1 : 0),
            (.parameters, parameters.first), (.parameterCount, parameters.count),
            (.models, models.first), (.modelCount, models.count),
            (.responses, responses.first), (.responseCount, responses.count),
            (.integration, integration ?? GatewayImage.none),
        ])
    }

    private mutating func append(_ integration: Plan.Integration) -> UInt32 {
        let uri = texts(integration.uri)
        let credentials = texts(integration.credentials)
        let connection = texts(integration.connectionID)
        let mappings = mappings(integration.requestMappings)
        let templates = templates(integration.requestTemplates)
        let keys = self.mappings(integration.cacheKeys)
        var parts: [(mappings: List, templates: List)] = []
        for response in integration.responses {
            parts.append((self.mappings(response.mappings), self.templates(response.templates)))
        }
        let responses: List = (
            builder.count(.integrationResponses), UInt32(integration.responses.count)
        )
        for (response, parts) in zip(integration.responses, parts) {
            builder.append([
                (IntegrationResponseColumn.patternText, builder.string(response.pattern?.text)),
                (
                    .pattern,
                    response.pattern.map { builder.program(.pattern, $0.program) }
                        ?? GatewayImage.none
                ),
                (.status, UInt32(clamping: response.status)),
                (.mappings, parts.mappings.first), (.mappingCount, parts.mappings.count),
                (.templates, parts.templates.first), (.templateCount, parts.templates.count),
                (.contentHandling, contentHandling(response.contentHandling)),
            ])
        }
        return builder.append([
            (IntegrationColumn.type, place(of: integration.type, in: integrationTypes)),
            (.uri, uri.first), (.uriPartCount, uri.count),
            (.httpMethod, builder.string(integration.httpMethod)),
            (.credentials, credentials.first), (.credentialPartCount, credentials.count),
            (.isVPCLink, integration.isVPCLink ? 1 : 0),
            (.connectionID, connection.first), (.connectionIDPartCount, connection.count),
            (.requestMappings, mappings.first), (.requestMappingCount, mappings.count),
            (.requestTemplates, templates.first), (.requestTemplateCount, templates.count),
            (
                .passthroughBehavior,
                place(of: integration.passthroughBehavior, in: passthroughBehaviors)
            ),
            (.contentHandling, contentHandling(integration.contentHandling)),
            (.timeoutMilliseconds, UInt32(clamping: integration.timeoutMilliseconds)),
            (.cacheNamespace, builder.string(integration.cacheNamespace)),
            (.cacheKeys, keys.first), (.cacheKeyCount, keys.count),
            (.responses, responses.first), (.responseCount, responses.count),
            (.skipsCertificateCheck, integration.skipsCertificateCheck ? 1 : 0),
            (.transferMode, integration.isStreamed ? 1 : 0),
        ])
    }

    private mutating func append(_ authorizer: Plan.Authorizer) {
        let uri = texts(authorizer.uri)
        let credentials = texts(authorizer.credentials)
        let sources = mappings(authorizer.identitySources)
        let providers = names(authorizer.providers)
        builder.append([
            (AuthorizerColumn.name, builder.string(authorizer.name)),
            (.id, builder.string(authorizer.id)),
            (.type, place(of: authorizer.type, in: authorizerTypes)),
            (.uri, uri.first), (.uriPartCount, uri.count),
            (.credentials, credentials.first), (.credentialPartCount, credentials.count),
            (.identitySources, sources.first), (.identitySourceCount, sources.count),
            (
                .validationPattern,
                authorizer.validationPattern.map { builder.program(.pattern, $0) }
                    ?? GatewayImage.none
            ),
            (.resultTTLSeconds, UInt32(clamping: authorizer.resultTTLSeconds)),
            (.providers, providers.first), (.providerCount, providers.count),
            (.jwtConfiguration, builder.string(authorizer.jwtConfiguration)),
        ])
    }

    private mutating func append(_ response: Plan.GatewayResponse) {
        let mappings = mappings(response.mappings)
        let templates = list(.templates, response.templates) { builder, template in
            builder.append([
                (TemplateColumn.contentType, builder.string(template.contentType)),
                (.program, builder.program(.substitution, Array(template.text.utf8))),
            ])
        }
        builder.append([
            (GatewayResponseColumn.type, builder.string(response.type)),
            (.status, response.status.map { UInt32(clamping: $0) } ?? GatewayImage.none),
            (.mappings, mappings.first), (.mappingCount, mappings.count),
            (.templates, templates.first), (.templateCount, templates.count),
        ])
    }
}

extension GatewayImageEmitter {
    /// Appends a row for each element and returns where they are.
    private mutating func list<Element>(
        _ table: ImageTable, _ elements: [Element],
        _ append: (inout GatewayImageBuilder, Element) -> Void
    ) -> List {
        let first = builder.count(table)
        let elements = elements.span
        for index in elements.indices { append(&builder, elements[index]) }
        return (first, UInt32(elements.count))
    }

    private mutating func names(_ texts: [String]) -> List {
        list(.names, texts) { builder, text in
            builder.append([(NameColumn.text, builder.string(text))])
        }
    }

    private mutating func texts(_ parts: [TextPart]) -> List {
        list(.textParts, parts) { builder, part in
            let (role, text): (UInt32, String) =
                switch part {
                case .literal(let text): (0, text)
                case .stageVariable(let name): (1, name)
                case .pathParameter(let name): (2, name)
                case .pseudoParameter(let name): (3, name)
                }
            builder.append([(TextPartColumn.role, role), (.text, builder.string(text))])
        }
    }

    private mutating func templates(_ templates: [Plan.Template]) -> List {
        list(.templates, templates) { builder, template in
            builder.append([
                (TemplateColumn.contentType, builder.string(template.contentType)),
                (
                    .program,
                    template.program.map { builder.program(.template, $0) } ?? GatewayImage.none
                ),
            ])
        }
    }

    private mutating func mappings(_ mappings: [Plan.ParameterMapping]) -> List {
        list(.mappings, mappings) { builder, mapping in
            let (kind, text, path) = source(mapping)
            builder.append([
                (MappingColumn.location, location(mapping.location)),
                (.target, builder.string(mapping.target)), (.sourceKind, kind.rawValue),
                (.text, builder.string(text)),
                (.program, path.map { builder.program(.jsonPath, $0) } ?? GatewayImage.none),
            ])
        }
    }
}

private func source(
    _ mapping: Plan.ParameterMapping
) -> (kind: ImageSourceKind, text: String, path: [UInt8]?) {
    let isOfResponse = mapping.isOfResponse
    switch mapping.source {
    case nil: return (.nothing, "", nil)
    case .literal(let text): return (.literal, text, nil)
    case .parameter(.path, let name): return (.path, name, nil)
    case .parameter(.querystring, let name): return (.query, name, nil)
    case .parameter(.header, let name): return (isOfResponse ? .responseHeader : .header, name, nil)
    case .values(.path, let name): return (.path, name, nil)
    case .values(.querystring, let name): return (.multiQuery, name, nil)
    case .values(.header, let name):
        return (isOfResponse ? .responseMultiHeader : .multiHeader, name, nil)
    case .body: return (isOfResponse ? .responseBody : .body, "", nil)
    case .bodyPath(let path):
        return (isOfResponse ? .responseBodyField : .bodyField, "", Array(path.encoded))
    case .stageVariable(let name): return (.stageVariable, name, nil)
    case .context(let names): return (.context, names.joined(separator: "."), nil)
    }
}

private func location(_ location: MappedLocation) -> UInt32 {
    switch location {
    case .path: 0
    case .querystring: 1
    case .header: 2
    }
}

private func contentHandling(_ name: String?) -> UInt32 {
    switch name {
    case "CONVERT_TO_BINARY": 1
    case "CONVERT_TO_TEXT": 2
    default: 0
    }
}

// What the numbers in columns of kind `below` stand for, in order.

private let endpointTypes = ["EDGE", "REGIONAL", "PRIVATE"]
private let authorizations = ["NONE", "AWS_IAM", "CUSTOM", "COGNITO_USER_POOLS", "JWT"]
private let authorizerTypes = ["TOKEN", "REQUEST", "COGNITO_USER_POOLS", "JWT"]
private let integrationTypes = ["HTTP", "HTTP_PROXY", "AWS", "AWS_PROXY", "MOCK"]
private let passthroughBehaviors = ["WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER"]

/// The place of a name in a list that has it; the model's names are closed sets.
private func place(of name: String, in names: [String]) -> UInt32 {
    UInt32(names.firstIndex(of: name) ?? 0)
}
