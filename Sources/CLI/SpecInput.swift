package import Diagnostics
package import OpenAPI
internal import Options
package import Platform
package import Syntax

/// A specification read from a file or standard input, with the files it refers to.
package struct SpecInput: Sendable {
    /// The file's name as the user wrote it; `<stdin>` for `-`.
    package var name: String

    /// Every file that was read; the specification itself is the first.
    package var files: SourceFileSet

    /// What reading found.
    package var log: DiagnosticLog

    /// The root of the file, of kind `invalid` where it could not be parsed.
    package var root: Node

    /// The APIs that the file describes: one for a document, any number for a template.
    package var apis: [SpecAPI] = []

    /// The first API's document; `nil` where there is none, which `log` tells.
    package var document: OpenAPIDocument? { apis.first?.document }

    /// Reads a specification and resolves its references.
    ///
    /// - Parameters:
    ///   - path: A file's path, or `-` for standard input.
    ///   - resource: The only resource of a template that is wanted, by its logical id.
    ///   - allowsOutside: Whether `$ref`s may lead out of the specification's folder.
    ///   - acceptsAnyVersion: Whether versions that API Gateway refuses are read as the nearest one.
    /// - Throws: Where the file itself cannot be read; what it refers to gives diagnostics.
    package init(
        _ path: String, resource: String? = nil, allowsOutside: Bool = false,
        acceptsAnyVersion: Bool = false
    ) throws(PlatformError) {
        name = path == "-" ? "<stdin>" : path
        let bytes = try readFile(path, limit: SyntaxLimits.byteCount)
        var files = SourceFileSet()
        var log = DiagnosticLog()
        root = parseDocument(files.add(path: name, bytes: bytes), into: &log)
        let folder = path == "-" ? "." : folderPath(of: path)
        let load: OpenAPIDocument.Loader = { relative, log in
            loadReferenced(
                relative, from: folder, allowsOutside: allowsOutside, &files, into: &log)
        }
        apis = readAPIs(
            root, resource: resource, acceptsAnyVersion: acceptsAnyVersion, load: load, into: &log)
        self.files = files
        self.log = log
    }
}

/// The largest number of files that one specification may consist of.
private let referencedFileLimit = 1000

private func loadReferenced(
    _ relative: String, from folder: String, allowsOutside: Bool, _ files: inout SourceFileSet,
    into log: inout DiagnosticLog
) -> Node? {
    let path = folder == "." ? relative : "\(folder)/\(relative)"
    guard files.files.count < referencedFileLimit, let real = resolvedPath(path) else {
        return nil
    }
    // Links are followed first, so that none leads out unseen.
    if !allowsOutside {
        guard let home = resolvedPath(folder), isBelow(real, home) else {
            log.report(.outside(path))
            return nil
        }
    }
    guard let bytes = try? readFile(path, limit: SyntaxLimits.byteCount) else { return nil }
    return parseDocument(files.add(path: path, bytes: bytes), into: &log)
}

private func isBelow(_ path: String, _ folder: String) -> Bool {
    folder == "/" || path.hasPrefix(folder + "/")
}

/// The folder part of a path; `.` where it has none.
package func folderPath(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
}

extension Diagnostic {
    fileprivate static func outside(_ path: String) -> Self {
        Self(
            ID(rawValue: "reference-outside"), .error,
            "'\(path)' is not below the folder of the specification",
            at: .start(of: FileID(rawValue: 0)),
            help: "move the file there, or give --allow-outside")
    }
}
