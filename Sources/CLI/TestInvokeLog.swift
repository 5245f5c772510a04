package import Gateway

/// The execution log of a test invocation, line by line as TestInvokeMethod returns it; the last
/// is empty.
package func testInvokeLog(_ outcome: Invocation.Outcome, at moment: Moment) -> [String] {
    let time = moment.javaTime
    return ["Execution log for request \(outcome.requestID)"]
        + outcome.record.executionLog.map { "\(time) : \($0.text)" } + [""]
}
