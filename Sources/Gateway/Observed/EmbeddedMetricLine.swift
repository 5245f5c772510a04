import JSON

extension ExchangeRecord.Metrics {
    /// One request's metrics as a line of CloudWatch's embedded metric format, line end included.
    ///
    /// Dimensions are those of API Gateway: the API, its stage, and the method where its own
    /// metrics are asked for. A metric that the request has no value for is left out.
    ///
    /// Source: “Specification: Embedded metric format”, CloudWatch User Guide; “Amazon API Gateway
    /// dimensions and metrics”.
    package func embeddedMetricLine(at wallMilliseconds: Int64) -> [UInt8] {
        var dimensions: [JSONValue] = [["ApiName"], ["ApiName", "Stage"]]
        var line: JSONObject = ["ApiName": .string(apiName), "Stage": .string(stage)]
        if isDetailed {
            dimensions.append(["ApiName", "Method", "Resource", "Stage"])
            line["Method"] = .string(method)
            line["Resource"] = .string(resource)
        }
        var names: [JSONValue] = []
        func add(_ name: String, _ value: Int?, _ unit: String = "Count") {
            guard let value else { return }
            names.append(["Name": .string(name), "Unit": .string(unit)])
            line[name] = .number(JSONNumber(value))
        }
        add("Count", 1)
        add("4XXError", 400..<500 ~= status ? 1 : 0)
        add("5XXError", status >= 500 ? 1 : 0)
        add("Latency", latencyMilliseconds, "Milliseconds")
        add("IntegrationLatency", integrationLatencyMilliseconds, "Milliseconds")
        add("CacheHitCount", cacheHit.map { $0 ? 1 : 0 })
        add("CacheMissCount", cacheHit.map { $0 ? 0 : 1 })
        let directive: JSONValue = [
            "Namespace": "AWS/ApiGateway", "Dimensions": .array(dimensions),
            "Metrics": .array(names),
        ]
        line["_aws"] = [
            "Timestamp": .number(JSONNumber(spelling: String(wallMilliseconds))),
            "CloudWatchMetrics": .array([directive]),
        ]
        return Array(JSONValue.object(line).printed(.compact).utf8) + [0x0A]
    }
}
