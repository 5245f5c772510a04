internal import Platform

/// Where credentials come from.
///
/// Source: "Standardized credential providers", AWS SDKs and Tools Reference Guide.
package indirect enum CredentialSource: Hashable, Sendable {
    case fixed(AWSCredentials)

    /// A URL inside a container; the token for its `Authorization` field may be in a file, which
    /// is read anew each time.
    case container(url: String, token: String?, tokenFile: String?)

    /// A role, taken on with a token that the platform keeps in a file.
    case webIdentity(role: String, tokenFile: String, session: String)

    /// A role, taken on with other credentials.
    case role(arn: String, session: String, externalID: String?, source: CredentialSource)

    /// The first source of the standard chain: environment, web identity, credentials file,
    /// configuration file (`AWS_PROFILE`, else `default`), container; `nil` without any.
    ///
    /// - Parameters:
    ///   - variable: The environment.
    ///   - file: Reads a file, `nil` where there is none.
    /// - Returns: Where to get credentials; nothing is asked yet.
    package static func standard(
        variable: (String) -> String? = environmentVariable,
        file: (String) -> [UInt8]? = { try? readFile($0) }
    ) -> CredentialSource? {
        func value(_ name: String) -> String? {
            variable(name).flatMap { $0.isEmpty ? nil : $0 }
        }
        if let key = value("AWS_ACCESS_KEY_ID"), let secret = value("AWS_SECRET_ACCESS_KEY") {
            return .fixed(
                AWSCredentials(
                    accessKeyID: key, secretAccessKey: secret,
                    sessionToken: value("AWS_SESSION_TOKEN")))
        }
        let session = value("AWS_ROLE_SESSION_NAME") ?? "apigw"
        if let role = value("AWS_ROLE_ARN"), let token = value("AWS_WEB_IDENTITY_TOKEN_FILE") {
            return .webIdentity(role: role, tokenFile: token, session: session)
        }
        let home = value("HOME") ?? ""
        func sections(_ path: String) -> [String: [String: String]] {
            file(path).map { profiles(String(decoding: $0, as: UTF8.self)) } ?? [:]
        }
        var files = SharedFiles(
            credentials: sections(
                value("AWS_SHARED_CREDENTIALS_FILE") ?? "\(home)/.aws/credentials"),
            configuration: sections(value("AWS_CONFIG_FILE") ?? "\(home)/.aws/config"))
        var container: CredentialSource?
        let token = value("AWS_CONTAINER_AUTHORIZATION_TOKEN")
        let tokenFile = value("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE")
        if let path = value("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") {
            container = .container(
                url: "http://169.254.170.2\(path)", token: token, tokenFile: tokenFile)
        } else if let url = value("AWS_CONTAINER_CREDENTIALS_FULL_URI") {
            container = .container(url: url, token: token, tokenFile: tokenFile)
        }
        files.container = container
        return files.source(of: value("AWS_PROFILE") ?? "default") ?? container
    }

    /// The sections of an INI file with their values.
    package static func profiles(_ text: String) -> [String: [String: String]] {
        var all: [String: [String: String]] = [:]
        var section = ""
        for line in text.split(whereSeparator: { $0 == "\n" || $0 == "\r\n" }) {
            let line = trimmed(line)
            if line.isEmpty || line.hasPrefix("#") || line.hasPrefix(";") { continue }
            if line.hasPrefix("["), line.hasSuffix("]") {
                section = trimmed(line.dropFirst().dropLast())
            } else if let equals = line.firstIndex(of: "=") {
                all[section, default: [:]][trimmed(line[..<equals])] =
                    trimmed(line[line.index(after: equals)...])
            }
        }
        return all
    }
}

/// The shared credentials and configuration files, read.
private struct SharedFiles {
    var credentials: [String: [String: String]]
    var configuration: [String: [String: String]]
    var container: CredentialSource?

    /// Where a profile's credentials come from; profiles that lead to each other end at `depth`.
    func source(of profile: String, depth: Int = 0) -> CredentialSource? {
        guard depth < 8 else { return nil }
        let section =
            configuration["profile \(profile)"]
            ?? (profile == "default" ? configuration["default"] : nil) ?? [:]
        let values = section.merging(credentials[profile] ?? [:]) { $1 }
        if let role = values["role_arn"] {
            let session = values["role_session_name"] ?? "apigw"
            if let token = values["web_identity_token_file"] {
                return .webIdentity(role: role, tokenFile: token, session: session)
            }
            let source =
                switch (values["source_profile"], values["credential_source"]) {
                case (profile?, _): keys(values)
                case (let other?, _): self.source(of: other, depth: depth + 1)
                case (nil, "EcsContainer"): container
                default: nil as CredentialSource?
                }
            return source.map {
                .role(
                    arn: role, session: session, externalID: values["external_id"], source: $0)
            }
        }
        return keys(values)
    }

    private func keys(_ values: [String: String]) -> CredentialSource? {
        guard let key = values["aws_access_key_id"], let secret = values["aws_secret_access_key"]
        else { return nil }
        return .fixed(
            AWSCredentials(
                accessKeyID: key, secretAccessKey: secret,
                sessionToken: values["aws_session_token"]))
    }
}

private func trimmed(_ text: some StringProtocol) -> String {
    var text = Substring(text)
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
}

extension AWSCredentials {
    /// The process's own keys where they are written down and not to be fetched; `nil` else.
    package static func fromEnvironment() -> AWSCredentials? {
        if case .fixed(let credentials)? = CredentialSource.standard() { credentials } else { nil }
    }
}
