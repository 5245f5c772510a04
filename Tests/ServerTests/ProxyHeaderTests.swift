import Foundation
import Server
import Testing

private let signature: [UInt8] = Array("\r\n\r\n\0\r\nQUIT\n".utf8)

private func header(
    _ length: Int, _ source: String?, _ port: UInt16 = 0, to destination: UInt16? = nil,
    endpoint: String? = nil
) -> ProxyHeader.Outcome {
    var header = ProxyHeader(length: length)
    header.source = source.flatMap { SocketAddress($0, port: port) }
    header.destinationPort = destination
    header.vpcEndpointID = endpoint
    return .complete(header)
}

/// Examples after "The PROXY protocol", sections 2.1 and 2.2.
private let headers: [(bytes: [UInt8], outcome: ProxyHeader.Outcome)] = [
    (
        Array("PROXY TCP4 192.0.2.1 198.51.100.2 50123 443\r\n".utf8),
        header(45, "192.0.2.1", 50_123, to: 443)
    ),
    (
        Array("PROXY TCP6 2001:db8::1 2001:db8::2 50123 443\r\n".utf8),
        header(46, "2001:db8::1", 50_123, to: 443)
    ),
    (Array("PROXY UNKNOWN\r\n".utf8), header(15, nil)),
    (Array("PROXY UNKNOWN ffff::1 ffff::2 65535 65535\r\n".utf8), header(43, nil)),
    (Array("PROXY TCP4 192.0.2.1 198.51.100.2 50123\r\n".utf8), .refused),
    (Array("PROXY TCP4 192.0.2.1 198.51.100.2 50123 65536\r\n".utf8), .refused),
    (Array("PROXY TCP4 192.0.2.1 198.51.100.2 050123 443\r\n".utf8), .refused),
    (Array("PROXY TCP4 2001:db8::1 2001:db8::2 50123 443\r\n".utf8), .refused),
    (Array("PROXY TCP6 192.0.2.1 198.51.100.2 50123 443\r\n".utf8), .refused),
    (Array("PROXY TCP4  192.0.2.1 198.51.100.2 50123 443\r\n".utf8), .refused),
    (Array("PROXY UDP4 192.0.2.1 198.51.100.2 50123 443\r\n".utf8), .refused),
    (Array("PROXY TCP4 192.0.2.1 198.51.100.2 50123 443\rX".utf8), .refused),
    (Array("PROXY ".utf8) + [UInt8](repeating: 0x41, count: 120), .refused),
    (Array("GET / HTTP/1.1\r\n".utf8), .refused),
    (Array("PROXI".utf8), .refused),
    (
        signature + [0x21, 0x11, 0, 12, 192, 0, 2, 1, 198, 51, 100, 2, 0xC3, 0xCB, 1, 0xBB],
        header(28, "192.0.2.1", 50_123, to: 443)
    ),
    (
        signature + [0x21, 0x21, 0, 36, 0x20, 1, 0x0D, 0xB8] + [UInt8](repeating: 0, count: 11)
            + [1, 0x20, 1, 0x0D, 0xB8] + [UInt8](repeating: 0, count: 11)
            + [2, 0xC3, 0xCB, 1, 0xBB],
        header(52, "2001:db8::1", 50_123, to: 443)
    ),
    // LOCAL: a health check of the proxy's own.
    (signature + [0x20, 0, 0, 0], header(16, nil)),
    (signature + [0x20, 0x11, 0, 12] + [UInt8](repeating: 9, count: 12), header(28, nil)),
    (signature + [0x21, 0x31, 0, 2, 1, 2], header(18, nil)),
    // Records: one that says nothing here, then a VPC endpoint.
    (
        signature + [0x21, 0x11, 0, 26, 192, 0, 2, 1, 198, 51, 100, 2, 0, 1, 0, 80]
            + [4, 0, 1, 7] + [0xEA, 0, 7, 1] + Array("vpce-1".utf8),
        header(42, "192.0.2.1", 1, to: 80, endpoint: "vpce-1")
    ),
    (
        signature + [0x21, 0x11, 0, 15, 192, 0, 2, 1, 198, 51, 100, 2, 0, 1, 0, 80, 4, 0, 9],
        .refused
    ),
    (signature + [0x21, 0x11, 0, 4, 1, 2, 3, 4], .refused),
    (signature + [0x22, 0x11, 0, 0], .refused),
    (signature + [0x11, 0x11, 0, 0], .refused),
    (signature + [0x21, 0x11, 0xFF, 0xFF], .refused),
]

@Suite struct ProxyHeaderTests {
    @Test(arguments: headers)
    func readsAHeaderWithWhatFollows(bytes: [UInt8], outcome: ProxyHeader.Outcome) {
        #expect(ProxyHeader.read((bytes + Array("GET / ".utf8)).span) == outcome)
    }

    @Test(arguments: headers)
    func waitsForAllOfIt(bytes: [UInt8], outcome: ProxyHeader.Outcome) {
        for count in bytes.indices {
            let found = ProxyHeader.read(bytes.span.extracting(0..<count))
            if case .complete = outcome {
                #expect(found == .needsMore, "\(count)")
            } else {
                #expect(found == .needsMore || found == .refused, "\(count)")
            }
        }
    }

    private func who(_ options: [String], _ bytes: [UInt8], _ fields: String = "") throws -> String
    {
        let served = try ServedProcess(
            "Server/porch.yaml",
            settings: "stages: { dev: { variables: { backend: 'a:1', plainBackend: 'a:1' } } }",
            options)
        let request = "GET /dev/who HTTP/1.1\r\nHost: a\r\n\(fields)Connection: close\r\n\r\n"
        let text = served.exchange(parts: [bytes, Array(request.utf8)])
        let start = text.range(of: #""address": ""#)
        return start.map { String(text[$0.upperBound...].prefix { $0 != "\"" }) } ?? text
    }

    @Test func believesOnlyTrustedProxies() throws {
        let forwarded = "X-Forwarded-For: 203.0.113.9, 127.0.0.5\r\n"
        #expect(try who([], [], forwarded) == "127.0.0.1")
        let trusting = ["--trusted-proxy", "127.0.0.0/8"]
        #expect(try who(trusting, [], forwarded) == "203.0.113.9")
        #expect(try who(trusting, []) == "127.0.0.1")
        #expect(
            try who(trusting, [], "X-Forwarded-For: 203.0.113.9, 198.51.100.4\r\n")
                == "198.51.100.4")
        #expect(try who(trusting, [], "X-Forwarded-For: nobody\r\n") == "127.0.0.1")
        let proxied = trusting + ["--proxy-protocol"]
        let header = Array("PROXY TCP4 192.0.2.1 198.51.100.2 50123 443\r\n".utf8)
        #expect(try who(proxied, header) == "192.0.2.1")
        // The client that the header names is no proxy: what it says of others counts nothing.
        #expect(try who(proxied, header, forwarded) == "192.0.2.1")
        #expect(try who(proxied, []) == "")
        // Without `--proxy-protocol` a header is no request.
        #expect(try who(trusting, header).hasPrefix("HTTP/1.1 400 "))
    }
}
