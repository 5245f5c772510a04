// Written by Scripts/embed-sdk-runtime from Sources/SDKRuntime. Do not edit.
// swift-format-ignore-file

/// The files of the runtime that every generated client carries.
let runtimeFiles: [(name: String, text: String)] = [
    (
        "APIModel.swift",
        ####"""
import Foundation

/// An object of the API: a structure that lists its members once.
///
/// The list gives its JSON, its hash and its equality. Written out for every structure, these would
/// take the compiler longer than everything else together.
public protocol APIModel: Codable, Hashable, Sendable {
    /// Puts every member.
    func write(to object: inout ObjectWriter)
}

extension APIModel {
    public func encode(to encoder: any Encoder) throws {
        var object = ObjectWriter(encoder.container(keyedBy: JSONKey.self))
        write(to: &object)
        if let failure = object.failure { throw failure }
    }

    public func hash(into hasher: inout Hasher) {
        var object = ObjectWriter(hasher)
        write(to: &object)
        hasher = object.hasher
    }

    public static func == (lhs: Self, rhs: Self) -> Bool {
        var left = ObjectWriter()
        lhs.write(to: &left)
        var right = ObjectWriter()
        rhs.write(to: &right)
        return left.values == right.values
    }
}

/// Takes the members of one object: to encode, to hash or to compare them.
public struct ObjectWriter {
    /// Where members are encoded; `nil` where they are hashed or compared.
    private var container: KeyedEncodingContainer<JSONKey>?
    /// Whether members go into `hasher` rather than into `values`.
    private var isHashing = false
    private(set) var hasher = Hasher()
    private(set) var values: [AnyHashable] = []
    /// Why the first member that could not be encoded was not.
    private(set) var failure: (any Error)?

    init(_ container: KeyedEncodingContainer<JSONKey>) { self.container = container }

    init(_ hasher: Hasher) {
        self.hasher = hasher
        isHashing = true
    }

    init() {}

    /// Puts a member; an optional's `nil` is written as null.
    mutating func put<Value: Encodable & Hashable>(_ name: String, _ value: Value) {
        if container == nil { return compare(value) }
        encode { try $0.encode(value, forKey: JSONKey(name)) }
    }

    /// Puts a member; `nil` is not written.
    mutating func put<Value: Encodable & Hashable>(ifPresent name: String, _ value: Value?) {
        if container == nil { return compare(value) }
        if let value { encode { try $0.encode(value, forKey: JSONKey(name)) } }
    }

    /// Puts a member, null or nothing.
    mutating func put<Value: Encodable & Hashable>(patch name: String, _ value: Patch<Value>) {
        if container == nil { return compare(value) }
        switch value {
        case .absent: break
        case .null: encode { try $0.encodeNil(forKey: JSONKey(name)) }
        case .value(let value): encode { try $0.encode(value, forKey: JSONKey(name)) }
        }
    }

    /// Puts members whose names are the caller's.
    mutating func put<Value: Encodable & Hashable>(additional members: [String: Value]) {
        if container == nil { return compare(members) }
        for (name, value) in members { encode { try $0.encode(value, forKey: JSONKey(name)) } }
    }

    private mutating func encode(
        _ body: (inout KeyedEncodingContainer<JSONKey>) throws -> Void
    ) {
        guard var target = container, failure == nil else { return }
        do { try body(&target) } catch { failure = error }
        container = target
    }

    private mutating func compare(_ value: some Hashable) {
        if isHashing { hasher.combine(value) } else { values.append(AnyHashable(value)) }
    }
}

"""####
    ),
    (
        "ClientCore.swift",
        ####"""
import Foundation

/// What every call of a client has in common.
public struct ClientConfiguration: Sendable {
    /// How long an attempt waits for data, in seconds.
    public var timeout: TimeInterval = 60
    public var retries = RetryPolicy()
    /// Fields that every request carries; an operation's own win.
    public var headers = HTTPHeaders()
    /// The clock, for signatures and dates in answers.
    public var now: @Sendable () -> Date = { Date() }
    /// A number from 0 up to 1, for pauses.
    public var random: @Sendable () -> Double = { Double.random(in: 0..<1) }
    /// Waits for a number of seconds.
    public var sleep: @Sendable (TimeInterval) async throws -> Void = { seconds in
        try await Task.sleep(nanoseconds: UInt64(max(0, min(seconds, 86_400)) * 1e9))
    }
    /// What separates the parts of a form.
    public var boundary: @Sendable () -> String = { "part-\(UUID().uuidString)" }

    public init() {}
}

/// A result that has several forms, by status.
protocol ResponseChoice: Sendable {
    init(_ response: HTTPResponse) throws
}

extension HTTPResponse {
    /// The body as JSON.
    func json<Value: Decodable>() throws -> Value { try JSONCoding.decode(body) }

    /// The body as JSON; `nil` where it is empty.
    func jsonIfPresent<Value: Decodable>() throws -> Value? {
        body.isEmpty ? nil : try JSONCoding.decode(body)
    }
}

/// Makes requests of operations, sends them, and reads answers.
struct ClientCore: Sendable {
    let baseURL: String
    let credentials: any CredentialSet
    let configuration: ClientConfiguration
    let transport: any Transport
    let userAgent: String
    /// Whether operations with a server of their own are sent there.
    let isDocumentedStage: Bool
    private let budget = RetryBudget()

    init(
        baseURL: URL, credentials: any CredentialSet, configuration: ClientConfiguration,
        transport: any Transport, isDocumentedStage: Bool = false, userAgent: String
    ) {
        var base = baseURL.absoluteString
        while base.hasSuffix("/") { base.removeLast() }
        self.baseURL = base
        self.credentials = credentials
        self.configuration = configuration
        self.transport = transport
        self.userAgent = userAgent
        self.isDocumentedStage = isDocumentedStage
    }

    func json<Value: Decodable & Sendable, Failure: OperationFailure>(
        _ operation: OperationRequest, failing: Failure.Type
    ) async throws(APIError<Failure>) -> Response<Value> {
        let response = try await response(operation, failing: failing)
        do {
            return Response(value: try response.json(), http: response)
        } catch {
            throw .decoding(error, response)
        }
    }

    func jsonIfPresent<Value: Decodable & Sendable, Failure: OperationFailure>(
        _ operation: OperationRequest, failing: Failure.Type
    ) async throws(APIError<Failure>) -> Response<Value?> {
        let response = try await response(operation, failing: failing)
        do {
            return Response(value: try response.jsonIfPresent(), http: response)
        } catch {
            throw .decoding(error, response)
        }
    }

    func choice<Value: ResponseChoice, Failure: OperationFailure>(
        _ operation: OperationRequest, failing: Failure.Type
    ) async throws(APIError<Failure>) -> Response<Value> {
        let response = try await response(operation, failing: failing)
        do {
            return Response(value: try Value(response), http: response)
        } catch {
            throw .decoding(error, response)
        }
    }

    func text<Failure: OperationFailure>(
        _ operation: OperationRequest, failing: Failure.Type
    ) async throws(APIError<Failure>) -> Response<String> {
        let response = try await response(operation, failing: failing)
        return Response(value: response.text, http: response)
    }

    func data<Failure: OperationFailure>(
        _ operation: OperationRequest, failing: Failure.Type
    ) async throws(APIError<Failure>) -> Response<Data> {
        let response = try await response(operation, failing: failing)
        return Response(value: response.body, http: response)
    }

    func nothing<Failure: OperationFailure>(
        _ operation: OperationRequest, failing: Failure.Type
    ) async throws(APIError<Failure>) -> Response<Void> {
        Response(value: (), http: try await response(operation, failing: failing))
    }

    func anything<Failure: OperationFailure>(
        _ operation: OperationRequest, failing: Failure.Type
    ) async throws(APIError<Failure>) -> Response<HTTPResponse> {
        let response = try await response(operation, failing: failing)
        return Response(value: response, http: response)
    }

    func stream<Failure: OperationFailure>(
        _ operation: OperationRequest, failing: Failure.Type
    ) async throws(APIError<Failure>) -> ResponseStream {
        switch await exchange(operation, streaming: true) {
        case .response(let response): throw refusal(response, failing)
        case .stream(let stream): return stream
        case .failure(let failure): throw failure.error()
        }
    }

    private func response<Failure: OperationFailure>(
        _ operation: OperationRequest, failing: Failure.Type
    ) async throws(APIError<Failure>) -> HTTPResponse {
        switch await exchange(operation, streaming: false) {
        case .response(let response):
            if operation.isSuccess(response.status) { return response }
            throw refusal(response, failing)
        case .stream(let stream): throw .unexpected(HTTPResponse(status: stream.status))
        case .failure(let failure): throw failure.error()
        }
    }

    /// The error for an answer that is no result.
    private func refusal<Failure: OperationFailure>(
        _ response: HTTPResponse, _: Failure.Type
    ) -> APIError<Failure> {
        var fault = GatewayFault(response, now: configuration.now())
        if let fault, response.headers["x-amzn-errortype"] != nil {
            return .gateway(fault, response)
        }
        let customized = GatewayFault(response, now: configuration.now(), isCustomized: true)
        if case .other? = customized {} else { fault = fault ?? customized }
        do {
            if let failure = try Failure.decode(response) { return .failure(failure, response) }
        } catch {
            if let fault { return .gateway(fault, response) }
            return .decoding(error, response)
        }
        return fault.map { .gateway($0, response) } ?? .unexpected(response)
    }
}

extension OperationRequest {
    func isSuccess(_ status: Int) -> Bool { (200..<300) ~= status || accepted.contains(status) }
}

/// Why no answer came.
private enum CallFailure: Error {
    case encoding(any Error)
    case credentials(any Error)
    case transport(any Error)
    case cancelled

    func error<Failure>() -> APIError<Failure> {
        switch self {
        case .encoding(let error): return .encoding(error)
        case .credentials(let error): return .credentials(error)
        case .transport(let error): return .transport(error)
        case .cancelled: return .cancelled
        }
    }
}

private enum ExchangeOutcome {
    case response(HTTPResponse)
    case stream(ResponseStream)
    case failure(CallFailure)
}

extension ClientCore {
    /// Sends an operation until an answer stands or no attempt is left.
    private func exchange(_ operation: OperationRequest, streaming: Bool) async -> ExchangeOutcome {
        var attempt = 1
        var skew: TimeInterval = 0
        var hasCorrectedClock = false
        while true {
            if Task.isCancelled { return .failure(.cancelled) }
            let request: HTTPRequest
            do throws(CallFailure) {
                request = try await prepare(operation, skew: skew)
            } catch {
                return .failure(error)
            }
            let outcome: AttemptOutcome
            do {
                if streaming {
                    let stream = try await transport.stream(request)
                    if operation.isSuccess(stream.status) { return .stream(stream) }
                    outcome = .response(try await stream.collected())
                } else {
                    outcome = .response(try await transport.send(request))
                }
            } catch {
                if Task.isCancelled || error is CancellationError { return .failure(.cancelled) }
                outcome = .error(error)
            }
            if case .response(let response) = outcome {
                await budget.earn()
                if !hasCorrectedClock, let correction = clockSkew(response) {
                    skew = correction
                    hasCorrectedClock = true
                    continue
                }
            }
            let delay = configuration.retries.delay(
                after: outcome, attempt: attempt, request: request,
                random: configuration.random(), now: configuration.now())
            guard let delay, await budget.spend() else {
                switch outcome {
                case .response(let response): return .response(response)
                case .error(let error): return .failure(.transport(error))
                }
            }
            do {
                try await configuration.sleep(delay)
            } catch {
                return .failure(.cancelled)
            }
            attempt += 1
        }
    }

    /// How far this clock is off, where an answer refuses a signature for its time.
    private func clockSkew(_ response: HTTPResponse) -> TimeInterval? {
        guard response.status == 403,
            response.text.contains("Signature expired")
                || response.text.contains("Signature not yet current"),
            let date = response.headers["Date"].flatMap(Timestamp.parseHTTPDate)
        else { return nil }
        return date.timeIntervalSince(configuration.now())
    }

    /// The request as it goes out, with credentials.
    private func prepare(
        _ operation: OperationRequest, skew: TimeInterval
    ) async throws(CallFailure) -> HTTPRequest {
        if let failure = operation.failure { throw .encoding(failure) }
        var query = operation.queryText
        var cookies = operation.cookies
        var headers = configuration.headers
        headers["User-Agent"] = headers["User-Agent"] ?? userAgent
        for field in operation.headers { headers[field.name] = field.value }
        var body = operation.body
        if let form = operation.form {
            let boundary = configuration.boundary()
            do {
                body = .data(try form.bytes(boundary: boundary))
            } catch {
                throw .encoding(error)
            }
            headers["Content-Type"] = "multipart/form-data; boundary=\(boundary)"
        }

        var signature: (AWSCredentials, region: String, service: String)?
        for authorization in try await authorizations(operation.security) {
            switch authorization {
            case .header(let name, let value): headers[name] = value
            case .query(let name, let value):
                if !query.isEmpty { query += "&" }
                query += PercentEncoding.encode(name) + "=" + PercentEncoding.encode(value)
            case .cookie(let name, let value):
                cookies.append("\(name)=\(PercentEncoding.encode(value))")
            case .signature(let keys, let region, let service): signature = (keys, region, service)
            }
        }
        if !cookies.isEmpty { headers["Cookie"] = cookies.joined(separator: "; ") }

        let mark = operation.path.contains("?") ? "&" : "?"
        let base = isDocumentedStage ? operation.server ?? baseURL : baseURL
        let text = base + operation.path + (query.isEmpty ? "" : mark + query)
        guard let url = URL(string: text), url.scheme != nil else {
            throw .encoding(RequestError.invalidURL(text))
        }
        var request = HTTPRequest(
            method: operation.method, url: url, headers: headers, body: body,
            timeout: configuration.timeout)
        if let (keys, region, service) = signature {
            do {
                let bytes = try body?.bytes() ?? Data()
                if case .file? = body { request.body = .data(bytes) }
                SigV4.sign(
                    &request, body: bytes, credentials: keys, region: region, service: service,
                    date: configuration.now().addingTimeInterval(skew))
            } catch {
                throw .encoding(error)
            }
        }
        return request
    }

    /// What the first alternative adds whose every secret was given.
    private func authorizations(
        _ alternatives: [[String]]
    ) async throws(CallFailure) -> [Authorization] {
        do {
            next: for schemes in alternatives {
                var result: [Authorization] = []
                for scheme in schemes {
                    guard let added = try await credentials.authorization(scheme) else {
                        continue next
                    }
                    result += added
                }
                return result
            }
        } catch {
            if Task.isCancelled || error is CancellationError { throw .cancelled }
            throw .credentials(error)
        }
        guard alternatives.isEmpty else {
            throw .credentials(RequestError.missingCredentials(alternatives))
        }
        return []
    }
}

extension ResponseStream {
    /// The whole answer, once its last piece is there.
    public func collected() async throws -> HTTPResponse {
        var body = Data()
        for try await chunk in self { body.append(chunk) }
        return HTTPResponse(status: status, headers: headers, body: body)
    }
}

"""####
    ),
    (
        "Coding.swift",
        ####"""
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

"""####
    ),
    (
        "Credentials.swift",
        ####"""
import Foundation

/// A secret, or what fetches it when a request needs it.
public struct CredentialSource<Value: Sendable>: Sendable {
    private let fetch: @Sendable () async throws -> Value

    /// A value that does not change.
    public static func value(_ value: Value) -> Self { Self { value } }

    /// A closure that is asked before every attempt; it should keep what is still valid.
    public static func provider(_ fetch: @escaping @Sendable () async throws -> Value) -> Self {
        Self(fetch: fetch)
    }

    private init(fetch: @escaping @Sendable () async throws -> Value) { self.fetch = fetch }

    func callAsFunction() async throws -> Value { try await fetch() }
}

extension CredentialSource: ExpressibleByStringLiteral, ExpressibleByUnicodeScalarLiteral,
    ExpressibleByExtendedGraphemeClusterLiteral
where Value == String {
    public init(stringLiteral value: String) { self = .value(value) }
    public init(unicodeScalarLiteral value: String) { self = .value(value) }
    public init(extendedGraphemeClusterLiteral value: String) { self = .value(value) }
}

/// A name and a password (RFC 7617).
public struct BasicCredentials: Hashable, Sendable {
    public var username: String
    public var password: String

    public init(username: String, password: String) {
        self.username = username
        self.password = password
    }
}

/// The keys of an AWS identity.
public struct AWSCredentials: Hashable, Sendable {
    public var accessKeyID: String
    public var secretAccessKey: String
    public var sessionToken: String?

    public init(accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
    }
}

/// An AWS identity that signs requests (Signature Version 4).
public struct IAM: Sendable {
    public var region: String
    public var service: String
    public var credentials: CredentialSource<AWSCredentials>

    public init(
        region: String, service: String = "execute-api",
        credentials: CredentialSource<AWSCredentials>
    ) {
        self.region = region
        self.service = service
        self.credentials = credentials
    }

    /// Keys that do not change.
    public static func keys(
        _ accessKeyID: String, _ secretAccessKey: String, sessionToken: String? = nil,
        region: String
    ) -> IAM {
        let keys = AWSCredentials(
            accessKeyID: accessKeyID, secretAccessKey: secretAccessKey, sessionToken: sessionToken)
        return IAM(region: region, credentials: .value(keys))
    }
}

/// What one security scheme adds to a request.
enum Authorization {
    case header(String, String)
    case query(String, String)
    case cookie(String, String)
    case signature(AWSCredentials, region: String, service: String)

    static func basic(_ credentials: BasicCredentials) -> Authorization {
        let text = Data("\(credentials.username):\(credentials.password)".utf8)
        return .header("Authorization", "Basic \(text.base64EncodedString())")
    }

    static func iam(_ identity: IAM) async throws -> Authorization {
        .signature(
            try await identity.credentials(), region: identity.region, service: identity.service)
    }
}

/// The credentials of one API, by the names of its security schemes.
protocol CredentialSet: Sendable {
    /// What a scheme adds to a request; `nil` where its secret was not given.
    func authorization(_ scheme: String) async throws -> [Authorization]?
}

/// The credentials of an API that asks for none.
struct NoCredentials: CredentialSet {
    func authorization(_ scheme: String) async throws -> [Authorization]? { nil }
}

"""####
    ),
    (
        "Errors.swift",
        ####"""
import Foundation

/// Why a call did not give its result.
public enum APIError<Failure: OperationFailure>: Error {
    /// The API answered with an error that its description documents.
    case failure(Failure, HTTPResponse)
    /// The gateway answered, not the API behind it.
    case gateway(GatewayFault, HTTPResponse)
    /// The API answered with a status that its description does not mention.
    case unexpected(HTTPResponse)
    /// The answer's body is not what the description promises.
    case decoding(any Error, HTTPResponse)
    /// The request's body could not be made.
    case encoding(any Error)
    /// No credentials that this operation takes were given, or their source failed.
    case credentials(any Error)
    /// No answer came.
    case transport(any Error)
    /// The surrounding task was cancelled.
    case cancelled
}

extension APIError {
    /// The answer, where one came.
    public var response: HTTPResponse? {
        switch self {
        case .failure(_, let response), .gateway(_, let response), .unexpected(let response),
            .decoding(_, let response):
            return response
        case .encoding, .credentials, .transport, .cancelled: return nil
        }
    }
}

/// The errors that an operation documents, by status.
public protocol OperationFailure: Sendable {
    /// Reads a documented error; `nil` where the status is not documented.
    static func decode(_ response: HTTPResponse) throws -> Self?
}

/// An operation that documents no errors.
public enum NoFailure: OperationFailure {
    public static func decode(_ response: HTTPResponse) throws -> NoFailure? { nil }
}

/// An answer that Amazon API Gateway itself gives, whatever the API's description says.
public enum GatewayFault: Hashable, Sendable {
    /// The request carries no credentials, or names no resource.
    case missingAuthenticationToken(String)
    case unauthorized(String)
    case accessDenied(String)
    case invalidSignature(String)
    case expiredToken(String)
    /// No valid API key, or a firewall rule.
    case forbidden(String)
    case badRequest(String)
    case notFound(String)
    case requestTooLarge(String)
    case unsupportedMediaType(String)
    /// Too many requests at this moment; the seconds to wait where the answer says so.
    case throttled(retryAfter: TimeInterval?)
    /// The key's quota is used up: trying again does not help.
    case quotaExceeded(String)
    case integrationTimeout(String)
    case integrationFailure(String)
    case other(type: String, message: String)

    /// Reads the gateway's own answer; `nil` where something else gave it.
    ///
    /// Its body is an object with nothing but a message unless the API has templates of its own for
    /// such answers; its kind stands in a header.
    init?(_ response: HTTPResponse, now: Date = Date(), isCustomized: Bool = false) {
        guard response.status >= 400 else { return nil }
        var message = ""
        if case .object(let members)? = try? JSONCoding.decode(response.body) as JSONValue,
            members.count <= 1 || isCustomized,
            let text = (members["message"] ?? members["Message"])?.string
        {
            message = text
        } else if isCustomized, response.headers["x-amzn-errortype"] != nil {
            message = response.text
        } else {
            return nil
        }
        let header = response.headers["x-amzn-errortype"].map { text in
            String(text.prefix { $0 != ":" && $0 != ";" })
        }
        guard let type = header ?? GatewayFault.type(response.status, message) else { return nil }
        switch type {
        case "MissingAuthenticationTokenException": self = .missingAuthenticationToken(message)
        case "UnauthorizedException": self = .unauthorized(message)
        case "AccessDeniedException": self = .accessDenied(message)
        case "InvalidSignatureException", "IncompleteSignatureException",
            "SignatureDoesNotMatchException":
            self = .invalidSignature(message)
        case "ExpiredTokenException", "RequestExpired": self = .expiredToken(message)
        case "ForbiddenException": self = .forbidden(message)
        case "BadRequestException": self = .badRequest(message)
        case "NotFoundException": self = .notFound(message)
        case "RequestTooLargeException": self = .requestTooLarge(message)
        case "UnsupportedMediaTypeException": self = .unsupportedMediaType(message)
        case "LimitExceededException": self = .quotaExceeded(message)
        case "TooManyRequestsException":
            self = .throttled(retryAfter: RetryPolicy.retryAfter(response, now: now))
        case _ where response.status == 504 || message == "Service Unavailable":
            self = .integrationTimeout(message)
        case _ where response.status >= 500: self = .integrationFailure(message)
        default: self = .other(type: type, message: message)
        }
    }

    /// Whether the gateway refused the request before anything happened, for coming too soon.
    var isThrottle: Bool {
        if case .throttled = self { return true }
        return false
    }

    /// The kind of an answer without the header that names it, by the gateway's fixed texts.
    private static func type(_ status: Int, _ message: String) -> String? {
        switch (status, message) {
        case (401, "Unauthorized"): return "UnauthorizedException"
        case (403, "Missing Authentication Token"): return "MissingAuthenticationTokenException"
        case (403, "Forbidden"): return "ForbiddenException"
        case (404, "Not Found"): return "NotFoundException"
        case (413, "Request Too Long"), (413, "Request Entity Too Large"):
            return "RequestTooLargeException"
        case (429, "Limit Exceeded"): return "LimitExceededException"
        case (429, "Too Many Requests"): return "TooManyRequestsException"
        case (500..., "Internal server error"), (500..., "Internal Server Error"),
            (504, "Endpoint request timed out"), (503, "Service Unavailable"):
            return "InternalServerErrorException"
        default: return nil
        }
    }
}

/// What can be wrong before a request is sent.
public enum RequestError: Error, Hashable {
    /// None of the credentials that the operation takes were given.
    case missingCredentials([[String]])
    /// The base URL and the path make no URL.
    case invalidURL(String)
    /// A path parameter is empty: the request would reach another operation.
    case emptyPathParameter(String)
}

"""####
    ),
    (
        "HTTP.swift",
        ####"""
import Foundation

/// The method of an HTTP request.
public struct HTTPMethod: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }
    public init(stringLiteral value: String) { rawValue = value }

    public static let get = HTTPMethod(rawValue: "GET")
    public static let put = HTTPMethod(rawValue: "PUT")
    public static let post = HTTPMethod(rawValue: "POST")
    public static let delete = HTTPMethod(rawValue: "DELETE")
    public static let options = HTTPMethod(rawValue: "OPTIONS")
    public static let head = HTTPMethod(rawValue: "HEAD")
    public static let patch = HTTPMethod(rawValue: "PATCH")
    public static let trace = HTTPMethod(rawValue: "TRACE")
}

/// Header fields in order; names are compared without case.
public struct HTTPHeaders: Hashable, Sendable, Sequence, ExpressibleByDictionaryLiteral {
    private var fields: [Field] = []

    /// A name and a value.
    public struct Field: Hashable, Sendable {
        public var name: String
        public var value: String
    }

    public init() {}
    public init(dictionaryLiteral elements: (String, String)...) {
        for (name, value) in elements { append(name, value) }
    }

    /// The first field's value; setting replaces every field of the name.
    public subscript(name: String) -> String? {
        get {
            let lowered = name.lowercased()
            return fields.first { $0.name.lowercased() == lowered }?.value
        }
        set {
            let lowered = name.lowercased()
            let place = fields.firstIndex { $0.name.lowercased() == lowered }
            fields.removeAll { $0.name.lowercased() == lowered }
            if let newValue {
                let field = Field(name: name, value: HTTPHeaders.cleaned(newValue))
                fields.insert(field, at: Swift.min(place ?? fields.count, fields.count))
            }
        }
    }

    /// Adds a field after those that are there.
    public mutating func append(_ name: String, _ value: String) {
        fields.append(Field(name: name, value: HTTPHeaders.cleaned(value)))
    }

    /// The first field's value as a number, a truth value or a day; `nil` for other text.
    public func value<Value: LosslessStringConvertible>(_ name: String) -> Value? {
        self[name].flatMap { Value($0.trimmingCharacters(in: .whitespaces)) }
    }

    /// The first field's value as a point in time (RFC 3339, or an HTTP date).
    public func timestamp(_ name: String) -> Date? {
        self[name].flatMap { Timestamp.parse($0) ?? Timestamp.parseHTTPDate($0) }
    }

    public func makeIterator() -> IndexingIterator<[Field]> { fields.makeIterator() }

    /// A value cannot end its line: a line break in it would start another field.
    private static func cleaned(_ value: String) -> String {
        guard value.utf8.contains(where: { $0 == 0x0D || $0 == 0x0A || $0 == 0 }) else {
            return value
        }
        return String(
            String.UnicodeScalarView(
                value.unicodeScalars.map { ["\r", "\n", "\0"].contains($0) ? " " : $0 }))
    }
}

/// The bytes of a request's body.
public enum UploadBody: Sendable {
    case data(Data)
    /// The content of a file; it is read when the request is sent.
    case file(URL)

    /// The bytes, read where they are in a file.
    func bytes() throws -> Data {
        switch self {
        case .data(let data): return data
        case .file(let url): return try Data(contentsOf: url, options: .mappedIfSafe)
        }
    }
}

/// A request as it goes out.
public struct HTTPRequest: Sendable {
    public var method: HTTPMethod
    public var url: URL
    public var headers: HTTPHeaders
    public var body: UploadBody?
    /// How long to wait for the answer, in seconds.
    public var timeout: TimeInterval

    public init(
        method: HTTPMethod, url: URL, headers: HTTPHeaders = [:], body: UploadBody? = nil,
        timeout: TimeInterval = 60
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeout = timeout
    }
}

/// An answer as it came.
public struct HTTPResponse: Hashable, Sendable {
    public var status: Int
    public var headers: HTTPHeaders
    public var body: Data

    public init(status: Int, headers: HTTPHeaders = [:], body: Data = Data()) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// An answer with a JSON body.
    public init(status: Int = 200, headers: HTTPHeaders = [:], json value: some Encodable) throws {
        self.init(status: status, headers: headers, body: try JSONCoding.encode(value))
        if self.headers["Content-Type"] == nil { self.headers["Content-Type"] = "application/json" }
    }

    /// The number by which the gateway's logs know the request.
    public var requestID: String? { headers["x-amzn-requestid"] ?? headers["apigw-requestid"] }

    /// The body as text.
    public var text: String { String(decoding: body, as: UTF8.self) }
}

/// A call's result with the answer it came in.
public struct Response<Value: Sendable>: Sendable {
    public let value: Value
    public let http: HTTPResponse

    public var status: Int { http.status }
    public var headers: HTTPHeaders { http.headers }
    public var requestID: String? { http.requestID }
}

/// An answer whose body arrives piece by piece.
public struct ResponseStream: Sendable, AsyncSequence {
    public typealias Element = Data
    public let status: Int
    public let headers: HTTPHeaders
    let chunks: AsyncThrowingStream<Data, any Error>

    public init(
        status: Int, headers: HTTPHeaders = [:], chunks: AsyncThrowingStream<Data, any Error>
    ) {
        self.status = status
        self.headers = headers
        self.chunks = chunks
    }

    public var requestID: String? { headers["x-amzn-requestid"] ?? headers["apigw-requestid"] }

    public func makeAsyncIterator() -> AsyncThrowingStream<Data, any Error>.AsyncIterator {
        chunks.makeAsyncIterator()
    }
}

"""####
    ),
    (
        "JSONValue.swift",
        ####"""
import Foundation

/// Any JSON value, for what the API's description leaves open.
public enum JSONValue: Codable, Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }

    /// The member of an object, or `nil` for other values and missing members.
    public subscript(key: String) -> JSONValue? {
        if case .object(let members) = self { return members[key] }
        return nil
    }

    /// The element of an array, or `nil` for other values and places outside it.
    public subscript(index: Int) -> JSONValue? {
        if case .array(let elements) = self, elements.indices.contains(index) {
            return elements[index]
        }
        return nil
    }

    /// The text of a string, else `nil`.
    public var string: String? {
        if case .string(let text) = self { return text }
        return nil
    }

    /// The text of a scalar as it stands in a URL or a form; `nil` for null and containers.
    var scalarText: String? {
        switch self {
        case .bool(let value): return value ? "true" : "false"
        case .integer(let value): return String(value)
        case .number(let value): return value.parameterText
        case .string(let value): return value
        case .null, .array, .object: return nil
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
    public init(floatLiteral value: Double) { self = .number(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(Dictionary(elements) { _, last in last })
    }
    public init(nilLiteral: ()) { self = .null }
}

"""####
    ),
    (
        "OperationRequest.swift",
        ####"""
import Foundation

/// One call of an operation, before credentials and the base URL are known.
struct OperationRequest {
    private(set) var method: HTTPMethod
    private(set) var path: String
    private(set) var queryText = ""
    private(set) var headers = HTTPHeaders()
    private(set) var cookies: [String] = []
    private(set) var body: UploadBody?
    private(set) var form: MultipartForm?
    /// The alternatives of schemes that authorize the call; empty where none is needed.
    private(set) var security: [[String]]
    /// Where the operation is served, if not where the others are.
    var server: String?
    /// Statuses outside 200 to 299 that are results too.
    var accepted: [Int] = []
    /// Why the request cannot be made.
    private(set) var failure: (any Error)?

    init(_ method: HTTPMethod, _ path: String, security: [[String]] = [], accept: String? = nil) {
        self.method = method
        self.path = path
        self.security = security
        headers["Accept"] = accept
    }

    mutating func path(
        _ name: String, _ value: some ParameterValue, style: ParameterStyle = .simple,
        explode: Bool = false
    ) {
        let greedy = path.contains("{\(name)+}")
        let text = value.parameterContent.path(name, style, explode: explode, greedy: greedy)
        if text.isEmpty { failure = RequestError.emptyPathParameter(name) }
        path = path.replacingOccurrences(of: greedy ? "{\(name)+}" : "{\(name)}", with: text)
    }

    mutating func path(
        _ name: String, object: some Encodable, style: ParameterStyle = .simple,
        explode: Bool = false
    ) {
        attempt { $0.path(name, try JSONCoding.value(of: object), style: style, explode: explode) }
    }

    mutating func query(
        _ name: String, _ value: (some ParameterValue)?, style: ParameterStyle = .form,
        explode: Bool = true, reserved: Bool = false
    ) {
        guard let value else { return }
        let kept: PercentEncoding.Kept = reserved ? .reserved : .unreserved
        for pair in value.parameterContent.query(name, style, explode: explode) {
            let values = pair.values.map { PercentEncoding.encode($0, keeping: kept) }
            if !queryText.isEmpty { queryText += "&" }
            queryText += PercentEncoding.encode(pair.name) + "="
            queryText += values.joined(separator: pair.separator)
        }
    }

    mutating func query(
        _ name: String, object: (some Encodable)?, style: ParameterStyle = .form,
        explode: Bool = true
    ) {
        guard let object else { return }
        attempt { $0.query(name, try JSONCoding.value(of: object), style: style, explode: explode) }
    }

    mutating func path(_ name: String, json value: some Encodable) {
        attempt { $0.path(name, try JSONCoding.text(value)) }
    }

    mutating func query(_ name: String, json value: (some Encodable)?) {
        guard let value else { return }
        attempt { $0.query(name, try JSONCoding.text(value)) }
    }

    mutating func header(_ name: String, json value: (some Encodable)?) {
        guard let value else { return }
        attempt { $0.header(name, try JSONCoding.text(value)) }
    }

    mutating func cookie(_ name: String, json value: (some Encodable)?) {
        guard let value else { return }
        attempt { $0.cookie(name, try JSONCoding.text(value)) }
    }

    mutating func header(_ name: String, _ value: (some ParameterValue)?, explode: Bool = false) {
        guard let value else { return }
        headers[name] = value.parameterContent.plain(explode: explode)
    }

    mutating func header(_ name: String, object: (some Encodable)?, explode: Bool = false) {
        guard let object else { return }
        attempt { $0.header(name, try JSONCoding.value(of: object), explode: explode) }
    }

    mutating func cookie(_ name: String, _ value: (some ParameterValue)?, explode: Bool = true) {
        guard let value else { return }
        let text = value.parameterContent.plain(explode: false)
        cookies.append("\(name)=\(PercentEncoding.encode(text))")
    }

    mutating func cookie(_ name: String, object: (some Encodable)?, explode: Bool = true) {
        guard let object else { return }
        attempt { $0.cookie(name, try JSONCoding.value(of: object), explode: explode) }
    }

    /// Sets a JSON body; without a value there is none.
    mutating func json(_ value: (some Encodable)?, type: String = "application/json") {
        guard let value else { return }
        attempt { $0.body = .data(try JSONCoding.encode(value)) }
        headers["Content-Type"] = type
    }

    mutating func text(_ value: String?, type: String = "text/plain") {
        guard let value else { return }
        body = .data(Data(value.utf8))
        headers["Content-Type"] = type
    }

    mutating func bytes(_ value: UploadBody?, type: String) {
        guard let value else { return }
        body = value
        headers["Content-Type"] = type
    }

    /// Sets a form without files as the body.
    ///
    /// `styles` names the members that are written otherwise than once per element.
    mutating func urlencoded(
        _ value: (some Encodable)?, styles: [String: (style: ParameterStyle, explode: Bool)] = [:]
    ) {
        guard let value else { return }
        var form = OperationRequest(.post, "")
        attempt { _ in
            guard case .object(let members) = try JSONCoding.value(of: value) else { return }
            for (name, value) in members.sorted(by: { $0.key < $1.key }) where value != .null {
                let (style, explode) = styles[name] ?? (.form, true)
                if case .object = value, style == .form {
                    form.query(name, value.formText)
                } else {
                    form.query(name, value, style: style, explode: explode)
                }
            }
        }
        body = .data(Data(form.queryText.utf8))
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    }

    mutating func multipart(_ value: (any FormBody)?) {
        guard let value else { return }
        attempt {
            var form = MultipartForm()
            try value.write(to: &form)
            $0.form = form
        }
    }

    private mutating func attempt(_ action: (inout Self) throws -> Void) {
        do { try action(&self) } catch { failure = error }
    }
}

/// A body of named parts.
protocol FormBody {
    func write(to form: inout MultipartForm) throws
}

/// The parts of a `multipart/form-data` body (RFC 7578).
struct MultipartForm {
    private var parts: [(head: String, content: UploadBody)] = []

    /// Adds a file; `type` is what it is where the caller does not say.
    mutating func add(
        _ name: String, _ file: FilePart?, type: String = "application/octet-stream"
    ) {
        guard let file else { return }
        let fallback: String
        switch file.content {
        case .data: fallback = name
        case .file(let url): fallback = url.lastPathComponent
        }
        let filename = MultipartForm.quoted(file.filename ?? fallback)
        add(
            name, extra: "; filename=\"\(filename)\"",
            type: file.contentType ?? type, file.content)
    }

    mutating func add(
        _ name: String, _ files: [FilePart]?, type: String = "application/octet-stream"
    ) {
        for file in files ?? [] { add(name, file, type: type) }
    }

    mutating func add(_ name: String, _ value: (some ParameterValue)?) {
        switch value?.parameterContent {
        case .scalar(let text)?: add(name, extra: "", type: nil, .data(Data(text.utf8)))
        case .list(let texts)?:
            for text in texts { add(name, extra: "", type: nil, .data(Data(text.utf8))) }
        case .object?, nil: break
        }
    }

    mutating func add(
        _ name: String, json value: (some Encodable)?, type: String = "application/json"
    ) throws {
        guard let value else { return }
        add(name, extra: "", type: type, .data(try JSONCoding.encode(value)))
    }

    private mutating func add(
        _ name: String, extra: String, type: String?, _ content: UploadBody
    ) {
        let name = MultipartForm.quoted(name)
        var head = "Content-Disposition: form-data; name=\"\(name)\"\(extra)\r\n"
        if let type {
            let clean = type.filter { !$0.isNewline }
            head += "Content-Type: \(clean)\r\n"
        }
        parts.append((head, content))
    }

    /// A name between quotes, as browsers write it.
    private static func quoted(_ name: String) -> String {
        name.replacingOccurrences(of: "\"", with: "%22")
            .replacingOccurrences(of: "\r", with: "%0D").replacingOccurrences(of: "\n", with: "%0A")
    }

    func bytes(boundary: String) throws -> Data {
        var data = Data()
        for part in parts {
            data.append(Data("--\(boundary)\r\n\(part.head)\r\n".utf8))
            data.append(try part.content.bytes())
            data.append(Data("\r\n".utf8))
        }
        data.append(Data("--\(boundary)--\r\n".utf8))
        return data
    }
}

/// A file in a form.
public struct FilePart: Hashable, Sendable {
    /// Where the bytes are.
    public enum Content: Hashable, Sendable {
        case data(Data)
        case file(URL)
    }

    var content: UploadBody {
        switch source {
        case .data(let data): return .data(data)
        case .file(let url): return .file(url)
        }
    }

    public var source: Content
    public var filename: String?
    public var contentType: String?

    public init(_ data: Data, filename: String? = nil, contentType: String? = nil) {
        source = .data(data)
        self.filename = filename
        self.contentType = contentType
    }

    public init(file: URL, filename: String? = nil, contentType: String? = nil) {
        source = .file(file)
        self.filename = filename
        self.contentType = contentType
    }
}

"""####
    ),
    (
        "Parameters.swift",
        ####"""
import Foundation

/// A value that can stand in a URL, a header or a form.
public protocol ParameterValue {
    var parameterContent: ParameterContent { get }
}

/// A parameter's value before its style is applied.
public enum ParameterContent: Sendable {
    case scalar(String)
    case list([String])
    case object([(name: String, value: JSONValue)])
}

extension String: ParameterValue {
    public var parameterContent: ParameterContent { .scalar(self) }
}
extension Bool: ParameterValue {
    public var parameterContent: ParameterContent { .scalar(self ? "true" : "false") }
}
extension Int: ParameterValue {
    public var parameterContent: ParameterContent { .scalar(String(self)) }
}
extension Int32: ParameterValue {
    public var parameterContent: ParameterContent { .scalar(String(self)) }
}
extension Int64: ParameterValue {
    public var parameterContent: ParameterContent { .scalar(String(self)) }
}
extension Double: ParameterValue {
    public var parameterContent: ParameterContent { .scalar(parameterText) }
    /// Without a fraction where there is none: `3`, not `3.0`.
    var parameterText: String { Int64(exactly: self).map { String($0) } ?? String(self) }
}
extension Date: ParameterValue {
    public var parameterContent: ParameterContent { .scalar(Timestamp.format(self)) }
}
extension Data: ParameterValue {
    public var parameterContent: ParameterContent { .scalar(base64EncodedString()) }
}
extension CalendarDate: ParameterValue {
    public var parameterContent: ParameterContent { .scalar(description) }
}
extension HTTPMethod: ParameterValue {
    public var parameterContent: ParameterContent { .scalar(rawValue) }
}
extension Array: ParameterValue where Element: ParameterValue {
    public var parameterContent: ParameterContent {
        .list(
            map { element in
                if case .scalar(let text) = element.parameterContent { return text }
                return ""
            })
    }
}
extension JSONValue: ParameterValue {
    public var parameterContent: ParameterContent {
        switch self {
        case .null: return .scalar("")
        case .bool, .integer, .number, .string: return .scalar(scalarText ?? "")
        case .array(let elements): return .list(elements.map(\.formText))
        case .object(let members):
            return .object(members.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
        }
    }

    /// A scalar's text, a container's JSON.
    var formText: String {
        if let scalarText { return scalarText }
        if self == .null { return "" }
        return (try? JSONCoding.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}

/// How a parameter is written (OpenAPI 3.0.3, “Style Values”).
enum ParameterStyle {
    case simple, label, matrix, form, spaceDelimited, pipeDelimited, tabDelimited, deepObject
}

enum PercentEncoding {
    enum Kept { case unreserved, slash, reserved }

    /// Escapes every byte but the unreserved ones (RFC 3986, section 2.3) and those to keep.
    static func encode(_ text: String, keeping kept: Kept = .unreserved) -> String {
        let hex = Array("0123456789ABCDEF".utf8)
        let reserved = Array(":?@!$'()*,;[]".utf8)
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case 0x41...0x5A, 0x61...0x7A, 0x30...0x39, 0x2D, 0x2E, 0x5F, 0x7E:
                result.append(byte)
            case 0x2F where kept != .unreserved: result.append(byte)
            case _ where kept == .reserved && reserved.contains(byte): result.append(byte)
            default: result += [0x25, hex[Int(byte >> 4)], hex[Int(byte & 15)]]
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}

extension ParameterContent {
    /// The text of a path parameter, escaped; a greedy one keeps its slashes.
    func path(_ name: String, _ style: ParameterStyle, explode: Bool, greedy: Bool) -> String {
        func escape(_ text: String) -> String {
            PercentEncoding.encode(text, keeping: greedy ? .slash : .unreserved)
        }
        let pairs: [String]
        switch self {
        case .scalar(let text): pairs = [escape(text)]
        case .list(let texts): pairs = texts.map(escape)
        case .object(let members):
            let separator = explode ? "=" : ","
            pairs = members.map { escape($0.name) + separator + escape($0.value.formText) }
        }
        let name = PercentEncoding.encode(name)
        switch (style, self) {
        case (.label, _): return "." + pairs.joined(separator: explode ? "." : ",")
        case (.matrix, .scalar): return ";\(name)=\(pairs[0])"
        case (.matrix, .object) where explode: return pairs.map { ";" + $0 }.joined()
        case (.matrix, _) where explode: return pairs.map { ";\(name)=\($0)" }.joined()
        case (.matrix, _): return ";\(name)=\(pairs.joined(separator: ","))"
        default: return pairs.joined(separator: ",")
        }
    }

    /// The pairs of a query parameter, not escaped but for their separators.
    func query(
        _ name: String, _ style: ParameterStyle, explode: Bool
    ) -> [(name: String, values: [String], separator: String)] {
        let separators: [ParameterStyle: String] = [
            .spaceDelimited: "%20", .pipeDelimited: "%7C", .tabDelimited: "%09",
        ]
        let separator = separators[style, default: ","]
        switch (self, style) {
        case (.scalar(let text), _): return [(name, [text], "")]
        case (.list(let texts), .deepObject):
            return texts.map { ("\(name)[]", [$0], "") }
        case (.list(let texts), _) where explode: return texts.map { (name, [$0], "") }
        case (.list(let texts), _): return texts.isEmpty ? [] : [(name, texts, separator)]
        case (.object(let members), .deepObject):
            return members.flatMap { member in
                member.value.parameterContent.query(
                    "\(name)[\(member.name)]", .deepObject, explode: true)
            }
        case (.object(let members), _) where explode:
            return members.map { ($0.name, [$0.value.formText], "") }
        case (.object(let members), _):
            return members.isEmpty
                ? [] : [(name, members.flatMap { [$0.name, $0.value.formText] }, separator)]
        }
    }

    /// The text of a header or cookie, not escaped.
    func plain(explode: Bool) -> String {
        switch self {
        case .scalar(let text): return text
        case .list(let texts): return texts.joined(separator: ",")
        case .object(let members):
            let separator = explode ? "=" : ","
            return members.map { $0.name + separator + $0.value.formText }.joined(separator: ",")
        }
    }
}

"""####
    ),
    (
        "Retries.swift",
        ####"""
import Foundation

/// When a failed attempt is made again.
public struct RetryPolicy: Sendable {
    /// How often a request is sent at most.
    public var maxAttempts = 3
    /// Upper bound of the first pause, in seconds; it doubles with each attempt.
    public var baseDelay: TimeInterval = 0.1
    /// Upper bound of every pause, in seconds.
    public var maxDelay: TimeInterval = 20
    /// No attempt is made where the answer asks for a longer pause, in seconds.
    public var maxWait: TimeInterval = 60
    /// Whether POST and PATCH are repeated after failures that may have come after their effect.
    public var retriesUnsafe = false

    public init() {}

    /// One attempt and no more.
    public static let none: RetryPolicy = {
        var policy = RetryPolicy()
        policy.maxAttempts = 1
        return policy
    }()

    /// The pause before the next attempt, in seconds; `nil` where there is to be none.
    ///
    /// `attempt` counts the attempts made, `random` is from 0 up to 1.
    func delay(
        after outcome: AttemptOutcome, attempt: Int, request: HTTPRequest, random: Double, now: Date
    ) -> TimeInterval? {
        guard attempt < maxAttempts else { return nil }
        let isIdempotent =
            ![.post, .patch].contains(request.method)
            || request.headers["Idempotency-Key"] != nil
        var floor: TimeInterval = 0
        switch outcome {
        case .response(let response):
            let fault = GatewayFault(response, now: now, isCustomized: true)
            switch response.status {
            case _ where fault?.isThrottle ?? false: break
            case 429:
                if case .quotaExceeded? = fault { return nil }
            case 500, 502, 503, 504:
                guard isIdempotent || retriesUnsafe else { return nil }
            default: return nil
            }
            floor = RetryPolicy.retryAfter(response, now: now) ?? 0
        case .error:
            guard isIdempotent || retriesUnsafe else { return nil }
        }
        guard floor <= maxWait else { return nil }
        let bound = min(maxDelay, baseDelay * pow(2, Double(attempt - 1)))
        return floor + random * bound
    }

    /// The seconds that an answer asks to wait (RFC 9110, section 10.2.3).
    static func retryAfter(_ response: HTTPResponse, now: Date) -> TimeInterval? {
        guard let text = response.headers["Retry-After"] else { return nil }
        if let seconds = Double(text.trimmingCharacters(in: .whitespaces)) {
            return seconds.isFinite && seconds >= 0 ? seconds : nil
        }
        return Timestamp.parseHTTPDate(text).map { max(0, $0.timeIntervalSince(now)) }
    }
}

/// How an attempt ended.
enum AttemptOutcome {
    case response(HTTPResponse)
    case error(any Error)
}

/// Limits how much of a client's traffic is repetition: when everything fails, it stops.
actor RetryBudget {
    private var tokens: Double = 500

    /// Takes what a repetition costs; `false` where too little is left.
    func spend() -> Bool {
        guard tokens >= 5 else { return false }
        tokens -= 5
        return true
    }

    /// Gives back after an answer.
    func earn() { tokens = min(500, tokens + 1) }
}

"""####
    ),
    (
        "SHA256.swift",
        ####"""
/// SHA-256 (FIPS 180-4) and HMAC (RFC 2104) over it; one path on every platform.
struct SHA256 {
    private var state: [UInt32] = [
        0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a,
        0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
    ]
    private var pending: [UInt8] = []
    private var count: UInt64 = 0

    static func hash(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        var hasher = SHA256()
        hasher.update(bytes)
        return hasher.finish()
    }

    static func hmac(_ message: some Sequence<UInt8>, key: [UInt8]) -> [UInt8] {
        var block = key.count > 64 ? hash(key) : key
        block += [UInt8](repeating: 0, count: 64 - block.count)
        var inner = SHA256()
        inner.update(block.map { $0 ^ 0x36 })
        inner.update(message)
        var outer = SHA256()
        outer.update(block.map { $0 ^ 0x5c })
        outer.update(inner.finish())
        return outer.finish()
    }

    static func hex(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    mutating func update(_ bytes: some Sequence<UInt8>) {
        pending.append(contentsOf: bytes)
        let whole = pending.count / 64 * 64
        guard whole > 0 else { return }
        var offset = 0
        while offset < whole {
            compress(offset)
            offset += 64
        }
        count += UInt64(whole)
        pending.removeFirst(whole)
    }

    mutating func finish() -> [UInt8] {
        let bits = (count + UInt64(pending.count)) &* 8
        pending.append(0x80)
        while pending.count % 64 != 56 { pending.append(0) }
        for shift in stride(from: 56, through: 0, by: -8) {
            pending.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
        }
        var offset = 0
        while offset < pending.count {
            compress(offset)
            offset += 64
        }
        return state.flatMap { word in
            [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> UInt32($0)) }
        }
    }

    private mutating func compress(_ offset: Int) {
        var w = [UInt32](repeating: 0, count: 64)
        for i in 0..<16 {
            let at = offset + i * 4
            w[i] =
                UInt32(pending[at]) << 24 | UInt32(pending[at + 1]) << 16
                | UInt32(pending[at + 2]) << 8 | UInt32(pending[at + 3])
        }
        for i in 16..<64 {
            let x = w[i - 15]
            let y = w[i - 2]
            let s0 = rotate(x, 7) ^ rotate(x, 18) ^ x >> 3
            let s1 = rotate(y, 17) ^ rotate(y, 19) ^ y >> 10
            w[i] = w[i - 16] &+ s0 &+ w[i - 7] &+ s1
        }
        var (a, b, c, d) = (state[0], state[1], state[2], state[3])
        var (e, f, g, h) = (state[4], state[5], state[6], state[7])
        for i in 0..<64 {
            let s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
            let t1 = h &+ s1 &+ (e & f ^ ~e & g) &+ SHA256.constants[i] &+ w[i]
            let s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
            let t2 = s0 &+ (a & b ^ a & c ^ b & c)
            (h, g, f, e) = (g, f, e, d &+ t1)
            (d, c, b, a) = (c, b, a, t1 &+ t2)
        }
        for (i, value) in [a, b, c, d, e, f, g, h].enumerated() { state[i] &+= value }
    }

    private func rotate(_ word: UInt32, _ bits: UInt32) -> UInt32 {
        word >> bits | word << (32 - bits)
    }

    private static let constants: [UInt32] = [
        0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1,
        0x923f_82a4, 0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3,
        0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786,
        0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
        0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147,
        0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13,
        0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85, 0xa2bf_e8a1, 0xa81a_664b,
        0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
        0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a,
        0x5b9c_ca4f, 0x682e_6ff3, 0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208,
        0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
    ]
}

"""####
    ),
    (
        "Samples.swift",
        ####"""
import Foundation

/// What a sample transport answers to the requests of one operation.
public struct SampleAnswer: Sendable {
    /// As HTTP spells it; `nil` for every method.
    public var method: String?
    /// The path with its parameters in braces.
    public var path: String
    public var response: HTTPResponse

    public init(_ method: String?, _ path: String, _ status: Int, type: String?, body: String) {
        self.method = method
        self.path = path
        response = HTTPResponse(status: status, body: Data(body.utf8))
        response.headers["Content-Type"] = type
    }

    /// How well a request fits, more for literal segments; `nil` where it does not.
    ///
    /// What stands before the path, such as a stage's name, does not matter.
    func score(_ method: HTTPMethod, _ segments: [Substring]) -> Int? {
        if let wanted = self.method, wanted != method.rawValue { return nil }
        let template = path.split(separator: "/")
        if let last = template.last, last.hasSuffix("+}") {
            let head = template.dropLast()
            for start in segments.indices where start + head.count < segments.count {
                let fits = zip(head, segments[start...]).allSatisfy {
                    $0 == $1 || $0.hasPrefix("{")
                }
                if fits { return head.count }
            }
            return nil
        }
        guard template.count <= segments.count else { return nil }
        var score = template.count
        for (part, segment) in zip(template.reversed(), segments.reversed()) {
            if part.contains("{") { continue }
            guard part == segment else { return nil }
            score += 100
        }
        return score
    }
}

extension MockTransport {
    /// Answers every request with the sample that fits it best, others with 404.
    public init(samples: [SampleAnswer]) {
        self.init { request in
            let segments = URLParts(request.url).path.split(separator: "/")
            var best: (score: Int, response: HTTPResponse)?
            for sample in samples {
                guard let score = sample.score(request.method, segments) else { continue }
                if score > best?.score ?? -1 { best = (score, sample.response) }
            }
            return best?.response ?? HTTPResponse(status: 404)
        }
    }
}

/// Reads a sample that the generator wrote.
package func decodedSample<Value: Decodable>(_ json: String) -> Value {
    do {
        return try JSONCoding.decode(Data(json.utf8))
    } catch {
        preconditionFailure("a sample of \(Value.self) cannot be read: \(error)")
    }
}

"""####
    ),
    (
        "SigV4.swift",
        ####"""
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

"""####
    ),
    (
        "Transport.swift",
        ####"""
import Foundation
#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// What carries requests; everything else stays the same with another one.
public protocol Transport: Sendable {
    /// Sends a request and waits for the whole answer.
    func send(_ request: HTTPRequest) async throws -> HTTPResponse

    /// Sends a request and returns once the answer's head is there.
    func stream(_ request: HTTPRequest) async throws -> ResponseStream
}

extension Transport {
    public func stream(_ request: HTTPRequest) async throws -> ResponseStream {
        let response = try await send(request)
        let (chunks, continuation) = AsyncThrowingStream<Data, any Error>.makeStream()
        if !response.body.isEmpty { continuation.yield(response.body) }
        continuation.finish()
        return ResponseStream(status: response.status, headers: response.headers, chunks: chunks)
    }
}

/// Answers from a closure, for tests.
public struct MockTransport: Transport {
    private let answer: @Sendable (HTTPRequest) async throws -> HTTPResponse

    public init(_ answer: @escaping @Sendable (HTTPRequest) async throws -> HTTPResponse) {
        self.answer = answer
    }

    public func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        try await answer(request)
    }
}

/// Sends requests through a `URLSession` of its own.
///
/// Cookies and caches are off, and a redirect is followed only within the same host: another one
/// has no right to the credentials.
public struct URLSessionTransport: Transport {
    private let session: TransportSession

    /// Creates a transport; the session lives as long as some copy of it.
    public init(configuration: URLSessionConfiguration = .ephemeral) {
        configuration.httpCookieStorage = nil
        configuration.httpShouldSetCookies = false
        configuration.urlCache = nil
        session = TransportSession(configuration)
    }

    public func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        try await stream(request).collected()
    }

    public func stream(_ request: HTTPRequest) async throws -> ResponseStream {
        try Task.checkCancellation()
        let task = session.calls.dataTask(with: try URLRequest(request))
        let events = session.table.begin(task, timeout: request.timeout)
        var iterator = events.makeAsyncIterator()
        guard case .head(let status, let headers)? = try await iterator.next() else {
            try Task.checkCancellation()
            throw URLError(.badServerResponse)
        }
        let (chunks, output) = AsyncThrowingStream<Data, any Error>.makeStream()
        let pump = Task {
            do {
                for try await event in events {
                    if case .chunk(let data) = event { output.yield(data) }
                }
                try Task.checkCancellation()
                output.finish()
            } catch {
                output.finish(throwing: error)
            }
        }
        output.onTermination = { reason in
            if case .cancelled = reason { pump.cancel() }
        }
        return ResponseStream(status: status, headers: headers, chunks: chunks)
    }
}

extension URLRequest {
    fileprivate init(_ request: HTTPRequest) throws {
        self.init(url: request.url, timeoutInterval: request.timeout)
        httpMethod = request.method.rawValue
        httpShouldHandleCookies = false
        cachePolicy = .reloadIgnoringLocalCacheData
        for field in request.headers { addValue(field.value, forHTTPHeaderField: field.name) }
        httpBody = try request.body?.bytes()
    }
}

extension HTTPHeaders {
    fileprivate init(_ response: HTTPURLResponse) {
        self.init()
        for (name, value) in response.allHeaderFields {
            if let name = name as? String, let value = value as? String { append(name, value) }
        }
    }
}

/// A session that ends with the last transport that uses it.
private final class TransportSession: Sendable {
    let table = CallTable()
    let calls: URLSession

    init(_ configuration: URLSessionConfiguration) {
        calls = URLSession(configuration: configuration, delegate: table, delegateQueue: nil)
    }

    deinit { calls.finishTasksAndInvalidate() }
}

/// Passes what a session says about its tasks on to the calls that wait for it.
///
/// Not checked by the compiler: `calls` is touched only under the lock.
private final class CallTable: NSObject, URLSessionDataDelegate, @unchecked Sendable {
    enum Event: Sendable {
        case head(status: Int, headers: HTTPHeaders)
        case chunk(Data)
    }

    private struct Call {
        var continuation: AsyncThrowingStream<Event, any Error>.Continuation
        var lastEvent: Date
    }

    private let lock = NSLock()
    private var calls: [Int: Call] = [:]

    /// Starts a task and returns what it says; one that is silent for too long fails.
    func begin(
        _ task: URLSessionDataTask, timeout: TimeInterval
    ) -> AsyncThrowingStream<Event, any Error> {
        let (events, continuation) = AsyncThrowingStream<Event, any Error>.makeStream()
        let id = task.taskIdentifier
        lock.withLock { calls[id] = Call(continuation: continuation, lastEvent: Date()) }
        let watch = Task { [weak self] in
            var pause = timeout
            while pause > 0, let silence = try await self?.silence(of: id, after: pause) {
                pause = timeout - silence
            }
            self?.finish(id, URLError(.timedOut))
            task.cancel()
        }
        continuation.onTermination = { reason in
            watch.cancel()
            if case .cancelled = reason { task.cancel() }
        }
        task.resume()
        return events
    }

    /// How long nothing came, in seconds, once some time has passed; `nil` for a task that ended.
    private func silence(of id: Int, after pause: TimeInterval) async throws -> TimeInterval? {
        try await Task.sleep(nanoseconds: UInt64(max(0.01, min(pause, 86_400)) * 1e9))
        return lock.withLock { calls[id].map { Date().timeIntervalSince($0.lastEvent) } }
    }

    private func yield(_ event: Event, _ task: URLSessionTask) {
        lock.withLock {
            calls[task.taskIdentifier]?.lastEvent = Date()
            return calls[task.taskIdentifier]?.continuation
        }?.yield(event)
    }

    private func finish(_ id: Int, _ error: (any Error)?) {
        lock.withLock { calls.removeValue(forKey: id)?.continuation }?.finish(throwing: error)
    }

    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
    ) {
        if let head = response as? HTTPURLResponse {
            yield(.head(status: head.statusCode, headers: HTTPHeaders(head)), dataTask)
        }
        completionHandler(.allow)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        yield(.chunk(data), dataTask)
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?
    ) {
        finish(task.taskIdentifier, error)
    }

    /// A redirect is followed only to the host that the request was made for.
    func urlSession(
        _ session: URLSession, task: URLSessionTask,
        willPerformHTTPRedirection response: HTTPURLResponse, newRequest request: URLRequest,
        completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        let (from, to) = (task.originalRequest?.url, request.url)
        let isSameHost =
            to?.host == from?.host && to?.scheme == from?.scheme && to?.port == from?.port
        completionHandler(isSameHost ? request : nil)
    }
}

"""####
    ),
]
