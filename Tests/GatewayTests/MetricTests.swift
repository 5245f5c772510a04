import Foundation
import Gateway
import JSON
import Testing

/// Metrics and X-Ray segments.
@Suite struct MetricTests {
    private func metrics(
        status: Int = 200, detailed: Bool = false, latency: Int = 7, integration: Int? = nil,
        cacheHit: Bool? = nil
    ) -> ExchangeRecord.Metrics {
        var metrics = ExchangeRecord.Metrics()
        metrics.apiName = "Shelves \"new\""
        metrics.stage = "dev"
        metrics.method = "GET"
        metrics.resource = "/books"
        metrics.isDetailed = detailed
        metrics.status = status
        metrics.latencyMilliseconds = latency
        metrics.integrationLatencyMilliseconds = integration
        metrics.cacheHit = cacheHit
        return metrics
    }

    @Test func countsByStageAndByMethodForPrometheus() {
        var totals = MetricTotals()
        for row in [
            metrics(), metrics(status: 404), metrics(status: 503, integration: 40),
            metrics(cacheHit: true), metrics(cacheHit: false), metrics(detailed: true),
        ] {
            totals.add(row)
        }
        var other = MetricTotals()
        other.add(metrics(status: 400, detailed: true, latency: 30_000))
        totals.add(other)
        let lines = totals.text.split(separator: "\n").map(String.init)
        let stage = #"{api="Shelves \"new\"",stage="dev"}"#
        let method = #"{api="Shelves \"new\"",stage="dev",method="GET",resource="/books"}"#
        for line in [
            "apigw_requests_total\(stage) 5", "apigw_requests_total\(method) 2",
            "apigw_4xx_errors_total\(stage) 1", "apigw_4xx_errors_total\(method) 1",
            "apigw_5xx_errors_total\(stage) 1", "apigw_cache_hits_total\(stage) 1",
            "apigw_cache_misses_total\(stage) 1",
            "apigw_integration_latency_milliseconds_sum\(stage) 40",
            "apigw_integration_latency_milliseconds_count\(stage) 1",
            "apigw_latency_milliseconds_sum\(method) 30007",
            "apigw_latency_milliseconds_bucket\(method.dropLast()),le=\"10\"} 1",
            "apigw_latency_milliseconds_bucket\(method.dropLast()),le=\"29000\"} 1",
            "apigw_latency_milliseconds_bucket\(method.dropLast()),le=\"+Inf\"} 2",
        ] {
            #expect(lines.contains(line), "\(line)")
        }
    }

    @Test func writesEmbeddedMetricLines() throws {
        let bytes = metrics(status: 504, detailed: true, integration: 5, cacheHit: false)
            .embeddedMetricLine(at: 1_770_091_506_000)
        #expect(bytes.last == 10)
        let line = try JSONValue(parsing: bytes)
        for (name, value) in [
            ("Count", 1), ("4XXError", 0), ("5XXError", 1), ("Latency", 7),
            ("IntegrationLatency", 5), ("CacheHitCount", 0), ("CacheMissCount", 1),
        ] {
            #expect(line[name]?.intValue == value, "\(name)")
        }
        #expect(line["ApiName"] == #"Shelves "new""#)
        let directive = line["_aws"]?["CloudWatchMetrics"]?.arrayValue?.first
        #expect(directive?["Namespace"] == "AWS/ApiGateway")
        #expect(
            directive?["Dimensions"] == [
                ["ApiName"], ["ApiName", "Stage"], ["ApiName", "Method", "Resource", "Stage"],
            ])
        #expect(directive?["Metrics"]?.arrayValue?.count == 7)
        let plain = try JSONValue(parsing: metrics().embeddedMetricLine(at: 0))
        #expect(plain["IntegrationLatency"] == nil)
        #expect(plain["CacheHitCount"] == nil)
        #expect(plain["Method"] == nil)
    }

    @Test func measuresAnExchange() throws {
        let harness = try Harness(mockAPI(["/books"]))
        _ = harness.send("GET", "/dev/books")
        let metrics = harness.record.metrics
        #expect(metrics.apiName == "Shelves")
        #expect(metrics.stage == "dev")
        #expect(metrics.method == "GET")
        #expect(metrics.resource == "/books")
        #expect(metrics.status == 200)
        #expect(metrics.integrationLatencyMilliseconds == nil)
        _ = harness.send("GET", "/dev/pens")
        #expect(harness.record.metrics.resource.isEmpty)
        #expect(harness.record.metrics.status == 403)
    }

    private static let backed = """
        openapi: 3.0.1
        info: {title: Shelves, version: '1'}
        paths:
          /books:
            get:
              responses: {'200': {description: ok}}
              x-amazon-apigateway-integration:
                {type: http_proxy, httpMethod: GET, uri: 'https://backend.example.com/books'}
        """

    private func segment(_ header: String?, status: Int = 200) throws -> JSONValue? {
        var settings = RuntimeSettings()
        settings.stages[0].isTracingEnabled = true
        let harness = try Harness(Self.backed, settings: settings)
        harness.result = .response(status: status, headers: HeaderFields(), body: [])
        _ = harness.send("GET", "/dev/books", header.map { [("X-Amzn-Trace-Id", $0)] } ?? [])
        let bytes = harness.record.traceSegment
        return bytes.isEmpty ? nil : try JSONValue(parsing: bytes)
    }

    @Test func writesASegmentForATracedRequest() throws {
        let root = "1-5759e988-bd862e3fe1be46a994272793"
        let segment = try #require(
            try segment("Root=\(root);Parent=53995c3f42cd8ad8;Sampled=1"))
        #expect(segment["name"] == "Shelves/dev")
        #expect(segment["trace_id"]?.stringValue == root)
        #expect(segment["parent_id"] == "53995c3f42cd8ad8")
        #expect(segment["id"]?.stringValue?.count == 16)
        #expect(segment["origin"] == "AWS::ApiGateway::Stage")
        #expect(segment["start_time"]?.printed(.compact) == "1770091506.000")
        #expect(segment["annotations"]?["aws:api_id"] == "abcdefghij")
        #expect(segment["annotations"]?["aws:api_stage"] == "dev")
        #expect(segment["http"]?["request"]?["method"] == "GET")
        #expect(segment["http"]?["response"]?["status"]?.intValue == 200)
        #expect(segment["fault"] == nil)
        let subsegment = segment["subsegments"]?.arrayValue?.first
        #expect(subsegment?["namespace"] == "remote")
        #expect(subsegment?["http"]?["response"]?["status"]?.intValue == 200)
    }

    @Test(arguments: [(404, "error"), (429, "throttle"), (500, "fault")])
    func marksWhatWentWrong(status: Int, mark: String) throws {
        let root = "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1"
        #expect(try segment(root, status: status)?[mark] == true)
    }

    @Test func leavesOutWhatIsNotSampled() throws {
        #expect(try segment("Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=0") == nil)
    }
}
