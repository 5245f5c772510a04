import Diagnostics
import Settings
import Syntax
import TestSupport
import Testing

private func read(_ text: String) -> (settings: GatewaySettings, log: DiagnosticLog) {
    var log = DiagnosticLog()
    let file = SourceFile(path: "gateway.yaml", bytes: Array(text.utf8))
    let root = parseDocument(file, into: &log)
    return (readSettings(root, into: &log), log)
}

@Suite struct ReadSettingsTests {
    @Test func readsEverything() throws {
        let (settings, log) = read(
            """
            endpointType: regional
            stages:
              live:
                variables: { host: warehouse.internal, retries: 3 }
                tracingEnabled: true
                cacheClusterEnabled: true
                cacheClusterSize: "1.6"
                accessLogSettings: { destination: stdout, format: '$context.requestId' }
                methodSettings:
                  "*/*": { throttlingRateLimit: 0.5, loggingLevel: INFO }
                  "/parts/{id}/PUT": { cachingEnabled: true, cacheTtlInSeconds: 3600 }
                  "/GET": { metricsEnabled: false }
                canarySettings: { percentTraffic: 12.5, stageVariableOverrides: { host: b } }
              next:
            usagePlans:
              gold:
                apiStages: [ next, { stage: live, throttle: { "/parts/GET": { burstLimit: 2 } } } ]
                quota: { limit: 7, period: week, offset: 1 }
                keys: [ shop ]
            apiKeys: { shop: { valueFrom: env:SHOP_KEY }, desk: { valueFrom: file:desk.key } }
            domains: { parts.example: { basePathMappings: { v1: live, (none): next } } }
            account: { throttlingRateLimit: 100 }
            vpcLinks: { l1: { target: "http://lb.example:8080" } }
            authorizers: { pool: { jwks: "file:keys.json" } }
            deny: { sourceIps: [ 198.51.100.0/24 ] }
            lambdas: { pack: { url: "http://127.0.0.1:9000/" } }
            """)
        #expect(log.diagnostics.isEmpty)
        #expect(settings.endpointType?.value == .regional)
        #expect(settings.stages.map(\.name.value) == ["live", "next"])
        let live = try #require(settings.stages.first)
        #expect(live.variables.map(\.value.value) == ["warehouse.internal", "3"])
        #expect(
            live.methodSettings.map { "\($0.resourcePath) \($0.httpMethod)" }
                == ["* *", "/parts/{id} PUT", "/ GET"])
        #expect(live.methodSettings[0].throttle.rateLimit?.value == 0.5)
        #expect(live.methodSettings[1].cacheTTLInSeconds?.value == 3600)
        #expect(live.canary?.percentTraffic.value == 12.5)
        let plan = try #require(settings.usagePlans.first)
        #expect(plan.stages.map(\.stage.value) == ["next", "live"])
        #expect(plan.stages[1].throttle.first?.throttle.burstLimit?.value == 2)
        #expect(plan.quota?.period.value == .week)
        #expect(settings.apiKeys.map(\.value.value.text) == ["env:SHOP_KEY", "file:desk.key"])
        #expect(settings.domains[0].basePathMappings.map(\.basePath.value) == ["v1", ""])
        #expect(settings.authorizerKeys.first?.jwks.value == .file("keys.json"))
    }

    @Test(arguments: [
        ("stage: {}", "unknown-setting", "write 'stages'"),
        ("stages: { 'a b': {} }", "invalid-stage-name", nil),
        ("stages: { a: { tracingEnabled: 1 } }", "settings-value-type", nil),
        ("stages: { a: { cacheClusterSize: '2' } }", "unknown-setting-value", nil),
        (
            "stages: { a: { methodSettings: { '*/*': { loggingLevel: EROR } } } }",
            "unknown-setting-value", "write 'ERROR'"
        ),
        (
            "stages: { a: { methodSettings: { '*/*': { cacheTtlInSeconds: 3601 } } } }",
            "settings-value-range", nil
        ),
        ("stages: { a: { methodSettings: { pets: {} } } }", "invalid-method-key", nil),
        ("stages: { a: { canarySettings: { percentTraffic: 101 } } }", "settings-value-range", nil),
        ("stages: { a: { accessLogSettings: { format: x } } }", "missing-setting", nil),
        ("apiKeys: { k: { valueFrom: hunter2 } }", "secret-in-settings", nil),
        ("apiKeys: { k: {} }", "missing-setting", nil),
        ("usagePlans: { p: { keys: [ k ] } }", "unknown-api-key", nil),
        (
            "{ stages: { prod: {} }, usagePlans: { p: { apiStages: [ prd ] } } }",
            "unknown-stage", "write 'prod'"
        ),
        ("usagePlans: { p: { quota: { limit: 3 } } }", "missing-setting", nil),
        ("[]", "settings-value-type", nil),
    ])
    func reportsOneMistake(text: String, id: String, help: String?) {
        let diagnostics = read(text).log.diagnostics
        #expect(diagnostics.map(\.id.rawValue) == [id])
        if let help { #expect(diagnostics.first?.help == help) }
        #expect(!(diagnostics.first?.message.contains("hunter2") ?? true))
    }

    /// Each limit at the limit and one past it.
    @Test(
        arguments: [
            ("stages: { a: { methodSettings: { '*/*': { cacheTtlInSeconds: % } } } }", 0, 3_600),
            ("stages: { a: { canarySettings: { percentTraffic: % } } }", 0, 100),
            ("stages: { a: { methodSettings: { '*/*': { throttlingBurstLimit: % } } } }", 0, nil),
            ("stages: { a: { methodSettings: { '*/*': { throttlingRateLimit: % } } } }", 0, nil),
            ("usagePlans: { p: { throttle: { rateLimit: 1, burstLimit: % } } }", 0, nil),
            ("account: { throttlingRateLimit: 1, throttlingBurstLimit: % }", 0, nil),
        ] as [(String, Int, Int?)])
    func numbersHaveLimits(text: String, lowest: Int, highest: Int?) {
        func ids(_ value: Int) -> [String] {
            read(text.replacing("%", with: String(value))).log.diagnostics.map(\.id.rawValue)
        }
        #expect(ids(lowest).isEmpty)
        #expect(ids(lowest - 1) == ["settings-value-range"])
        guard let highest else { return }
        #expect(ids(highest).isEmpty)
        #expect(ids(highest + 1) == ["settings-value-range"])
    }

    @Test(arguments: [(128, true), (129, false)])
    func stageNamesHaveALimit(count: Int, isName: Bool) {
        let name = String(repeating: "a", count: count)
        #expect(read("stages: { \(name): {} }").log.diagnostics.isEmpty == isName)
    }

    @Test func emptyFilesHaveOneStage() {
        let (settings, log) = read("# nothing yet\n")
        #expect(log.diagnostics.isEmpty)
        #expect(settings.effectiveStages.map(\.name.value) == ["dev"])
    }

    @Test func survivesBrokenFiles() {
        let text = "stages: { a: { variables: { b: c } } }\nusagePlans: { p: { keys: [ k ] } }\n"
        for mutant in mutants(of: Array(text.utf8)) {
            var log = DiagnosticLog()
            let root = parseDocument(SourceFile(path: "g.yaml", bytes: mutant), into: &log)
            let settings = readSettings(root, into: &log)
            #expect(log.hasErrors || settings.stages.count <= 1)
        }
    }
}
