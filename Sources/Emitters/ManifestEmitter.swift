internal import BundleFormat
internal import JSON

/// What a bundle says about itself beside its files.
package struct BundleOrigin: Sendable {
    /// The compiler's version, such as `0.1.0`.
    package var compilerVersion: String

    /// The specification's file name without its folder; `<stdin>` for standard input.
    package var sourceName: String

    /// SHA-256 of the specification's bytes, in hexadecimal.
    package var sourceDigest: String

    package init(compilerVersion: String, sourceName: String, sourceDigest: String) {
        self.compilerVersion = compilerVersion
        self.sourceName = sourceName
        self.sourceDigest = sourceDigest
    }
}

/// What a bundle's manifest says about its API.
package struct BundleSummary: Sendable {
    package var name: String
    package var version: String?

    /// `REST` or `HTTP`.
    package var kind: String

    /// Numbers of things by name, such as `resources` and `methods`.
    package var counts: [(name: String, count: Int)]

    package init(
        name: String, version: String?, kind: String, counts: [(name: String, count: Int)]
    ) {
        self.name = name
        self.version = version
        self.kind = kind
        self.counts = counts
    }
}

/// Returns `manifest.json` for the other files of a bundle.
///
/// `basePath` is what became of the document's base path, where that is not to ignore it.
package func emitManifest(
    of files: [BundleFile], summary: BundleSummary, basePath: String? = nil, origin: BundleOrigin
) -> BundleFile {
    var api: JSONObject = ["name": .string(summary.name)]
    api["version"] = summary.version.map { .string($0) }
    api["kind"] = .string(summary.kind)
    let digests = files.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }.map {
        JSONObject.Member($0.path, .string($0.digest))
    }
    let counts = summary.counts.map {
        JSONObject.Member($0.name, .number(JSONNumber($0.count)))
    }
    var manifest: JSONObject = [
        "formatVersion": .number(JSONNumber(bundleFormatVersion)),
        "api": .object(api),
        "compiler": .string("apigw \(origin.compilerVersion)"),
        "source": ["name": .string(origin.sourceName), "sha256": .string(origin.sourceDigest)],
    ]
    manifest["basePath"] = basePath.map { .string($0) }
    manifest["counts"] = .object(JSONObject(counts))
    manifest["sha256"] = .object(JSONObject(digests))
    return BundleFile("manifest.json", BundleManifest.sealed(manifest))
}
