import Gateway
import Testing

/// Canary releases: a share of a stage's requests with a deployment and variables of its own.
@Suite struct CanaryTests {
    private func harness(
        percent: Double, canary: String? = nil, usesCache: Bool = false, yaml: String? = nil
    ) throws -> Harness {
        var settings = RuntimeSettings()
        settings.stages[0].variables = ["kept": "k", "changed": "old"]
        settings.stages[0].deploymentID = "first"
        settings.stages[0].accessLogFormat =
            "$context.isCanaryRequest $context.deploymentId $stageVariables.changed"
        settings.stages[0].isCacheEnabled = yaml != nil
        var release = RuntimeSettings.Canary(percentTraffic: percent)
        release.deploymentID = "second"
        release.variableOverrides = ["changed": "new", "added": "a"]
        release.usesStageCache = usesCache
        settings.stages[0].canary = release
        return try Harness(
            yaml
                ?? mockAPI(["/books"]).replacing(
                    "$context.resourcePath",
                    with: "$context.isCanaryRequest $stageVariables.kept $stageVariables.changed "
                        + "$!stageVariables.added"),
            settings: settings, canary: canary)
    }

    @Test(arguments: [
        (0.0, "false k old ", "false first old"), (100.0, "true k new a", "true second new"),
    ])
    func givesTheCanaryItsOwnVariables(percent: Double, path: String, line: String) throws {
        let harness = try harness(percent: percent)
        for _ in 0..<50 {
            #expect(harness.send("GET", "/dev/books").text == #"{"path": "\#(path)"}"#)
            #expect(String(decoding: harness.record.accessLog, as: UTF8.self) == line)
        }
    }

    @Test func drawsForEachRequest() throws {
        let harness = try harness(percent: 30)
        var count = 0
        for _ in 0..<1_000 where harness.send("GET", "/dev/books").text.contains("true") {
            count += 1
        }
        #expect(200...400 ~= count, "\(count) of 1000")
    }

    @Test func runsTheCanarysOwnAPI() throws {
        let canary = mockAPI(["/pens"])
        let production = try harness(percent: 0, canary: canary)
        #expect(production.send("GET", "/dev/books").status == 200)
        #expect(production.send("GET", "/dev/pens").status == 403)
        let release = try harness(percent: 100, canary: canary)
        #expect(release.send("GET", "/dev/books").status == 403)
        #expect(release.send("GET", "/dev/pens").status == 200)
    }

    @Test func isAbsentFromContextWithoutACanary() throws {
        let harness = try Harness(
            mockAPI(["/books"]).replacing(
                "$context.resourcePath", with: "$!context.isCanaryRequest"))
        #expect(harness.send("GET", "/dev/books").text == #"{"path": ""}"#)
    }

    @Test(arguments: [(false, 2), (true, 1)])
    func usesTheStagesCacheOnlyWhereItIsToldTo(usesCache: Bool, calls: Int) throws {
        let yaml = """
            openapi: 3.0.1
            info: {title: Shelves, version: '1'}
            paths:
              /books:
                get:
                  responses: {'200': {description: ok}}
                  x-amazon-apigateway-integration:
                    {type: http_proxy, httpMethod: GET, uri: 'https://backend.example.com/books'}
            """
        let harness = try harness(percent: 100, usesCache: usesCache, yaml: yaml)
        for _ in 0..<2 { _ = harness.send("GET", "/dev/books") }
        #expect(harness.calls.count == calls)
    }
}
