import Gateway
import Testing

/// Usage plans: quotas by calendar periods of UTC, and throttles in API Gateway's order.
@Suite struct QuotaTests {
    private func harness(
        _ quota: RuntimeSettings.UsagePlan.Quota?,
        _ change: (inout RuntimeSettings.UsagePlan, inout RuntimeSettings) -> Void = { _, _ in }
    ) throws -> Harness {
        var settings = RuntimeSettings()
        var plan = RuntimeSettings.UsagePlan(id: "basic")
        plan.stages = [RuntimeSettings.UsagePlan.APIStage(stage: "dev")]
        plan.quota = quota
        plan.keys = [
            RuntimeSettings.APIKey(id: "k", value: "key-of-twenty-letters"),
            RuntimeSettings.APIKey(id: "l", value: "another-twenty-letter-key"),
            RuntimeSettings.APIKey(id: "off", value: "key-turned-off-today", isEnabled: false),
        ]
        change(&plan, &settings)
        settings.usagePlans = [plan]
        let root = """
            components: {securitySchemes: {key: {type: apiKey, name: x-api-key, in: header}}}
            """
        return try Harness(
            mockAPI(["/books", "/pens"], extra: "      security: [{key: []}]", root: root),
            settings: settings)
    }

    private func send(
        _ harness: Harness, _ path: String = "/dev/books", key: String = "key-of-twenty-letters"
    ) -> Int { harness.send("GET", path, [("x-api-key", key)]).status }

    @Test func knowsKeysByTheirValueAlone() throws {
        let harness = try harness(nil)
        for (key, status) in [
            ("key-of-twenty-letters", 200), ("key-turned-off-today", 403), ("k", 403),
            ("key-of-twenty-letter", 403), ("KEY-OF-TWENTY-LETTERS", 403), ("", 403),
        ] {
            #expect(send(harness, key: key) == status, "\(key)")
        }
        let response = harness.send("GET", "/dev/books")
        #expect(response.status == 403)
        #expect(response.text == #"{"message":"Forbidden"}"#)
        #expect(response.field("x-amzn-errortype") == "ForbiddenException")
    }

    @Test func takesTheOffsetOffTheFirstPeriodOnly() throws {
        let harness = try harness(.init(limit: 3, period: .day, offset: 2))
        #expect((0..<2).map { _ in send(harness) } == [200, 429])
        // Another key's first period is its own.
        #expect(send(harness, key: "another-twenty-letter-key") == 200)
        harness.advance(milliseconds: 86_400_000)
        #expect((0..<4).map { _ in send(harness) } == [200, 200, 200, 429])
        let response = harness.send("GET", "/dev/books", [("x-api-key", "key-of-twenty-letters")])
        #expect(response.text == #"{"message":"Limit Exceeded"}"#)
        #expect(response.field("x-amzn-errortype") == "LimitExceededException")
        #expect(response.field("retry-after") == nil)
    }

    @Test(arguments: [
        (
            RuntimeSettings.UsagePlan.Period.day, "2026-02-28T23:59:59Z", "2026-03-01T00:00:00Z",
            "2026-03-01T23:59:59Z"
        ),
        // The 1st of March 2026 is a Sunday.
        (.week, "2026-02-28T23:59:59Z", "2026-03-01T00:00:00Z", "2026-03-07T23:59:59Z"),
        (.month, "2026-12-31T23:59:59Z", "2027-01-01T00:00:00Z", "2027-01-31T23:59:59Z"),
        (.month, "2028-02-28T23:59:59Z", "2028-03-01T00:00:00Z", "2028-03-31T23:59:59Z"),
    ])
    func beginsAnewWithEachPeriod(
        period: RuntimeSettings.UsagePlan.Period, before: String, first: String, last: String
    ) throws {
        let harness = try harness(.init(limit: 1, period: period))
        try harness.set(before)
        #expect((0..<2).map { _ in send(harness) } == [200, 429])
        try harness.set(first)
        #expect((0..<2).map { _ in send(harness) } == [200, 429])
        try harness.set(last)
        #expect(send(harness) == 429)
    }

    @Test func countsTheLeapDayIntoItsMonth() throws {
        let harness = try harness(.init(limit: 1, period: .month))
        try harness.set("2028-02-01T00:00:00Z")
        #expect(send(harness) == 200)
        try harness.set("2028-02-29T23:59:59Z")
        #expect(send(harness) == 429)
    }

    @Test func doesNotCountWhatIsThrottled() throws {
        let harness = try harness(.init(limit: 2, period: .day)) { plan, _ in
            plan.throttle = RuntimeSettings.Throttle(rateLimit: 1, burstLimit: 1)
        }
        #expect((0..<3).map { _ in send(harness) } == [200, 429, 429])
        let throttled = harness.send("GET", "/dev/books", [("x-api-key", "key-of-twenty-letters")])
        #expect(throttled.text == #"{"message":"Too Many Requests"}"#)
        harness.advance(milliseconds: 1000)
        #expect(send(harness) == 200)
        harness.advance(milliseconds: 1000)
        let exceeded = harness.send("GET", "/dev/books", [("x-api-key", "key-of-twenty-letters")])
        #expect(exceeded.text == #"{"message":"Limit Exceeded"}"#)
    }

    @Test func throttlesAMethodOfAPlanByItself() throws {
        let harness = try harness(nil) { plan, _ in
            plan.throttle = RuntimeSettings.Throttle(rateLimit: 1, burstLimit: 2)
            plan.stages[0].methodThrottles["/books/GET"] = RuntimeSettings.Throttle(
                rateLimit: 1, burstLimit: 1)
        }
        #expect((0..<2).map { _ in send(harness) } == [200, 429])
        #expect((0..<3).map { _ in send(harness, "/dev/pens") } == [200, 200, 429])
        #expect(send(harness, "/dev/pens", key: "another-twenty-letter-key") == 200)
    }

    @Test func throttlesTheAccountAfterAllElse() throws {
        let harness = try harness(nil) { _, settings in
            settings.accountThrottle = RuntimeSettings.Throttle(rateLimit: 1, burstLimit: 2)
        }
        #expect(send(harness) == 200)
        #expect(send(harness, key: "another-twenty-letter-key") == 200)
        #expect(send(harness, "/dev/pens") == 429)
    }
}
