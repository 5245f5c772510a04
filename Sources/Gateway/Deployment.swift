import BundleFormat
import JSON
import Routing

/// An image as one stage runs it: with the stage's variables and settings.
///
/// Immutable.
final class Deployment: Sendable {
    /// Where callers reach the API; raw values are the image's.
    enum EndpointType: UInt32 {
        case edge, regional, `private`

        /// API Gateway's name.
        var name: String {
            switch self {
            case .edge: "EDGE"
            case .regional: "REGIONAL"
            case .private: "PRIVATE"
            }
        }
    }

    /// Counts the deployments of a gateway from 0; workers keep their programs by it.
    let index: Int
    let image: GatewayImage
    let routes: RouteTable?
    let stage: RuntimeSettings.Stage
    let stageName: [UInt8]
    let id: [UInt8]
    /// `nil` where the stage has no canary.
    let isCanary: Bool?
    /// Sorted by name.
    let variables: [(name: [UInt8], value: [UInt8])]
    let apiName: String
    let apiID: [UInt8]
    let apiKeySource: UInt32
    let policy: Policy?
    /// Whether the policy's text is no policy: then nobody may call.
    let isPolicyBroken: Bool
    let endpointType: EndpointType

    /// Whether only VPC endpoints lead to the API.
    var isPrivate: Bool { endpointType == .private }
    let binaryMediaTypes: [[UInt8]]
    let minimumCompressionSize: Int?
    let keySets: [String: KeySet]
    let settings: RuntimeSettings
    let accessLogFormat: SubstitutionText?
    /// How the keys of all responses begin that the stage's cache holds, whichever deployment's.
    let cachePrefix: [UInt8]

    init(
        _ index: Int, image: GatewayImage, stage: RuntimeSettings.Stage, isCanary: Bool?,
        settings: RuntimeSettings
    ) {
        self.index = index
        self.image = image
        self.stage = stage
        self.isCanary = isCanary
        self.settings = settings
        stageName = Array(stage.name.utf8)
        var variables = stage.variables
        var deploymentID = stage.deploymentID
        if isCanary == true, let canary = stage.canary {
            variables.merge(canary.variableOverrides) { $1 }
            deploymentID = canary.deploymentID ?? deploymentID
        }
        self.variables = variables.map { (Array($0.key.utf8), Array($0.value.utf8)) }
            .sorted { $0.0.lexicographicallyPrecedes($1.0) }
        apiName = image.string(image.word(APIColumn.name, 0))
        apiID = Array((settings.apiID ?? image.string(image.word(APIColumn.id, 0))).utf8)
        id = Array((deploymentID ?? "deploy\(isCanary == true ? "2" : "1")").utf8)
        apiKeySource = image.word(APIColumn.apiKeySource, 0)
        let text = image.optionalString(image.word(APIColumn.policy, 0))
        policy = text.flatMap { try? JSONValue(parsing: Array($0.utf8)) }.flatMap(Policy.init)
        isPolicyBroken = text != nil && policy == nil
        endpointType = EndpointType(rawValue: image.word(APIColumn.endpointType, 0)) ?? .edge
        binaryMediaTypes = image.rows(APIColumn.binaryMediaTypes, 0).map {
            Array(image.string(image.word(NameColumn.text, $0)).utf8)
        }
        let size = image.word(APIColumn.minimumCompressionSize, 0)
        minimumCompressionSize = size == GatewayImage.none ? nil : Int(size)
        keySets = settings.keySets.compactMapValues(KeySet.init)
        routes = Deployment.readRoutes(image)
        var prefix = Array("response/".utf8)
        appendCacheKeyPart(apiID, to: &prefix)
        appendCacheKeyPart(stageName, to: &prefix)
        cachePrefix = prefix
        accessLogFormat = stage.accessLogFormat.map { SubstitutionText(Array($0.utf8)) }
    }

    private static func readRoutes(_ image: GatewayImage) -> RouteTable? {
        let number = image.word(APIColumn.routes, 0)
        guard number != GatewayImage.none else { return nil }
        let bytes = Array(image.bytes[image.program(number).range])
        return try? RouteTable(decoding: bytes.span)
    }

    /// The row of a resource's method, by its own name or else `ANY`.
    ///
    /// O(*methods*).
    func method(_ resourcePath: String, _ httpMethod: String) -> Int? {
        var any: Int?
        for row in 0..<image.count(.methods) {
            let resource = Int(image.word(MethodColumn.resource, row))
            guard image.string(image.word(ResourceColumn.path, resource)) == resourcePath else {
                continue
            }
            let name = image.string(image.word(MethodColumn.httpMethod, row))
            if name == httpMethod { return row }
            if name == "ANY" { any = row }
        }
        return any
    }

    /// Whether there is a resource of a path.
    ///
    /// O(*resources*).
    func hasResource(_ path: String) -> Bool {
        (0..<image.count(.resources)).contains { row in
            image.string(image.word(ResourceColumn.path, row)) == path
        }
    }

    /// The value of a stage variable.
    func variable(_ name: [UInt8]) -> [UInt8]? {
        variables.first { $0.name == name }?.value
    }

    /// What `AWS::Region` and its kind stand for here; the name itself for others.
    func pseudoParameter(_ name: String) -> String {
        switch name {
        case "AWS::Region": settings.region
        case "AWS::Partition": settings.partition
        case "AWS::AccountId": settings.accountID
        default: "${\(name)}"
        }
    }

    /// The settings of a method: its own before those of `*/*`.
    func methodSettings(
        _ resourcePath: String, _ httpMethod: String
    ) -> RuntimeSettings.MethodSettings {
        let all = stage.methodSettings["*/*"] ?? RuntimeSettings.MethodSettings()
        let escaped = resourcePath.split(separator: "/", omittingEmptySubsequences: false)
            .joined(separator: "~1")
        let key = "\(resourcePath == "/" ? "" : resourcePath)/\(httpMethod)"
        guard
            let own = stage.methodSettings[key] ?? stage.methodSettings[
                "\(resourcePath)/\(httpMethod)"]
                ?? stage.methodSettings["\(escaped)/\(httpMethod)"]
        else { return all }
        var result = all
        result.rateLimit = own.rateLimit ?? all.rateLimit
        result.burstLimit = own.burstLimit ?? all.burstLimit
        result.isCachingEnabled = own.isCachingEnabled ?? all.isCachingEnabled
        result.cacheTTLSeconds = own.cacheTTLSeconds ?? all.cacheTTLSeconds
        result.isCacheDataEncrypted = own.isCacheDataEncrypted ?? all.isCacheDataEncrypted
        result.requiresCacheControlAuthorization =
            own.requiresCacheControlAuthorization ?? all.requiresCacheControlAuthorization
        result.cacheControlStrategy = own.cacheControlStrategy ?? all.cacheControlStrategy
        result.logLevel = own.logLevel ?? all.logLevel
        result.isDataTraceEnabled = own.isDataTraceEnabled ?? all.isDataTraceEnabled
        result.isMetricsEnabled = own.isMetricsEnabled ?? all.isMetricsEnabled
        return result
    }
}

/// A stage with the deployments it runs.
struct StageRuntime: Sendable {
    let production: Deployment
    let canary: Deployment?
    let percentCanary: Double
}
