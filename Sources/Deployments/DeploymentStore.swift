internal import JSON
package import Platform

/// A folder of deployments: bundles by their digests, and what each stage serves.
///
/// ```
/// state.json        every stage with its history; replaced as a whole
/// objects/DIGEST/   a bundle; never changed once it is there
/// lock              held by whoever changes the store
/// ```
///
/// A change is a new `state.json` in the old one's place, after everything that it names is on
/// disk. Whenever the process or the machine dies, the store is what it was before or after the
/// change; what an unfinished change left behind (names that begin with a dot) goes with the next.
/// Readers need no lock.
package struct DeploymentStore: Sendable {
    /// The store's folder.
    package let path: String

    /// The most deployments that a stage's history keeps, beside the one that a rollback goes to.
    package static let historyLimit = 100

    var disk = StoreDisk()

    /// Names a store; its folder is made by the first deployment.
    package init(_ path: String) { self.path = path }

    /// The folder of a deployment's bundle.
    ///
    /// It stays while a stage's history or canary names it.
    package func bundlePath(_ digest: String) -> String { "\(objectsPath)/\(digest)" }

    /// What the store says now; an absent store is empty.
    ///
    /// Costs reading one file. A bundle that it names can be gone where the store was pruned in
    /// between: then read again.
    ///
    /// - Throws: `DeploymentError` or `PlatformError`.
    package func read() throws -> StoreState {
        let bytes: [UInt8]
        do {
            bytes = try readFile(statePath)
        } catch  where error.isNotFound {
            return StoreState()
        }
        return try StoreState(decoding: bytes)
    }

    /// Differs whenever ``read()`` would give something else; `nil` while there is no store.
    ///
    /// Costs one system call, so that a running gateway can look several times a second.
    package var version: FileVersion? { FileVersion(statePath) }

    var statePath: String { "\(path)/state.json" }
    var objectsPath: String { "\(path)/objects" }
}

extension DeploymentStore {
    /// What a change did: the stage as it is now.
    package struct Change: Hashable, Sendable {
        package var stage: StageState

        /// What the stage served before; `nil` for its first deployment.
        package var replaced: StageDeployment?
    }

    /// How much of a stage's traffic a canary takes, and its variables.
    package struct CanarySettings: Hashable, Sendable {
        /// 0 to 100.
        package var percentTraffic: Double
        package var variableOverrides: [StageVariable]
        package var useStageCache: Bool

        package init(
            percentTraffic: Double, variableOverrides: [StageVariable] = [],
            useStageCache: Bool = false
        ) {
            precondition(0...100 ~= percentTraffic)
            self.percentTraffic = percentTraffic
            self.variableOverrides = variableOverrides
            self.useStageCache = useStageCache
        }
    }

    /// What speaks against a canary of a stage, in the words of CreateDeployment; `nil` for nothing.
    package static func canaryRefusal(stage: String?, isDeployed: Bool) -> DeploymentError? {
        guard let stage, !stage.isEmpty else { return .canaryWithoutStage(stage) }
        return isDeployed ? nil : .canaryWithoutDeployment(stage: stage)
    }

    /// Stores a bundle and lets a stage serve it, or a part of the stage's requests.
    ///
    /// The API is known by the name in the bundle's manifest. A canary replaces the stage's
    /// canary; any other deployment leaves the canary as it is.
    ///
    /// - Parameters:
    ///   - bundle: The bundle's folder; all of it is checked against its manifest.
    ///   - stage: A stage of the bundle's settings.
    ///   - canary: The canary's settings, or `nil` for a deployment to the whole stage.
    ///   - description: What the user says about it.
    ///   - now: Milliseconds since 1970-01-01T00:00:00Z.
    /// - Returns: The stage as it is now.
    /// - Throws: `DeploymentError` or `PlatformError`; then the stage serves what it did before.
    @discardableResult
    package func deploy(
        _ bundle: String, to stage: String, canary: CanarySettings? = nil,
        description: String? = nil, now: Int64
    ) throws -> Change {
        let contents = try BundleContents.read(bundle)
        _ = try contents.program(bundle)
        if contents.manifest["counts"]?["methods"]?.intValue == 0 {
            throw DeploymentError.noMethods
        }
        guard contents.stages.isEmpty || contents.stages.contains(stage) else {
            throw DeploymentError.stageNotInBundle(stage, stages: contents.stages)
        }
        return try change { state in
            let index = state.stages.firstIndex { $0.api == contents.api && $0.name == stage }
            if canary != nil,
                let refusal = Self.canaryRefusal(stage: stage, isDeployed: index != nil)
            {
                throw refusal
            }
            try store(contents)
            guard let index else {
                let first = StageDeployment(
                    number: 1, digest: contents.digest, createdMilliseconds: now,
                    description: description)
                let made = StageState(api: contents.api, name: stage, current: 1, history: [first])
                state.insert(made)
                return Change(stage: made)
            }
            let replaced = state.stages[index].currentDeployment
            if let canary {
                state.stages[index].canary = Canary(
                    digest: contents.digest, percentTraffic: canary.percentTraffic,
                    variableOverrides: [].overridden(by: canary.variableOverrides),
                    useStageCache: canary.useStageCache, createdMilliseconds: now,
                    description: description)
            } else {
                state.stages[index].append(
                    contents.digest, variables: replaced?.variables ?? [],
                    description: description, now: now)
            }
            return Change(stage: state.stages[index], replaced: replaced)
        }
    }

    /// Lets a stage serve a deployment that it served before.
    ///
    /// Without a number a canary is removed, if there is one; otherwise the stage goes back to
    /// what it served before its current deployment was made, and further back the next time.
    ///
    /// - Parameters:
    ///   - stage: The stage.
    ///   - api: The API; may be `nil` where only one has such a stage.
    ///   - number: The deployment to go to.
    /// - Returns: The stage as it is now.
    /// - Throws: `DeploymentError` or `PlatformError`.
    @discardableResult
    package func rollBack(
        stage: String, api: String? = nil, to number: Int? = nil
    ) throws -> Change {
        try change { state in
            let index = try state.index(of: stage, api: api)
            let replaced = state.stages[index].currentDeployment
            if number == nil, state.stages[index].canary != nil {
                state.stages[index].canary = nil
                return Change(stage: state.stages[index], replaced: replaced)
            }
            guard let target = number ?? replaced?.previous else {
                throw DeploymentError.nothingBefore(stage: stage)
            }
            guard state.stages[index].deployment(target) != nil else {
                throw DeploymentError.unknownDeployment(target, stage: stage)
            }
            state.stages[index].current = target
            return Change(stage: state.stages[index], replaced: replaced)
        }
    }

    /// Makes a stage's canary the stage's deployment, its variables the stage's, and removes it.
    ///
    /// - Parameters:
    ///   - stage: The stage.
    ///   - api: The API; may be `nil` where only one has such a stage.
    ///   - now: Milliseconds since 1970-01-01T00:00:00Z.
    /// - Returns: The stage as it is now.
    /// - Throws: `DeploymentError` or `PlatformError`.
    @discardableResult
    package func promote(stage: String, api: String? = nil, now: Int64) throws -> Change {
        try change { state in
            let index = try state.index(of: stage, api: api)
            let replaced = state.stages[index].currentDeployment
            guard let canary = state.stages[index].canary else { throw DeploymentError.noCanary }
            let variables = (replaced?.variables ?? []).overridden(by: canary.variableOverrides)
            state.stages[index].append(
                canary.digest, variables: variables, description: canary.description, now: now)
            state.stages[index].canary = nil
            return Change(stage: state.stages[index], replaced: replaced)
        }
    }

    /// Drops all but the newest deployments of each stage, what it serves excepted, and all
    /// bundles that no stage names any more.
    ///
    /// - Parameter count: How many deployments each stage keeps, at least 1.
    /// - Throws: `DeploymentError` or `PlatformError`.
    package func prune(keeping count: Int) throws {
        try change { state in
            for index in state.stages.indices {
                state.stages[index].trim(to: count, keepsWayBack: false)
            }
        }
    }
}

extension DeploymentStore {
    /// Reads the state under the lock, changes it and puts it in the old one's place.
    private func change<Result>(_ body: (inout StoreState) throws -> Result) throws -> Result {
        try disk.take(.makeFolder(objectsPath))
        return try withFileLock("\(path)/lock") {
            try removeLeftovers()
            let old = try read()
            var state = old
            let result = try body(&state)
            for index in state.stages.indices {
                state.stages[index].trim(to: Self.historyLimit, keepsWayBack: true)
            }
            if state != old {
                state.revision += 1
                try write(state, isFirst: old.revision == 0)
            }
            try removeUnnamedBundles(state)
            return result
        }
    }

    private func write(_ state: StoreState, isFirst: Bool) throws {
        let beside = "\(path)/.state.json"
        try disk.take(.write(beside, state.encoded))
        try disk.take(.move(beside, to: statePath))
        try disk.take(.syncFolder(path))
        if isFirst { try disk.take(.syncFolder("\(path)/..")) }
    }

    /// Puts a bundle among the objects, whole, unless it is there already.
    private func store(_ contents: BundleContents) throws {
        let target = bundlePath(contents.digest)
        if isFolder(target) { return }
        let beside = "\(objectsPath)/.\(contents.digest)"
        var folders = [beside]
        try disk.take(.makeFolder(beside))
        for (name, bytes) in contents.files {
            let file = "\(beside)/\(name)"
            let folder = String(file[..<(file.lastIndex(of: "/") ?? file.endIndex)])
            if !folders.contains(folder) {
                try disk.take(.makeFolder(folder))
                // The parents that were made with it are new as well.
                var parent = folder
                while !folders.contains(parent) {
                    folders.append(parent)
                    parent = String(parent[..<(parent.lastIndex(of: "/") ?? parent.endIndex)])
                }
            }
            try disk.take(.write(file, bytes))
        }
        for folder in folders { try disk.take(.syncFolder(folder)) }
        try disk.take(.move(beside, to: target))
        try disk.take(.syncFolder(objectsPath))
    }

    private func removeLeftovers() throws {
        for folder in [path, objectsPath] {
            for name in try namesInFolder(folder) where name.hasPrefix(".") {
                try disk.take(.remove("\(folder)/\(name)"))
            }
        }
    }

    private func removeUnnamedBundles(_ state: StoreState) throws {
        var named: Set<String> = []
        for stage in state.stages {
            if let canary = stage.canary { named.insert(canary.digest) }
            for deployment in stage.history { named.insert(deployment.digest) }
        }
        for name in try namesInFolder(objectsPath) where !named.contains(name) {
            // Under its own name a bundle is whole or not there.
            let beside = "\(objectsPath)/.\(name)"
            try disk.take(.move("\(objectsPath)/\(name)", to: beside))
            try disk.take(.remove(beside))
        }
    }
}

extension StoreState {
    fileprivate mutating func insert(_ stage: StageState) {
        stages.append(stage)
        stages.sort { left, right in
            left.api == right.api
                ? left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
                : left.api.utf8.lexicographicallyPrecedes(right.api.utf8)
        }
    }

    fileprivate func index(of stage: String, api: String?) throws(DeploymentError) -> Int {
        let found = stages.indices.filter {
            stages[$0].name == stage && (api == nil || stages[$0].api == api)
        }
        guard let first = found.first else {
            throw .unknownStage(stage, known: stages.map(\.name))
        }
        guard found.count == 1 else {
            throw .severalAPIs(stage: stage, apis: found.map { stages[$0].api })
        }
        return first
    }
}

extension StageState {
    fileprivate mutating func append(
        _ digest: String, variables: [StageVariable], description: String?, now: Int64
    ) {
        let number = (history.last?.number ?? 0) + 1
        history.append(
            StageDeployment(
                number: number, digest: digest, createdMilliseconds: now, previous: current,
                variables: variables, description: description))
        current = number
    }

    /// Forgets the oldest deployments, but for the current one.
    ///
    /// - Parameters:
    ///   - count: How many of the newest stay.
    ///   - keepsWayBack: Whether the one that a rollback goes to stays, too.
    fileprivate mutating func trim(to count: Int, keepsWayBack: Bool) {
        guard history.count > max(count, 1) else { return }
        var kept = Set(history.suffix(max(count, 1)).map(\.number))
        kept.insert(current)
        if keepsWayBack, let previous = currentDeployment?.previous { kept.insert(previous) }
        history.removeAll { !kept.contains($0.number) }
        for index in history.indices {
            if let previous = history[index].previous, !kept.contains(previous) {
                history[index].previous = nil
            }
        }
    }
}
