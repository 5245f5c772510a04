internal import BundleFormat
internal import Diagnostics
internal import Digest
package import Emitters
internal import Lowering
internal import Model
internal import OpenAPI
package import Platform
internal import Settings
internal import Syntax

/// A specification compiled to bundles in memory, one for each API in it.
package struct CompiledSpec: Sendable {
    /// What was read; its log has everything that any stage found.
    package var input: SpecInput

    /// The bundles in source order; empty where there are errors.
    package var bundles: [CompiledBundle] = []

    /// Compiles a specification: reads, checks, lowers, plans and emits.
    ///
    /// - Parameters:
    ///   - path: A file's path, or `-` for standard input.
    ///   - options: How to do it.
    /// - Throws: Where the file or the settings file cannot be read.
    package init(_ path: String, _ options: CompileOptions) throws(PlatformError) {
        input = try SpecInput(
            path, resource: options.resource, allowsOutside: options.allowsOutside)
        var lowering = options.lowering
        if let path = options.settingsPath {
            let file = input.files.add(
                path: path, bytes: try readFile(path, limit: SyntaxLimits.byteCount))
            let root = parseDocument(file, into: &input.log)
            lowering.settings = readSettings(root, into: &input.log)
        }
        var sourceDigest: String?
        var compiled: [CompiledBundle] = []
        for spec in input.apis {
            guard var draft = prepare(spec, lowering, into: &input.log) else { continue }
            let image = draft.image.map { [$0.finish()] } ?? []
            draft.image = nil
            // Two digests take hardly longer than one.
            let digests = SHA256.hexadecimal(
                image, sourceDigest == nil ? [input.files.files[0].bytes] : [])
            let origin = BundleOrigin(
                compilerVersion: programVersion, sourceName: fileName(of: input.name),
                sourceDigest: sourceDigest ?? digests.second)
            sourceDigest = origin.sourceDigest
            let files = draft.bundle.files(
                image: image.isEmpty
                    ? nil : BundleFile("gateway.bin", pieces: image, digest: digests.first),
                origin: origin)
            compiled.append(
                CompiledBundle(
                    logicalID: spec.logicalID, summary: draft.bundle.summary, files: files))
        }
        if !input.log.hasErrors { bundles = compiled }
    }
}

/// Checks and plans an API, and makes all of its bundle but the large texts; `nil` where there are
/// errors.
///
/// The API and its templates are let go of on return: the files that follow take their room.
private func prepare(
    _ spec: SpecAPI, _ options: LoweringOptions, into log: inout DiagnosticLog
) -> (bundle: BundleDraft, image: GatewayImageBuilder?)? {
    guard let checked = checkedAPI(spec, options, isGateway: true, into: &log) else { return nil }
    var image: GatewayImageBuilder?
    if case .rest(let api) = checked.api {
        image = gatewayImage(of: api, checked.templates, into: &log)
    }
    if log.hasErrors { return nil }
    let draft = BundleDraft(
        checked.api, specification: spec.document.selfContainedTape,
        basePathMode: options.basePathMode.rawValue)
    return (draft, image)
}

/// An API's bundle, in memory.
package struct CompiledBundle: Sendable {
    /// The name of the API's resource in a template; `nil` where the file is the document.
    package var logicalID: String?

    /// What the bundle says about the API.
    package var summary: BundleSummary

    /// Every file of the bundle, the manifest last.
    package var files: [BundleFile]

    /// The contents of a file, or `nil`.
    package func file(_ path: String) -> [UInt8]? { files.first { $0.path == path }?.bytes }
}

/// The part of a path after its folders.
package func fileName(of path: String) -> String {
    String(path.split(separator: "/").last ?? Substring(path))
}
