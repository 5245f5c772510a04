/// Which header fields API Gateway drops, renames or refuses; observed on recordings.
enum HeaderRules {
    /// Whether mapping a field of this name makes the request fail.
    ///
    /// - Parameters:
    ///   - name: The field's name.
    ///   - isAWS: Whether the integration is of type AWS or AWS_PROXY.
    /// - Returns: Whether it fails.
    static func isForbiddenMapping(_ name: some Collection<UInt8>, isAWS: Bool) -> Bool {
        contains(forbidden, name) || isAWS && contains(forbiddenForAWS, name)
    }

    /// Whether a mapped field is dropped without a word.
    static func isDroppedMapping(
        _ name: some Collection<UInt8>, isHTTP: Bool, isAWS: Bool
    ) -> Bool {
        contains(dropped, name) || isHTTP && isEqualIgnoringCase(name, via)
            || isAWS && isEqualIgnoringCase(name, referer)
    }

    /// Whether HTTP_PROXY leaves out a client's field that is not mapped.
    static func isLeftOutByProxy(_ name: ArraySlice<UInt8>) -> Bool {
        isEqualIgnoringCase(name, host) || isEqualIgnoringCase(name, contentEncoding)
    }

    /// What becomes of a field of a backend's response.
    enum Fate {
        case passed
        case dropped
        /// Renamed to `x-amzn-Remapped-NAME`.
        case renamed
    }

    /// What becomes of a field of an HTTP_PROXY backend or a Lambda function.
    static func proxyFate(_ name: ArraySlice<UInt8>, isHTTP: Bool) -> Fate {
        if isEqualIgnoringCase(name, transferEncoding) { return .dropped }
        if isHTTP, isEqualIgnoringCase(name, contentEncoding) || isEqualIgnoringCase(name, via) {
            return .dropped
        }
        return contains(renamedAlways, name)
            || isHTTP && isEqualIgnoringCase(name, requestID) ? .renamed : .passed
    }

    /// What becomes of a field that a response mapping sets.
    static func mappedFate(_ name: some Collection<UInt8>) -> Fate {
        if isEqualIgnoringCase(name, transferEncoding) { return .dropped }
        return contains(renamedAlways, name) || contains(renamedMapped, name) ? .renamed : .passed
    }

    /// The spelling that events have for a few names whatever the client's; `nil` for others.
    static func capitalized(_ name: ArraySlice<UInt8>) -> [UInt8]? {
        // Most names are told by their length.
        guard name.count == 13 || name.count == 10 else { return nil }
        if isEqualIgnoringCase(name, FieldName.authorization) { return FieldName.authorization }
        if isEqualIgnoringCase(name, FieldName.userAgent) { return FieldName.userAgent }
        return nil
    }

    private static func contains(_ names: NameSet, _ name: some Collection<UInt8>) -> Bool {
        let count = name.count
        guard count < 32, names.lengths >> UInt32(count) & 1 == 1 else { return false }
        for candidate in names.names where candidate.count == count {
            if isEqualIgnoringCase(candidate, name) { return true }
        }
        return false
    }

    /// Names in lower case, and which lengths they have: most fields are told by their length.
    private struct NameSet {
        var names: [[UInt8]]
        var lengths: UInt32
    }

    private static func list(_ names: String) -> NameSet {
        let names = names.utf8.split(separator: UInt8(ascii: " ")).map { Array($0) }
        return NameSet(
            names: names, lengths: names.reduce(0) { $0 | 1 << UInt32($1.count) })
    }

    private static let forbidden = list(
        "content-length transfer-encoding x-amzn-trace-id x-amzn-apigateway-api-id")
    private static let forbiddenForAWS = list(
        "authorization connection expect proxy-authenticate te")
    private static let dropped = list("expect proxy-authenticate te")
    private static let renamedAlways = list("connection content-length date server")
    private static let renamedMapped = list(
        "authorization content-md5 expect host max-forwards proxy-authenticate trailer upgrade "
            + "user-agent www-authenticate")
    private static let via = Array("via".utf8)
    private static let referer = Array("referer".utf8)
    private static let host = Array("host".utf8)
    private static let contentEncoding = Array("content-encoding".utf8)
    private static let transferEncoding = Array("transfer-encoding".utf8)
    private static let requestID = Array("x-amzn-requestid".utf8)
}
