/// Bounds on what a document may contain; a document beyond one gets a diagnostic that names it.
package enum SyntaxLimits {
    /// Bytes in a file: 64 MB.
    package static let byteCount = 64 << 20

    /// How deep mappings and sequences may nest.
    package static let depth = 256

    /// Nodes in a document, those that aliases and merge keys stand for included.
    package static let nodeCount = 6_000_000

    /// Nodes that come from following aliases and merge keys: an alias bomb is refused.
    package static let aliasNodeCount = 1_000_000
}
