/// One condition of a policy statement: an operator, a key and the values to compare with.
struct PolicyCondition: Sendable {
    private enum Comparison: Sendable {
        case stringEquals, stringEqualsIgnoringCase, stringLike
        case numericEquals, numericLess, numericLessOrEqual, numericGreater
        case numericGreaterOrEqual
        case dateEquals, dateLess, dateLessOrEqual, dateGreater, dateGreaterOrEqual
        case bool, ipAddress, arnLike, isNull
    }

    private enum Quantifier: Sendable {
        case single, all, any
    }

    private let comparison: Comparison
    private let isNegated: Bool
    private let holdsWhenMissing: Bool
    private let quantifier: Quantifier
    private let key: String
    private let values: [String]

    /// Reads an operator such as `ForAnyValue:StringLikeIfExists`; `nil` for unknown ones.
    init?(_ written: String, key: String, values: [String]) {
        var name = Substring(written)
        quantifier =
            if name.hasPrefix("ForAllValues:") { .all } else if name.hasPrefix("ForAnyValue:") {
                .any
            } else { .single }
        if quantifier != .single { name = name.drop { $0 != ":" }.dropFirst() }
        let isIfExists = name.hasSuffix("IfExists") && name != "Null"
        if isIfExists { name = name.dropLast("IfExists".count) }
        guard let (comparison, isNegated) = PolicyCondition.operators[String(name)] else {
            return nil
        }
        guard values.allSatisfy({ PolicyCondition.isComparable($0, comparison) }) else {
            return nil
        }
        self.comparison = comparison
        self.isNegated = isNegated
        // Any of no values: nothing holds of one, not even that it is different.
        holdsWhenMissing = isIfExists || isNegated && quantifier != .any || quantifier == .all
        self.key = lowercasedASCII(key)
        self.values = values
    }

    private static let operators: [String: (Comparison, Bool)] = [
        "StringEquals": (.stringEquals, false), "StringNotEquals": (.stringEquals, true),
        "StringEqualsIgnoreCase": (.stringEqualsIgnoringCase, false),
        "StringNotEqualsIgnoreCase": (.stringEqualsIgnoringCase, true),
        "StringLike": (.stringLike, false), "StringNotLike": (.stringLike, true),
        "NumericEquals": (.numericEquals, false), "NumericNotEquals": (.numericEquals, true),
        "NumericLessThan": (.numericLess, false),
        "NumericLessThanEquals": (.numericLessOrEqual, false),
        "NumericGreaterThan": (.numericGreater, false),
        "NumericGreaterThanEquals": (.numericGreaterOrEqual, false),
        "DateEquals": (.dateEquals, false), "DateNotEquals": (.dateEquals, true),
        "DateLessThan": (.dateLess, false), "DateLessThanEquals": (.dateLessOrEqual, false),
        "DateGreaterThan": (.dateGreater, false),
        "DateGreaterThanEquals": (.dateGreaterOrEqual, false),
        "Bool": (.bool, false), "BinaryEquals": (.stringEquals, false),
        "IpAddress": (.ipAddress, false), "NotIpAddress": (.ipAddress, true),
        "ArnEquals": (.arnLike, false), "ArnNotEquals": (.arnLike, true),
        "ArnLike": (.arnLike, false), "ArnNotLike": (.arnLike, true), "Null": (.isNull, false),
    ]

    /// Whether requests can be compared with a value at all: a network that is none would never
    /// match, and a denial by it never deny.
    private static func isComparable(_ value: String, _ comparison: Comparison) -> Bool {
        switch comparison {
        case .ipAddress: IPNetwork(value) != nil
        case .numericEquals, .numericLess, .numericLessOrEqual, .numericGreater,
            .numericGreaterOrEqual:
            Double(value) != nil
        case .dateEquals, .dateLess, .dateLessOrEqual, .dateGreater, .dateGreaterOrEqual:
            secondsSinceEpoch(value) != nil
        default: true
        }
    }

    /// Whether the condition holds for a request with these keys (in lower case).
    func holds(_ keys: [String: [String]]) -> Bool {
        let actual = keys[key] ?? []
        if comparison == .isNull {
            return values.contains { lowercasedASCII($0) == (actual.isEmpty ? "true" : "false") }
        }
        guard !actual.isEmpty else { return holdsWhenMissing }
        func matches(_ text: String) -> Bool {
            values.contains { compare(text, $0) } != isNegated
        }
        return quantifier == .any ? actual.contains(where: matches) : actual.allSatisfy(matches)
    }

    private func compare(_ actual: String, _ wanted: String) -> Bool {
        switch comparison {
        case .stringEquals: return actual == wanted
        case .stringEqualsIgnoringCase: return lowercasedASCII(actual) == lowercasedASCII(wanted)
        case .stringLike: return matchesWildcard(actual, wanted)
        case .bool: return lowercasedASCII(actual) == lowercasedASCII(wanted)
        case .arnLike: return matchesARN(actual, wanted)
        case .ipAddress:
            guard let network = IPNetwork(wanted), let address = IPNetwork(actual) else {
                return false
            }
            return network.contains(address)
        case .numericEquals: return compareNumbers(actual, wanted, ==)
        case .numericLess: return compareNumbers(actual, wanted, <)
        case .numericLessOrEqual: return compareNumbers(actual, wanted, <=)
        case .numericGreater: return compareNumbers(actual, wanted, >)
        case .numericGreaterOrEqual: return compareNumbers(actual, wanted, >=)
        case .dateEquals: return compareDates(actual, wanted, ==)
        case .dateLess: return compareDates(actual, wanted, <)
        case .dateLessOrEqual: return compareDates(actual, wanted, <=)
        case .dateGreater: return compareDates(actual, wanted, >)
        case .dateGreaterOrEqual: return compareDates(actual, wanted, >=)
        case .isNull: return false
        }
    }
}

/// Whether ARNs match part by part: a wildcard does not reach over the first five colons.
private func matchesARN(_ actual: String, _ pattern: String) -> Bool {
    let parts = actual.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    let wanted = pattern.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    guard parts.count == wanted.count else { return false }
    return zip(parts, wanted).allSatisfy { matchesWildcard($0, $1) }
}

private func compareNumbers(
    _ actual: String, _ wanted: String, _ compare: (Double, Double) -> Bool
) -> Bool {
    guard let actual = Double(actual), let wanted = Double(wanted) else { return false }
    return compare(actual, wanted)
}

private func compareDates(
    _ actual: String, _ wanted: String, _ compare: (Int64, Int64) -> Bool
) -> Bool {
    guard let actual = secondsSinceEpoch(actual), let wanted = secondsSinceEpoch(wanted) else {
        return false
    }
    return compare(actual, wanted)
}

/// The seconds of an ISO 8601 date, `2026-01-31` or `2026-01-31T12:00:00Z`, or of a number.
private func secondsSinceEpoch(_ text: String) -> Int64? {
    if let seconds = Int64(text) { return seconds }
    let bytes = Array(text.utf8)
    func number(_ range: Range<Int>) -> Int? {
        guard range.upperBound <= bytes.count, bytes[range].allSatisfy({ 48...57 ~= $0 }) else {
            return nil
        }
        return bytes[range].reduce(0) { $0 * 10 + Int($1 - 48) }
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
        bytes.count == 10 || bytes.count == 20 && bytes[19] == UInt8(ascii: "Z"),
        1...12 ~= month, 1...31 ~= day
    else { return nil }
    var seconds = daysSinceEpoch(year: year, month: month, day: day) * 86_400
    if bytes.count == 20 {
        guard let hour = number(11..<13), let minute = number(14..<16),
            let second = number(17..<19)
        else { return nil }
        seconds += Int64(hour * 3600 + minute * 60 + second)
    }
    return seconds
}
