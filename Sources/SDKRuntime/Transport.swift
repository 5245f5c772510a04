// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

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
        let (body, head) = try await session.calls.data(for: URLRequest(request))
        guard let head = head as? HTTPURLResponse else { throw URLError(.badServerResponse) }
        return HTTPResponse(status: head.statusCode, headers: HTTPHeaders(head), body: body)
    }

    public func stream(_ request: HTTPRequest) async throws -> ResponseStream {
        try Task.checkCancellation()
        let (events, continuation) = AsyncThrowingStream<StreamDelegate.Event, any Error>
            .makeStream()
        let streaming = URLSession(
            configuration: session.calls.configuration, delegate: StreamDelegate(continuation),
            delegateQueue: nil)
        let task = streaming.dataTask(with: try URLRequest(request))
        let (chunks, output) = AsyncThrowingStream<Data, any Error>.makeStream()
        continuation.onTermination = { reason in
            if case .cancelled = reason { task.cancel() }
        }
        task.resume()
        streaming.finishTasksAndInvalidate()

        var iterator = events.makeAsyncIterator()
        guard case .head(let status, let headers)? = try await iterator.next() else {
            try Task.checkCancellation()
            throw URLError(.badServerResponse)
        }
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
            if case .cancelled = reason {
                pump.cancel()
                task.cancel()
            }
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
    let calls: URLSession

    init(_ configuration: URLSessionConfiguration) {
        calls = URLSession(
            configuration: configuration, delegate: RedirectPolicy(), delegateQueue: nil)
    }

    deinit { calls.finishTasksAndInvalidate() }
}

/// Keeps requests on the host they were made for.
private class RedirectPolicy: NSObject, URLSessionDataDelegate, @unchecked Sendable {
    func urlSession(
        _ session: URLSession, task: URLSessionTask,
        willPerformHTTPRedirection response: HTTPURLResponse, newRequest request: URLRequest,
        completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        let from = task.originalRequest?.url
        let isSameHost =
            request.url?.host == from?.host && request.url?.scheme == from?.scheme
            && request.url?.port == from?.port
        completionHandler(isSameHost ? request : nil)
    }
}

/// Passes what a session says about a task on to a stream.
private final class StreamDelegate: RedirectPolicy, @unchecked Sendable {
    enum Event: Sendable {
        case head(status: Int, headers: HTTPHeaders)
        case chunk(Data)
    }

    private let continuation: AsyncThrowingStream<Event, any Error>.Continuation

    init(_ continuation: AsyncThrowingStream<Event, any Error>.Continuation) {
        self.continuation = continuation
    }

    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
    ) {
        if let head = response as? HTTPURLResponse {
            continuation.yield(.head(status: head.statusCode, headers: HTTPHeaders(head)))
        }
        completionHandler(.allow)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        continuation.yield(.chunk(data))
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?
    ) {
        continuation.finish(throwing: error)
    }
}
