/// An AWS service an integration calls, from `arn:PARTITION:apigateway:REGION:SERVICE:path/…` or
/// `…:action/NAME&PARAMETER=VALUE`.
struct ServiceEndpoint: Sendable, Hashable {
    /// The service, such as `sqs`.
    var service: String

    /// The label before the service's host name, such as a bucket; often none.
    var subdomain: String?

    var region: String

    /// The path of the call with its slash; `/` for actions.
    var path: String

    /// The action and its further parameters, `PutItem` or `Publish&Version=2010-03-31`.
    var action: String?

    /// The function of `…/functions/ARN/invocations`.
    var function: String?

    /// Reads an integration's URI; `nil` for anything else.
    init?(uri: String) {
        let parts = uri.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "arn", parts[2] == "apigateway" else { return nil }
        region = String(parts[3])
        if let dot = parts[4].lastIndex(of: ".") {
            subdomain = String(parts[4][..<dot])
            service = String(parts[4][parts[4].index(after: dot)...])
        } else {
            service = String(parts[4])
        }
        let rest = parts[5]
        if rest.hasPrefix("action/") {
            action = String(rest.dropFirst("action/".count))
            path = "/"
        } else if rest.hasPrefix("path/") {
            path = String(rest.dropFirst("path".count))
        } else {
            return nil
        }
        let ends = [
            ("/functions/", "/invocations"), ("/functions/", "/response-streaming-invocations"),
        ]
        for (before, after) in ends where service == "lambda" && path.hasSuffix(after) {
            guard let start = path.utf8Range(of: before) else { continue }
            function = String(path[start.upperBound...].dropLast(after.count))
        }
    }

    /// The host name.
    var host: String {
        let base =
            switch service {
            case "iam",
                "sts" where region.isEmpty:
                "\(service).amazonaws.com"
            default: "\(service).\(region).amazonaws.com"
            }
        return subdomain.map { "\($0).\(base)" } ?? base
    }

    /// What `X-Amz-Target` begins with, for services that take JSON actions.
    var targetPrefix: String? {
        switch service {
        case "dynamodb": "DynamoDB_20120810"
        case "kinesis": "Kinesis_20131202"
        case "firehose": "Firehose_20150804"
        case "states": "AWSStepFunctions"
        case "events": "AWSEvents"
        case "logs": "Logs_20140328"
        case "ssm": "AmazonSSM"
        case "secretsmanager": "secretsmanager"
        case "cognito-idp": "AWSCognitoIdentityProviderService"
        case "kms": "TrentService"
        default: nil
        }
    }

    /// The media type of JSON actions.
    var actionContentType: String {
        switch service {
        case "dynamodb", "states": "application/x-amz-json-1.0"
        default: "application/x-amz-json-1.1"
        }
    }
}

extension String {
    /// The first place where another text stands, compared byte by byte.
    func utf8Range(of other: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].utf8.starts(with: other.utf8) {
                return start..<utf8.index(start, offsetBy: other.utf8.count)
            }
            start = utf8.index(after: start)
        }
        return nil
    }
}
