internal import BundleFormat
internal import Digest
internal import JSON
internal import Platform

/// A bundle's files in memory, each checked against the manifest.
struct BundleContents {
    /// The most files a bundle can have.
    static let maximumFileCount = 1_000

    /// SHA-256 of the manifest, which holds the digests of all other files.
    let digest: String

    /// The API's name.
    let api: String

    /// The stages in the bundle's settings; empty where they name none.
    private(set) var stages: [String]

    /// Paths below the bundle's folder, the manifest first, with their bytes.
    private(set) var files: [(path: String, bytes: [UInt8])]

    /// Reads a bundle.
    ///
    /// - Throws: `DeploymentError` for a bundle that is not whole, `PlatformError` for a folder
    ///   that cannot be read.
    static func read(_ folder: String) throws -> BundleContents {
        let manifestBytes = try readFile("\(folder)/manifest.json")
        guard let manifest = try? JSONValue(parsing: manifestBytes),
            let digests = manifest["sha256"]?.objectValue?.members,
            digests.count < maximumFileCount
        else { throw damaged(folder, "'manifest.json' is not a manifest") }
        var contents = BundleContents(
            digest: SHA256.hexadecimal(manifestBytes),
            api: manifest["api"]?["name"]?.stringValue ?? "api", stages: [],
            files: [("manifest.json", manifestBytes)])
        for member in digests {
            guard isInside(member.key) else {
                throw damaged(folder, "'\(member.key)' is not a path inside it")
            }
            let path = "\(folder)/\(member.key)"
            guard exists(path) else { throw damaged(folder, "'\(member.key)' is missing") }
            let bytes = try readFile(path)
            guard SHA256.hexadecimal(bytes) == member.value.stringValue else {
                throw damaged(folder, "'\(member.key)' does not have the digest in the manifest")
            }
            contents.files.append((member.key, bytes))
        }
        try contents.checkProgram(folder)
        return contents
    }

    private mutating func checkProgram(_ folder: String) throws(DeploymentError) {
        guard let program = files.first(where: { $0.path == "gateway.bin" }) else {
            throw Self.damaged(folder, "'gateway.bin' is missing")
        }
        if let reason = Self.damage(program.bytes) { throw Self.damaged(folder, reason) }
        guard let file = files.first(where: { $0.path == "settings.json" }) else { return }
        let settings = try? JSONValue(parsing: file.bytes)
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

    /// Whether a path from a manifest stays below the bundle's folder.
    private static func isInside(_ path: String) -> Bool {
        !path.isEmpty && path != "manifest.json" && !path.utf8.contains(0)
            && path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
                !$0.isEmpty && $0 != "." && $0 != ".."
            }
    }
}
