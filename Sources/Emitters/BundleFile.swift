internal import Digest

/// A file of a bundle, in memory.
package struct BundleFile: Sendable {
    /// The path within the bundle, such as `aws/template.yaml`.
    package let path: String

    /// The bytes, cut into pieces: those of a large text are small enough to take the room that
    /// other stages have left.
    package let pieces: [[UInt8]]

    /// SHA-256 of the bytes, in hexadecimal.
    package let digest: String

    /// The bytes in one piece.
    ///
    /// O(*bytes*).
    package var bytes: [UInt8] { pieces.count == 1 ? pieces[0] : Array(pieces.joined()) }

    /// Makes a file and its digest.
    ///
    /// O(*bytes*).
    package init(_ path: String, _ bytes: [UInt8]) {
        self.init(path, pieces: [bytes], digest: SHA256.hexadecimal(bytes))
    }

    /// Makes a file whose digest is known.
    package init(_ path: String, pieces: [[UInt8]], digest: String) {
        self.path = path
        self.pieces = pieces
        self.digest = digest
    }
}
