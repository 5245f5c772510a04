package import Emitters
internal import Platform

/// Writes a bundle as a folder that appears whole or not at all.
///
/// The files are written to a folder beside it, which then takes the name; an interruption waits
/// until that is done. A folder that is there already is replaced if it is a bundle or empty.
///
/// - Parameters:
///   - files: The bundle's files.
///   - path: The folder's path.
/// - Throws: `UsageError` for a folder that holds something else, `PlatformError` for a failure.
package func writeBundle(_ files: [BundleFile], to path: String) throws {
    try withSignalsHeld { try writeWholeBundle(files, to: path) }
}

private func writeWholeBundle(_ files: [BundleFile], to path: String) throws {
    let path = path.hasSuffix("/") && path != "/" ? String(path.dropLast()) : path
    let isReplaced = exists(path)
    if isReplaced {
        let isBundle = exists("\(path)/manifest.json")
        guard try isBundle || (isFolder(path) && namesInFolder(path).isEmpty) else {
            throw PlatformError(action: "cannot replace '\(path)', which is no bundle", code: 17)
        }
    }
    if let parent = path.lastIndex(of: "/"), parent != path.startIndex {
        try makeFolder(String(path[..<parent]))
    }
    let temporary = "\(path).tmp\(processID())"
    do {
        try removeFolder(temporary)
        for file in files {
            let target = "\(temporary)/\(file.path)"
            try makeFolder(String(target[..<(target.lastIndex(of: "/") ?? target.startIndex)]))
            try writeFile(pieces: file.pieces, to: target)
        }
        if isReplaced {
            let old = "\(path).old\(processID())"
            try move(path, to: old)
            do {
                try move(temporary, to: path)
            } catch {
                try? move(old, to: path)
                throw error
            }
            try removeFolder(old)
        } else {
            try move(temporary, to: path)
        }
    } catch {
        try? removeFolder(temporary)
        throw error
    }
}
