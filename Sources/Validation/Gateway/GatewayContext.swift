package import Diagnostics
internal import JSON
package import Model
package import OpenAPI
package import Syntax

/// A REST API and the document it was lowered from, as rules about gateways see them.
package struct GatewayContext {
    package let api: RestAPI
    package let document: OpenAPIDocument

    /// Every method in the order of the API's resources, with what the document says there.
    package let methods: [MethodContext]

    /// Whether the API answers requests of browsers from other origins anywhere: some `OPTIONS`
    /// method sends `Access-Control-Allow-Origin`.
    package let supportsCORS: Bool

    /// Makes the views that the rules share; O(*methods*).
    package init(_ api: RestAPI, of context: DocumentContext) {
        self.api = api
        document = context.document
        var operations: [SourceRange: Operation] = [:]
        for path in context.paths {
            for operation in path.operations {
                operations[operation.operation.keyRange] = operation.operation
            }
        }
        var methods: [MethodContext] = []
        for resource in api.resources {
            for method in resource.methods {
                methods.append(MethodContext(method, of: resource, operations[method.range]))
            }
        }
        self.methods = methods
        supportsCORS = methods.contains {
            $0.method.httpMethod == .options && $0.responseHeader(allowOrigin) != nil
        }
    }
}

/// The header that tells browsers who may read a response.
package let allowOrigin = "access-control-allow-origin"

/// A method with its surroundings.
///
/// A class, for every rule is given every one of them: copying one costs a hundred retains.
package final class MethodContext {
    package let resource: Resource
    package let method: Method

    /// The operation in the document.
    package let operation: Operation?

    /// The integration's templates, requests' first; none for proxies, which do not use theirs.
    package let templates: [TemplateContext]

    init(_ method: Method, of resource: Resource, _ operation: Operation?) {
        self.resource = resource
        self.method = method
        self.operation = operation
        templates = Self.templates(of: method.integration, operation)
    }

    /// The method's integration.
    package var integration: Integration? { method.integration }

    /// Such as `GET /pets`.
    package var name: String { "\(method.httpMethod.rawValue) \(resource.path)" }

    /// The integration's object in the document.
    package var integrationNode: Node? { operation?.node["x-amazon-apigateway-integration"] }

    /// The mapping of an integration response that sets a header; `name` in lower case.
    package func responseHeader(_ name: String) -> ParameterMapping? {
        for response in integration?.responses ?? [] {
            for mapping in response.responseParameters
            where mapping.target.value.lowercased() == "method.response.header.\(name)" {
                return mapping
            }
        }
        return nil
    }

    /// What import says when it cannot create the method's integration.
    package func unableToPutIntegration(_ reason: String) -> Diagnostic.AWSWords {
        Diagnostic.AWSWords(
            .error,
            "Unable to put integration on '\(method.httpMethod.rawValue)' for resource at path "
                + "'\(resource.path)': \(reason)")
    }
}

extension Integration {
    /// The URI with `_` for everything that only a deployment knows; `nil` where there is none, or
    /// where it does not begin with text.
    package var knownURI: String? {
        guard let uri = uri?.value, case .literal? = uri.parts.first else { return nil }
        return uri.parts.map { if case .literal(let text) = $0 { text } else { "_" } }.joined()
    }

    /// Whether the backend is a Lambda function.
    package var isLambda: Bool {
        (kind.value == .aws || kind.value == .awsProxy)
            && (uri?.value.text.contains(":lambda:path") ?? false)
    }
}

extension ParameterMapping {
    /// The text of a source in single quotes, else `nil`.
    package var literal: String? {
        let text = source.value
        guard text.utf8.count >= 2, text.hasPrefix("'"), text.hasSuffix("'") else { return nil }
        return String(text.dropFirst().dropLast())
    }
}
