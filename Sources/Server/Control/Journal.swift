#if os(Linux)
internal import Gateway
internal import Glibc
internal import Platform
internal import Synchronization

/// Where logs go; files are opened anew when asked, so that they can be rotated.
final class Journal: Sendable {
    /// What is written besides the access log.
    struct Options: Sendable {
        /// The access log's file; `nil` or `-` for standard output.
        var accessLog: String?

        /// The execution log's file; `nil` or `-` for standard error.
        var executionLog: String?

        /// One line a request for people, on standard error.
        var showsRequests = false

        /// Embedded metric format beside the access log.
        var writesEMF = false

        /// Where X-Ray segments go by UDP.
        var xrayDaemon: SocketAddress?
    }

    let options: Options
    private let descriptors = Mutex<(access: Int32, execution: Int32)>((1, 2))
    private let xraySocket: Int32

    init(_ options: Options) throws(PlatformError) {
        self.options = options
        xraySocket =
            options.xrayDaemon == nil
            ? -1
            : socket(AF_INET, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        try reopen()
    }

    /// Opens the files anew, for SIGHUP.
    func reopen() throws(PlatformError) {
        let access = try Self.open(options.accessLog, 1)
        let execution = try Self.open(options.executionLog, 2)
        let old = descriptors.withLock { current in
            let old = current
            current = (access, execution)
            return old
        }
        // A loop may be about to write to the old one: it is closed a moment later.
        startDetachedThread {
            usleep(200_000)
            if old.access > 2 { close(old.access) }
            if old.execution > 2 { close(old.execution) }
        }
    }

    func writeAccess(_ bytes: [UInt8]) {
        try? writeAll(bytes, to: descriptors.withLock { $0.access }, name: "the access log")
    }

    func writeExecution(_ bytes: [UInt8]) {
        try? writeAll(bytes, to: descriptors.withLock { $0.execution }, name: "the execution log")
    }

    func sendSegment(_ segment: [UInt8]) {
        guard xraySocket >= 0, let address = options.xrayDaemon else { return }
        let bytes = Array("{\"format\":\"json\",\"version\":1}\n".utf8) + segment
        _ = unsafe address.withSocketAddress { name, size in
            unsafe bytes.withUnsafeBytes {
                unsafe sendto(xraySocket, $0.baseAddress, $0.count, Int32(MSG_DONTWAIT), name, size)
            }
        }
    }

    private static func open(_ path: String?, _ standard: Int32) throws(PlatformError) -> Int32 {
        guard let path, path != "-" else { return standard }
        let flags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC
        let descriptor = unsafe Glibc.open(path, flags, 0o644)
        guard descriptor >= 0 else {
            throw PlatformError(action: "cannot write '\(path)'", code: errno)
        }
        return descriptor
    }
}

/// One loop's logs, written once a turn, and its metrics.
final class LoopJournal: Sendable {
    private let journal: Journal
    private let metricsNow = Mutex(MetricTotals())
    private let buffers = Mutex<(access: [UInt8], execution: [UInt8])>(([], []))

    init(_ journal: Journal) { self.journal = journal }

    var metrics: MetricTotals { metricsNow.withLock { $0 } }

    /// Takes down an exchange; returns whether there is something to write.
    func note(
        _ exchange: Exchange, of connection: ClientConnection, wallMilliseconds: Int64
    ) -> Bool {
        metricsNow.withLock { $0.add(exchange.record.metrics) }
        // Looked at in place: a copy of the record would cost more than the rest of this.
        if !exchange.record.traceSegment.isEmpty {
            journal.sendSegment(exchange.record.traceSegment)
        }
        guard
            !exchange.record.accessLog.isEmpty || !exchange.record.executionLog.isEmpty
                || journal.options.showsRequests || journal.options.writesEMF
        else { return false }
        let record = exchange.record
        buffers.withLock { buffers in
            if !record.accessLog.isEmpty {
                buffers.access += record.accessLog
                buffers.access.append(0x0A)
            }
            if journal.options.writesEMF {
                buffers.access += record.metrics.embeddedMetricLine(at: wallMilliseconds)
            }
            for line in record.executionLog {
                buffers.execution += line.text.utf8
                buffers.execution.append(0x0A)
            }
            if journal.options.showsRequests {
                buffers.execution += requestLine(record.metrics, connection.request)
            }
        }
        return true
    }

    func flush() {
        let (access, execution) = buffers.withLock { buffers in
            let full = buffers
            buffers = ([], [])
            return full
        }
        if !access.isEmpty { journal.writeAccess(access) }
        if !execution.isEmpty { journal.writeExecution(execution) }
    }
}

/// `GET /pets/{petId} 200 3 ms`; without a route, the target.
private func requestLine(_ metrics: ExchangeRecord.Metrics, _ request: Request) -> [UInt8] {
    var line = request.method.filter { $0 > 0x20 && $0 < 0x7F }
    line.append(0x20)
    if metrics.resource.isEmpty {
        line += request.target.prefix(200).filter { $0 > 0x20 && $0 < 0x7F }
    } else {
        line += metrics.resource.utf8
    }
    line += " \(metrics.status) \(metrics.latencyMilliseconds) ms\n".utf8
    return line
}
#endif
