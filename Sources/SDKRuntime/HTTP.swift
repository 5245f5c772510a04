// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

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
