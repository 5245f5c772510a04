package import BundleFormat

/// An API with its stages, ready to answer requests: immutable and shared by all workers.
package final class Gateway: Sendable {
    /// The API's name.
    package let apiName: String

    let settings: RuntimeSettings
    let cryptography: any Cryptography
    let deniedNetworks: [IPNetwork]
    let isDefaultEndpointDisabled: Bool
    let deploymentCount: Int
    private let stages: [(name: [UInt8], runtime: StageRuntime)]
    private let domains: [(name: [UInt8], mapping: DomainMapping)]

    /// Creates a gateway.
    ///
    /// - Parameters:
    ///   - image: The compiled API.
    ///   - canaries: The image a stage's canary runs, by stage; the stage's own where missing.
    ///   - settings: Stages and all else that is not in the image.
    ///   - cryptography: Checks signatures.
    package init(
        image: GatewayImage, canaries: [String: GatewayImage] = [:], settings: RuntimeSettings,
        cryptography: any Cryptography = NoCryptography()
    ) {
        self.settings = settings
        self.cryptography = cryptography
        apiName = image.string(image.word(APIColumn.name, 0))
        isDefaultEndpointDisabled = image.word(APIColumn.isExecuteEndpointDisabled, 0) == 1
        deniedNetworks = settings.deniedSources.compactMap { IPNetwork($0) }
        var count = 0
        var stages: [(name: [UInt8], runtime: StageRuntime)] = []
        for stage in settings.stages {
            let hasCanary = stage.canary != nil
            let production = Deployment(
                count, image: image, stage: stage, isCanary: hasCanary ? false : nil,
                settings: settings)
            count += 1
            var canary: Deployment?
            if hasCanary {
                canary = Deployment(
                    count, image: canaries[stage.name] ?? image, stage: stage, isCanary: true,
                    settings: settings)
                count += 1
            }
            let runtime = StageRuntime(
                production: production, canary: canary,
                percentCanary: stage.canary?.percentTraffic ?? 0)
            stages.append((Array(stage.name.utf8), runtime))
        }
        deploymentCount = count
        self.stages = stages
        domains = settings.domains.map { domain in
            (
                domain.name.utf8.map(lowercased),
                DomainMapping(domain) { name in
                    stages.first { $0.name == Array(name.utf8) }?.runtime
                }
            )
        }
    }

    /// The first stage, which stands for all where none is named.
    var firstStage: StageRuntime? { stages.first?.runtime }

    /// What empties a stage's response cache (FlushStageCache), or `nil` for an unknown stage.
    package func flush(stage name: String) -> StoreRequest? {
        stage(Array(name.utf8)[...]).map { .forget(prefix: $0.production.cachePrefix) }
    }

    /// The stage of a name.
    func stage(_ name: ArraySlice<UInt8>) -> StageRuntime? {
        stages.first { name.elementsEqual($0.name) }?.runtime
    }

    var hasDomains: Bool { !domains.isEmpty }

    /// The custom domain that a `Host` field names, port or not.
    func domain(_ host: ArraySlice<UInt8>?) -> DomainMapping? {
        guard !domains.isEmpty, let host else { return nil }
        let name = host.prefix { $0 != UInt8(ascii: ":") }
        return domains.first { isEqualIgnoringCase($0.name, name) }?.mapping
    }
}

/// A custom domain's base paths and the stage each leads to.
struct DomainMapping: Sendable {
    /// Longest first.
    private let mappings: [(segments: [[UInt8]], stage: StageRuntime)]

    init(_ domain: RuntimeSettings.Domain, _ stage: (String) -> StageRuntime?) {
        mappings = domain.basePathMappings.compactMap { key, name in
            guard let stage = stage(name) else { return nil }
            return (key.split(separator: "/").map { Array($0.utf8) }, stage)
        }.sorted { left, right in
            left.segments.count == right.segments.count
                ? left.segments.joined(separator: [0x2f])
                    .lexicographicallyPrecedes(right.segments.joined(separator: [0x2f]))
                : left.segments.count > right.segments.count
        }
    }

    /// The stage of the longest base path that a path begins with, and that base path's length.
    func match(_ path: ArraySlice<UInt8>) -> (stage: StageRuntime, count: Int)? {
        for (segments, stage) in mappings {
            var offset = path.startIndex
            var isMatch = true
            for segment in segments {
                var start = offset
                while start < path.endIndex, path[start] == UInt8(ascii: "/") { start += 1 }
                let end = path[start...].firstIndex(of: UInt8(ascii: "/")) ?? path.endIndex
                guard path[start..<end].elementsEqual(segment) else {
                    isMatch = false
                    break
                }
                offset = end
            }
            if isMatch { return (stage, offset) }
        }
        return nil
    }
}
