/// What is to be written down of an exchange once it is over.
package struct ExchangeRecord: Sendable {
    /// The access log's line without a line break; empty when the stage has no access log.
    package var accessLog: [UInt8] = []

    /// The execution log's lines in order, those that the method's log level lets through.
    package var executionLog: [ExecutionLogLine] = []

    /// The numbers of this exchange.
    package var metrics = Metrics()

    /// The X-Ray segment document; empty unless the request is traced.
    package var traceSegment: [UInt8] = []

    /// Creates an empty record.
    package init() {}

    /// Makes the record empty and keeps its storage.
    mutating func clear() {
        accessLog.removeAll(keepingCapacity: true)
        executionLog.removeAll(keepingCapacity: true)
        metrics = Metrics()
        traceSegment.removeAll(keepingCapacity: true)
    }

    /// An execution log line.
    package struct ExecutionLogLine: Sendable, Hashable {
        /// Whether the level ERROR shows the line, too.
        package var isError: Bool
        package var text: String
    }

    /// One request's share of the metrics in the namespace `AWS/ApiGateway`.
    package struct Metrics: Sendable, Hashable {
        package var apiName = ""
        package var stage = ""
        /// The method and resource path; empty when none was found.
        package var method = ""
        package var resource = ""
        /// Whether the method's own dimension is asked for (`metricsEnabled`).
        package var isDetailed = false
        package var status = 0
        package var latencyMilliseconds = 0
        package var integrationLatencyMilliseconds: Int?
        /// Whether the response cache was asked, and answered.
        package var cacheHit: Bool?

        /// Creates the metrics of nothing.
        package init() {}
    }
}
