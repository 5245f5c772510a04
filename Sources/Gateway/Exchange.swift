/// One request's life, from the request to the response: a state machine that the host drives.
///
/// ```
/// var step = exchange.start(request, at: now, entropy: bits)
/// while step != .respond {
///     step = exchange.resume(perform(step), at: now)
/// }
/// ```
///
/// Not shared between threads. After ``Step/respond`` it can be started anew and reuses its storage.
package final class Exchange {
    /// What the client gets; complete after ``Step/respond``.
    ///
    /// The host may take the body's storage.
    package var response = Response()

    /// The call to make for ``Step/callIntegration`` and ``Step/callAuthorizer``.
    package internal(set) var call = BackendCall()

    /// The question for ``Step/askStore``.
    package internal(set) var storeRequest = StoreRequest.value(key: [])

    /// Logs and metrics; complete after ``Step/respond``.
    package internal(set) var record = ExchangeRecord()

    let worker: Worker

    init(_ worker: Worker) { self.worker = worker }

    /// Begins with a request.
    ///
    /// - Parameters:
    ///   - request: The request; kept until the exchange is over.
    ///   - now: When its last byte came in.
    ///   - entropy: Random bits, new for each request.
    /// - Returns: What to do next.
    package func start(_ request: Request, at now: Moment, entropy: Entropy) -> Step {
        response.clear()
        return .respond
    }

    /// Goes on with a call's result.
    package func resume(_ result: CallResult, at now: Moment) -> Step { .respond }

    /// Goes on with the store's reply.
    package func resume(_ reply: StoreReply, at now: Moment) -> Step { .respond }

    /// Answers a request that the host could not read to its end, with the gateway response that
    /// API Gateway gives.
    package func refuse(
        _ request: Request, _ refusal: Refusal, at now: Moment, entropy: Entropy
    ) -> Step {
        response.clear()
        return .respond
    }

    /// Why a request was not read to its end.
    package enum Refusal: Sendable, Hashable {
        /// The body is over 10 MB: REQUEST_TOO_LARGE.
        case bodyTooLarge
    }
}
