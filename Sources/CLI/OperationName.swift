internal import Diagnostics
internal import Model
internal import Options
internal import OpenAPI
internal import Validation

/// Names one mapping template of a specification:
/// `METHOD PATH [request|response [MEDIA-TYPE [STATUS]]]`.
struct OperationName {
    let method: String
    let path: String
    let direction: TemplateContext.Direction

    /// `nil` for the first template that there is.
    let contentType: String?

    /// A response's status code; `nil` for any.
    let status: String?

    /// Reads a name.
    init(_ text: String) throws(UsageError) {
        let words = text.split(separator: " ").map(String.init)
        let form = "write METHOD /path request|response MEDIA-TYPE"
        guard 2...5 ~= words.count else {
            throw UsageError("'\(text)' names no operation", help: form)
        }
        switch words.dropFirst(2).first ?? "request" {
        case "request": direction = .request
        case "response": direction = .response
        case let word: throw UsageError("'\(word)' is neither request nor response", help: form)
        }
        method = words[0].uppercased()
        path = words[1]
        contentType = words.count > 3 ? words[3] : nil
        status = words.count > 4 ? words[4] : nil
    }

    /// Finds the template.
    func template(in spec: LoweredSpec) throws(UsageError) -> TemplateContext {
        var paths: [String] = []
        for lowered in spec.apis {
            guard case .rest(let api) = lowered.api else { continue }
            let methods = GatewayContext(api, of: DocumentContext(lowered.spec.document)).methods
            paths += api.resources.map(\.path)
            let siblings = methods.filter { $0.resource.path == path }
            guard !siblings.isEmpty else { continue }
            guard let found = siblings.first(where: { $0.method.httpMethod.rawValue == method })
            else {
                let known = siblings.map(\.method.httpMethod.rawValue)
                throw UsageError(
                    "'\(path)' has no method '\(method)'",
                    help: "it has \(known.joined(separator: ", "))")
            }
            return try template(of: found)
        }
        throw UsageError(
            "there is no path '\(path)' in '\(spec.input.name)'",
            help: nearest(to: path, in: paths).map { "write '\($0)'" })
    }

    private func template(of context: MethodContext) throws(UsageError) -> TemplateContext {
        guard let integration = context.integration else {
            throw UsageError("'\(context.name)' has no integration")
        }
        if integration.kind.value.isProxy {
            throw UsageError(
                "'\(context.name)' is a proxy integration, which uses no templates")
        }
        let all = context.templates().filter {
            $0.direction == direction && (status == nil || $0.statusCode.map(String.init) == status)
        }
        if let found = all.first(where: { contentType == nil || $0.contentType == contentType }) {
            return found
        }
        let known = all.compactMap(\.contentType)
        let kind = direction == .request ? "request" : "response"
        let wanted = contentType.map { " for '\($0)'" } ?? ""
        throw UsageError(
            "'\(context.name)' has no \(kind) template\(wanted)",
            help: known.isEmpty ? nil : "it has \(known.joined(separator: ", "))")
    }
}
