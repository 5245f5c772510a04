import Platform

/// Something that is measured, by name.
struct Workload: Sendable {
    /// The name on the command line.
    let name: String

    /// One line on what is measured, in which unit, beside which peer.
    let summary: String

    /// Measures and returns the figures; throws where an input cannot be read.
    let run: @Sendable (BenchArguments) throws -> [Figure]
}

/// One measured number.
struct Figure {
    let name: String
    let value: Double
    let unit: String
}

/// What the command line says about a run.
struct BenchArguments {
    /// `--name value` options, by name without dashes.
    var options: [String: String] = [:]

    /// How often each measurement is repeated; the median counts.
    var rounds: Int { options["rounds"].flatMap(Int.init) ?? 5 }
}

/// Runs `body` and returns the median of its CPU time over the rounds, in seconds.
func medianSeconds(rounds: Int, _ body: () throws -> Void) rethrows -> Double {
    var times: [Double] = []
    for _ in 0..<max(rounds, 1) {
        let start = processCPUNanoseconds()
        try body()
        times.append(Double(processCPUNanoseconds() - start) / 1e9)
    }
    times.sort()
    return times[times.count / 2]
}

/// Runs two bodies in turn and returns the median of each one's CPU time, in seconds.
///
/// Taking turns keeps a machine that speeds up or slows down from favouring one of them.
func medianSecondsInTurn(
    rounds: Int, _ first: () throws -> Void, _ second: () throws -> Void
) rethrows -> (first: Double, second: Double) {
    var times: (first: [Double], second: [Double]) = ([], [])
    for _ in 0..<max(rounds, 1) {
        times.first.append(try medianSeconds(rounds: 1, first))
        times.second.append(try medianSeconds(rounds: 1, second))
    }
    times.first.sort()
    times.second.sort()
    return (times.first[times.first.count / 2], times.second[times.second.count / 2])
}
