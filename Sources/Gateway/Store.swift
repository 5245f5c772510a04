/// State that all gateways of a stage share: token buckets, quotas, the response cache, the
/// authorizer cache.
///
/// The core never calls it: it asks by ``Step/askStore`` and the host performs the request, at
/// once in memory or later elsewhere. Keys name their stage, so one store may serve many.
package protocol Store: AnyObject, Sendable {
    /// Performs a request; atomic with regard to other requests.
    func perform(_ request: StoreRequest, at now: Moment) -> StoreReply
}

/// What the core asks of a ``Store``.
package enum StoreRequest: Sendable {
    /// Take a token from every bucket and count one against the quota, or do neither.
    case admit([TokenBucket], quota: Quota?)

    /// The unexpired value under a key.
    case value(key: [UInt8])

    /// Keep a value under a key for some milliseconds.
    case keep(key: [UInt8], value: [UInt8], milliseconds: Int64)

    /// Forget every value whose key begins so.
    case forget(prefix: [UInt8])
}

/// A token bucket: `rate` tokens flow in each second, at most `burst` are held.
package struct TokenBucket: Sendable, Hashable {
    package var key: [UInt8]

    /// Tokens a second.
    package var rate: Double

    /// The most tokens held; also what a new bucket starts with.
    package var burst: Double

    /// Creates a bucket's description.
    package init(key: [UInt8], rate: Double, burst: Double) {
        self.key = key
        self.rate = rate
        self.burst = burst
    }
}

/// A number of requests within a calendar period.
package struct Quota: Sendable, Hashable {
    package var key: [UInt8]

    /// The most requests in a period.
    package var limit: Int

    /// What counts as used already in the first period that the key is seen in.
    package var offset: Int

    /// The current period in milliseconds since 1970; the count starts anew when it changes.
    package var period: Range<Int64>

    /// Creates a quota's description.
    package init(key: [UInt8], limit: Int, offset: Int = 0, period: Range<Int64>) {
        self.key = key
        self.limit = limit
        self.offset = offset
        self.period = period
    }
}

/// What a ``Store`` answers.
package enum StoreReply: Sendable {
    /// To `admit`: go on.
    case admitted

    /// To `admit`: the bucket with this index in the request is empty.
    case throttled(Int)

    /// To `admit`: the quota is used up.
    case quotaExceeded

    /// To `value`: what is kept.
    case value([UInt8])

    /// To `value`: nothing is kept.
    case missing

    /// To `keep` and `forget`.
    case done

    /// The store cannot be reached. Throttles then let pass and caches miss.
    case unavailable
}
