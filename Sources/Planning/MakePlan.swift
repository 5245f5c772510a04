package import Diagnostics
import Faults
import JSON
import Mapping
package import Model
import Patterns
import Routing
import Schemas
import Settings
package import Templates

/// Returns the plan of a REST API without its methods: everything that can be compiled is.
///
/// Order is that of the model. What does not compile is left out and reported by the stage that
/// owns it.
///
/// - Parameters:
///   - api: The API; what was wrong in it has been reported.
///   - log: Receives what mappings and patterns report.
/// - Returns: The plan.
package func makePlan(_ api: RestAPI, into log: inout DiagnosticLog) -> Plan {
    var planner = Planner(api: api, templates: CompiledTemplates(), log: log)
    log = DiagnosticLog()
    let plan = planner.plan()
    log = planner.log
    return plan
}

/// Plans the methods of a REST API, likewise.
///
/// - Parameters:
///   - api: The API, whose plan was made before.
///   - templates: Those of the API's templates that have been compiled.
///   - log: Receives what mappings and patterns report.
///   - take: Gets each method, in the order of the model.
package func planMethods(
    of api: RestAPI, _ templates: CompiledTemplates, into log: inout DiagnosticLog,
    take: (Plan.Method) -> Void
) {
    var planner = Planner(api: api, templates: templates, log: log)
    log = DiagnosticLog()
    planner.planMethods(take)
    log = planner.log
}

private struct Planner {
    let api: RestAPI
    let templates: CompiledTemplates
    var log: DiagnosticLog
    var schemas: [String: [UInt8]?] = [:]

    init(api: RestAPI, templates: CompiledTemplates, log: DiagnosticLog) {
        self.api = api
        self.templates = templates
        self.log = log
    }

    mutating func plan() -> Plan {
        var plan = Plan(name: api.name.value.text, id: api.id)
        plan.version = api.version?.value
        plan.description = api.description?.value
        plan.takesAPIKeyFromAuthorizer = api.apiKeySource == .authorizer
        plan.minimumCompressionSize = api.minimumCompressionSize?.value
        plan.policy = api.policy?.value.printed(.compact)
        plan.endpointType = (api.settings.endpointType?.value ?? api.endpoint.type).rawValue
        plan.isExecuteEndpointDisabled = api.endpoint.disableExecuteAPIEndpoint
        plan.binaryMediaTypes = api.binaryMediaTypes.map(\.value)
        plan.authorizers = api.authorizers.map { authorizer($0) }
        plan.gatewayResponses = api.gatewayResponses.map { response in
            Plan.GatewayResponse(
                type: response.type.value.rawValue, status: response.statusCode?.value,
                mappings: response.responseParameters.map { gatewayMapping($0) },
                templates: response.responseTemplates.map { ($0.contentType.value, $0.text.value) })
        }
        let resources = api.resources.span
        plan.resources.reserveCapacity(resources.count)
        var routes: [Route] = []
        routes.reserveCapacity(api.methodCount)
        for number in resources.indices {
            let path = resources[number].path
            plan.resources.append(Plan.Resource(path: path, id: resources[number].id))
            let methods = resources[number].methods.span
            for index in methods.indices {
                routes.append(Route(RouteMethod(methods[index].httpMethod), path))
            }
        }
        RouteTable.build(.rest, routes).table.encode(to: &plan.routeTable)
        return plan
    }

    mutating func planMethods(_ take: (Plan.Method) -> Void) {
        for (number, resource) in api.resources.enumerated() {
            planMethods(of: resource, number, take)
        }
    }

    private mutating func planMethods(
        of resource: Resource, _ number: Int, _ take: (Plan.Method) -> Void
    ) {
        let methods = resource.methods.span
        for index in methods.indices { plan(methods[index], resource: number, take) }
    }

    private mutating func plan(
        _ method: Method, resource: Int, _ take: (Plan.Method) -> Void
    ) {
        let authorization = method.authorization.value
        let validator = method.requestValidator.flatMap { api.requestValidator(named: $0.value) }
        let validatesBody = validator?.validatesBody ?? false
        take(
            Plan.Method(
                resource: resource, httpMethod: method.httpMethod.rawValue,
                operationName: method.operationName?.value, authorization: authorization.type,
                authorizer: authorization.authorizer.flatMap { name in
                    api.authorizers.firstIndex { $0.name.value == name }
                },
                scopes: authorization.scopes, isAPIKeyRequired: method.apiKeyRequired,
                validatesBody: validatesBody,
                validatesParameters: validator?.validatesParameters ?? false,
                parameters: method.requestParameters.compactMap { parameter in
                    MappedLocation(name: parameter.location.rawValue).map {
                        Plan.Parameter(
                            location: $0, name: parameter.name, isRequired: parameter.isRequired)
                    }
                },
                models: validatesBody ? method.requestModels.map { model($0) } : [],
                responses: method.responses.map {
                    Plan.MethodResponse(
                        status: $0.statusCode.value, headers: $0.headers.map(\.value))
                },
                integration: method.integration.map { integration($0) }))
    }

    private mutating func model(_ reference: ModelReference) -> Plan.BodyModel {
        Plan.BodyModel(
            contentType: reference.contentType.value, name: reference.model.value,
            schema: schema(reference.model.value))
    }

    private mutating func integration(_ integration: Model.Integration) -> Plan.Integration {
        var isVPCLink = false
        var connectionID: [TextPart] = []
        if case .vpcLink(let id)? = integration.connection {
            isVPCLink = true
            connectionID = textParts(of: id?.value)
        }
        return Plan.Integration(
            type: integration.kind.value.rawValue,
            uri: textParts(of: integration.uri?.value, hasPathParameters: true),
            httpMethod: integration.httpMethod?.value,
            credentials: textParts(of: integration.credentials?.value),
            isVPCLink: isVPCLink, connectionID: connectionID,
            requestMappings: integration.requestParameters.compactMap { mapping($0, .request) },
            requestTemplates: integration.requestTemplates.map { template($0) },
            passthroughBehavior: integration.passthroughBehavior.value.rawValue,
            contentHandling: integration.contentHandling?.value.rawValue,
            timeoutMilliseconds: integration.timeoutInMillis.value,
            cacheNamespace: integration.cacheNamespace?.value,
            cacheKeys: integration.cacheKeyParameters.map { source($0) },
            responses: integration.responses.map { response($0) },
            skipsCertificateCheck: integration.insecureSkipVerification?.value ?? false,
            isStreamed: integration.responseTransferMode?.value == .stream)
    }

    private mutating func response(
        _ response: Model.IntegrationResponse
    ) -> Plan.IntegrationResponse {
        var pattern: (text: String, program: [UInt8])?
        // An empty pattern counts as none.
        if let text = response.selectionPattern, !text.value.isEmpty {
            guard let program = compile(text) else {
                // What cannot be read selects nothing.
                return Plan.IntegrationResponse(
                    pattern: (text.value, []), status: response.statusCode.value)
            }
            pattern = (text.value, program)
        }
        return Plan.IntegrationResponse(
            pattern: pattern, status: response.statusCode.value,
            mappings: response.responseParameters.compactMap { mapping($0, .response) },
            templates: response.responseTemplates.map { template($0) },
            contentHandling: response.contentHandling?.value.rawValue)
    }

    private func compile(_ pattern: Located<String>) -> [UInt8]? {
        guard let compiled = try? Pattern(parsing: pattern.value, dialect: .java) else {
            return nil
        }
        var bytes: [UInt8] = []
        compiled.encode(into: &bytes)
        return bytes
    }

    private mutating func mapping(
        _ mapping: Model.ParameterMapping, _ direction: ParameterMap.Direction
    ) -> Plan.ParameterMapping? {
        guard
            let target = MappingTarget(
                parsing: mapping.target.value, direction, at: mapping.target.range, into: &log)
        else { return nil }
        let source = MappingSource(
            parsing: mapping.source.value, direction, at: mapping.source.range, into: &log)
        return Plan.ParameterMapping(
            location: target.location, target: target.name, source: source,
            isOfResponse: direction == .response)
    }

    /// A source that stands alone, such as a cache key.
    private mutating func source(_ text: Located<String>) -> Plan.ParameterMapping {
        Plan.ParameterMapping(
            location: .header, target: text.value,
            source: MappingSource(
                parsing: text.value, .request, at: text.range, into: &log),
            isOfResponse: false)
    }

    /// `gatewayresponse.header.NAME` from a literal or a parameter of the request.
    private mutating func gatewayMapping(
        _ mapping: Model.ParameterMapping
    ) -> Plan.ParameterMapping {
        let name = mapping.target.value.split(separator: ".", maxSplits: 2).last.map(String.init)
        var result = source(mapping.source)
        result.target = name ?? mapping.target.value
        return result
    }

    private mutating func template(_ template: Model.MappingTemplate) -> Plan.Template {
        guard !template.text.value.isEmpty else {
            return Plan.Template(contentType: template.contentType.value, program: nil)
        }
        let compiled =
            templates[template.text.range]
            ?? Templates.Template(compiling: Array(template.text.value.utf8))
        return Plan.Template(contentType: template.contentType.value, program: compiled.bytes)
    }

    private mutating func authorizer(_ authorizer: Model.Authorizer) -> Plan.Authorizer {
        var result = Plan.Authorizer(
            name: authorizer.name.value, id: authorizer.id,
            type: authorizer.kind.value.rawValue,
            resultTTLSeconds: authorizer.resultTTLInSeconds?.value
                ?? Model.Authorizer.defaultResultTTLInSeconds)
        result.uri = textParts(of: authorizer.uri?.value)
        result.credentials = textParts(of: authorizer.credentials?.value)
        var sources = authorizer.identitySource
        if sources.isEmpty, authorizer.kind.value != .request {
            sources = [Located("method.request.header.Authorization", at: authorizer.range)]
        }
        result.identitySources = sources.map { source($0) }
        result.validationPattern = authorizer.identityValidationExpression.flatMap { compile($0) }
        result.providers = authorizer.providerARNs.map(\.value.text)
        result.jwtConfiguration = authorizer.jwtConfiguration?.value.printed(.compact)
        return result
    }

    /// The compiled schema of a model with all that it refers to.
    private mutating func schema(_ name: String) -> [UInt8]? {
        if let known = schemas[name] { return known }
        let compiled = compileSchema(name)
        schemas[name] = .some(compiled)
        return compiled
    }

    private func compileSchema(_ name: String) -> [UInt8]? {
        var definitions = JSONObject()
        var names = [name]
        var known: Set<String> = [name]
        while let next = names.popLast() {
            guard let schema = api.model(named: next)?.schema.json else { continue }
            definitions[next] = withLocalReferences(schema)
            for reference in references(in: schema) {
                if let name = DataModel.nameReferenced(by: reference), known.insert(name).inserted {
                    names.append(name)
                }
            }
        }
        var options = SchemaCompiler.Options()
        options.usesIDs = false
        let document: JSONValue = [
            "$ref": .string("#/definitions/\(name)"), "definitions": .object(definitions),
        ]
        guard let schema = SchemaCompiler.compile(document, options: options).schema else {
            return nil
        }
        var bytes: [UInt8] = []
        schema.encode(into: &bytes)
        return bytes
    }
}

extension RouteMethod {
    /// The method of a route table for one of the model.
    fileprivate init(_ method: HTTPMethod) {
        self =
            switch method {
            case .get: .get
            case .put: .put
            case .post: .post
            case .delete: .delete
            case .patch: .patch
            case .options: .options
            case .head: .head
            case .any: .any
            }
    }
}

/// A schema whose references to models by their URLs name the definitions instead, which is where
/// the compiled schema has them.
private func withLocalReferences(_ value: JSONValue) -> JSONValue {
    switch value {
    case .array(let elements): return .array(elements.map(withLocalReferences))
    case .object(let object):
        return .object(
            JSONObject(
                object.members.map { member in
                    guard member.key == "$ref", let text = member.value.stringValue,
                        text.hasPrefix("https:"), let name = DataModel.nameReferenced(by: text)
                    else {
                        return JSONObject.Member(member.key, withLocalReferences(member.value))
                    }
                    return JSONObject.Member("$ref", .string("#/definitions/\(name)"))
                }))
    default: return value
    }
}

/// Every `$ref` of a schema, in order; O(*size*), the stack as deep as the value.
private func references(in value: JSONValue) -> [String] {
    switch value {
    case .array(let elements): elements.flatMap(references)
    case .object(let object):
        object.members.flatMap { member in
            member.key == "$ref"
                ? [member.value.stringValue].compactMap(\.self) : references(in: member.value)
        }
    default: []
    }
}
