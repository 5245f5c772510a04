// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

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
