/// A Lambda function that this process runs or reaches.
package struct LambdaFunction: Hashable, Sendable {
    /// How its invocations are carried out.
    package enum Way: Hashable, Sendable {
        /// By POST to a URL, as the runtime interface emulator takes them.
        case url([UInt8])

        /// By a program that this process starts, which asks for events at the runtime API.
        case command([String], environment: [String: String], folder: String?)
    }

    package var way: Way

    /// How many programs run at a time at most.
    package var concurrency = 4

    /// Milliseconds an invocation may take; the integration's own limit comes on top.
    package var timeoutMilliseconds = 29_000

    /// Creates a function.
    package init(_ way: Way) { self.way = way }
}

/// The name in a function's ARN, partial ARN, or plain name, without version or alias.
///
/// `arn:aws:lambda:REGION:ACCOUNT:function:NAME[:QUALIFIER]`, `ACCOUNT:function:NAME`, `NAME`.
func lambdaName(_ function: String) -> String {
    let parts = function.split(separator: ":", omittingEmptySubsequences: false)
    if let index = parts.firstIndex(of: "function"), index + 1 < parts.count {
        return String(parts[index + 1])
    }
    return String(parts.first ?? "")
}
