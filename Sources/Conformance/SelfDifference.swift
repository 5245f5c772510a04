import CLI
import Diff
import Platform

/// What `diff` says of a document and itself, in both directions of its neighbour: nothing of the
/// first, and of the second as much as makes sense of it is only that it ends.
struct SelfDifference {
    private let version: SpecVersion
    private let other: SpecVersion?

    /// Reads two documents; `nil` where the first has no API.
    init?(_ path: String, beside neighbour: String) throws(PlatformError) {
        guard let version = try Self.version(path) else { return nil }
        self.version = version
        other = try Self.version(neighbour)
    }

    private static func version(_ path: String) throws(PlatformError) -> SpecVersion? {
        let spec = try LoweredSpec(path, CompileOptions())
        return spec.apis.first.map { SpecVersion(document: $0.spec.document, api: $0.api) }
    }

    /// What is wrong, or `nil`.
    func failure() -> String? {
        let changes = differences(from: version, to: version)
        if let first = changes.first { return "\(changes.count) changes, first '\(first.id)'" }
        guard let other else { return nil }
        let forth = differences(from: version, to: other).count
        let back = differences(from: other, to: version).count
        return (forth == 0) == (back == 0) ? nil : "\(forth) changes forth, \(back) back"
    }
}
