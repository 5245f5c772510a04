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

    /// Whether the document's own security requirements name a scheme.
    let documentAsksForScheme: Bool

    /// Makes the views that the rules share; O(*methods*).
    package init(_ api: RestAPI, of context: DocumentContext) {
        self.api = api
        document = context.document
        let operations = OperationFinder(context)
        var methods: [MethodContext] = []
        methods.reserveCapacity(api.methodCount)
        var supportsCORS = false
        for place in api.resources.indices {
            for method in api.resources[place].methods {
                let context = MethodContext(
                    method, of: api.resources, place, operations.operation(at: method.range))
                if case .options = method.httpMethod, context.responseHeader(allowOrigin) != nil {
                    supportsCORS = true
                }
                methods.append(context)
            }
        }
        self.methods = methods
        self.supportsCORS = supportsCORS
        documentAsksForScheme = document.root["security"].map(asksForScheme) ?? false
    }
}

/// Whether a list of security requirements has one that names a scheme.
func asksForScheme(_ requirements: Node) -> Bool {
    requirements.elements.contains { $0.count > 0 }
}

/// The header that tells browsers who may read a response.
package let allowOrigin = "access-control-allow-origin"

/// A method with its surroundings.
package struct MethodContext {
    package let method: Method

    /// The operation in the document.
    package let operation: Operation?

    private let resources: [Resource]

    /// The place of the method's resource among all.
    private let place: Int

    init(_ method: Method, of resources: [Resource], _ place: Int, _ operation: Operation?) {
        self.method = method
        self.operation = operation
        self.resources = resources
        self.place = place
    }

    /// The method's resource.
    package var resource: Resource { resources[place] }

    /// The method's integration.
    package var integration: Integration? { method.integration }

    /// Such as `GET /pets`.
    package var name: String { "\(method.httpMethod.rawValue) \(resources[place].path)" }

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

/// Finds operations by their keys.
private struct OperationFinder {
    private let context: DocumentContext

    /// The keys in the order of their places; of equal ones the last operation counts.
    private var keys: [(place: UInt64, path: Int32, operation: Int32)] = []

    init(_ context: DocumentContext) {
        self.context = context
        var isSorted = true
        keys.reserveCapacity(context.paths.count)
        for (path, item) in context.paths.enumerated() {
            for (number, operation) in item.operations.enumerated() {
                let place = Self.place(operation.keyRange)
                if let last = keys.last, place < last.place { isSorted = false }
                keys.append((place, Int32(path), Int32(number)))
            }
        }
        // References may lead to path items elsewhere.
        if !isSorted {
            keys.sort { ($0.place, $0.path, $0.operation) < ($1.place, $1.path, $1.operation) }
        }
    }

    /// The operation whose key is written at a place.
    func operation(at range: SourceRange) -> Operation? {
        let place = Self.place(range)
        var low = 0
        var high = keys.count
        while low < high {
            let middle = (low + high) / 2
            if keys[middle].place <= place { low = middle + 1 } else { high = middle }
        }
        guard low > 0, keys[low - 1].place == place else { return nil }
        let key = keys[low - 1]
        return context.paths[Int(key.path)].operations[Int(key.operation)]
    }

    private static func place(_ range: SourceRange) -> UInt64 {
        UInt64(range.file.rawValue) << 32 | UInt64(range.start)
    }
}

extension Integration {
    /// The URI with `_` for everything that only a deployment knows; `nil` where there is none, or
    /// where it does not begin with text.
    package var knownURI: String? {
        guard let uri = uri?.value else { return nil }
        if let literal = uri.literal { return literal.isEmpty ? nil : literal }
        if uri.leadingText == nil { return nil }
        return uri.parts.map { if case .literal(let text) = $0 { text } else { "_" } }.joined()
    }

    /// Whether the backend is a Lambda function.
    package var isLambda: Bool {
        (kind.value == .aws || kind.value == .awsProxy)
            && (uri?.value.text.holds(":lambda:path") ?? false)
    }
}

extension ParameterMapping {
    /// The text of a source in single quotes, else `nil`.
    package var literal: String? {
        let text = source.value.utf8
        guard text.count >= 2, text.first == UInt8(ascii: "'"), text.last == UInt8(ascii: "'")
        else { return nil }
        return String(Substring(text.dropFirst().dropLast()))
    }
}
