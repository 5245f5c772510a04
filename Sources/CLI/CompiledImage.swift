package import BundleFormat
package import Diagnostics
import Emitters
package import Lowering
package import Model
import OpenAPI
import Planning
import Syntax
import Templates

/// Compiles the text of a document to an image.
///
/// - Parameters:
///   - bytes: The document, in YAML or JSON.
///   - path: Its name, for diagnostics.
///   - options: How it is lowered.
///   - log: Receives what is wrong with it.
/// - Returns: The image, or `nil` where there is no REST API in the document.
/// - Throws: Where the image that was written cannot be read back, which is our own mistake.
package func compileImage(
    _ bytes: [UInt8], path: String, options: LoweringOptions, into log: inout DiagnosticLog
) throws(GatewayImageError) -> GatewayImage? {
    var files = SourceFileSet()
    let root = parseDocument(files.add(path: path, bytes: bytes), into: &log)
    guard let document = OpenAPIDocument.read(root, into: &log),
        case .rest(let api) = lower(document, options, into: &log)
    else { return nil }
    return try compileImage(api, into: &log)
}

/// Compiles an API to an image.
package func compileImage(
    _ api: RestAPI, into log: inout DiagnosticLog
) throws(GatewayImageError) -> GatewayImage {
    try GatewayImage(gatewayImage(of: api, CompiledTemplates(), into: &log).finish())
}

/// The image of an API, all but finished.
///
/// - Parameters:
///   - api: The API.
///   - templates: Those of the API's templates that have been compiled.
///   - log: Receives what is wrong with mappings and patterns.
/// - Returns: The image's builder.
func gatewayImage(
    of api: RestAPI, _ templates: CompiledTemplates, into log: inout DiagnosticLog
) -> GatewayImageBuilder {
    let plan = makePlan(api, into: &log)
    return emitGatewayImage(plan) { planMethods(of: api, templates, into: &log, take: $0) }
}
