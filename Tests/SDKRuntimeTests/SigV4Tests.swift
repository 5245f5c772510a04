import Foundation
import Testing

@testable import SDKRuntime

/// Signatures of `Fixtures/SDK/sigv4.json`, which `Scripts/make-sigv4-vectors` asks botocore for.
@Suite struct SigV4Tests {
    private struct Vector: Decodable {
        var method: String
        var url: String
        var headers: [[String]]
        var body: String
        var token: String?
        var region: String
        var service: String
        var time: Double
        var authorization: String
        var date: String
    }

    @Test func signsAsBotocoreDoes() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Fixtures/SDK/sigv4.json")
        let vectors = try JSONDecoder().decode([Vector].self, from: Data(contentsOf: file))
        #expect(vectors.count >= 200)
        for vector in vectors {
            var headers = HTTPHeaders()
            for pair in vector.headers { headers.append(pair[0], pair[1]) }
            let url = try #require(URL(string: vector.url))
            let body = Data(vector.body.utf8)
            var request = HTTPRequest(
                method: HTTPMethod(rawValue: vector.method), url: url, headers: headers,
                body: .data(body))
            SigV4.sign(
                &request, body: body,
                credentials: AWSCredentials(
                    accessKeyID: "AKIDEXAMPLE",
                    secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
                    sessionToken: vector.token),
                region: vector.region, service: vector.service,
                date: Date(timeIntervalSince1970: vector.time))
            #expect(request.headers["X-Amz-Date"] == vector.date)
            #expect(request.headers["X-Amz-Security-Token"] == vector.token)
            #expect(request.headers["Authorization"] == vector.authorization, "\(vector.url)")
        }
    }

    /// FIPS 180-4 examples, and lengths around the block's.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func hashesAsNISTDoes(text: String, digest: String) {
        #expect(SHA256.hex(SHA256.hash(text.utf8)) == digest)
    }

    @Test func hashesAMillionLetters() {
        var hasher = SHA256()
        for _ in 0..<1000 { hasher.update([UInt8](repeating: 0x61, count: 1000)) }
        #expect(
            SHA256.hex(hasher.finish())
                == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    /// RFC 4231, test cases 1, 2 and 6.
    @Test func authenticatesAsTheRFCDoes() {
        let first = SHA256.hmac("Hi There".utf8, key: [UInt8](repeating: 0x0b, count: 20))
        #expect(
            SHA256.hex(first) == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")
        let second = SHA256.hmac("what do ya want for nothing?".utf8, key: Array("Jefe".utf8))
        #expect(
            SHA256.hex(second)
                == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
        let long = SHA256.hmac(
            "Test Using Larger Than Block-Size Key - Hash Key First".utf8,
            key: [UInt8](repeating: 0xaa, count: 131))
        #expect(
            SHA256.hex(long) == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
    }
}
