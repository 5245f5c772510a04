/// A moment something has to happen by, moved for next to nothing.
///
/// Moving a deadline later only writes it down: the wheel looks again when the old one comes.
class Deadline {
    /// When it is due, in monotonic nanoseconds; 0 for never.
    fileprivate(set) var due: UInt64 = 0

    /// When the wheel looks at it next; 0 while it is in no slot.
    fileprivate var queuedFor: UInt64 = 0

    /// Called once when the deadline has passed; it is then off.
    func expire() {}
}

/// Deadlines by the time they are looked at next, in slots of 8 ms, 4 s a turn.
///
/// A deadline fires at most one slot late and never early.
struct TimerWheel {
    private static let slotNanoseconds: UInt64 = 8_000_000
    private static let slotCount = 512

    private var slots: [[Entry]] = Array(repeating: [], count: slotCount)
    private var cursor: UInt64
    private(set) var queuedCount = 0

    private struct Entry {
        let deadline: Deadline

        /// Equal to the deadline's own unless it has been queued anew for an earlier time.
        let queuedFor: UInt64
    }

    init(now: UInt64) {
        cursor = now / Self.slotNanoseconds
    }

    /// Sets or moves a deadline; 0 turns it off.
    mutating func set(_ deadline: Deadline, due: UInt64) {
        deadline.due = due
        if due == 0 { return }
        if deadline.queuedFor == 0 || due < deadline.queuedFor { enqueue(deadline, due) }
    }

    /// Takes out what is due by `now`.
    mutating func expired(now: UInt64, into expired: inout [Deadline]) {
        let target = now / Self.slotNanoseconds
        if target &- cursor >= UInt64(Self.slotCount) {
            // A whole turn or more went by: every slot once is enough.
            cursor = target &- UInt64(Self.slotCount)
        }
        while cursor < target {
            cursor &+= 1
            let slot = Int(cursor % UInt64(Self.slotCount))
            if slots[slot].isEmpty { continue }
            var entries: [Entry] = []
            swap(&entries, &slots[slot])
            for entry in entries {
                let deadline = entry.deadline
                queuedCount -= 1
                guard entry.queuedFor == deadline.queuedFor else { continue }
                deadline.queuedFor = 0
                if deadline.due == 0 { continue }
                if deadline.due <= now {
                    deadline.due = 0
                    expired.append(deadline)
                } else {
                    enqueue(deadline, deadline.due)
                }
            }
            entries.removeAll(keepingCapacity: true)
            if slots[slot].isEmpty { swap(&entries, &slots[slot]) }
        }
    }

    /// Milliseconds until the wheel wants to look again; -1 when nothing is queued.
    func waitMilliseconds(now: UInt64) -> Int32 {
        if queuedCount == 0 { return -1 }
        for step in 1...UInt64(Self.slotCount) {
            let slot = cursor &+ step
            if slots[Int(slot % UInt64(Self.slotCount))].isEmpty { continue }
            let at = slot &* Self.slotNanoseconds
            return at <= now ? 0 : Int32((at &- now) / 1_000_000) + 1
        }
        return -1
    }

    private mutating func enqueue(_ deadline: Deadline, _ due: UInt64) {
        // Rounded up, so that the slot comes after the moment; at least the next slot, at most a
        // turn ahead.
        let wanted = due / Self.slotNanoseconds &+ 1
        let slot = min(max(wanted, cursor &+ 1), cursor &+ UInt64(Self.slotCount))
        deadline.queuedFor = max(due, 1)
        slots[Int(slot % UInt64(Self.slotCount))].append(
            Entry(deadline: deadline, queuedFor: deadline.queuedFor))
        queuedCount += 1
    }
}
