import Foundation

/// Keys and certificates made with `openssl` for one test.
final class TestAuthority {
    let folder: TemporaryFolder

    /// The authority's own certificate.
    let certificate: String

    /// Makes an authority.
    init(_ name: String = "Porch Root") throws {
        folder = try TemporaryFolder()
        certificate = folder.path("root.pem")
        try openssl(
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-keyout", folder.path("root.key"), "-out", certificate, "-days", "2", "-subj",
            "/O=Porch/CN=\(name)")
    }

    /// Makes a certificate for a host or a client; returns the paths of it and its key.
    func issue(_ name: String) throws -> (certificate: String, key: String) {
        let (request, key) = (folder.path("\(name).csr"), folder.path("\(name).key"))
        let certificate = folder.path("\(name).pem")
        try openssl(
            "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-keyout", key, "-out", request, "-subj", "/O=Porch/CN=\(name)", "-addext",
            "subjectAltName=DNS:\(name)")
        try openssl(
            "x509", "-req", "-in", request, "-CA", self.certificate, "-CAkey",
            folder.path("root.key"), "-CAcreateserial", "-days", "2", "-copy_extensions", "copy",
            "-out", certificate)
        return (certificate, key)
    }
}

/// Runs `openssl`; returns what it writes.
@discardableResult
func openssl(_ words: String..., input: [UInt8] = []) throws -> String {
    let (status, output) = try run(["openssl"] + words, input: input)
    guard status == 0 else { throw Missing(what: "success of openssl \(words[0]): \(output)") }
    return output
}
