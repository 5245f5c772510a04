import Server
import TestSupport
import Testing

private func limits() -> MessageLimits {
    var limits = MessageLimits()
    limits.target = 40
    limits.fields = 200
    limits.fieldCount = 8
    limits.body = 64
    limits.chunkExtensions = 40
    return limits
}

/// What a server reads in a stream that arrives in the given parts.
func transcript(_ parts: [ArraySlice<UInt8>]) -> String {
    var reader = RequestReader(limits: limits())
    var body = BodyReader(limits: limits())
    var held: [UInt8] = []
    var inBody = false
    var line = ""
    var lines: [String] = []
    for part in parts {
        held += part
        while true {
            if !inBody {
                switch reader.advance(held.span) {
                case .needsMore: break
                case .refused(let fault):
                    return (lines + ["\(fault)"]).joined(separator: "; ")
                case .complete:
                    let method = String(decoding: held[reader.method], as: UTF8.self)
                    let target = String(decoding: held[reader.pathAndQuery], as: UTF8.self)
                    line = "\(method) \(target)"
                    if let authority = reader.authority {
                        line += " @\(String(decoding: held[authority], as: UTF8.self))"
                    }
                    if reader.expectsContinue { line += " expects" }
                    held.removeFirst(reader.length)
                    body.begin(reader.framing)
                    inBody = true
                }
                if !inBody { break }
            }
            var offset = 0
            let outcome = body.advance(held.span, from: &offset)
            held.removeFirst(offset)
            if case .refused(let fault) = outcome {
                return (lines + ["\(fault)"]).joined(separator: "; ")
            }
            if outcome == .needsMore { break }
            if !body.body.isEmpty { line += " =\(String(decoding: body.body, as: UTF8.self))" }
            if !reader.keepsAlive { return (lines + [line + " close"]).joined(separator: "; ") }
            lines.append(line)
            inBody = false
            reader.reset()
        }
    }
    return (lines + ["more"]).joined(separator: "; ")
}

@Suite struct RequestReaderTests {
    @Test func holdsAtLeast150Streams() {
        #expect(requestStreams.count >= 150)
        #expect(Set(requestStreams.map(\.stream)).count == requestStreams.count)
    }

    @Test(arguments: requestStreams)
    func readsStreamAsTheStandardSays(stream: String, expected: String) {
        #expect(transcript([Array(stream.utf8)[...]]) == expected)
    }

    @Test(arguments: requestStreams)
    func readsTheSameHoweverItIsCut(stream: String, expected: String) {
        let bytes = Array(stream.utf8)
        for cut in bytes.indices {
            #expect(transcript([bytes[..<cut], bytes[cut...]]) == expected, "cut at \(cut)")
        }
        #expect(transcript(bytes.indices.map { bytes[$0...$0] }) == expected, "byte by byte")
    }

    @Test(arguments: requestStreams)
    func readsMutantsTheSameHoweverTheyAreCut(stream: String, expected: String) {
        for mutant in mutants(of: Array(stream.utf8)) {
            let whole = transcript([mutant[...]])
            #expect(transcript(mutant.indices.map { mutant[$0...$0] }) == whole)
        }
    }
}
