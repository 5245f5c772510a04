import Gateway
import Server
import Testing

@Suite struct RequestSignerTests {
    /// The case `get-vanilla` of the Signature Version 4 test suite.
    @Test func signsAsTheTestSuiteSays() {
        var call = BackendCall()
        call.method = Array("GET".utf8)
        call.url = Array("https://example.amazonaws.com/".utf8)
        let credentials = AWSCredentials(
            accessKeyID: "AKIDEXAMPLE",
            secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
        RequestSigner(credentials).sign(
            &call, service: "service", region: "us-east-1", wallMilliseconds: 1_440_938_160_000)
        let fields = call.headers.pairs
        #expect(fields.contains { $0.name == "X-Amz-Date" && $0.value == "20150830T123600Z" })
        let signature = fields.first { $0.name == "Authorization" }?.value ?? ""
        #expect(
            signature.hasSuffix(
                "SignedHeaders=host;x-amz-date, Signature="
                    + "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"))
    }

    @Test func readsSectionsOfACredentialsFile() {
        let text = "# mine\n[default]\naws_access_key_id = A\n[profile b]\nregion=eu-west-1\n"
        #expect(
            CredentialSource.profiles(text) == [
                "default": ["aws_access_key_id": "A"], "profile b": ["region": "eu-west-1"],
            ])
    }

    @Test(arguments: [
        ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.1", false),
        ("0.0.0.0/0", "203.0.113.9", true), ("192.0.2.1", "192.0.2.1", true),
        ("192.0.2.1", "192.0.2.2", false), ("2001:db8::/32", "2001:db8:1::1", true),
        ("2001:db8::/32", "2001:db9::1", false), ("2001:db8::/72", "2001:db8::1", true),
        ("::/0", "10.0.0.1", false),
    ])
    func networkHoldsItsAddresses(network: String, address: String, isIn: Bool) throws {
        let network = try #require(Network(network))
        #expect(network.contains(try #require(SocketAddress(address, port: 1))) == isIn)
    }

    @Test(arguments: ["10.0.0.0/33", "10.0.0/8", "x", "10.0.0.0/8/8", "::/129", "10.0.0.0/-1"])
    func refusesWhatIsNoNetwork(text: String) {
        #expect(Network(text) == nil)
    }
}
