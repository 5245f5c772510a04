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
            !response.headers.contains(FieldName.contentEncoding),
            let accepted = field(.acceptEncoding),
            let coding = ContentCoding.preferred(in: accepted)
        else { return }
        response.body = Deflater.deflate(response.body, coding == .gzip ? .gzip : .zlib)
        response.headers.append(FieldName.contentEncoding, coding.rawValue.utf8)
        wasCompressed = true
    }

    private func writeRecord() {
        var metrics = record.metrics
        metrics.apiName = gateway.apiName
        metrics.stage = deployment?.stage.name ?? ""
        metrics.method = method == nil ? "" : String(decoding: httpMethod, as: UTF8.self)
        metrics.resource = method?.resourcePath ?? ""
        metrics.status = response.status
        metrics.latencyMilliseconds = now.milliseconds(since: started)
        metrics.integrationLatencyMilliseconds = integrationLatency
        record.metrics = metrics
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

    /// The coding of ours that an `Accept-Encoding` field likes best, if it likes none of the others
    /// better.
    ///
    /// A coding must be named: `*` alone asks for nothing (RFC 9110, section 12.5.3 would allow it,
    /// API Gateway does not).
    static func preferred(in field: ArraySlice<UInt8>) -> ContentCoding? {
        var best: (coding: ContentCoding?, quality: Double) = (nil, 0)
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
            guard name != "*", quality > 0 else { continue }
            let coding = ContentCoding(rawValue: name)
            if quality > best.quality {
                best = (coding, quality)
            } else if quality == best.quality, best.coding == nil, name != "identity" {
                best.coding = coding
            }
        }
        return best.coding
    }
}
