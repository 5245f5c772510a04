/// What the host has to do next for an exchange.
///
/// The matter itself is in the exchange's property of the same name, so that its storage is
/// reused. After everything but ``respond`` the host calls `resume`.
package enum Step: Sendable, Hashable {
    /// The exchange is over: send ``Exchange/response``, write ``Exchange/record``.
    case respond

    /// Perform ``Exchange/call`` on the integration, then `resume(_: CallResult)`.
    case callIntegration

    /// Perform ``Exchange/call`` on the authorizer's function, then `resume(_: CallResult)`.
    case callAuthorizer

    /// Perform ``Exchange/storeRequest`` on the ``Store``, then `resume(_: StoreReply)`.
    case askStore
}

/// A moment, from two clocks: the core has none of its own.
package struct Moment: Sendable, Hashable {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    package var wallMilliseconds: Int64

    /// Nanoseconds of a clock that never goes back; only differences count.
    package var monotonicNanoseconds: UInt64

    /// Creates a moment.
    package init(wallMilliseconds: Int64, monotonicNanoseconds: UInt64) {
        self.wallMilliseconds = wallMilliseconds
        self.monotonicNanoseconds = monotonicNanoseconds
    }

    /// The wall clock's time as `Wed Mar 04 19:15:17 UTC 2020`.
    package var javaTime: String {
        var output: [UInt8] = []
        CalendarDate(wallMilliseconds: wallMilliseconds).appendJavaTime(to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    /// The milliseconds from another moment to this one, never negative.
    func milliseconds(since start: Moment) -> Int {
        guard monotonicNanoseconds > start.monotonicNanoseconds else { return 0 }
        return Int((monotonicNanoseconds - start.monotonicNanoseconds) / 1_000_000)
    }
}

/// Random bits for one exchange: its ids and its canary draw come from them.
package struct Entropy: Sendable, Hashable {
    package var first: UInt64
    package var second: UInt64

    /// Creates entropy; a host draws both words anew for every request.
    package init(_ first: UInt64, _ second: UInt64) {
        self.first = first
        self.second = second
    }
}

/// A call the core wants made: to an HTTP endpoint, a Lambda function or another AWS service.
package struct BackendCall: Sendable {
    /// Whom the call goes to.
    package enum Target: Sendable, Hashable {
        /// ``BackendCall/url`` over HTTP.
        case http
        /// A Lambda function by its name or ARN, by the Invoke API; the body is the event.
        case lambda(function: String)
        /// An AWS service, to be signed with SigV4 for the given service and region.
        case service(name: String, region: String)
    }

    package var target: Target = .http

    /// The method, such as `POST`.
    package var method: [UInt8] = []

    /// The absolute URL, path and query encoded: `http://backend.test:8080/pets?limit=5`.
    package var url: [UInt8] = []

    /// The fields to send; the host adds `Host` if absent, and `Content-Length`.
    package var headers = HeaderFields()

    package var body: [UInt8] = []

    /// Milliseconds from sending to the whole response, after which the host resumes with
    /// ``CallResult/timedOut``.
    package var timeoutMilliseconds = 29_000

    /// The role to sign with, or `nil` for the gateway's own credentials.
    package var credentials: String?

    /// Whether a certificate that no known authority signed is accepted (`tlsConfig`).
    package var skipsCertificateCheck = false

    /// Whether a Lambda function is only started (`X-Amz-Invocation-Type: Event`).
    package var isAsynchronous = false

    /// The method and resource the call is made for, such as `GET /pets/{petId}`.
    package var operation: String = ""

    /// Creates a call with nothing set.
    package init() {}

    mutating func clear() {
        target = .http
        method.removeAll(keepingCapacity: true)
        url.removeAll(keepingCapacity: true)
        headers.removeAll()
        body.removeAll(keepingCapacity: true)
        timeoutMilliseconds = 29_000
        credentials = nil
        skipsCertificateCheck = false
        isAsynchronous = false
    }
}

/// How a ``BackendCall`` ended.
package enum CallResult: Sendable {
    /// An HTTP response, or that of Lambda's Invoke API: a function's own error is marked by the
    /// header `X-Amz-Function-Error`, its payload is the body.
    case response(status: Int, headers: HeaderFields, body: [UInt8])

    /// Nothing, or not everything, came within the call's time.
    case timedOut

    /// The call could not be made.
    case failed(Failure)

    /// Why a call could not be made.
    package enum Failure: Sendable, Hashable {
        /// The URL cannot be called at all.
        case invalidEndpoint
        /// No address for the name, or nobody listens.
        case unreachable
        /// TLS failed, the connection broke, or what came back was not HTTP.
        case network
        /// The function or service refuses the gateway's credentials.
        case permission
        /// The response was over 10 MB.
        case tooLarge
    }
}
