private import Synchronization

/// A ``Store`` in this process's memory, bounded, with the oldest values evicted first.
package final class MemoryStore: Store {
    private let state: Mutex<State>

    /// Creates an empty store that keeps at most so many bytes of keys and values.
    package init(capacityBytes: Int = 64 << 20) {
        state = Mutex(State(capacityBytes: capacityBytes))
    }

    package func perform(_ request: StoreRequest, at now: Moment) -> StoreReply {
        state.withLock { $0.perform(request, at: now) }
    }
}

private struct State: Sendable {
    struct Level {
        var tokens: Double
        var nanoseconds: UInt64
    }

    struct Value {
        var bytes: [UInt8]
        var expiry: UInt64
        var generation: UInt64
    }

    /// How many buckets and quotas are kept before those that are full or over are dropped.
    static let sweepCount = 100_000

    let capacityBytes: Int
    var usedBytes = 0
    var generation: UInt64 = 0
    var levels: [[UInt8]: Level] = [:]
    var counts: [[UInt8]: (period: Range<Int64>, count: Int)] = [:]
    var values: [[UInt8]: Value] = [:]

    /// Keys in the order they were kept, for eviction; an entry whose generation is not its
    /// value's is stale and skipped.
    var order: [(key: [UInt8], generation: UInt64)] = []
    var firstInOrder = 0

    init(capacityBytes: Int) { self.capacityBytes = capacityBytes }

    mutating func perform(_ request: StoreRequest, at now: Moment) -> StoreReply {
        switch request {
        case .admit(let buckets, let quota): admit(buckets, quota, now.monotonicNanoseconds)
        case .value(let key): value(key, now.monotonicNanoseconds)
        case .keep(let key, let value, let milliseconds):
            keep(key, value, milliseconds, now.monotonicNanoseconds)
        case .forget(let prefix): forget(prefix)
        }
    }

    private mutating func admit(
        _ buckets: [TokenBucket], _ quota: Quota?, _ now: UInt64
    ) -> StoreReply {
        for (index, bucket) in buckets.enumerated() where tokens(of: bucket, now) < 1 {
            return .throttled(index)
        }
        if let quota {
            let current = counts[quota.key]
            let used = current.map { $0.period == quota.period ? $0.count : 0 } ?? quota.offset
            guard used < quota.limit else { return .quotaExceeded }
            if counts.count >= State.sweepCount {
                counts = counts.filter { $0.value.period.upperBound > quota.period.lowerBound }
            }
            counts[quota.key] = (quota.period, used + 1)
        }
        if levels.count >= State.sweepCount {
            levels = levels.filter { now &- $0.value.nanoseconds < 60_000_000_000 }
        }
        for bucket in buckets {
            levels[bucket.key] = Level(tokens: tokens(of: bucket, now) - 1, nanoseconds: now)
        }
        return .admitted
    }

    private func tokens(of bucket: TokenBucket, _ now: UInt64) -> Double {
        guard let level = levels[bucket.key] else { return bucket.burst }
        let elapsed = now > level.nanoseconds ? Double(now - level.nanoseconds) / 1e9 : 0
        return min(bucket.burst, level.tokens + elapsed * bucket.rate)
    }

    private func value(_ key: [UInt8], _ now: UInt64) -> StoreReply {
        guard let value = values[key], value.expiry > now else { return .missing }
        return .value(value.bytes)
    }

    private mutating func keep(
        _ key: [UInt8], _ value: [UInt8], _ milliseconds: Int64, _ now: UInt64
    ) -> StoreReply {
        let size = key.count + value.count
        guard milliseconds > 0, size <= capacityBytes else { return .done }
        remove(key)
        while usedBytes + size > capacityBytes, firstInOrder < order.count {
            let oldest = order[firstInOrder]
            firstInOrder += 1
            if values[oldest.key]?.generation == oldest.generation { remove(oldest.key) }
        }
        if firstInOrder > 1024, firstInOrder * 2 > order.count {
            order.removeFirst(firstInOrder)
            firstInOrder = 0
        }
        generation += 1
        let expiry = now &+ UInt64(milliseconds) &* 1_000_000
        values[key] = Value(bytes: value, expiry: expiry, generation: generation)
        order.append((key, generation))
        usedBytes += size
        return .done
    }

    private mutating func forget(_ prefix: [UInt8]) -> StoreReply {
        for key in values.keys where key.starts(with: prefix) { remove(key) }
        return .done
    }

    private mutating func remove(_ key: [UInt8]) {
        guard let value = values.removeValue(forKey: key) else { return }
        usedBytes -= key.count + value.bytes.count
    }
}
