import Server
import TestSupport
import Testing

/// What a backend could send, and what is read in it.
///
/// Expected: `STATUS reason [=body] [close]`, then what is left over after a `+`; `more` where the reader waits; or the fault. `$` marks the end of the
/// connection, `HEAD ` in front a response to a HEAD.
private let responses: [(stream: String, expected: String)] = [
    ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", "200 OK =ok"),
    ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no", "more"),
    ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no$", "cutShort"),
    ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokX", "200 OK =ok +X"),
    ("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "200 OK"),
    ("HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n", "200 "),
    ("HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", "200 "),
    ("HTTP/1.1 404 Not Found here\r\nContent-Length: 0\r\n\r\n", "404 Not Found here"),
    ("HTTP/1.1 200 OK\r\n\r\nall of it$", "200 OK =all of it close"),
    ("HTTP/1.1 200 OK\r\n\r\n$", "200 OK close"),
    ("HTTP/1.1 200 OK\r\n\r\nall", "more"),
    ("HTTP/1.1 204 No Content\r\n\r\n", "204 No Content"),
    ("HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", "204 No Content"),
    ("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", "304 Not Modified"),
    ("HEAD HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", "200 OK"),
    ("HEAD HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "200 OK"),
    ("HEAD HTTP/1.1 200 OK\r\n\r\n", "200 OK"),
    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", "200 OK =ok"),
    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n$", "cutShort"),
    (
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX: y\r\n\r\n",
        "200 OK =ok"
    ),
    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", "badTransferEncoding"),
    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", "unsupportedTransferEncoding"),
    (
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n2\r\nok\r\n0\r\n\r\n",
        "lengthAndTransferEncoding"
    ),
    ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok", "badContentLength"),
    ("HTTP/1.1 200 OK\r\nContent-Length: 2, 2\r\n\r\nok", "badContentLength"),
    ("HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\nok", "badContentLength"),
    ("HTTP/1.1 200 OK\r\nContent-Length: 65\r\n\r\n", "bodyTooLarge"),
    ("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", "200 OK =ok close"),
    ("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok", "200 OK =ok"),
    ("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "badTransferEncoding"),
    ("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok", "200 OK =ok close"),
    ("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", "200 OK =ok"),
    (
        "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        "200 OK"
    ),
    ("HTTP/1.1 101 Switching\r\n\r\n", "unexpectedUpgrade"),
    ("HTTP/1.1 100 Continue\r\n\r\n$", "cutShort"),
    (String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 9), "badStatusLine"),
    ("HTTP/1.1 099 Low\r\n\r\n", "badStatusLine"),
    ("HTTP/1.1 20 OK\r\n\r\n", "badStatusLine"),
    ("HTTP/1.1 2000 OK\r\n\r\n", "badStatusLine"),
    ("HTTP/1.1  200 OK\r\n\r\n", "badStatusLine"),
    ("HTTP/1.1\t200 OK\r\n\r\n", "badStatusLine"),
    ("HTTP/2 200 OK\r\n\r\n", "unsupportedVersion"),
    ("HTTP/1 200 OK\r\n\r\n", "badStatusLine"),
    ("http/1.1 200 OK\r\n\r\n", "badStatusLine"),
    ("ICY 200 OK\r\n\r\n", "badStatusLine"),
    ("HTTP/1.1 200 OK\n\n", "bareLineFeed"),
    ("HTTP/1.1 200 O\u{0}K\r\n\r\n", "badStatusLine"),
    ("HTTP/1.1 200 OK\rX", "bareCarriageReturn"),
    ("HTTP/1.1 200 OK\r\nX: y\nZ: w\r\n\r\n", "bareLineFeed"),
    ("HTTP/1.1 200 OK\r\nX: y\r\n z\r\n\r\n", "foldedField"),
    ("HTTP/1.1 200 OK\r\nX : y\r\n\r\n", "badFieldName"),
    ("HTTP/1.1 200 OK\r\nX: \(String(repeating: "x", count: 200))\r\n\r\n", "fieldsTooLarge"),
    ("", "more"),
    ("$", "cutShort"),
    ("HTTP/1.1 200 OK\r\n$", "cutShort"),
]

private func transcript(_ parts: [ArraySlice<UInt8>], isToHead: Bool, ends: Bool) -> String {
    var limits = MessageLimits()
    limits.fields = 200
    limits.body = 64
    var reader = ResponseReader(limits: limits)
    var body = BodyReader(limits: limits)
    reader.begin(isToHead: isToHead)
    var held: [UInt8] = []
    var inBody = false
    var line = ""
    var isDone = false
    for part in parts {
        held += part
        if isDone { continue }
        if !inBody {
            switch reader.advance(held.span) {
            case .needsMore: continue
            case .refused(let fault): return "\(fault)"
            case .complete: break
            }
            line = "\(reader.status) \(String(decoding: held[reader.reason], as: UTF8.self))"
            held.removeFirst(reader.length)
            body.begin(reader.framing)
            inBody = true
        }
        var offset = 0
        let outcome = body.advance(held.span, from: &offset)
        held.removeFirst(offset)
        if case .refused(let fault) = outcome { return "\(fault)" }
        isDone = outcome == .complete
    }
    if !isDone {
        if !ends { return "more" }
        if !inBody { return "cutShort" }
        if case .refused(let fault) = body.end() { return "\(fault)" }
    }
    if !body.body.isEmpty { line += " =\(String(decoding: body.body, as: UTF8.self))" }
    if !reader.keepsAlive { line += " close" }
    if !held.isEmpty { line += " +\(String(decoding: held, as: UTF8.self))" }
    return line
}

private func check(_ stream: String, _ expected: String) {
    let isToHead = stream.hasPrefix("HEAD ")
    let ends = stream.hasSuffix("$")
    let bytes = Array(stream.utf8.dropFirst(isToHead ? 5 : 0).dropLast(ends ? 1 : 0))
    #expect(transcript([bytes[...]], isToHead: isToHead, ends: ends) == expected)
    for cut in bytes.indices {
        let parts = [bytes[..<cut], bytes[cut...]]
        #expect(transcript(parts, isToHead: isToHead, ends: ends) == expected, "cut at \(cut)")
    }
    let single = bytes.indices.map { bytes[$0...$0] }
    #expect(transcript(single, isToHead: isToHead, ends: ends) == expected, "byte by byte")
    for mutant in mutants(of: bytes) {
        let whole = transcript([mutant[...]], isToHead: isToHead, ends: ends)
        let parts = mutant.indices.map { mutant[$0...$0] }
        #expect(transcript(parts, isToHead: isToHead, ends: ends) == whole)
    }
}

@Suite struct ResponseReaderTests {
    @Test(arguments: responses)
    func readsResponseAsTheStandardSaysHoweverItIsCut(stream: String, expected: String) {
        check(stream, expected)
    }
}
