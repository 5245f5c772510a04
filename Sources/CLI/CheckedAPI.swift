package import Diagnostics
package import Lowering
package import Model
internal import OpenAPI
package import Templates
internal import Validation

/// An API that every rule has looked at.
package struct CheckedAPI: Sendable {
    package var api: API

    /// The templates that were compiled to check them; empty where nobody asked for them.
    package var templates = CompiledTemplates()
}

/// Checks one API of a specification by every rule, and lowers it.
///
/// - Parameters:
///   - spec: The API's document.
///   - options: How to lower it; a template's own kind of API wins.
///   - isGateway: Whether to take it for a gateway even if it uses no extension of API Gateway's.
///   - keepsTemplates: Whether somebody wants the templates that are compiled on the way.
///   - log: Receives everything that is wrong.
/// - Returns: The API; `nil` for a document that is no gateway's.
package func checkedAPI(
    _ spec: SpecAPI, _ options: LoweringOptions, isGateway: Bool, keepsTemplates: Bool = true,
    into log: inout DiagnosticLog
) -> CheckedAPI? {
    let context = DocumentContext(spec.document)
    let usesGateway = validate(context, into: &log)
    guard usesGateway || isGateway else { return nil }
    var checked = CheckedAPI(api: lower(context, spec.adapted(options), into: &log))
    if case .rest(let api) = checked.api {
        checked.templates = validate(
            api, of: context, keepsTemplates: keepsTemplates, into: &log)
    }
    return checked
}
