import Foundation
import Server
import Testing

private func fixed(_ key: String, token: String? = nil) -> CredentialSource {
    .fixed(AWSCredentials(accessKeyID: key, secretAccessKey: "s", sessionToken: token))
}

/// "Standardized credential providers", AWS SDKs and Tools Reference Guide.
@Suite struct CredentialTests {
    private let credentials = """
        [default]
        aws_access_key_id = FILE
        aws_secret_access_key = s
        [other]
        aws_access_key_id = OTHER
        aws_secret_access_key = s
        aws_session_token = t
        """
    private let configuration = """
        [profile assumed]
        role_arn = arn:aws:iam::123456789012:role/porch
        source_profile = other
        external_id = x
        [profile contained]
        role_arn = arn:aws:iam::123456789012:role/porch
        credential_source = EcsContainer
        [profile circle]
        role_arn = arn:aws:iam::123456789012:role/porch
        source_profile = circle2
        [profile circle2]
        role_arn = arn:aws:iam::123456789012:role/porch
        source_profile = circle
        [profile web]
        role_arn = arn:aws:iam::123456789012:role/web
        web_identity_token_file = /token
        """

    private func source(_ variables: [String: String]) -> CredentialSource? {
        CredentialSource.standard(
            variable: { $0 == "HOME" ? "/home/anna" : variables[$0] },
            file: { path in
                switch path {
                case "/home/anna/.aws/credentials": Array(credentials.utf8)
                case "/home/anna/.aws/config": Array(configuration.utf8)
                default: nil
                }
            })
    }

    @Test func followsTheStandardChain() {
        let role = "arn:aws:iam::123456789012:role/porch"
        let keys = ["AWS_ACCESS_KEY_ID": "ENV", "AWS_SECRET_ACCESS_KEY": "s"]
        #expect(source(keys) == fixed("ENV"))
        #expect(
            source(keys.merging(["AWS_SESSION_TOKEN": "t"]) { $1 }) == fixed("ENV", token: "t"))
        #expect(source([:]) == fixed("FILE"))
        #expect(source(["AWS_PROFILE": "other"]) == fixed("OTHER", token: "t"))
        #expect(source(["AWS_PROFILE": "none"]) == nil)
        #expect(
            source(["AWS_PROFILE": "assumed"])
                == .role(
                    arn: role, session: "apigw", externalID: "x", source: fixed("OTHER", token: "t")
                ))
        #expect(source(["AWS_PROFILE": "circle"]) == nil)
        #expect(
            source(["AWS_PROFILE": "web"])
                == .webIdentity(
                    role: "arn:aws:iam::123456789012:role/web", tokenFile: "/token",
                    session: "apigw"))
        #expect(
            source(["AWS_ROLE_ARN": role, "AWS_WEB_IDENTITY_TOKEN_FILE": "/t"])
                == .webIdentity(role: role, tokenFile: "/t", session: "apigw"))
        let container = ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/x", "AWS_PROFILE": "none"]
        let contained = CredentialSource.container(
            url: "http://169.254.170.2/v2/x", token: nil, tokenFile: nil)
        #expect(source(container) == contained)
        #expect(
            source(container.merging(["AWS_PROFILE": "contained"]) { $1 })
                == .role(arn: role, session: "apigw", externalID: nil, source: contained))
    }

    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2024-02-29T23:59:59Z", 1_709_251_199_000),
        ("2026-11-22T20:00:00.123Z", 1_795_377_600_000),
    ])
    func readsInstants(text: String, milliseconds: Int64) {
        #expect(instant(text) == milliseconds)
    }

    @Test func refusesWhatIsNoInstant() {
        for text in ["", "tomorrow", "2026-13-01T00:00:00Z", "2026-11-22T20:00:00+01:00"] {
            #expect(instant(text) == nil, "\(text)")
        }
    }

    /// The `Authorization` field that a service sees, and the token beside it.
    private func signature(
        _ options: [String], files: [String: String] = [:], _ environment: [String: String]
    ) throws -> String {
        let aws = CannedBackend { request in
            let lines = request.components(separatedBy: "\r\n")
            func value(_ name: String) -> String {
                let line = lines.first { $0.lowercased().hasPrefix(name + ":") }
                return line.map { String($0.dropFirst(name.count + 2)) } ?? ""
            }
            var body = "\(value("authorization")) \(value("x-amz-security-token"))"
            if body.contains("/sts/aws4_request") {
                body = """
                    <AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ROLE\
                    </AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>rt\
                    </SessionToken><Expiration>2096-01-01T00:00:00Z</Expiration></Credentials>\
                    </AssumeRoleResult></AssumeRoleResponse>
                    """
            } else if request.hasPrefix("GET /creds ") {
                let isAllowed = value("authorization") == "opensesame"
                body =
                    #"{"AccessKeyId":"CONTAINER","SecretAccessKey":"s","Token":"ct","#
                    + #""Expiration":"2096-01-01T00:00:00Z"}"#
                if !isAllowed {
                    return Array(
                        "HTTP/1.1 403 F\r\nConnection: close\r\nContent-Length: 0\r\n\r\n".utf8)
                }
            }
            return Array(
                ("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: \(body.utf8.count)"
                    + "\r\n\r\n\(body)").utf8)
        }
        let folder = try TemporaryFolder()
        for (name, text) in files { try folder.write(text, to: name) }
        let served = try ServedProcess(
            "Specs/kiosk.yaml", settings: "stages: { dev: { variables: { backendPort: '9' } } }",
            ["--aws-endpoint", "http://127.0.0.1:\(aws.port)"] + options,
            environment: [
                "AWS_ACCESS_KEY_ID": "", "HOME": "/nowhere",
            ].merging(
                environment.mapValues {
                    $0.replacingOccurrences(of: "PORT", with: "\(aws.port)")
                        .replacingOccurrences(of: "FOLDER", with: folder.path)
                }
            ) { $1 })
        var texts: Set<String> = []
        for _ in 0..<3 {
            let text = served.exchange(
                "POST /dev/tables HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 2\r\nConnection: close\r\n\r\n{}")
            let body = text.components(separatedBy: "\r\n\r\n").last ?? ""
            let key = body.split(separator: "/").first ?? ""
            texts.insert("\(key) \(body.split(separator: " ").last ?? "")")
        }
        return texts.sorted().joined(separator: "; ")
    }

    @Test func signsWithWhatTheFilesSay() throws {
        let found = try signature(
            [], files: ["credentials": credentials],
            ["AWS_SHARED_CREDENTIALS_FILE": "FOLDER/credentials", "AWS_PROFILE": "other"])
        #expect(found == "AWS4-HMAC-SHA256 Credential=OTHER t")
    }

    @Test func signsWithWhatAContainerIsGiven() throws {
        let found = try signature(
            [], files: ["token": "opensesame\n"],
            [
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1:PORT/creds",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "FOLDER/token",
            ])
        #expect(found == "AWS4-HMAC-SHA256 Credential=CONTAINER ct")
    }

    @Test func takesOnARoleOnlyWhenAsked() throws {
        let keys = ["AWS_ACCESS_KEY_ID": "ENV", "AWS_SECRET_ACCESS_KEY": "s"]
        let own = try signature([], keys.merging(["AWS_SESSION_TOKEN": "et"]) { $1 })
        #expect(own == "AWS4-HMAC-SHA256 Credential=ENV et")
        let role = try signature(["--assume-roles"], keys)
        #expect(role == "AWS4-HMAC-SHA256 Credential=ROLE rt")
    }
}
