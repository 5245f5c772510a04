package import Diagnostics
package import Model
package import OpenAPI
package import Settings

/// How a document is to be lowered.
package struct LoweringOptions: Sendable {
    /// What becomes of the document's base path.
    package enum BasePathMode: String, Sendable, CaseIterable {
        /// Left out.
        case ignore
        /// Put before every path.
        case prepend
        /// Put before every path without its first segment.
        case split
    }

    package enum APIType: String, Sendable, CaseIterable {
        case rest
        case http
    }

    package var apiType = APIType.rest
    package var basePathMode = BasePathMode.ignore

    /// Values of placeholders by name, such as `backend`, `Handler.Arn` or `AWS::Region`.
    package var substitutions: [String: String] = [:]

    /// What the settings file says; `nil` where there is none.
    package var settings: GatewaySettings?

    package init() {}
}

/// Lowers a document to the API that an import of it leaves on API Gateway.
///
/// Whatever is lost on the way is reported here; what can be told from the model, rules report.
/// O(*document*), without its schemas, which are only looked at.
///
/// - Parameters:
///   - context: The document with its paths.
///   - options: Choices that a document cannot make.
///   - log: Receives what import says, and what it passes over in silence.
/// - Returns: The API; after an error it lacks what was wrong.
package func lower(
    _ context: DocumentContext, _ options: LoweringOptions, into log: inout DiagnosticLog
) -> API {
    switch options.apiType {
    case .rest: .rest(lowerRestAPI(context, options, into: &log))
    case .http: .http(lowerHTTPAPI(context, options, into: &log))
    }
}

/// Lowers a document of whose paths nothing is known yet.
package func lower(
    _ document: OpenAPIDocument, _ options: LoweringOptions, into log: inout DiagnosticLog
) -> API {
    lower(DocumentContext(document), options, into: &log)
}
