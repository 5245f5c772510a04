import Diagnostics
import Model
import OpenAPI
import Syntax

extension RestAPILowering {
    mutating func lowerMethod(
        _ operation: Operation, _ httpMethod: HTTPMethod, on resource: ResourcePlace
    ) -> Method {
        let place = MethodPlace(path: resource.path, httpMethod: httpMethod)
        let name = values.string("operationId", of: operation.members)
        let parameters = lowerParameters(operation, place, of: resource)
        let validator =
            operation.members["x-amazon-apigateway-request-validator"] == nil
            ? defaultValidator : requestValidator(of: operation.node)
        let models = lowerRequestModels(operation, place)
        let responses = lowerResponses(operation, place)
        let security = lowerSecurity(of: operation)
        return Method(
            httpMethod, at: operation.keyRange,
            operationName: name?.value.isEmpty ?? true ? nil : name,
            authorization: security.authorization, apiKeyRequired: security.apiKeyRequired,
            requestValidator: validator, requestParameters: parameters, requestModels: models,
            responses: responses, integration: lowerIntegration(operation, place))
    }

    private mutating func lowerParameters(
        _ operation: Operation, _ place: MethodPlace, of resource: ResourcePlace
    ) -> [RequestParameter] {
        var parameters: [RequestParameter] = []
        for parameter in operation.parameters {
            let location: RequestParameter.Location
            switch parameter.location {
            case .path: location = .path
            case .query: location = .querystring
            case .header: location = .header
            case .body: continue
            case .cookie, .formData:
                values.log.report(.unsupportedLocation(parameter))
                continue
            }
            guard parameter.name.isParameterName else {
                values.log.report(.invalidParameterName(parameter, place))
                continue
            }
            if let other = parameters.first(where: { $0.name == parameter.name }) {
                values.log.report(.ambiguousParameterName(parameter, other, place))
            }
            parameters.append(
                RequestParameter(
                    location, parameter.name, isRequired: parameter.isRequired,
                    at: parameter.nameRange))
        }
        for name in resource.variableNames
        where !parameters.contains(where: { $0.location == .path && $0.name == name }) {
            var parameter = RequestParameter(
                .path, name, isRequired: true, at: operation.pathItem.keyRange)
            parameter.isDeclared = false
            parameters.append(parameter)
        }
        return parameters
    }

    private mutating func lowerRequestModels(
        _ operation: Operation, _ place: MethodPlace
    ) -> [ModelReference] {
        guard let body = operation.requestBody else { return [] }
        return lowerModels(of: body.content, at: "request", place) { kind in
            kind == "ComposedSchema"
                ? "Unsupported model type 'Content' in request schema for '\(place.text)'. Ignoring."
                : "Unsupported model type '\(kind)' in request schema for '\(place.text)'. Ignoring."
        }
    }

    private mutating func lowerResponses(
        _ operation: Operation, _ place: MethodPlace
    ) -> [MethodResponse] {
        var responses: [MethodResponse] = []
        for response in operation.responses {
            guard let code = response.statusCode else {
                if response.key.value == "default" {
                    defaultResponses.append(response.key.range)
                } else {
                    values.log.report(.invalidResponseKey(response.key))
                }
                continue
            }
            var lowered = MethodResponse(statusCode: Located(code, at: response.key.range))
            for header in response.headers { lowered.headers.append(header.name) }
            lowered.models = lowerModels(of: response.content, at: response.key.value, place) {
                "Unsupported model type '\($0)' in \(code) response to method "
                    + "'\(place.text)'. Ignoring."
            }
            responses.append(lowered)
        }
        return responses
    }

    private mutating func lowerModels(
        of content: [MediaType], at part: String, _ place: MethodPlace,
        unsupported: (_ kind: String) -> String
    ) -> [ModelReference] {
        var models: [ModelReference] = []
        for type in content {
            guard let schema = type.schema else { continue }
            switch schemas.use(of: schema) {
            case .model(let name):
                guard modelNames.contains(name) else { continue }
                models.append(
                    ModelReference(
                        contentType: type.name, model: Located(name, at: schema.range)))
            case .inline:
                let model = schemas.model(
                    inline: schema, at: place.path, place.httpMethod.rawValue, part,
                    type.name.value)
                if modelNames.insert(model.name.value).inserted { api.models.append(model) }
                models.append(ModelReference(contentType: type.name, model: model.name))
            case .unsupported(let kind):
                values.log.report(.unsupportedInlineSchema(schema, unsupported(kind)))
            case .unresolved: break
            }
        }
        return models
    }
}

/// A method by its names, for messages.
struct MethodPlace {
    let path: String
    let httpMethod: HTTPMethod

    /// Such as `GET /pets`.
    var text: String { "\(httpMethod.rawValue) \(path)" }

    /// What import says when it cannot create the method.
    func unableToPutMethod(_ reason: String) -> Diagnostic.AWSWords {
        Diagnostic.AWSWords(
            .error,
            "Unable to put method '\(httpMethod.rawValue)' on resource at path '\(path)': \(reason)"
        )
    }

    /// What import says when it cannot create the method's integration.
    func unableToPutIntegration(_ reason: String) -> Diagnostic.AWSWords {
        Diagnostic.AWSWords(
            .error,
            "Unable to put integration on '\(httpMethod.rawValue)' for resource at path "
                + "'\(path)': \(reason)")
    }
}

extension String {
    /// Whether a parameter can have this name: `^[a-zA-Z0-9._$-]+$`.
    fileprivate var isParameterName: Bool {
        !isEmpty
            && utf8.allSatisfy {
                0x30...0x39 ~= $0 || 0x61...0x7a ~= $0 | 0x20 || "._$-".utf8.contains($0)
            }
    }
}

extension Diagnostic {
    fileprivate static func unsupportedLocation(_ parameter: Parameter) -> Self {
        Self(
            ID(rawValue: "unsupported-parameter-location"), .warning,
            "parameter '\(parameter.name)' is in '\(parameter.location.rawValue)', which "
                + "API Gateway does not read",
            at: parameter.node["in"]?.range ?? parameter.nameRange)
    }

    fileprivate static func invalidParameterName(
        _ parameter: Parameter, _ place: MethodPlace
    ) -> Self {
        Self(
            ID(rawValue: "invalid-parameter-name"), .error,
            "parameter name '\(parameter.name)' has other characters than letters, digits and "
                + "'._$-'",
            at: parameter.nameRange,
            aws: place.unableToPutMethod(
                "Invalid mapping expression specified: Validation Result: warnings : [], "
                    + "errors : [Parameter name should match the following regular expression: "
                    + "^[a-zA-Z0-9._$-]+$]"))
    }

    fileprivate static func ambiguousParameterName(
        _ parameter: Parameter, _ other: RequestParameter, _ place: MethodPlace
    ) -> Self {
        Self(
            ID(rawValue: "ambiguous-parameter-name"), .error,
            "two parameters have the name '\(parameter.name)'", at: parameter.nameRange,
            notes: [Note("the other one is here", at: other.range)],
            help: "give one of them another name",
            aws: place.unableToPutMethod(
                "Parameter names must be unique across querystring, header and path"))
    }

    fileprivate static func invalidResponseKey(_ key: Located<String>) -> Self {
        Self(
            ID(rawValue: "invalid-response-key"), .error,
            "'\(key.value)' is not a status code that a method response can have",
            at: key.range, help: "write a code from 100 to 599")
    }

    /// One note for a whole document: default responses are as common as they are harmless.
    static func defaultResponses(_ first: SourceRange, count: Int) -> Self {
        let these = count == 1 ? "this one is" : "\(count) of them, from this one on, are"
        return Self(
            ID(rawValue: "default-response-ignored"), .note,
            "API Gateway has no default method response; \(these) left out", at: first)
    }

    fileprivate static func unsupportedInlineSchema(_ schema: Node, _ words: String) -> Self {
        Self(
            ID(rawValue: "unsupported-inline-schema"), .warning,
            "a schema without a name must be an object or an array; this one is left out",
            at: schema.firstByte, help: "move it to 'components.schemas' and refer to it",
            aws: AWSWords(.warning, words))
    }
}
