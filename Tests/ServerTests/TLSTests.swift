import Foundation
import Testing

private let settings = "stages: { dev: { variables: { backend: 'a:1', plainBackend: 'a:1' } } }\n"

/// The real process over TLS, talked to by curl.
@Suite(
    .serialized,
    .enabled(if: hasProgram("openssl") && hasProgram("curl"), "needs openssl and curl"))
struct TLSTests {
    /// Asks for `/dev/who` at a host name; returns curl's status and what it writes.
    private func who(
        _ served: ServedProcess, _ authority: TestAuthority, host: String, _ options: [String] = []
    ) throws -> (status: Int32, output: String) {
        try run(
            [
                "curl", "-sv", "--max-time", "60", "--cacert", authority.certificate, "--resolve",
                "\(host):\(served.port):127.0.0.1", "https://\(host):\(served.port)/dev/who",
            ] + options)
    }

    @Test func showsTheCertificateOfTheHostThatIsAskedFor() throws {
        let authority = try TestAuthority()
        let (one, two) = (try authority.issue("one.example"), try authority.issue("two.example"))
        let served = try ServedProcess(
            "Server/porch.yaml", settings: settings,
            [
                "--certificate", "\(one.certificate):\(one.key)", "--certificate",
                "two.example=\(two.certificate):\(two.key)",
            ])
        for host in ["one.example", "two.example"] {
            let (status, output) = try who(served, authority, host: host)
            #expect(status == 0, "\(output)")
            #expect(output.contains("CN=\(host)") && output.contains(#""address": "127.0.0.1""#))
        }
        // The first stands for names that nobody has a certificate for, which curl minds.
        #expect(try who(served, authority, host: "three.example").status == 60)
        let plain = served.get("/dev/who")
        #expect(!plain.hasPrefix("200"))
        #expect(served.stop() == 0)
    }

    @Test(arguments: [
        ("TLS_1_2", true), ("SecurityPolicy_TLS13_1_3_2025_09", false),
        ("SecurityPolicy_TLS13_1_2_2021_06", true),
    ])
    func takesTheVersionsOfItsPolicy(policy: String, takesTLS12: Bool) throws {
        let authority = try TestAuthority()
        let identity = try authority.issue("one.example")
        let served = try ServedProcess(
            "Server/porch.yaml", settings: settings,
            [
                "--security-policy", policy, "--certificate",
                "\(identity.certificate):\(identity.key)",
            ])
        let old = try who(
            served, authority, host: "one.example", ["--tls-max", "1.2", "--tlsv1.2"])
        #expect((old.status == 0) == takesTLS12, "\(old.output)")
        let oldest = try who(
            served, authority, host: "one.example",
            ["--tls-max", "1.1", "--tlsv1.0", "--ciphers", "DEFAULT@SECLEVEL=0"])
        #expect(oldest.status != 0)
        let new = try who(served, authority, host: "one.example", ["--tlsv1.3"])
        #expect(new.status == 0, "\(new.output)")
    }

    @Test func asksForClientCertificatesAndTellsOfThem() throws {
        let (authority, other) = (try TestAuthority(), try TestAuthority("Somebody Else"))
        let identity = try authority.issue("one.example")
        let (client, stranger) = (try authority.issue("client"), try other.issue("client"))
        let names = ["subjectDN", "issuerDN", "serialNumber", "validity.notAfter"]
        let format = names.map { "$context.identity.clientCert.\($0)" }.joined(separator: "|")
        let served = try ServedProcess(
            "Server/porch.yaml",
            settings: """
                stages:
                  dev:
                    variables: { backend: 'a:1', plainBackend: 'a:1' }
                    accessLogSettings: { destination: stdout, format: '\(format)' }
                """,
            [
                "--truststore", authority.certificate, "--certificate",
                "\(identity.certificate):\(identity.key)",
            ])
        #expect(try who(served, authority, host: "one.example").status != 0)
        let refused = try who(
            served, authority, host: "one.example",
            ["--cert", stranger.certificate, "--key", stranger.key])
        #expect(refused.status != 0)
        let taken = try who(
            served, authority, host: "one.example",
            ["--cert", client.certificate, "--key", client.key])
        #expect(taken.status == 0, "\(taken.output)")
        #expect(taken.output.contains(#""subject": "CN=client,O=Porch""#))
        func field(_ name: String) throws -> String {
            let text = try openssl("x509", "-in", client.certificate, "-noout", "-\(name)")
            let value = text.split(separator: "=", maxSplits: 1).last ?? ""
            return value.trimmingCharacters(in: .whitespacesAndNewlines)
        }
        let line = try waitedFor("a line of the access log") {
            served.output.split(separator: "\n").last.map(String.init)
        }
        let parts = line.components(separatedBy: "|")
        #expect(parts.prefix(2) == ["CN=client,O=Porch", "CN=Porch Root,O=Porch"], "\(line)")
        #expect(
            parts.dropFirst(2).first?.replacingOccurrences(of: ":", with: "").lowercased()
                == (try field("serial")).lowercased())
        #expect(parts.last == (try field("enddate")))
    }

    @Test(.enabled(if: hasProgram("nginx"), "needs nginx"))
    func verifiesBackends() throws {
        let authority = try TestAuthority()
        let identity = try authority.issue("localhost")
        let nginx = try NginxProcess(
            listen: "ssl",
            """
            ssl_certificate \(identity.certificate); ssl_certificate_key \(identity.key);
            location / { return 200 "$request_uri"; }
            """)
        func settings(_ host: String) -> String {
            "stages: { dev: { variables: { backend: '\(host):\(nginx.port)', plainBackend: 'a:1' } } }"
        }
        let trusting = try ServedProcess(
            "Server/porch.yaml", settings: settings("localhost"),
            ["--backend-authorities", authority.certificate])
        for _ in 0..<3 {
            #expect(trusting.get("/dev/shelf/1%20a?b=c") == "200 /shelf/1%20a?b=c")
        }
        #expect(trusting.get("/dev/loose/2") == "200 /shelf/2")
        let head = trusting.exchange(
            "HEAD /dev/shelf/1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        #expect(head.hasPrefix("HTTP/1.1 200 ") && head.hasSuffix("\r\n\r\n"))

        let doubting = try ServedProcess("Server/porch.yaml", settings: settings("localhost"))
        #expect(doubting.get("/dev/shelf/1").hasPrefix("504 "))
        #expect(doubting.get("/dev/loose/2") == "200 /shelf/2")

        // The certificate names `localhost`, not the address.
        let elsewhere = try ServedProcess(
            "Server/porch.yaml", settings: settings("127.0.0.1"),
            ["--backend-authorities", authority.certificate])
        #expect(elsewhere.get("/dev/shelf/1").hasPrefix("504 "))
        #expect(elsewhere.get("/dev/loose/2").hasPrefix("504 "))
    }

    @Test func takesAProxyHeaderBeforeTLS() throws {
        let authority = try TestAuthority()
        let identity = try authority.issue("one.example")
        let served = try ServedProcess(
            "Server/porch.yaml", settings: settings,
            [
                "--trusted-proxy", "127.0.0.0/8", "--proxy-protocol", "--certificate",
                "\(identity.certificate):\(identity.key)",
            ])
        let (status, output) = try who(
            served, authority, host: "one.example", ["--haproxy-protocol"])
        #expect(status == 0 && output.contains(#""address": "127.0.0.1""#), "\(output)")
    }
}
