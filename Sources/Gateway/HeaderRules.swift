/// Which header fields API Gateway drops, renames or refuses; observed on recordings.
enum HeaderRules {
    /// What a field's name means in calls and responses, found once a field; ``KnownField`` is what
    /// the fields of requests are.
    struct Traits: OptionSet {
        let rawValue: UInt16

        /// A client's field that HTTP_PROXY leaves out unless it is mapped.
        static let leftOutByProxy = Traits(rawValue: 1 << 0)
        static let contentType = Traits(rawValue: 1 << 1)
        static let accept = Traits(rawValue: 1 << 2)
        static let userAgent = Traits(rawValue: 1 << 3)
        static let traceID = Traits(rawValue: 1 << 4)
        /// A field of an HTTP_PROXY backend's or a function's response that is dropped.
        static let dropped = Traits(rawValue: 1 << 5)
        /// The same of a backend's response only.
        static let droppedFromHTTP = Traits(rawValue: 1 << 6)
        /// A field of a response that is renamed.
        static let renamed = Traits(rawValue: 1 << 7)
        static let renamedFromHTTP = Traits(rawValue: 1 << 8)
    }

    /// The traits of a field's name, compared without case; none for most names.
    static func traits(_ fields: HeaderFields, _ field: HeaderFields.Field) -> Traits {
        traits(fields.bytes.span, field.name)
    }

    /// O(1): names of that length are looked at, of which there are few.
    private static func traits(_ bytes: borrowing Span<UInt8>, _ range: Range<Int>) -> Traits {
        guard range.count < namesByLength.count else { return [] }
        search: for (name, traits) in namesByLength[range.count] {
            for index in name.indices
            where lowercased(bytes[range.lowerBound &+ index]) != name[index] {
                continue search
            }
            return traits
        }
        return []
    }

    private static let namesByLength: [[(name: [UInt8], traits: Traits)]] = {
        var all: [String: Traits] = [
            "host": .leftOutByProxy, "content-encoding": .leftOutByProxy,
            "content-type": .contentType, "accept": .accept,
            "user-agent": .userAgent, "x-amzn-trace-id": .traceID, "transfer-encoding": .dropped,
            "via": .droppedFromHTTP, "x-amzn-requestid": .renamedFromHTTP,
        ]
        all["content-encoding"]?.insert(.droppedFromHTTP)
        for name in renamedAlways.names {
            all[String(decoding: name, as: UTF8.self), default: []].insert(.renamed)
        }
        var table: [[(name: [UInt8], traits: Traits)]] = []
        for (name, traits) in all.sorted(by: { $0.key < $1.key }) {
            let name = Array(name.utf8)
            while table.count <= name.count { table.append([]) }
            table[name.count].append((name, traits))
        }
        return table
    }()

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

    /// What becomes of a field of a backend's response.
    enum Fate {
        case passed
        case dropped
        /// Renamed to `x-amzn-Remapped-NAME`.
        case renamed
    }

    /// What becomes of a field of an HTTP_PROXY backend or a Lambda function.
    static func proxyFate(_ name: ArraySlice<UInt8>, isHTTP: Bool) -> Fate {
        proxyFate(traits(name.span, 0..<name.count), isHTTP: isHTTP)
    }

    /// The same by the traits of its name.
    static func proxyFate(_ traits: Traits, isHTTP: Bool) -> Fate {
        let dropped: Traits = isHTTP ? [.dropped, .droppedFromHTTP] : .dropped
        if !traits.isDisjoint(with: dropped) { return .dropped }
        let renamed: Traits = isHTTP ? [.renamed, .renamedFromHTTP] : .renamed
        return traits.isDisjoint(with: renamed) ? .passed : .renamed
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
    private static let transferEncoding = Array("transfer-encoding".utf8)
}
