#if os(Linux)
internal import Gateway
internal import JSON
internal import Platform
internal import Synchronization

/// Hands out credentials, the process's own and those of roles; fetches them on threads of their
/// own and keeps them until five minutes before they end.
final class CredentialProvider: Sendable {
    private struct Entry {
        var credentials: AWSCredentials?

        /// When to fetch anew, on the wall clock in milliseconds.
        var fetchAt: Int64
    }

    private struct State {
        var entries: [CredentialSource: Entry] = [:]
        var waiting: [CredentialSource: [@Sendable (AWSCredentials?) -> Void]] = [:]
    }

    private let source: CredentialSource?
    private let endpoint: String?
    private let region: String
    private let state = Mutex(State())

    private static let marginMilliseconds: Int64 = 300_000
    private static let failureMilliseconds: Int64 = 2000

    /// Creates a provider.
    ///
    /// - Parameters:
    ///   - source: The process's own credentials; `nil` when it has none.
    ///   - endpoint: What is called instead of AWS, without a slash at its end.
    ///   - region: Whose token service is asked for roles.
    init(_ source: CredentialSource?, endpoint: String?, region: String) {
        self.source = source
        self.endpoint = endpoint
        self.region = region
    }

    /// The process's own credentials, or a role's.
    ///
    /// - Parameters:
    ///   - role: A role's ARN, or `nil` for the process's own.
    ///   - wallMilliseconds: The time.
    ///   - later: Called on another thread when they are not at hand.
    /// - Returns: The credentials, or a failure not long ago; `nil` when `later` will be called.
    func credentials(
        role: String?, wallMilliseconds: Int64,
        orElse later: @escaping @Sendable (AWSCredentials?) -> Void
    ) -> AWSCredentials?? {
        guard let source else { return .some(nil) }
        var wanted = source
        if let role {
            wanted = .role(arn: role, session: "apigw", externalID: nil, source: source)
        }
        if case .fixed(let credentials) = wanted { return .some(credentials) }
        let key = wanted
        let (answer, isFirst) = state.withLock { state -> (AWSCredentials??, Bool) in
            if let entry = state.entries[key], entry.fetchAt > wallMilliseconds {
                return (.some(entry.credentials), false)
            }
            state.waiting[key, default: []].append(later)
            return (nil, state.waiting[key]?.count == 1)
        }
        if isFirst { startDetachedThread { self.finish(key, self.fetch(key)) } }
        return answer
    }

    private func finish(_ key: CredentialSource, _ credentials: AWSCredentials?) {
        let now = wallClockMilliseconds()
        let waiting = state.withLock { state in
            var fetchAt = now + Self.failureMilliseconds
            if let credentials {
                fetchAt = (credentials.expiry ?? now + 3_600_000) - Self.marginMilliseconds
                // Ones that live shorter than the margin are used for half their life.
                if fetchAt <= now, let expiry = credentials.expiry {
                    fetchAt = now + max((expiry - now) / 2, 1000)
                }
            }
            state.entries[key] = Entry(credentials: credentials, fetchAt: fetchAt)
            return state.waiting.removeValue(forKey: key) ?? []
        }
        if credentials == nil { say("apigw-serve: \(failure(key))\n", to: 2) }
        for receiver in waiting { receiver(credentials) }
    }

    private func failure(_ source: CredentialSource) -> String {
        switch source {
        case .fixed: "no credentials"
        case .container(let url, _, _): "no credentials from \(url)"
        case .webIdentity(let role, _, _), .role(let role, _, _, _): "cannot assume \(role)"
        }
    }

    // MARK: Fetching, on a thread that may wait

    private func fetch(_ source: CredentialSource) -> AWSCredentials? {
        switch source {
        case .fixed(let credentials):
            return credentials
        case .container(let url, let token, let tokenFile):
            guard isContainerAddress(url) else { return nil }
            var call = BackendCall()
            call.method = Array("GET".utf8)
            call.url = Array(url.utf8)
            let read = tokenFile.flatMap { try? readFile($0) }.map { line in
                Array(line.prefix { $0 != 0x0A && $0 != 0x0D })
            }
            if let token = read ?? token.map({ Array($0.utf8) }), !hasLineBreak(token) {
                call.headers.append("Authorization".utf8, token)
            }
            guard let body = fetchNow(call), let json = try? JSONValue(parsing: body) else {
                return nil
            }
            return credentials { json[$0 == "SessionToken" ? "Token" : $0]?.stringValue }
        case .webIdentity(let role, let tokenFile, let session):
            guard let token = try? readFile(tokenFile) else { return nil }
            return askTokenService(
                [
                    ("Action", "AssumeRoleWithWebIdentity"), ("RoleArn", role),
                    ("RoleSessionName", session),
                    ("WebIdentityToken", String(decoding: token, as: UTF8.self)),
                ], signedWith: nil)
        case .role(let role, let session, let externalID, let source):
            guard let own = fetch(source) else { return nil }
            var values = [
                ("Action", "AssumeRole"), ("RoleArn", role), ("RoleSessionName", session),
            ]
            if let externalID { values.append(("ExternalId", externalID)) }
            return askTokenService(values, signedWith: own)
        }
    }

    private func askTokenService(
        _ values: [(name: String, value: String)], signedWith own: AWSCredentials?
    ) -> AWSCredentials? {
        var call = BackendCall()
        call.method = Array("POST".utf8)
        call.url = Array("\(endpoint ?? "https://sts.\(region).amazonaws.com")/".utf8)
        call.headers.append(
            "Content-Type".utf8, Array("application/x-www-form-urlencoded".utf8))
        let body = ([("Version", "2011-06-15")] + values).map { name, value in
            "\(name)=\(percentEncoded(Array(value.utf8)[...], keepsSlash: false))"
        }
        call.body = Array(body.joined(separator: "&").utf8)
        if let own {
            RequestSigner(own).sign(
                &call, service: "sts", region: region, wallMilliseconds: wallClockMilliseconds())
        }
        guard let answer = fetchNow(call) else { return nil }
        let text = String(decoding: answer, as: UTF8.self)
        return credentials { element($0, of: text) }
    }

    private func credentials(_ value: (String) -> String?) -> AWSCredentials? {
        guard let key = value("AccessKeyId"), let secret = value("SecretAccessKey") else {
            return nil
        }
        return AWSCredentials(
            accessKeyID: key, secretAccessKey: secret, sessionToken: value("SessionToken"),
            expiry: value("Expiration").flatMap(instant))
    }
}

/// Loopback, the platforms' own addresses, or TLS: as the SDKs demand of a container's URL.
private func isContainerAddress(_ url: String) -> Bool {
    guard let parts = BackendURL(Array(url.utf8)) else { return false }
    let platforms = ["localhost", "169.254.170.2", "169.254.170.23", "fd00:ec2::23"]
    return parts.isSecure || platforms.contains(parts.host)
        || SocketAddress(parts.host, port: 0)?.isLoopback == true
}

/// The text of the first element of a name; what the token service answers has no markup in it.
private func element(_ name: String, of text: String) -> String? {
    guard let start = text.firstRange(of: "<\(name)>"),
        let end = text[start.upperBound...].firstRange(of: "</\(name)>")
    else { return nil }
    return String(text[start.upperBound..<end.lowerBound])
}

/// `2026-11-22T20:00:00Z`, with or without a fraction, in milliseconds since 1970.
package func instant(_ text: String) -> Int64? {
    let parts = text.split { !($0 >= "0" && $0 <= "9") }.compactMap { Int64($0) }
    guard text.hasSuffix("Z"), parts.count >= 6, (1...12).contains(parts[1]) else { return nil }
    // Days from the civil date, after Howard Hinnant's algorithm.
    let year = parts[0] - (parts[1] <= 2 ? 1 : 0)
    let era = year / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (parts[1] + (parts[1] > 2 ? -3 : 9)) + 2) / 5 + parts[2] - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    let days = era * 146_097 + dayOfEra - 719_468
    return (((days * 24 + parts[3]) * 60 + parts[4]) * 60 + parts[5]) * 1000
}
#endif
