extension Exchange {
    /// Adds what every response carries, compresses, and writes log line, metrics and segment.
    func finish() -> Step {
        phase = .over
        if let method {
            if fault == nil { logResponse(method) }
            log("Method completed with status: \(response.status)", isError: fault != nil)
        }
        if !isTest {
            compress()
            response.headers.append(FieldName.requestID, ids.requestID)
            response.headers.append(FieldName.extendedRequestID, ids.extendedRequestID)
        }
        writeRecord()
        return .respond
    }

    private func logResponse(_ method: PreparedMethod) {
        guard isLogged(isError: false) else { return }
        if isDataTraced, method.integration?.isProxy == false {
            let body = String(decoding: response.body, as: UTF8.self)
            log("Method response body after transformations: \(body)")
        }
        if isDataTraced {
            log("Method response headers: \(javaMap(response.headers))")
        }
        log("Successfully completed execution")
    }

    /// Compresses the body where the API asks for it and the client accepts it.
    private func compress() {
        guard let size = deployment?.minimumCompressionSize, response.body.count >= size,
            !response.body.isEmpty,
            response.headers.firstIndex(of: "content-encoding".utf8) == nil,
            let accepted = request.headers.last("accept-encoding"),
            let coding = ContentCoding.preferred(in: accepted)
        else { return }
        response.body = Deflater.deflate(response.body, coding == .gzip ? .gzip : .zlib)
        response.headers.append("Content-Encoding".utf8, coding.rawValue.utf8)
        wasCompressed = true
    }

    private func writeRecord() {
        record.metrics.apiName = gateway.apiName
        record.metrics.stage = deployment?.stage.name ?? ""
        record.metrics.method = method == nil ? "" : String(decoding: httpMethod, as: UTF8.self)
        record.metrics.resource = method?.resourcePath ?? ""
        record.metrics.status = response.status
        record.metrics.latencyMilliseconds = now.milliseconds(since: started)
        record.metrics.integrationLatencyMilliseconds = integrationLatency
        if let format = deployment?.accessLogFormat {
            append(format, missing: "-", to: &record.accessLog)
        }
        if deployment?.stage.isTracingEnabled == true { writeSegment() }
    }
}

/// A content coding that responses can have.
enum ContentCoding: String {
    case gzip
    case deflate

    /// The coding that an `Accept-Encoding` field puts first, if it is one that we have.
    ///
    /// A coding must be named: `*` alone asks for nothing (RFC 9110, section 12.5.3 would allow it,
    /// API Gateway does not).
    static func preferred(in field: ArraySlice<UInt8>) -> ContentCoding? {
        var best: (name: String, quality: Double)?
        for part in field.split(separator: UInt8(ascii: ",")) {
            let pieces = part.split(separator: UInt8(ascii: ";"))
            guard let first = pieces.first else { continue }
            let name = lowercasedASCII(
                String(decoding: first.filter { $0 != 0x20 && $0 != 9 }, as: UTF8.self))
            var quality = 1.0
            for piece in pieces.dropFirst() {
                let text = String(decoding: piece.filter { $0 != 0x20 && $0 != 9 }, as: UTF8.self)
                if text.hasPrefix("q="), let value = Double(text.dropFirst(2)) { quality = value }
            }
            guard quality > 0, name == "gzip" || name == "deflate" || name == "identity" else {
                continue
            }
            if quality > best?.quality ?? 0 { best = (name, quality) }
        }
        return best.flatMap { ContentCoding(rawValue: $0.name) }
    }
}
