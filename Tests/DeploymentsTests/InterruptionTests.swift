import Platform
import Synchronization
import Testing

@testable import Deployments

/// A process that dies within a change leaves the store as it was before or after it.
@Suite struct InterruptionTests {
    private static let changes = ["first", "second", "canary", "promote", "rollback", "prune"]

    @Test(arguments: changes)
    func aChangeThatStopsAnywhereIsDoneOrNot(change: String) throws {
        try withFolder { folder in
            for name in ["one", "two", "three"] { try makeBundle("\(folder)/\(name)", name) }
            // First undisturbed, to learn the steps and the state after the change.
            let steps = Mutex<[StoreStep]>([])
            var store = DeploymentStore("\(folder)/whole")
            try prepare(store, change, folder)
            let before = try store.read()
            store.disk.willTake = { step in steps.withLock { $0.append(step) } }
            try apply(change, to: store, folder)
            let after = try store.read()
            let taken = steps.withLock { $0 }
            #expect(before != after && taken.count > 3)
            checkOrder(taken)

            for stop in taken.indices {
                for half in [false, true] {
                    var store = DeploymentStore("\(folder)/\(change)-\(stop)-\(half)")
                    try prepare(store, change, folder)
                    let left = Atomic(stop)
                    store.disk.willTake = { step in
                        if left.wrappingSubtract(1, ordering: .relaxed).oldValue > 0 { return }
                        if half { try takeHalf(of: step) }
                        throw Interruption()
                    }
                    #expect(throws: Interruption.self) { try apply(change, to: store, folder) }
                    let survivor = DeploymentStore(store.path)
                    let found = try survivor.read()
                    #expect(found == before || found == after, "step \(stop) \(taken[stop])")
                    try checkBundles(of: found, in: survivor)
                    if found == before { try apply(change, to: survivor, folder) }
                    #expect(try survivor.read() == after)
                    // The next change, whichever it is, leaves nothing of the unfinished one.
                    try survivor.prune(keeping: 9)
                    try checkBundles(of: after, in: survivor)
                    let names =
                        try namesInFolder(survivor.path) + namesInFolder(survivor.objectsPath)
                    #expect(!names.contains { $0.hasPrefix(".") }, "step \(stop) \(taken[stop])")
                }
            }
        }
    }

    private func prepare(_ store: DeploymentStore, _ change: String, _ folder: String) throws {
        if change == "first" { return }
        try store.deploy("\(folder)/one", to: "prod", now: 1)
        if change == "second" || change == "canary" { return }
        if change == "promote" {
            let canary = DeploymentStore.CanarySettings(percentTraffic: 10)
            try store.deploy("\(folder)/two", to: "prod", canary: canary, now: 2)
        } else {
            try store.deploy("\(folder)/two", to: "prod", now: 2)
            try store.deploy("\(folder)/three", to: "prod", now: 3)
        }
    }

    private func apply(_ change: String, to store: DeploymentStore, _ folder: String) throws {
        switch change {
        case "first": try store.deploy("\(folder)/one", to: "prod", now: 1)
        case "second": try store.deploy("\(folder)/two", to: "prod", now: 2)
        case "canary":
            let canary = DeploymentStore.CanarySettings(percentTraffic: 10)
            try store.deploy("\(folder)/two", to: "prod", canary: canary, now: 2)
        case "promote": try store.promote(stage: "prod", now: 3)
        case "rollback": try store.rollBack(stage: "prod")
        default: try store.prune(keeping: 1)
        }
    }

    /// Every bundle that the state names is there and whole.
    private func checkBundles(of state: StoreState, in store: DeploymentStore) throws {
        for stage in state.stages {
            for digest in stage.history.map(\.digest) + [stage.canary?.digest].compactMap({ $0 }) {
                #expect(try BundleContents.read(store.bundlePath(digest)).digest == digest)
            }
        }
    }

    /// What is moved into place is on disk before, the move is on disk before the next, and the
    /// state follows the bundle: so a machine that loses its memory loses nothing that was said
    /// to be done.
    private func checkOrder(_ steps: [StoreStep]) {
        var unsynced: Set<String> = []
        for step in steps {
            switch step {
            case .makeFolder(let path):
                if path.contains("/.") { unsynced.insert(path) }
            case .write(let path, _):
                // The file's bytes are synced by the step; its name is its folder's.
                if path.contains("/objects/.") { unsynced.insert(parent(of: path)) }
            case .syncFolder(let path): unsynced.remove(path)
            case .move(let source, let target):
                #expect(!unsynced.contains { $0 == source || $0.hasPrefix("\(source)/") })
                if target.hasSuffix("/state.json") { #expect(unsynced.isEmpty) }
                unsynced.remove(source)
                if !target.contains("/.") { unsynced.insert(parent(of: target)) }
            case .remove: break
            }
        }
        #expect(unsynced.isEmpty)
    }

    private func parent(of path: String) -> String {
        String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    }
}

private struct Interruption: Error {}

/// What a step may have done when the process dies within it.
private func takeHalf(of step: StoreStep) throws {
    switch step {
    case .write(let path, let bytes): try writeSynced(Array(bytes[..<(bytes.count / 2)]), to: path)
    case .remove(let path) where isFolder(path):
        for name in try namesInFolder(path).prefix(1) { try removeFolder("\(path)/\(name)") }
    case .remove, .makeFolder, .syncFolder, .move: break
    }
}
