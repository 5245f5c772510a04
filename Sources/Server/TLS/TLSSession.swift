#if os(Linux)
internal import COpenSSL
internal import Gateway

/// One connection's TLS, over a socket that does not block.
@safe final class TLSSession {
    private let session: OpaquePointer

    /// Takes a session over.
    @unsafe init(_ session: OpaquePointer) {
        unsafe self.session = session
    }

    deinit { unsafe SSL_free(session) }

    /// Reads once; the handshake, too, is done on the way.
    func read(into buffer: inout [UInt8]) -> Transfer {
        ERR_clear_error()
        var count = 0
        let result = unsafe buffer.withUnsafeMutableBytes {
            unsafe SSL_read_ex(session, $0.baseAddress, $0.count, &count)
        }
        if result == 1 { return .bytes(count) }
        switch unsafe SSL_get_error(session, result) {
        case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE: return .wouldBlock
        case SSL_ERROR_ZERO_RETURN: return .end
        default: return .failed(5)
        }
    }

    /// Writes once what stands in `bytes` from `offset`.
    func write(_ bytes: [UInt8], from offset: Int) -> Transfer {
        ERR_clear_error()
        var count = 0
        let result = unsafe bytes.withUnsafeBytes {
            unsafe SSL_write_ex(
                session, $0.baseAddress?.advanced(by: offset), $0.count - offset, &count)
        }
        if result == 1 { return .bytes(count) }
        switch unsafe SSL_get_error(session, result) {
        case SSL_ERROR_WANT_READ, SSL_ERROR_WANT_WRITE: return .wouldBlock
        default: return .failed(5)
        }
    }

    /// Tells the peer that no more comes.
    func shutDown() {
        ERR_clear_error()
        unsafe SSL_shutdown(session)
    }

    /// What `$context` tells of the session; the handshake must be over.
    func describe() -> Request.TLS {
        let version = unsafe SSL_get_version(session).map { unsafe String(cString: $0) } ?? ""
        let cipher = unsafe SSL_get_current_cipher(session)
        let suite = unsafe SSL_CIPHER_get_name(cipher).map { unsafe String(cString: $0) } ?? ""
        return Request.TLS(version: version, cipherSuite: suite, certificate: peerCertificate())
    }

    private func peerCertificate() -> Request.ClientCertificate? {
        guard let certificate = unsafe SSL_get1_peer_certificate(session) else { return nil }
        defer { unsafe X509_free(certificate) }
        return Request.ClientCertificate(
            pem: unsafe text { unsafe PEM_write_bio_X509($0, certificate) },
            subjectDN: unsafe text {
                unsafe openssl_print_name($0, X509_get_subject_name(certificate))
            },
            issuerDN: unsafe text {
                unsafe openssl_print_name($0, X509_get_issuer_name(certificate))
            },
            serialNumber: unsafe serialText(X509_get0_serialNumber(certificate)),
            notBefore: unsafe text { unsafe ASN1_TIME_print($0, X509_get0_notBefore(certificate)) },
            notAfter: unsafe text { unsafe ASN1_TIME_print($0, X509_get0_notAfter(certificate)) })
    }

    /// Pairs of hexadecimal digits with colons between them.
    @unsafe private func serialText(_ number: UnsafePointer<ASN1_INTEGER>?) -> String {
        let digits = unsafe text { unsafe i2a_ASN1_INTEGER($0, number) }.lowercased()
        var parts: [Substring] = []
        var rest = digits[...].filter { $0.isHexDigit }[...]
        while !rest.isEmpty {
            parts.append(rest.prefix(2))
            rest = rest.dropFirst(2)
        }
        return parts.joined(separator: ":")
    }

    /// What a printing function of OpenSSL writes.
    private func text(_ print: (OpaquePointer?) -> Int32) -> String {
        guard let sink = unsafe BIO_new(BIO_s_mem()) else { return "" }
        defer { unsafe BIO_free(sink) }
        unsafe _ = print(sink)
        var bytes: UnsafeMutablePointer<CChar>?
        let count = unsafe openssl_sink_bytes(sink, &bytes)
        guard let bytes = unsafe bytes, count > 0 else { return "" }
        let buffer = unsafe UnsafeRawBufferPointer(start: bytes, count: count)
        return unsafe String(decoding: buffer, as: UTF8.self)
    }
}
#endif
