import BundleFormat
import Digest
import JSON
import Platform
import Synchronization
import Testing

@testable import Deployments

@Suite struct DeploymentStoreTests {
    @Test func aStageServesWhatWasDeployedLast() throws {
        try withFolder { folder in
            let store = DeploymentStore("\(folder)/store")
            #expect(try store.read() == StoreState())
            #expect(store.version == nil)
            let first = try makeBundle("\(folder)/one.apigw", "one")
            let second = try makeBundle("\(folder)/two.apigw", "two")
            try store.deploy("\(folder)/one.apigw", to: "prod", now: 1)
            let version = store.version
            let change = try store.deploy(
                "\(folder)/two.apigw", to: "prod", description: "faster", now: 2)
            #expect(store.version != version)
            #expect(change.replaced?.digest == first)
            let stage = try store.read().stage("prod", api: "pets")
            #expect(stage == change.stage)
            #expect(stage?.history.map(\.digest) == [first, second])
            #expect(stage?.currentDeployment?.number == 2)
            #expect(stage?.currentDeployment?.description == "faster")
            #expect(try BundleContents.read(store.bundlePath(second)).digest == second)
        }
    }

    @Test func theSameBundleIsStoredOnce() throws {
        try withFolder { folder in
            let store = DeploymentStore("\(folder)/store")
            try makeBundle("\(folder)/one.apigw", "one")
            try store.deploy("\(folder)/one.apigw", to: "prod", now: 1)
            try store.deploy("\(folder)/one.apigw", to: "test", now: 2)
            try store.deploy("\(folder)/one.apigw", to: "prod", now: 3)
            #expect(try namesInFolder(store.objectsPath).count == 1)
            #expect(try store.read().stages.map(\.name) == ["prod", "test"])
            #expect(try store.read().stage("prod", api: "pets")?.current == 2)
        }
    }

    @Test func rollsBackToWhatWasServedBeforeEachDeployment() throws {
        try withFolder { folder in
            let store = DeploymentStore("\(folder)/store")
            for name in ["one", "two", "three"] { try makeBundle("\(folder)/\(name)", name) }
            try store.deploy("\(folder)/one", to: "prod", now: 1)
            try store.deploy("\(folder)/two", to: "prod", now: 2)
            #expect(try store.rollBack(stage: "prod").stage.current == 1)
            // What was rolled back from is passed over the next time.
            #expect(try store.deploy("\(folder)/three", to: "prod", now: 3).stage.current == 3)
            #expect(try store.rollBack(stage: "prod").stage.current == 1)
            #expect(throws: DeploymentError.nothingBefore(stage: "prod")) {
                try store.rollBack(stage: "prod")
            }
            #expect(try store.rollBack(stage: "prod", to: 2).stage.current == 2)
            #expect(throws: DeploymentError.unknownDeployment(9, stage: "prod")) {
                try store.rollBack(stage: "prod", to: 9)
            }
        }
    }

    @Test func aPromotedCanaryBringsItsVariables() throws {
        try withFolder { folder in
            let store = DeploymentStore("\(folder)/store")
            try makeBundle("\(folder)/one", "one")
            let second = try makeBundle("\(folder)/two", "two")
            try makeBundle("\(folder)/three", "three")
            let canary = DeploymentStore.CanarySettings(
                percentTraffic: 12.5,
                variableOverrides: [StageVariable("b", "2"), StageVariable("a", "1")])
            #expect(throws: DeploymentError.canaryWithoutDeployment(stage: "prod")) {
                try store.deploy("\(folder)/two", to: "prod", canary: canary, now: 1)
            }
            try store.deploy("\(folder)/one", to: "prod", now: 1)
            #expect(throws: DeploymentError.noCanary) { try store.promote(stage: "prod", now: 2) }
            try store.deploy("\(folder)/two", to: "prod", canary: canary, now: 2)
            let state = try store.read().stage("prod", api: "pets")
            #expect(state?.current == 1)
            #expect(state?.canary?.digest == second)
            #expect(state?.canary?.percentTraffic == 12.5)
            let promoted = try store.promote(stage: "prod", now: 3).stage
            #expect(promoted.canary == nil)
            #expect(promoted.currentDeployment?.digest == second)
            let variables = [StageVariable("a", "1"), StageVariable("b", "2")]
            #expect(promoted.currentDeployment?.variables == variables)
            // Variables are the stage's: they pass on to what is deployed next.
            let next = try store.deploy("\(folder)/three", to: "prod", now: 4).stage
            #expect(next.currentDeployment?.variables == variables)
            try store.deploy("\(folder)/two", to: "prod", canary: canary, now: 5)
            #expect(try store.rollBack(stage: "prod").stage.canary == nil)
            #expect(try store.read().stage("prod", api: "pets")?.current == 3)
        }
    }

    @Test func pruningKeepsWhatStagesName() throws {
        try withFolder { folder in
            let store = DeploymentStore("\(folder)/store")
            var digests: [String] = []
            for number in 1...5 {
                digests.append(try makeBundle("\(folder)/b\(number)", "\(number)"))
                try store.deploy("\(folder)/b\(number)", to: "prod", now: Int64(number))
            }
            try store.rollBack(stage: "prod", to: 2)
            try store.prune(keeping: 2)
            let stage = try store.read().stage("prod", api: "pets")
            #expect(stage?.history.map(\.number) == [2, 4, 5])
            #expect(stage?.currentDeployment?.previous == nil)
            #expect(
                try namesInFolder(store.objectsPath)
                    == [digests[1], digests[3], digests[4]].sorted())
        }
    }

    @Test func theLimitOfTheHistoryLeavesTheWayBack() throws {
        try withFolder { folder in
            let store = DeploymentStore("\(folder)/store")
            for name in ["old", "new"] { try makeBundle("\(folder)/\(name)", name) }
            try store.deploy("\(folder)/old", to: "prod", now: 1)
            for turn in 0..<DeploymentStore.historyLimit + 2 {
                try store.deploy("\(folder)/new", to: "prod", now: Int64(turn))
                try store.rollBack(stage: "prod")
            }
            let stage = try store.read().stage("prod", api: "pets")
            #expect(stage?.current == 1)
            #expect(stage?.history.count == DeploymentStore.historyLimit + 1)
            #expect(stage?.history.last?.previous == 1)
        }
    }

    @Test func refusesWhatIsNoWholeBundle() throws {
        try withFolder { folder in
            let store = DeploymentStore("\(folder)/store")
            let bundle = "\(folder)/one"
            try makeBundle(bundle, "one")
            #expect(throws: DeploymentError.stageNotInBundle("prd", stages: ["prod", "test"])) {
                try store.deploy(bundle, to: "prd", now: 1)
            }
            for name in ["gateway.bin", "settings.json", "aws/template.yaml"] {
                try makeBundle(bundle, "one")
                var bytes = try readFile("\(bundle)/\(name)")
                bytes[bytes.count / 2] ^= 1
                try writeFile(bytes, to: "\(bundle)/\(name)")
                #expect(throws: DeploymentError.self) {
                    try store.deploy(bundle, to: "prod", now: 1)
                }
                try removeFile("\(bundle)/\(name)")
                #expect(throws: DeploymentError.self) {
                    try store.deploy(bundle, to: "prod", now: 1)
                }
            }
            try writeFile(
                BundleManifest.sealed(["formatVersion": 1, "sha256": ["../secret": "00"]]),
                to: "\(bundle)/manifest.json")
            #expect(throws: DeploymentError.self) { try store.deploy(bundle, to: "prod", now: 1) }
            #expect(store.version == nil)
        }
    }

    @Test func refusesAStateThatNoStoreWrites() throws {
        try withFolder { folder in
            let store = DeploymentStore("\(folder)/store")
            try makeBundle("\(folder)/one", "one")
            try store.deploy("\(folder)/one", to: "prod", now: 1)
            let bytes = try readFile(store.statePath)
            for count in 0..<bytes.count - 1 {
                try writeFile(Array(bytes[..<count]), to: store.statePath)
                #expect(throws: DeploymentError.damagedStore) { try store.read() }
            }
            try writeFile(Array(#"{"formatVersion":2}"#.utf8), to: store.statePath)
            #expect(throws: DeploymentError.newerStore(version: 2)) { try store.read() }
        }
    }
}

/// Runs a test in a folder of its own.
func withFolder(_ body: (String) throws -> Void) throws {
    let number = folderNumber.wrappingAdd(1, ordering: .relaxed).newValue
    let folder = "/tmp/apigw-deployments-\(wallClockMilliseconds())-\(number)"
    try makeFolder(folder)
    defer { try? removeFolder(folder) }
    try body(folder)
}

private let folderNumber = Atomic(0)

/// Writes a bundle that differs from others in its `text`, and returns its digest.
@discardableResult
func makeBundle(_ folder: String, _ text: String) throws -> String {
    let files: [(String, [UInt8])] = [
        ("aws/template.yaml", Array("Description: \(text)\n".utf8)),
        ("gateway.bin", smallestImage()),
        ("settings.json", Array(#"{"stages":{"prod":{},"test":{}}}"#.utf8)),
    ]
    try makeFolder("\(folder)/aws")
    for (name, bytes) in files { try writeFile(bytes, to: "\(folder)/\(name)") }
    let digests = files.map {
        JSONObject.Member($0.0, .string(SHA256.hexadecimal($0.1)))
    }
    let bytes = BundleManifest.sealed([
        "formatVersion": 1, "api": ["name": "pets"], "sha256": .object(JSONObject(digests)),
    ])
    try writeFile(bytes, to: "\(folder)/manifest.json")
    return SHA256.hexadecimal(bytes)
}

/// An image of an API without resources.
private func smallestImage() -> [UInt8] {
    var builder = GatewayImageBuilder()
    let name = builder.string("pets")
    builder.append([
        (APIColumn.name, name), (.id, name), (.apiKeySource, 0), (.endpointType, 1),
        (.isExecuteEndpointDisabled, 0), (.binaryMediaTypes, 0), (.binaryMediaTypeCount, 0),
    ])
    return builder.finish()
}
