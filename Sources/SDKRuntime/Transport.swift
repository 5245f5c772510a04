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
