// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

import Foundation

/// AWS Signature Version 4 in the `Authorization` header.
///
/// The path is encoded once more in the canonical request, as for every service but S3.
enum SigV4 {
    /// Adds `X-Amz-Date`, the session token and the signature to a request with this body.
    static func sign(
        _ request: inout HTTPRequest, body: Data, credentials: AWSCredentials, region: String,
        service: String, date: Date
    ) {
        let timestamp = Timestamp.compact(date)
        let scope = "\(timestamp.prefix(8))/\(region)/\(service)/aws4_request"
        request.headers["Authorization"] = nil
        request.headers["X-Amz-Date"] = timestamp
        request.headers["X-Amz-Security-Token"] = credentials.sessionToken

        let (canonical, signedHeaders) = canonicalRequest(request, body: body)
        let toSign = [
            "AWS4-HMAC-SHA256", timestamp, scope, SHA256.hex(SHA256.hash(canonical.utf8)),
        ].joined(separator: "\n")
        var key = Array("AWS4\(credentials.secretAccessKey)".utf8)
        for part in scope.split(separator: "/") { key = SHA256.hmac(part.utf8, key: key) }
        let signature = SHA256.hex(SHA256.hmac(toSign.utf8, key: key))
        request.headers["Authorization"] =
            "AWS4-HMAC-SHA256 Credential=\(credentials.accessKeyID)/\(scope), "
            + "SignedHeaders=\(signedHeaders), Signature=\(signature)"
    }

    /// The text whose hash is signed, and the names of the headers in it.
    static func canonicalRequest(_ request: HTTPRequest, body: Data) -> (String, String) {
        let parts = URLParts(request.url)
        var headers: [String: [String]] = ["host": [parts.host]]
        for field in request.headers {
            let name = field.name.lowercased()
            if ["expect", "transfer-encoding", "user-agent", "x-amzn-trace-id"].contains(name) {
                continue
            }
            let value = field.value.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            headers[name, default: []].append(value)
        }
        let names = headers.keys.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
        let lines = names.map { "\($0):\((headers[$0] ?? []).joined(separator: ","))\n" }
        let signed = names.joined(separator: ";")
        let canonical = [
            request.method.rawValue.uppercased(), canonicalPath(parts.path),
            canonicalQuery(parts.query), lines.joined(), signed, SHA256.hex(SHA256.hash(body)),
        ].joined(separator: "\n")
        return (canonical, signed)
    }

    private static func canonicalPath(_ path: String) -> String {
        guard !path.isEmpty else { return "/" }
        var segments: [Substring] = []
        for segment in path.split(separator: "/") where segment != "." {
            if segment == ".." { _ = segments.popLast() } else { segments.append(segment) }
        }
        let end = path.hasSuffix("/") && !segments.isEmpty ? "/" : ""
        let normal = "/" + segments.joined(separator: "/") + end
        return PercentEncoding.encode(normal, keeping: .slash)
    }

    private static func canonicalQuery(_ query: String) -> String {
        guard !query.isEmpty else { return "" }
        let pairs = query.split(separator: "&", omittingEmptySubsequences: false).map { pair in
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (Array(sides[0].utf8), sides.count == 2 ? Array(sides[1].utf8) : [])
        }
        let sorted = pairs.sorted { left, right in
            if left.0 != right.0 { return left.0.lexicographicallyPrecedes(right.0) }
            return left.1.lexicographicallyPrecedes(right.1)
        }
        return sorted.map {
            "\(String(decoding: $0.0, as: UTF8.self))=" + String(decoding: $0.1, as: UTF8.self)
        }
        .joined(separator: "&")
    }
}

/// The parts of a URL as they are spelled: `URL` decodes some of them.
struct URLParts {
    let host: String
    let path: String
    let query: String

    init(_ url: URL) {
        var rest = Substring(url.absoluteString)
        var scheme = ""
        if let range = rest.range(of: "://") {
            scheme = rest[..<range.lowerBound].lowercased()
            rest = rest[range.upperBound...]
        }
        if let hash = rest.firstIndex(of: "#") { rest = rest[..<hash] }
        let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        var authority = rest[..<end].lowercased()
        if let at = authority.lastIndex(of: "@") {
            authority = String(authority[authority.index(after: at)...])
        }
        let standard = scheme == "https" ? ":443" : ":80"
        if authority.hasSuffix(standard) { authority.removeLast(standard.count) }
        host = authority
        rest = rest[end...]
        let mark = rest.firstIndex(of: "?") ?? rest.endIndex
        path = String(rest[..<mark])
        query = mark == rest.endIndex ? "" : String(rest[rest.index(after: mark)...])
    }
}
