internal import Digest
package import Gateway

/// Signs calls to AWS with Signature Version 4, in the `Authorization` header.
///
/// Source: "Create a signed AWS API request", IAM User Guide.
package struct RequestSigner: Sendable {
    private let credentials: AWSCredentials

    /// Creates a signer for one identity.
    package init(_ credentials: AWSCredentials) {
        self.credentials = credentials
    }

    /// Adds `X-Amz-Date`, the token, and `Authorization` to a call.
    ///
    /// - Parameters:
    ///   - call: The call; its URL must have an authority, which becomes `Host` if that is absent.
    ///   - service: The signing name, such as `dynamodb`.
    ///   - region: Such as `us-east-1`.
    ///   - wallMilliseconds: The signing time in milliseconds since 1970.
    package func sign(
        _ call: inout BackendCall, service: String, region: String, wallMilliseconds: Int64
    ) {
        guard let url = BackendURL(call.url) else { return }
        let time = amazonTime(wallMilliseconds)
        let day = String(time.prefix(8))
        let bodyHash = SHA256.hexadecimal(call.body)
        if call.headers.last("host") == nil { call.headers.append("Host".utf8, url.authority) }
        call.headers.set("X-Amz-Date".utf8, Array(time.utf8))
        if let token = credentials.sessionToken {
            call.headers.set("X-Amz-Security-Token".utf8, Array(token.utf8))
        }
        if service == "s3" {
            call.headers.set("X-Amz-Content-Sha256".utf8, Array(bodyHash.utf8))
        }
        call.headers.remove("authorization".utf8)
        var signed: [(name: String, value: String)] = []
        for field in call.headers.pairs {
            let name = field.name.lowercased()
            guard name == "host" || name == "content-type" || name.hasPrefix("x-amz-") else {
                continue
            }
            let value = field.value.split(separator: " ").joined(separator: " ")
            if let index = signed.firstIndex(where: { $0.name == name }) {
                signed[index].value += ",\(value)"
            } else {
                signed.append((name, value))
            }
        }
        signed.sort { $0.name < $1.name }
        let names = signed.map(\.name).joined(separator: ";")
        let question = url.pathAndQuery.firstIndex(of: 0x3F) ?? url.pathAndQuery.endIndex
        // S3 takes the path as it is sent; all others encode it once more.
        let path = url.pathAndQuery[..<question]
        let canonicalPath =
            service == "s3"
            ? String(decoding: path, as: UTF8.self) : percentEncoded(path, keepsSlash: true)
        let canonical =
            String(decoding: call.method, as: UTF8.self) + "\n" + canonicalPath + "\n"
            + canonicalQuery(url.pathAndQuery[question...].dropFirst()) + "\n"
            + signed.map { "\($0.name):\($0.value)\n" }.joined() + "\n" + names + "\n" + bodyHash
        let scope = "\(day)/\(region)/\(service)/aws4_request"
        let text =
            "AWS4-HMAC-SHA256\n\(time)\n\(scope)\n" + SHA256.hexadecimal(Array(canonical.utf8))
        var key = Array("AWS4\(credentials.secretAccessKey)".utf8)
        for part in [day, region, service, "aws4_request"] {
            key = HMACSHA256.code(for: Array(part.utf8), key: key)
        }
        let signature = hexadecimal(HMACSHA256.code(for: Array(text.utf8), key: key))
        let value =
            "AWS4-HMAC-SHA256 Credential=\(credentials.accessKeyID)/\(scope), "
            + "SignedHeaders=\(names), Signature=\(signature)"
        call.headers.append("Authorization".utf8, Array(value.utf8))
    }
}

/// `20150830T123600Z`.
private func amazonTime(_ wallMilliseconds: Int64) -> String {
    // "Date: Sun, 30 Aug 2015 12:36:00 GMT": the fields are at fixed places.
    let field = Array(
        String(decoding: dateField(wallMilliseconds: wallMilliseconds), as: UTF8.self))
    let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let month = (months.firstIndex(of: String(field[14..<17])) ?? 0) + 1
    let digits =
        String(field[18..<22]) + (month < 10 ? "0\(month)" : "\(month)") + String(field[11..<13])
    return digits + "T" + String(field[23...30].filter { $0 != ":" }) + "Z"
}

/// Pairs decoded, encoded anew and sorted by name, then value.
private func canonicalQuery(_ query: ArraySlice<UInt8>) -> String {
    query.split(separator: 0x26).map { pair -> (String, String) in
        let parts = pair.split(separator: 0x3D, maxSplits: 1, omittingEmptySubsequences: false)
        let value = parts.count == 2 ? parts[1] : []
        return (
            percentEncoded(percentDecoded(parts[0])[...], keepsSlash: false),
            percentEncoded(percentDecoded(value)[...], keepsSlash: false)
        )
    }
    .sorted { $0.0 != $1.0 ? $0.0 < $1.0 : $0.1 < $1.1 }
    .map { "\($0.0)=\($0.1)" }.joined(separator: "&")
}

private func percentDecoded(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var index = bytes.startIndex
    while index < bytes.endIndex {
        if bytes[index] == 0x25, index + 2 < bytes.endIndex, isHexDigit(bytes[index + 1]),
            isHexDigit(bytes[index + 2]),
            let value = UInt8(
                String(decoding: bytes[(index + 1)...(index + 2)], as: UTF8.self), radix: 16)
        {
            result.append(value)
            index += 3
        } else {
            result.append(bytes[index])
            index += 1
        }
    }
    return result
}

/// Everything but unreserved characters as `%XX`.
func percentEncoded(_ bytes: ArraySlice<UInt8>, keepsSlash: Bool) -> String {
    var result: [UInt8] = []
    let digits = Array("0123456789ABCDEF".utf8)
    for byte in bytes {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
            result.append(byte)
        case 0x2F where keepsSlash:
            result.append(byte)
        default:
            result += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
    }
    return String(decoding: result, as: UTF8.self)
}
