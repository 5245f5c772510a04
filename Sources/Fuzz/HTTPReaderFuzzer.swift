import Server

/// Reads a client's stream; must read the same whole and byte by byte.
func fuzzRequests(_ bytes: [UInt8]) {
    let whole = requestTranscript([bytes[...]])
    let single = requestTranscript(bytes.indices.map { bytes[$0...$0] })
    precondition(whole == single, "\(whole) is not \(single)")
}

/// Reads a backend's response; the first byte says whether it is to a HEAD.
func fuzzResponses(_ bytes: [UInt8]) {
    guard let first = bytes.first else { return }
    let rest = bytes.dropFirst()
    let isToHead = first & 1 == 1
    let whole = responseTranscript([rest], isToHead: isToHead)
    let single = responseTranscript(rest.indices.map { rest[$0...$0] }, isToHead: isToHead)
    precondition(whole == single, "\(whole) is not \(single)")
}

private func limits() -> MessageLimits {
    var limits = MessageLimits()
    limits.target = 64
    limits.fields = 256
    limits.fieldCount = 8
    limits.body = 128
    limits.chunkExtensions = 64
    return limits
}

private func requestTranscript(_ parts: [ArraySlice<UInt8>]) -> [String] {
    var reader = RequestReader(limits: limits())
    var body = BodyReader(limits: limits())
    var held: [UInt8] = []
    var inBody = false
    var lines: [String] = []
    for part in parts {
        held += part
        while true {
            if !inBody {
                switch reader.advance(held.span) {
                case .needsMore: break
                case .refused(let fault): return lines + ["\(fault)"]
                case .complete:
                    let head = String(decoding: held[..<reader.length], as: UTF8.self)
                    lines.append("\(head) \(reader.framing) \(reader.keepsAlive)")
                    held.removeFirst(reader.length)
                    body.begin(reader.framing)
                    inBody = true
                }
                if !inBody { break }
            }
            var offset = 0
            let outcome = body.advance(held.span, from: &offset)
            precondition(offset <= held.count && body.body.count <= 128)
            held.removeFirst(offset)
            if case .refused(let fault) = outcome { return lines + ["\(fault)"] }
            if outcome == .needsMore { break }
            lines.append(String(decoding: body.body, as: UTF8.self))
            inBody = false
            reader.reset()
        }
    }
    return lines
}

private func responseTranscript(_ parts: [ArraySlice<UInt8>], isToHead: Bool) -> String {
    var reader = ResponseReader(limits: limits())
    var body = BodyReader(limits: limits())
    reader.begin(isToHead: isToHead)
    var held: [UInt8] = []
    var inBody = false
    for part in parts {
        held += part
        if !inBody {
            switch reader.advance(held.span) {
            case .needsMore: continue
            case .refused(let fault): return "\(fault)"
            case .complete: break
            }
            held.removeFirst(reader.length)
            body.begin(reader.framing)
            inBody = true
        }
        var offset = 0
        let outcome = body.advance(held.span, from: &offset)
        held.removeFirst(offset)
        if case .refused(let fault) = outcome { return "\(fault)" }
        if outcome == .complete {
            return "\(reader.status) \(String(decoding: body.body, as: UTF8.self))"
        }
    }
    return "more \(body.end()) \(inBody)"
}
