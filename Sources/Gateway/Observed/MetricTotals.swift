internal import JSON

/// Counts of requests by API and stage, and by method where its metrics are on.
///
/// Named after API Gateway's metrics in CloudWatch.
package struct MetricTotals: Sendable {
    struct Key: Hashable, Sendable {
        var api: String
        var stage: String
        var method: String
        var resource: String
    }

    struct Counts: Sendable {
        var count = 0
        var clientErrors = 0
        var serverErrors = 0
        var cacheHits = 0
        var cacheMisses = 0
        var latency = Histogram()
        var integrationLatency = Histogram()
    }

    /// Milliseconds in buckets.
    struct Histogram: Sendable {
        static let bounds = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 29_000]
        var buckets = [Int](repeating: 0, count: bounds.count + 1)
        var sum = 0
        var count = 0

        mutating func add(_ milliseconds: Int) {
            var index = 0
            while index < Self.bounds.count, milliseconds > Self.bounds[index] { index += 1 }
            buckets[index] &+= 1
            sum &+= milliseconds
            count &+= 1
        }

        mutating func add(_ other: Histogram) {
            for index in buckets.indices { buckets[index] &+= other.buckets[index] }
            sum &+= other.sum
            count &+= other.count
        }
    }

    private var rows: [Counts] = []
    private var keys: [Key] = []
    private var places: [Key: Int] = [:]
    private var last = -1

    /// Creates totals of no request.
    package init() {}

    /// Adds one request's share.
    package mutating func add(_ metrics: ExchangeRecord.Metrics) {
        let key = Key(
            api: metrics.apiName, stage: metrics.stage,
            method: metrics.isDetailed ? metrics.method : "",
            resource: metrics.isDetailed ? metrics.resource : "")
        // Most requests are like the one before: comparing is cheaper than hashing.
        let index = last >= 0 && keys[last] == key ? last : place(key)
        last = index
        rows[index].count &+= 1
        if metrics.status >= 500 {
            rows[index].serverErrors &+= 1
        } else if metrics.status >= 400 {
            rows[index].clientErrors &+= 1
        }
        if let hit = metrics.cacheHit {
            if hit { rows[index].cacheHits &+= 1 } else { rows[index].cacheMisses &+= 1 }
        }
        rows[index].latency.add(metrics.latencyMilliseconds)
        if let latency = metrics.integrationLatencyMilliseconds {
            rows[index].integrationLatency.add(latency)
        }
    }

    /// Adds what another loop has counted.
    package mutating func add(_ other: MetricTotals) {
        for (key, row) in zip(other.keys, other.rows) {
            let index = place(key)
            rows[index].count &+= row.count
            rows[index].clientErrors &+= row.clientErrors
            rows[index].serverErrors &+= row.serverErrors
            rows[index].cacheHits &+= row.cacheHits
            rows[index].cacheMisses &+= row.cacheMisses
            rows[index].latency.add(row.latency)
            rows[index].integrationLatency.add(row.integrationLatency)
        }
    }

    /// The rows in the text format of Prometheus, sorted by their labels.
    package var text: String {
        let sorted = zip(keys, rows).map { ($0.labels, $1) }.sorted { $0.0 < $1.0 }
        var text = ""
        func counter(_ name: String, _ help: String, _ value: (Counts) -> Int) {
            text += "# HELP \(name) \(help)\n# TYPE \(name) counter\n"
            for (labels, row) in sorted { text += "\(name){\(labels)} \(value(row))\n" }
        }
        counter("apigw_requests_total", "Requests (Count).") { $0.count }
        counter("apigw_4xx_errors_total", "Client errors (4XXError).") { $0.clientErrors }
        counter("apigw_5xx_errors_total", "Server errors (5XXError).") { $0.serverErrors }
        counter("apigw_cache_hits_total", "Answers from the cache (CacheHitCount).") {
            $0.cacheHits
        }
        counter("apigw_cache_misses_total", "Requests the cache could not answer.") {
            $0.cacheMisses
        }
        func histogram(_ name: String, _ help: String, _ value: (Counts) -> Histogram) {
            text += "# HELP \(name) \(help)\n# TYPE \(name) histogram\n"
            for (labels, row) in sorted {
                let histogram = value(row)
                var total = 0
                for (bound, count) in zip(Histogram.bounds, histogram.buckets) {
                    total += count
                    text += "\(name)_bucket{\(labels),le=\"\(bound)\"} \(total)\n"
                }
                text += "\(name)_bucket{\(labels),le=\"+Inf\"} \(histogram.count)\n"
                text += "\(name)_sum{\(labels)} \(histogram.sum)\n"
                text += "\(name)_count{\(labels)} \(histogram.count)\n"
            }
        }
        histogram("apigw_latency_milliseconds", "From request to response (Latency).") {
            $0.latency
        }
        histogram("apigw_integration_latency_milliseconds", "Of the backend.") {
            $0.integrationLatency
        }
        return text
    }

    private mutating func place(_ key: Key) -> Int {
        if let index = places[key] { return index }
        rows.append(Counts())
        keys.append(key)
        places[key] = rows.count - 1
        return rows.count - 1
    }
}

extension MetricTotals.Key {
    fileprivate var labels: String {
        var text = "api=\"\(escaped(api))\",stage=\"\(escaped(stage))\""
        if !resource.isEmpty {
            text += ",method=\"\(escaped(method))\",resource=\"\(escaped(resource))\""
        }
        return text
    }
}

private func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
}
