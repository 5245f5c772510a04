/// A file of a bundle, in memory.
package struct BundleFile: Sendable, Equatable {
    /// The path within the bundle, such as `aws/template.yaml`.
    package var path: String
    package var bytes: [UInt8]

    package init(_ path: String, _ bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }
}
