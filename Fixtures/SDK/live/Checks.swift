// What the checks of the live clients share.

nonisolated(unsafe) private var failures = 0

/// Says what does not hold.
func check(_ what: String, _ holds: Bool) {
    if !holds {
        failures += 1
        print("FAILED: \(what)")
    }
}

/// Whether everything held.
func allHeld() -> Bool { failures == 0 }
