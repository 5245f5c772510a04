#if os(Linux)
internal import COpenSSL
package import Platform

/// Certificates, policy and trusted authorities of the TLS side, shared by all loops.
///
/// `@unchecked`: OpenSSL counts references to contexts atomically and only reads them once they
/// are set up, which the initializer does.
@safe package final class TLSContext: @unchecked Sendable {
    /// A certificate chain and its key, for one host name or for all.
    package struct Identity: Hashable, Sendable {
        /// The host name, maybe `*.example.com`; `nil` for clients that name no host or another.
        package var host: String?
        package var certificateFile: String
        package var keyFile: String

        /// Creates an identity; both files are PEM.
        package init(host: String? = nil, certificateFile: String, keyFile: String) {
            self.host = host
            self.certificateFile = certificateFile
            self.keyFile = keyFile
        }
    }

    private let fallback: ContextHandle
    private var byHost: [String: ContextHandle] = [:]

    /// Reads the files.
    ///
    /// - Parameters:
    ///   - identities: At least one; the first is for clients that name no known host.
    ///   - truststore: A PEM file of authorities, one of which must have signed the client's
    ///     certificate; `nil` asks for none.
    ///   - policy: Versions and suites.
    /// - Throws: When a file cannot be read or a key does not belong to its certificate.
    package init(
        identities: [Identity], truststore: String?, policy: SecurityPolicy
    ) throws(PlatformError) {
        var contexts: [ContextHandle] = []
        for identity in identities {
            guard let context = unsafe SSL_CTX_new(TLS_server_method()) else {
                throw PlatformError(action: "cannot set TLS up", code: 12)
            }
            unsafe contexts.append(ContextHandle(context))
            unsafe openssl_set_modes(context)
            unsafe openssl_offer_http11(context)
            unsafe _ = openssl_set_versions(
                context, policy.isTLS13Only ? TLS1_3_VERSION : TLS1_2_VERSION, TLS1_3_VERSION)
            unsafe _ = SSL_CTX_set_cipher_list(context, policy.ciphers)
            try Self.check(
                unsafe SSL_CTX_use_certificate_chain_file(context, identity.certificateFile) == 1,
                "cannot read certificate '\(identity.certificateFile)'")
            try Self.check(
                unsafe SSL_CTX_use_PrivateKey_file(context, identity.keyFile, SSL_FILETYPE_PEM)
                    == 1, "cannot read key '\(identity.keyFile)'")
            try Self.check(
                unsafe SSL_CTX_check_private_key(context) == 1,
                "key '\(identity.keyFile)' does not belong to its certificate")
            if let truststore {
                try Self.check(
                    unsafe SSL_CTX_load_verify_locations(context, truststore, nil) == 1,
                    "cannot read truststore '\(truststore)'")
                unsafe SSL_CTX_set_client_CA_list(context, SSL_load_client_CA_file(truststore))
                unsafe SSL_CTX_set_verify(
                    context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nil)
                // Session tickets would let a client skip showing its certificate.
                unsafe SSL_CTX_set_verify_depth(context, 4)
                unsafe _ = SSL_CTX_set_session_id_context(context, "apigw", 5)
            }
        }
        guard let first = contexts.first else {
            throw PlatformError(action: "cannot set TLS up without a certificate", code: 22)
        }
        fallback = first
        for (index, identity) in identities.enumerated() {
            if let host = identity.host { byHost[host.lowercased()] = contexts[index] }
        }
        let argument = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe openssl_set_name_callback(
            first.pointer,
            { session, _, argument in
                guard let session = unsafe session, let argument = unsafe argument,
                    let name = unsafe SSL_get_servername(session, TLSEXT_NAMETYPE_host_name)
                else { return SSL_TLSEXT_ERR_OK }
                // The context outlives every session made from it.
                let context = unsafe Unmanaged<TLSContext>.fromOpaque(argument)
                    .takeUnretainedValue()
                if let chosen = unsafe context.context(for: String(cString: name)) {
                    unsafe SSL_set_SSL_CTX(session, chosen.pointer)
                }
                return SSL_TLSEXT_ERR_OK
            }, argument)
    }

    /// The server's side of TLS on an accepted socket.
    func accept(_ descriptor: Int32) -> TLSSession? {
        guard let session = unsafe SSL_new(fallback.pointer) else { return nil }
        unsafe SSL_set_fd(session, descriptor)
        unsafe SSL_set_accept_state(session)
        return unsafe TLSSession(session)
    }

    private func context(for name: String) -> ContextHandle? {
        let name = name.lowercased()
        if let exact = byHost[name] { return exact }
        guard let dot = name.firstIndex(of: ".") else { return nil }
        return byHost["*\(name[dot...])"]
    }

    private static func check(_ isFine: Bool, _ action: String) throws(PlatformError) {
        if isFine { return }
        ERR_clear_error()
        throw PlatformError(action: action, code: 22)
    }
}

/// One of OpenSSL's contexts, freed with its last session.
@safe private final class ContextHandle {
    let pointer: OpaquePointer

    @unsafe init(_ pointer: OpaquePointer) { unsafe self.pointer = pointer }

    deinit { unsafe SSL_CTX_free(pointer) }
}
#endif
