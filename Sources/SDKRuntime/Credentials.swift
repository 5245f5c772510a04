// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

import Foundation

/// A secret, or what fetches it when a request needs it.
public struct CredentialSource<Value: Sendable>: Sendable {
    private let fetch: @Sendable () async throws -> Value

    /// A value that does not change.
    public static func value(_ value: Value) -> Self { Self { value } }

    /// A closure that is asked before every attempt; it should keep what is still valid.
    public static func provider(_ fetch: @escaping @Sendable () async throws -> Value) -> Self {
        Self(fetch: fetch)
    }

    private init(fetch: @escaping @Sendable () async throws -> Value) { self.fetch = fetch }

    func callAsFunction() async throws -> Value { try await fetch() }
}

extension CredentialSource: ExpressibleByStringLiteral, ExpressibleByUnicodeScalarLiteral,
    ExpressibleByExtendedGraphemeClusterLiteral
where Value == String {
    public init(stringLiteral value: String) { self = .value(value) }
    public init(unicodeScalarLiteral value: String) { self = .value(value) }
    public init(extendedGraphemeClusterLiteral value: String) { self = .value(value) }
}

/// A name and a password (RFC 7617).
public struct BasicCredentials: Hashable, Sendable {
    public var username: String
    public var password: String

    public init(username: String, password: String) {
        self.username = username
        self.password = password
    }
}

/// The keys of an AWS identity.
public struct AWSCredentials: Hashable, Sendable {
    public var accessKeyID: String
    public var secretAccessKey: String
    public var sessionToken: String?

    public init(accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
    }
}

/// An AWS identity that signs requests (Signature Version 4).
public struct IAM: Sendable {
    public var region: String
    public var service: String
    public var credentials: CredentialSource<AWSCredentials>

    public init(
        region: String, service: String = "execute-api",
        credentials: CredentialSource<AWSCredentials>
    ) {
        self.region = region
        self.service = service
        self.credentials = credentials
    }

    /// Keys that do not change.
    public static func keys(
        _ accessKeyID: String, _ secretAccessKey: String, sessionToken: String? = nil,
        region: String
    ) -> IAM {
        let keys = AWSCredentials(
            accessKeyID: accessKeyID, secretAccessKey: secretAccessKey, sessionToken: sessionToken)
        return IAM(region: region, credentials: .value(keys))
    }
}

/// What one security scheme adds to a request.
enum Authorization {
    case header(String, String)
    case query(String, String)
    case cookie(String, String)
    case signature(AWSCredentials, region: String, service: String)

    static func basic(_ credentials: BasicCredentials) -> Authorization {
        let text = Data("\(credentials.username):\(credentials.password)".utf8)
        return .header("Authorization", "Basic \(text.base64EncodedString())")
    }

    static func iam(_ identity: IAM) async throws -> Authorization {
        .signature(
            try await identity.credentials(), region: identity.region, service: identity.service)
    }
}

/// The credentials of one API, by the names of its security schemes.
protocol CredentialSet: Sendable {
    /// What a scheme adds to a request; `nil` where its secret was not given.
    func authorization(_ scheme: String) async throws -> [Authorization]?
}

/// The credentials of an API that asks for none.
struct NoCredentials: CredentialSet {
    func authorization(_ scheme: String) async throws -> [Authorization]? { nil }
}
