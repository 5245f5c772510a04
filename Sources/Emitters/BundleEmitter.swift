internal import Diagnostics
package import JSON
package import Model
internal import Settings

/// Returns all files of a bundle, the manifest last.
///
/// - Parameters:
///   - api: The API.
///   - image: The contents of `gateway.bin`; `nil` for an API that deploys, but does not run here.
///   - specification: The specification as a tape that needs no other file.
///   - basePathMode: `ignore`, `prepend` or `split`, as the API was compiled.
///   - origin: Where the bundle comes from.
/// - Returns: The files, by path within the bundle.
package func emitBundle(
    _ api: API, image: [UInt8]?, specification: JSONTape, basePathMode: String,
    origin: BundleOrigin
) -> [BundleFile] {
    let (settings, endpointType) = api.settingsAndEndpointType
    let settingsText = settingsJSON(settings, endpointType: endpointType).printed(.indented)
    var specificationText = specification.printed(.indented)
    specificationText.append(UInt8(ascii: "\n"))
    var files = image.map { [BundleFile("gateway.bin", $0)] } ?? []
    files += [
        BundleFile("settings.json", Array((settingsText + "\n").utf8)),
        BundleFile("openapi.json", specificationText),
    ]
    switch api {
    case .rest(let api):
        files += emitCloudFormation(
            api, specification: specification, basePathMode: basePathMode)
    case .http(let api): files += emitCloudFormation(api, specification: specification)
    }
    files.append(
        emitManifest(
            of: files, summary: BundleSummary(api),
            basePath: basePathMode == "ignore" ? nil : basePathMode, origin: origin))
    return files
}

extension API {
    fileprivate var settingsAndEndpointType: (GatewaySettings, EndpointType) {
        switch self {
        case .rest(let api): (api.settings, api.endpoint.type)
        case .http(let api): (api.settings, .regional)
        }
    }
}

extension BundleSummary {
    /// The summary of an API.
    init(_ api: API) {
        switch api {
        case .rest(let api):
            self.init(
                name: api.name.value.text, version: api.version?.value, kind: "REST",
                counts: [
                    ("resources", api.resources.count), ("methods", api.methodCount),
                    ("models", api.models.count), ("authorizers", api.authorizers.count),
                    ("stages", api.settings.effectiveStages.count),
                ])
        case .http(let api):
            self.init(
                name: api.name.value.text, version: api.version?.value, kind: "HTTP",
                counts: [
                    ("routes", api.routes.count), ("authorizers", api.authorizers.count),
                    ("stages", api.settings.effectiveStages.count),
                ])
        }
    }
}
