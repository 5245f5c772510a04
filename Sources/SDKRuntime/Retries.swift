// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

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
