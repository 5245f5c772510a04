#if os(Linux)
internal import Deployments
internal import Gateway
internal import Platform

/// Looks several times a second whether a deployment store has changed.
final class StoreWatch: Deadline {
    private let store: DeploymentStore
    private let loop: EventLoop
    private let changed: () -> Void
    private var version: FileVersion?

    private static let intervalMilliseconds = 200

    init(_ store: DeploymentStore, _ loop: EventLoop, changed: @escaping () -> Void) {
        self.store = store
        self.loop = loop
        self.changed = changed
    }

    func start() {
        version = store.version
        loop.set(self, milliseconds: Self.intervalMilliseconds)
    }

    override func expire() {
        let version = store.version
        if version != self.version {
            self.version = version
            changed()
        }
        loop.set(self, milliseconds: Self.intervalMilliseconds)
    }
}

/// The APIs that a store's stages serve now, with their canaries.
///
/// Stages of one API that serve different bundles become gateways of their own.
func loadDeployments(
    _ store: DeploymentStore, signers: [String: RuntimeSettings.SigningIdentity]
) throws -> APISet {
    let state = try store.read()
    var groups: [(api: String, digest: String, stages: [StageState])] = []
    for stage in state.stages {
        guard let digest = stage.currentDeployment?.digest else { continue }
        if let index = groups.firstIndex(where: { $0.api == stage.api && $0.digest == digest }) {
            groups[index].stages.append(stage)
        } else {
            groups.append((stage.api, digest, [stage]))
        }
    }
    guard !groups.isEmpty else {
        throw BundleFault(path: store.path, reason: "nothing is deployed there")
    }
    return APISet(
        try groups.map { group in
            var canaries: [String: String] = [:]
            for stage in group.stages {
                if let canary = stage.canary {
                    canaries[stage.name] = store.bundlePath(canary.digest)
                }
            }
            return try LoadedAPI(
                production: store.bundlePath(group.digest), canaries: canaries,
                stages: Set(group.stages.map(\.name)), signers: signers
            ) { settings in
                for index in settings.stages.indices {
                    let name = settings.stages[index].name
                    guard let stage = group.stages.first(where: { $0.name == name }) else {
                        continue
                    }
                    settings.stages[index].take(stage)
                }
            }
        })
}

extension RuntimeSettings.Stage {
    /// Takes over what the store says: deployment, variables, canary.
    fileprivate mutating func take(_ stage: StageState) {
        deploymentID = stage.currentDeployment.map { String($0.digest.prefix(10)) }
        for variable in stage.currentDeployment?.variables ?? [] {
            variables[variable.name] = variable.value
        }
        canary = stage.canary.map { made in
            var canary = RuntimeSettings.Canary(percentTraffic: made.percentTraffic)
            canary.deploymentID = String(made.digest.prefix(10))
            canary.usesStageCache = made.useStageCache
            for variable in made.variableOverrides {
                canary.variableOverrides[variable.name] = variable.value
            }
            return canary
        }
    }
}
#endif
