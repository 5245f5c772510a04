internal import Diagnostics
internal import Digest
package import JSON
package import Model
internal import Settings

/// A bundle without its large texts: all that its files need of an API.
///
/// With it made the API can be let go of, which for a large specification takes as much room as the
/// files that follow.
package struct BundleDraft: Sendable {
    /// What the bundle says about the API.
    package let summary: BundleSummary

    private let settings: BundleFile
    private let template: CloudFormationTemplate
    private let specification: JSONTape
    private let body: CloudFormationBody
    private let basePathMode: String

    /// Drafts the bundle of an API.
    ///
    /// - Parameters:
    ///   - api: The API.
    ///   - specification: The specification as a tape that needs no other file.
    ///   - basePathMode: `ignore`, `prepend` or `split`, as the API was compiled.
    package init(_ api: API, specification: JSONTape, basePathMode: String) {
        let (settings, endpointType) = api.settingsAndEndpointType
        let text = settingsJSON(settings, endpointType: endpointType).printed(.indented)
        let body = CloudFormationBody(specification)
        self.settings = BundleFile("settings.json", Array((text + "\n").utf8))
        template = CloudFormationTemplate(
            api, parameters: body.parameters, basePathMode: basePathMode)
        summary = BundleSummary(api)
        self.specification = specification
        self.body = body
        self.basePathMode = basePathMode
    }

    /// Returns all files of the bundle, the manifest last.
    ///
    /// - Parameters:
    ///   - image: `gateway.bin`; `nil` for an API that deploys, but does not run here.
    ///   - origin: Where the bundle comes from.
    /// - Returns: The files, by path within the bundle.
    package func files(image: BundleFile?, origin: BundleOrigin) -> [BundleFile] {
        var text: [[UInt8]] = []
        specification.print(.indented) { text.append(Array($0)) }
        text.append([UInt8(ascii: "\n")])
        let bodyText = cloudFormationBodyText(body)
        let digests = SHA256.hexadecimal(text, bodyText)
        var files = image.map { [$0] } ?? []
        files += [
            settings,
            BundleFile("openapi.json", pieces: text, digest: digests.first),
            BundleFile("aws/openapi.yaml", pieces: bodyText, digest: digests.second),
            template.file(bodyDigest: digests.second),
        ]
        files.append(
            emitManifest(
                of: files, summary: summary,
                basePath: basePathMode == "ignore" ? nil : basePathMode, origin: origin))
        return files
    }
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
