internal import Digest
package import JSON

/// The version of the bundle's layout; readers refuse larger ones.
package let bundleFormatVersion = 1

/// A bundle's `manifest.json`: what the bundle is, and the digest of every other file.
///
/// Its last member, `digest`, is the SHA-256 of all bytes before it, so that a change of any byte is
/// found: in the manifest by its own digest, in any other file by the manifest's.
package struct BundleManifest: Sendable {
    /// The most files a bundle can have.
    package static let maximumFileCount = 1_000

    /// Everything that the manifest says.
    package let json: JSONValue

    /// The other files' paths below the bundle's folder and their SHA-256 in hexadecimal, in order.
    package let digests: [(path: String, digest: String)]

    /// Writes a manifest with its own digest at the end.
    ///
    /// - Parameter members: What the manifest says; at least one member.
    /// - Returns: The file's bytes.
    package static func sealed(_ members: JSONObject) -> [UInt8] {
        // Without the line break and brace at the end, which stand behind the digest.
        let text = Array(JSONValue.object(members).printed(.indented).utf8.dropLast(2))
        return text + Array((prefix + SHA256.hexadecimal(text) + suffix).utf8)
    }

    /// Reads a manifest.
    ///
    /// - Throws: What is wrong with it.
    package init(_ bytes: [UInt8]) throws(BundleDamage) {
        guard let json = try? JSONValue(parsing: bytes),
            let version = json["formatVersion"]?.intValue
        else { throw BundleDamage("'manifest.json' is not a manifest") }
        if version > bundleFormatVersion {
            let writer = json["compiler"]?.stringValue ?? "a newer apigw"
            throw BundleDamage("it has format \(version), which needs \(writer) or later")
        }
        let length = Self.prefix.utf8.count + 64 + Self.suffix.utf8.count
        let text = Array(bytes.dropLast(length))
        guard bytes.count > length,
            bytes.suffix(length).elementsEqual(
                (Self.prefix + SHA256.hexadecimal(text) + Self.suffix).utf8)
        else { throw BundleDamage("'manifest.json' does not have the digest at its end") }
        guard let members = json["sha256"]?.objectValue?.members,
            members.count < Self.maximumFileCount
        else { throw BundleDamage("'manifest.json' lists no files") }
        var digests: [(path: String, digest: String)] = []
        for member in members {
            guard Self.isInside(member.key), let digest = member.value.stringValue else {
                throw BundleDamage("'\(member.key)' is not a path inside it")
            }
            digests.append((member.key, digest))
        }
        self.json = json
        self.digests = digests
    }

    /// Checks a file of the bundle against its digest.
    package func check(_ path: String, _ bytes: [UInt8]) throws(BundleDamage) {
        guard let entry = digests.first(where: { $0.path == path }),
            entry.digest == SHA256.hexadecimal(bytes)
        else { throw BundleDamage("'\(path)' does not have the digest in the manifest") }
    }

    private static let prefix = ",\n  \"digest\": \""
    private static let suffix = "\"\n}\n"

    /// Whether a path stays below the bundle's folder.
    private static func isInside(_ path: String) -> Bool {
        !path.isEmpty && path != "manifest.json" && !path.utf8.contains(0)
            && path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
                !$0.isEmpty && $0 != "." && $0 != ".."
            }
    }
}

/// Why a bundle is refused.
package struct BundleDamage: Error, Hashable, Sendable {
    /// One line, lower case, no period.
    package let reason: String

    init(_ reason: String) { self.reason = reason }
}
