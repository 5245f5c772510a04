import Diagnostics
import Model
import OpenAPI
import Syntax

extension RestAPILowering {
    mutating func lowerPaths() {
        let prefix = basePathPrefix()
        if !prefix.isEmpty, let range = document.basePath?.range {
            _ = tree.resource(
                at: prefix, range: range, in: &api.resources, log: &values.log)
        }
        for path in paths { lowerPath(path, prefix: prefix) }
    }

    /// What the base path puts before every path: empty, or segments each after a `/`.
    private func basePathPrefix() -> String {
        guard let path = document.basePath?.value else { return "" }
        switch options.basePathMode {
        case .ignore: return ""
        case .prepend: return path
        case .split:
            let segments = path.split(separator: "/").dropFirst()
            return segments.isEmpty ? "" : "/" + segments.joined(separator: "/")
        }
    }

    private mutating func lowerPath(_ context: PathContext, prefix: String) {
        let item = context.item
        let hasPlaceholders = item.path.holds("$")
        let path = hasPlaceholders ? values.symbols.text(item.path) : item.path
        guard
            let place = tree.resource(
                at: prefix.isEmpty ? path : prefix + path, range: item.keyRange, in: &api.resources,
                log: &values.log)
        else { return }
        let resource = ResourcePlace(api.resources[place])
        var seen: [Operation.Method] = []
        for operation in context.operations {
            // A key that an object has twice has been reported.
            if seen.contains(operation.method) { continue }
            seen.append(operation.method)
            guard let httpMethod = HTTPMethod(operation.method) else {
                values.log.report(.unsupportedMethod(operation))
                continue
            }
            if let other = api.resources[place].methods.first(where: {
                $0.httpMethod == httpMethod
            }) {
                values.log.report(.duplicateMethod(operation, other))
                continue
            }
            let method = lowerMethod(operation, httpMethod, on: resource)
            api.resources[place].methods.append(method)
        }
    }
}

/// What all methods of a resource are lowered with.
struct ResourcePlace {
    let path: String
    let variableNames: [String]

    init(_ resource: Resource) {
        path = resource.path
        variableNames = resource.variableNames
    }
}

extension HTTPMethod {
    /// The gateway's method for an operation; `nil` for `trace`, which it has not.
    init?(_ method: Operation.Method) {
        switch method {
        case .get: self = .get
        case .put: self = .put
        case .post: self = .post
        case .delete: self = .delete
        case .patch: self = .patch
        case .options: self = .options
        case .head: self = .head
        case .any: self = .any
        case .trace: return nil
        }
    }
}

extension Diagnostic {
    fileprivate static func unsupportedMethod(_ operation: Operation) -> Self {
        Self(
            ID(rawValue: "unsupported-http-method"), .warning,
            "API Gateway has no method '\(operation.method.httpName)'", at: operation.keyRange,
            help: "remove the operation, or serve it with 'x-amazon-apigateway-any-method'")
    }

    fileprivate static func duplicateMethod(_ operation: Operation, _ other: Method) -> Self {
        Self(
            ID(rawValue: "duplicate-method"), .error,
            "'\(operation.method.httpName) \(operation.path)' is defined twice",
            at: operation.keyRange, notes: [Note("first defined here", at: other.range)],
            help: "remove one of the paths, which differ only in slashes")
    }
}
