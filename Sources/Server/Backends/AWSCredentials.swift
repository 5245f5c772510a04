internal import Platform

/// What requests to AWS are signed with.
package struct AWSCredentials: Hashable, Sendable {
    package var accessKeyID: String
    package var secretAccessKey: String
    package var sessionToken: String?

    /// Creates credentials.
    package init(accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
    }

    /// The first credentials of the standard chain: environment, credentials file, configuration
    /// file (`AWS_PROFILE`, else `default`); `nil` without any.
    package static func fromEnvironment() -> AWSCredentials? {
        if let key = environmentVariable("AWS_ACCESS_KEY_ID"),
            let secret = environmentVariable("AWS_SECRET_ACCESS_KEY"), !key.isEmpty
        {
            let token = environmentVariable("AWS_SESSION_TOKEN")
            return AWSCredentials(
                accessKeyID: key, secretAccessKey: secret,
                sessionToken: token?.isEmpty == true ? nil : token)
        }
        let home = environmentVariable("HOME") ?? ""
        let profile = environmentVariable("AWS_PROFILE") ?? "default"
        let files = [
            (
                environmentVariable("AWS_SHARED_CREDENTIALS_FILE") ?? "\(home)/.aws/credentials",
                [profile]
            ),
            (
                environmentVariable("AWS_CONFIG_FILE") ?? "\(home)/.aws/config",
                ["profile \(profile)", profile]
            ),
        ]
        for (path, sections) in files {
            guard let bytes = try? readFile(path) else { continue }
            let all = profiles(String(decoding: bytes, as: UTF8.self))
            for section in sections {
                guard let values = all[section], let key = values["aws_access_key_id"],
                    let secret = values["aws_secret_access_key"]
                else { continue }
                return AWSCredentials(
                    accessKeyID: key, secretAccessKey: secret,
                    sessionToken: values["aws_session_token"])
            }
        }
        return nil
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

private func trimmed(_ text: some StringProtocol) -> String {
    var text = Substring(text)
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
}
