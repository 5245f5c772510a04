internal import Platform

/// A change to the disk that a store makes; a process can be killed before or within each.
enum StoreStep: Hashable, Sendable {
    case makeFolder(String)
    case write(String, [UInt8])
    case syncFolder(String)
    case move(String, to: String)
    case remove(String)
}

/// Carries out a store's changes to the disk, one step at a time.
struct StoreDisk: Sendable {
    /// Called before each step, so that tests can stop there, as a kill would; nothing that a
    /// store does after a failed step tidies up.
    var willTake: (@Sendable (StoreStep) throws -> Void)?

    func take(_ step: StoreStep) throws {
        try willTake?(step)
        switch step {
        case .makeFolder(let path): try Platform.makeFolder(path)
        case .write(let path, let bytes): try writeSynced(bytes, to: path)
        case .syncFolder(let path): try Platform.syncFolder(path)
        case .move(let source, let target): try Platform.move(source, to: target)
        case .remove(let path): try removeFolder(path)
        }
    }
}
