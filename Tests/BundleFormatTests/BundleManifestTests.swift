import BundleFormat
import Digest
import JSON
import Testing

@Suite struct BundleManifestTests {
    private let file = Array("a program".utf8)

    private var sealed: [UInt8] {
        BundleManifest.sealed([
            "formatVersion": 1, "api": ["name": "Kiosk"],
            "sha256": [
                "aws/template.yaml": "00", "gateway.bin": .string(SHA256.hexadecimal(file)),
            ],
        ])
    }

    @Test func readsWhatItSealed() throws {
        let manifest = try BundleManifest(sealed)
        #expect(manifest.json["api"]?["name"] == "Kiosk")
        #expect(manifest.digests.map(\.path) == ["aws/template.yaml", "gateway.bin"])
        try manifest.check("gateway.bin", file)
    }

    @Test func everyFlippedBitOfAManifestIsFound() {
        for offset in sealed.indices {
            for bit in 0..<8 {
                var damaged = sealed
                damaged[offset] ^= 1 << UInt8(bit)
                #expect(throws: BundleDamage.self) { try BundleManifest(damaged) }
            }
        }
    }

    @Test func everyCutManifestIsFound() {
        for count in sealed.indices {
            #expect(throws: BundleDamage.self) { try BundleManifest(Array(sealed[..<count])) }
        }
        #expect(throws: BundleDamage.self) { try BundleManifest(sealed + [0x0A]) }
    }

    @Test func everyFlippedBitOfAFileIsFound() throws {
        let manifest = try BundleManifest(sealed)
        for offset in file.indices {
            for bit in 0..<8 {
                var damaged = file
                damaged[offset] ^= 1 << UInt8(bit)
                #expect(throws: BundleDamage.self) { try manifest.check("gateway.bin", damaged) }
            }
        }
        #expect(throws: BundleDamage.self) {
            try manifest.check("gateway.bin", Array(file.dropLast()))
        }
        #expect(throws: BundleDamage.self) { try manifest.check("settings.json", file) }
    }

    @Test(arguments: ["../secret", "/etc/passwd", "a//b", "./a", "", "manifest.json", "a\0b"])
    func pathsStayInside(path: String) {
        let manifest = BundleManifest.sealed([
            "formatVersion": 1, "sha256": .object(JSONObject([.init(path, "00")])),
        ])
        #expect(throws: BundleDamage.self) { try BundleManifest(manifest) }
    }
}
