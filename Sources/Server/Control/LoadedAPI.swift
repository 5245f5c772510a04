#if os(Linux)
internal import BundleFormat
internal import Deployments
internal import Gateway
internal import JSON
internal import Platform

/// A bundle ready to answer requests, with what its settings say to this host.
struct LoadedAPI: Sendable {
    let gateway: Gateway
    let image: GatewayImage
    let name: String
    let stages: [String]

    /// Custom domains' names in lower case, with their base paths without slashes at the ends.
    let domains: [(host: String, basePaths: [String])]
    let functions: [String: LambdaFunction]

    /// Where any stage writes its access log: `stdout`, or a file's path.
    let accessLog: String?

    /// A bundle's folder read.
    ///
    /// - Throws: `PlatformError`, or a `BundleFault` that names the file.
    init(
        folder: String, signers: [String: RuntimeSettings.SigningIdentity] = [:]
    ) throws {
        try self.init(production: folder, canaries: [:], stages: nil, signers: signers)
    }

    /// A deployed API: the folder its stages run, and those of canaries by stage.
    ///
    /// `signers` may sign requests, by access key; `adjust` changes the settings as the deployment store has them.
    init(
        production folder: String, canaries: [String: String],
        stages only: Set<String>?, signers: [String: RuntimeSettings.SigningIdentity],
        adjust: (inout RuntimeSettings) -> Void = { _ in }
    ) throws {
        let contents = try BundleContents.read(folder, only: Self.files)
        image = try Self.image(contents, folder)
        let settingsPath = "\(folder)/settings.json"
        var json = JSONValue.object(JSONObject([]))
        if let bytes = contents.bytes("settings.json") {
            do throws(JSONError) {
                json = try JSONValue(parsing: bytes)
            } catch {
                throw BundleFault(path: settingsPath, reason: "\(error)")
            }
        }
        var settings = RuntimeSettings(json) { reference in
            secret(reference, in: "\(folder)/..")
        }
        Self.admitOwner(to: &settings)
        settings.identities.merge(signers) { _, new in new }
        if let only { settings.stages.removeAll { !only.contains($0.name) } }
        adjust(&settings)
        var canaryImages: [String: GatewayImage] = [:]
        for (stage, folder) in canaries {
            canaryImages[stage] = try Self.image(
                BundleContents.read(folder, only: Self.files), folder)
        }
        gateway = Gateway(
            image: image, canaries: canaryImages, settings: settings,
            cryptography: OpenSSLCryptography())
        name = image.string(image.word(APIColumn.name, 0))
        stages = settings.stages.map(\.name)
        domains = settings.domains.map { ($0.name.lowercased(), Array($0.basePathMappings.keys)) }
        functions = lambdaFunctions(json)
        accessLog =
            (json["stages"]?.objectValue?.members ?? []).lazy
            .compactMap { $0.value["accessLogSettings"]?["destination"]?.stringValue }.first
    }

    /// What a gateway needs of a bundle; the rest is for people and for AWS.
    private static let files: Set<String> = ["gateway.bin", "settings.json"]

    /// Lets requests in that are signed with this process's own AWS keys: who has them may do as much
    /// as the gateway itself.
    private static func admitOwner(to settings: inout RuntimeSettings) {
        guard let keys = AWSCredentials.fromEnvironment() else { return }
        settings.identities[keys.accessKeyID] = RuntimeSettings.SigningIdentity(
            secretAccessKey: keys.secretAccessKey, sessionToken: keys.sessionToken,
            accountID: settings.accountID,
            userARN: "arn:aws:iam::\(settings.accountID):root", userID: settings.accountID,
            policies: [Array(ownerPolicy.utf8)])
    }

    private static func image(
        _ contents: BundleContents, _ folder: String
    ) throws -> GatewayImage {
        let bytes = try contents.program(folder)
        do throws(GatewayImageError) {
            return try GatewayImage(bytes)
        } catch {
            throw BundleFault(path: "\(folder)/gateway.bin", reason: "\(error)")
        }
    }
}

/// What the account's owner may do with the API.
private let ownerPolicy = """
    {"Version": "2012-10-17",
     "Statement": {"Effect": "Allow", "Action": "execute-api:*", "Resource": "*"}}
    """

/// A file of a bundle that cannot be used.
struct BundleFault: Error, CustomStringConvertible {
    var path: String
    var reason: String

    var description: String { "cannot use '\(path)': \(reason)" }
}

/// What `env:NAME` or `file:PATH` stands for, the path also from a folder; a file's last line break
/// is not part of a secret.
func secret(_ reference: String, in folder: String) -> [UInt8]? {
    if reference.hasPrefix("env:") {
        return environmentVariable(String(reference.dropFirst(4))).map { Array($0.utf8) }
    }
    guard reference.hasPrefix("file:") else { return nil }
    let path = String(reference.dropFirst(5))
    var bytes = try? readFile(path)
    if bytes == nil, !path.hasPrefix("/") { bytes = try? readFile("\(folder)/\(path)") }
    if bytes?.last == 0x0A { bytes?.removeLast() }
    return bytes
}

private func lambdaFunctions(_ settings: JSONValue) -> [String: LambdaFunction] {
    var functions: [String: LambdaFunction] = [:]
    for member in settings["lambdas"]?.objectValue?.members ?? [] {
        if let url = member.value["url"]?.stringValue {
            functions[member.key] = LambdaFunction(.url(Array(url.utf8)))
        } else if let words = member.value["command"]?.arrayValue?.compactMap(\.stringValue),
            !words.isEmpty
        {
            functions[member.key] = LambdaFunction(
                .command(words, environment: [:], folder: nil))
        }
    }
    return functions
}

/// The APIs of one process, and which of them a request is for.
///
/// Immutable.
final class APISet: Sendable {
    let apis: [LoadedAPI]

    init(_ apis: [LoadedAPI]) {
        self.apis = apis
    }

    /// All functions; where two APIs name one alike, the first's.
    var functions: [String: LambdaFunction] {
        var all: [String: LambdaFunction] = [:]
        for api in apis { all.merge(api.functions) { first, _ in first } }
        return all
    }

    /// The API a request is for: by custom domain and longest base path, else by stage.
    ///
    /// - Parameters:
    ///   - host: The `Host` field, port or not.
    ///   - target: The target in origin form.
    /// - Returns: An index in `apis`; 0 where none fits, whose gateway then refuses.
    func index(host: ArraySlice<UInt8>?, target: [UInt8]) -> Int {
        if apis.count <= 1 { return 0 }
        let path = String(decoding: target.prefix { $0 != 0x3F }, as: UTF8.self)
        if let host {
            let name = String(decoding: host.prefix { $0 != 0x3A }, as: UTF8.self).lowercased()
            var best: (length: Int, index: Int)?
            var isKnown = false
            for (index, api) in apis.enumerated() {
                for domain in api.domains where domain.host == name {
                    isKnown = true
                    for base in domain.basePaths where fits(base, path) {
                        if base.utf8.count > best?.length ?? -1 {
                            best = (base.utf8.count, index)
                        }
                    }
                }
            }
            if isKnown { return best?.index ?? 0 }
        }
        let stage = path.split(separator: "/").first.map(String.init) ?? ""
        return apis.firstIndex { $0.stages.contains(stage) } ?? 0
    }

    private func fits(_ base: String, _ path: String) -> Bool {
        base.isEmpty || path == "/\(base)" || path.hasPrefix("/\(base)/")
    }
}
#endif
