// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

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
