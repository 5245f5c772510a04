internal import BundleFormat
internal import Digest
package import JSON
internal import Platform

/// A bundle's files in memory, each checked against the manifest.
package struct BundleContents: Sendable {
    /// SHA-256 of the manifest, which holds the digests of all other files.
    package let digest: String

    /// The API's name.
    package let api: String

    /// Whether it is an HTTP API, whose bundle holds no program.
    package let isHTTPAPI: Bool

    /// What the manifest says.
    package let manifest: JSONValue

    /// The stages in the bundle's settings; empty where they name none.
    package private(set) var stages: [String] = []

    /// Paths below the bundle's folder, the manifest first, with their bytes.
    package private(set) var files: [(path: String, bytes: [UInt8])]

    /// Reads a bundle.
    ///
    /// - Parameters:
    ///   - folder: The bundle's folder.
    ///   - only: The files that are needed, besides the manifest; `nil` for all. Others are neither
    ///     read nor checked.
    /// - Returns: The files, each as the manifest has it.
    /// - Throws: `DeploymentError` for a bundle that is not whole, `PlatformError` for a folder
    ///   that cannot be read.
    package static func read(
        _ folder: String, only: Set<String>? = nil
    ) throws -> BundleContents {
        guard exists("\(folder)/manifest.json") else {
            throw DeploymentError.damagedBundle(path: folder, reason: "it has no 'manifest.json'")
        }
        let manifestBytes = try readFile("\(folder)/manifest.json")
        do {
            let manifest = try BundleManifest(manifestBytes)
            var contents = BundleContents(manifest.json, manifestBytes)
            for (path, _) in manifest.digests where only?.contains(path) ?? true {
                guard exists("\(folder)/\(path)") else {
                    throw DeploymentError.damagedBundle(
                        path: folder, reason: "'\(path)' is missing")
                }
                let bytes = try readFile("\(folder)/\(path)")
                try manifest.check(path, bytes)
                contents.files.append((path, bytes))
            }
            try contents.checkProgram(folder)
            return contents
        } catch let damage as BundleDamage {
            throw DeploymentError.damagedBundle(path: folder, reason: damage.reason)
        }
    }

    private init(_ manifest: JSONValue, _ bytes: [UInt8]) {
        self.manifest = manifest
        digest = SHA256.hexadecimal(bytes)
        api = manifest["api"]?["name"]?.stringValue ?? "api"
        isHTTPAPI = manifest["api"]?["kind"]?.stringValue == "HTTP"
        files = [("manifest.json", bytes)]
    }

    /// A file's bytes; `nil` where the bundle has no such file.
    package func bytes(_ path: String) -> [UInt8]? {
        files.first { $0.path == path }?.bytes
    }

    /// The program that a gateway runs.
    ///
    /// - Throws: `DeploymentError` for the bundle of an HTTP API.
    package func program(_ folder: String) throws(DeploymentError) -> [UInt8] {
        if let program = bytes("gateway.bin") { return program }
        throw .httpAPI(path: folder)
    }

    private mutating func checkProgram(_ folder: String) throws(DeploymentError) {
        if let program = bytes("gateway.bin") {
            if let reason = Self.damage(program) { throw Self.damaged(folder, reason) }
        } else if !isHTTPAPI {
            throw Self.damaged(folder, "'gateway.bin' is missing")
        }
        guard let file = bytes("settings.json") else { return }
        let settings = try? JSONValue(parsing: file)
        stages = settings?["stages"]?.objectValue?.members.map(\.key) ?? []
    }

    private static func damage(_ program: [UInt8]) -> String? {
        do throws(GatewayImageError) {
            _ = try GatewayImage(program)
            return nil
        } catch {
            return "\(error)"
        }
    }

    private static func damaged(_ folder: String, _ reason: String) -> DeploymentError {
        .damagedBundle(path: folder, reason: reason)
    }
}
