/// A client's request as it came in, decoded from its framing and otherwise untouched.
package struct Request: Sendable {
    /// The method, as sent: `GET`.
    package var method: [UInt8]

    /// The request target in origin form, as sent: `/prod/pets/1?limit=5`.
    ///
    /// The path is not normalised and not decoded.
    package var target: [UInt8]

    /// All fields, `Host` among them; `Transfer-Encoding` is undone and may be left out.
    package var headers: HeaderFields

    /// The body, at most 10 MB: the host refuses more with ``Exchange/refuse(_:_:at:entropy:)``.
    package var body: [UInt8]

    /// The client the request came from.
    package var client: Client

    /// Creates a request.
    package init(
        method: [UInt8] = [], target: [UInt8] = [], headers: HeaderFields = HeaderFields(),
        body: [UInt8] = [], client: Client = Client()
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
        self.client = client
    }

    /// What the connection tells of the client.
    package struct Client: Sendable {
        /// The address in text form, IPv4 or IPv6 without brackets or port.
        package var address: [UInt8]

        /// The port the request came in on.
        package var port: UInt16

        /// The TLS session, or `nil` for plain HTTP.
        package var tls: TLS?

        /// The VPC and the VPC endpoint a request to a private API came through, or `nil`.
        ///
        /// Only from settings or from a proxy that is trusted.
        package var vpcID: String?
        package var vpcEndpointID: String?

        /// Creates a client.
        package init(
            address: [UInt8] = Array("127.0.0.1".utf8), port: UInt16 = 443, tls: TLS? = nil,
            vpcID: String? = nil, vpcEndpointID: String? = nil
        ) {
            self.address = address
            self.port = port
            self.tls = tls
            self.vpcID = vpcID
            self.vpcEndpointID = vpcEndpointID
        }
    }

    /// A TLS session.
    package struct TLS: Sendable {
        /// `TLSv1.2` and its kind.
        package var version: String

        /// The suite's name as OpenSSL and API Gateway spell it.
        package var cipherSuite: String

        /// The client's certificate, verified by the host, with mutual TLS.
        package var certificate: ClientCertificate?

        /// Creates a session.
        package init(version: String, cipherSuite: String, certificate: ClientCertificate? = nil) {
            self.version = version
            self.cipherSuite = cipherSuite
            self.certificate = certificate
        }
    }

    /// A client certificate's parts as `$context.identity.clientCert` tells them.
    package struct ClientCertificate: Sendable {
        package var pem: String
        package var subjectDN: String
        package var issuerDN: String
        package var serialNumber: String
        package var notBefore: String
        package var notAfter: String

        /// Creates a certificate's description.
        package init(
            pem: String, subjectDN: String, issuerDN: String, serialNumber: String,
            notBefore: String, notAfter: String
        ) {
            self.pem = pem
            self.subjectDN = subjectDN
            self.issuerDN = issuerDN
            self.serialNumber = serialNumber
            self.notBefore = notBefore
            self.notAfter = notAfter
        }
    }
}
