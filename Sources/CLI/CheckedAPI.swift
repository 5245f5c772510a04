package import Diagnostics
package import Lowering
package import Model
internal import OpenAPI
internal import Validation

/// Checks one API of a specification by every rule, and lowers it.
///
/// - Parameters:
///   - spec: The API's document.
///   - options: How to lower it; a template's own kind of API wins.
///   - isGateway: Whether to take it for a gateway even if it uses no extension of API Gateway's.
///   - log: Receives everything that is wrong.
/// - Returns: The API; `nil` for a document that is no gateway's.
package func checkedAPI(
    _ spec: SpecAPI, _ options: LoweringOptions, isGateway: Bool, into log: inout DiagnosticLog
) -> API? {
    let usesGateway = validate(spec.document, into: &log)
    guard usesGateway || isGateway else { return nil }
    let api = lower(spec.document, spec.adapted(options), into: &log)
    if case .rest(let api) = api { validate(api, of: spec.document, into: &log) }
    return api
}
