// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

import Foundation

/// The name of a JSON object's member: one key type for all models keeps them small.
struct JSONKey: CodingKey {
    let stringValue: String
    var intValue: Int? { Int(stringValue) }

    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { stringValue = String(intValue) }
}

/// Reads the members of one JSON object.
struct ObjectReader {
    private let container: KeyedDecodingContainer<JSONKey>

    init(_ decoder: any Decoder) throws {
        container = try decoder.container(keyedBy: JSONKey.self)
    }

    /// A member that must be there and not be null.
    func required<Value: Decodable>(_ name: String) throws -> Value {
        try container.decode(Value.self, forKey: JSONKey(name))
    }

    /// A member that may be missing or null.
    func optional<Value: Decodable>(_ name: String) throws -> Value? {
        try container.decodeIfPresent(Value.self, forKey: JSONKey(name))
    }

    /// A member whose absence and whose null mean different things.
    func patch<Value: Decodable>(_ name: String) throws -> Patch<Value> {
        let key = JSONKey(name)
        guard container.contains(key) else { return .absent }
        if try container.decodeNil(forKey: key) { return .null }
        return .value(try container.decode(Value.self, forKey: key))
    }

    /// The members not named here.
    func additional<Value: Decodable>(besides names: Set<String>) throws -> [String: Value] {
        var result: [String: Value] = [:]
        for key in container.allKeys where !names.contains(key.stringValue) {
            if try !container.decodeNil(forKey: key) {
                result[key.stringValue] = try container.decode(Value.self, forKey: key)
            }
        }
        return result
    }
}

/// A member of a request body that can be left as it is, set to null, or set to a value.
public enum Patch<Value> {
    /// The member is not sent.
    case absent
    /// The member is sent as `null`.
    case null
    /// The member is sent.
    case value(Value)

    /// The value, or `nil` for null and absent.
    public var value: Value? {
        if case .value(let value) = self { return value }
        return nil
    }
}

extension Patch: Equatable where Value: Equatable {}
extension Patch: Hashable where Value: Hashable {}
extension Patch: Sendable where Value: Sendable {}

/// A value kept behind a reference, so that a type can contain itself.
@propertyWrapper
public struct Boxed<Value: Hashable & Sendable>: Hashable, Sendable {
    private final class Storage: Sendable {
        let value: Value
        init(_ value: Value) { self.value = value }
    }

    private var storage: Storage

    public init(wrappedValue: Value) { storage = Storage(wrappedValue) }

    public var wrappedValue: Value {
        get { storage.value }
        set { storage = Storage(newValue) }
    }

    public static func == (lhs: Self, rhs: Self) -> Bool {
        lhs.storage === rhs.storage || lhs.wrappedValue == rhs.wrappedValue
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(wrappedValue) }
}

/// A closed list of texts that may grow: a text that is not listed is kept, not refused.
public protocol OpenEnum: RawRepresentable, Codable, Hashable, Sendable, CustomStringConvertible,
    ParameterValue
where RawValue == String {
    init(rawValue: String)
}

extension OpenEnum {
    public init(from decoder: any Decoder) throws {
        self.init(rawValue: try decoder.singleValueContainer().decode(String.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }

    public static func == (lhs: Self, rhs: Self) -> Bool { lhs.rawValue == rhs.rawValue }
    public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
    public var description: String { rawValue }
    public var parameterContent: ParameterContent { .scalar(rawValue) }
}

/// What an alternative of a union looks like, to tell which of several a value is.
enum UnionArm {
    case object(required: [String], constants: [String: String] = [:], known: Set<String> = [])
    case array
    case text([String] = [])
    case integer
    case number
    case bool
    case any

    /// How well a value fits; `nil` where it does not.
    func score(_ value: JSONValue) -> Int? {
        switch (self, value) {
        case (.object(let required, let constants, let known), .object(let members)):
            for name in required where members[name] == nil { return nil }
            for (name, text) in constants where members[name] != nil {
                if members[name]?.scalarText != text { return nil }
            }
            let matched = constants.keys.filter { members[$0] != nil }.count
            let shared = members.keys.filter { known.contains($0) }.count
            return 1 + 1000 * matched + 10 * required.count + shared
        case (.array, .array), (.integer, .integer), (.bool, .bool): return 2
        case (.number, .number), (.number, .integer): return 1
        case (.text(let known), .string(let text)):
            if known.isEmpty { return 1 }
            return known.contains(text) ? 2 : nil
        case (.any, _): return 0
        default: return nil
        }
    }
}

/// A value that is one of several shapes.
struct UnionReader {
    let value: JSONValue
    private let decoder: any Decoder

    init(_ decoder: any Decoder) throws {
        self.decoder = decoder
        value = try JSONValue(from: decoder)
    }

    /// The text of the member that says which alternative this is.
    func discriminator(_ name: String) -> String { value[name]?.scalarText ?? "" }

    /// Reads the value as one alternative; `nil` where it does not fit.
    func read<Value: Decodable>() -> Value? {
        try? decoder.singleValueContainer().decode(Value.self)
    }

    /// The alternatives that fit, best first, equals in the order of the API's description.
    func candidates(_ arms: [UnionArm]) -> [Int] {
        var fits: [(arm: Int, score: Int)] = []
        for (index, arm) in arms.enumerated() {
            if let score = arm.score(value) { fits.append((index, score)) }
        }
        return fits.sorted { ($1.score, $0.arm) < ($0.score, $1.arm) }.map(\.arm)
    }
}

extension Encoder {
    /// Writes the value of a union's alternative.
    func write(_ value: some Encodable) throws {
        var container = singleValueContainer()
        try container.encode(value)
    }
}

/// A day without a time of day, as in `2024-02-29`.
public struct CalendarDate: Codable, Hashable, Sendable, Comparable,
    LosslessStringConvertible
{
    public var year: Int
    public var month: Int
    public var day: Int

    public init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// Reads `YYYY-MM-DD` (RFC 3339); a time after it is left out.
    public init?(_ text: String) {
        let parts = text.prefix(10).split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].utf8.count == 4,
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
            (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let date = CalendarDate(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "'\(text)' is not a date")
        }
        self = date
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    public var description: String {
        "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    public static func < (lhs: Self, rhs: Self) -> Bool {
        (lhs.year, lhs.month, lhs.day) < (rhs.year, rhs.month, rhs.day)
    }

    /// The days since 1970-01-01 in the proleptic Gregorian calendar.
    var daysSince1970: Int {
        let year = month <= 2 ? self.year - 1 : self.year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
            - 719_468
    }

    /// The day that many days after 1970-01-01.
    init(daysSince1970 days: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }
}

/// A point in time as RFC 3339 writes it.
enum Timestamp {
    /// Reads `YYYY-MM-DDThh:mm:ss`, any fraction, and a zone; without a zone it is UTC.
    static func parse(_ text: String) -> Date? {
        guard let date = CalendarDate(text) else { return nil }
        var rest = Array(text.utf8.dropFirst(10))[...]
        var seconds = Double(date.daysSince1970) * 86_400
        guard !rest.isEmpty else { return Date(timeIntervalSince1970: seconds) }
        guard [0x54, 0x74, 0x20].contains(rest.removeFirst()) else { return nil }
        func number(_ count: Int) -> Double? {
            let digits = rest.prefix(count)
            guard digits.count == count, digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
                return nil
            }
            rest = rest.dropFirst(count)
            return digits.reduce(0) { $0 * 10 + Double($1 - 0x30) }
        }
        func skip(_ byte: UInt8) -> Bool {
            guard rest.first == byte else { return false }
            rest = rest.dropFirst()
            return true
        }
        guard let hour = number(2), skip(0x3A), let minute = number(2) else { return nil }
        seconds += hour * 3600 + minute * 60
        if skip(0x3A) {
            guard let second = number(2) else { return nil }
            seconds += second
            if skip(0x2E) || skip(0x2C) {
                let digits = rest.prefix { (0x30...0x39).contains($0) }
                guard !digits.isEmpty, let fraction = Double("0." + text8(digits)) else {
                    return nil
                }
                seconds += fraction
                rest = rest.dropFirst(digits.count)
            }
        }
        if rest.isEmpty || rest.elementsEqual([0x5A]) || rest.elementsEqual([0x7A]) {
            return Date(timeIntervalSince1970: seconds)
        }
        guard let sign = rest.popFirst(), sign == 0x2B || sign == 0x2D, let hours = number(2) else {
            return nil
        }
        _ = skip(0x3A)
        let minutes = rest.isEmpty ? 0 : number(2)
        guard let minutes, rest.isEmpty else { return nil }
        let offset = hours * 3600 + minutes * 60
        return Date(timeIntervalSince1970: sign == 0x2B ? seconds - offset : seconds + offset)
    }

    /// Writes a time in UTC, with milliseconds where it has any.
    static func format(_ date: Date) -> String {
        let milliseconds = (date.timeIntervalSince1970 * 1000).rounded()
        guard abs(milliseconds) < 9e15 else { return "1970-01-01T00:00:00Z" }
        let total = Int(milliseconds)
        let days = total >= 0 ? total / 86_400_000 : (total - 86_399_999) / 86_400_000
        let rest = total - days * 86_400_000
        let fraction = rest % 1000 == 0 ? "" : "." + padded(rest % 1000, 3)
        let hour = padded(rest / 3_600_000, 2)
        let minute = padded(rest / 60_000 % 60, 2)
        let second = padded(rest / 1000 % 60, 2)
        return "\(CalendarDate(daysSince1970: days))T\(hour):\(minute):\(second)\(fraction)Z"
    }

    /// `YYYYMMDD'T'hhmmss'Z'`, as request signatures write it.
    static func compact(_ date: Date) -> String {
        let whole = Date(timeIntervalSince1970: date.timeIntervalSince1970.rounded(.down))
        return format(whole).filter { $0 != "-" && $0 != ":" }
    }

    /// Reads an HTTP date (RFC 9110, section 5.6.7, its preferred form).
    static func parseHTTPDate(_ text: String) -> Date? {
        let parts = text.split(whereSeparator: { $0 == " " || $0 == ":" || $0 == "," })
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        guard parts.count >= 7, let day = Int(parts[1]), let year = Int(parts[3]),
            let month = months.firstIndex(of: String(parts[2])),
            let hour = Int(parts[4]), let minute = Int(parts[5]), let second = Int(parts[6])
        else { return nil }
        let days = CalendarDate(year: year, month: month + 1, day: day).daysSince1970
        return Date(
            timeIntervalSince1970: Double(days * 86_400 + hour * 3600 + minute * 60 + second))
    }
}

private func text8(_ bytes: some Collection<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
}

/// A number in decimal with leading zeros.
func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number.magnitude)
    let zeros = String(repeating: "0", count: max(0, width - digits.count))
    return (number < 0 ? "-" : "") + zeros + digits
}

/// How values become JSON and back.
enum JSONCoding {
    static func encoder() -> JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .custom { date, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(Timestamp.format(date))
        }
        return encoder
    }

    static func decoder() -> JSONDecoder {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            let container = try decoder.singleValueContainer()
            if let seconds = try? container.decode(Double.self) {
                return Date(timeIntervalSince1970: seconds)
            }
            let text = try container.decode(String.self)
            if let date = Timestamp.parse(text) { return date }
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "'\(text)' is not a date and time")
        }
        return decoder
    }

    static func encode(_ value: some Encodable) throws -> Data { try encoder().encode(value) }

    static func text(_ value: some Encodable) throws -> String {
        String(decoding: try encode(value), as: UTF8.self)
    }

    static func decode<Value: Decodable>(_ data: Data) throws -> Value {
        try decoder().decode(Value.self, from: data)
    }

    /// A value as JSON without the text between.
    static func value(of value: some Encodable) throws -> JSONValue { try decode(encode(value)) }
}
