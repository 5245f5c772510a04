#if os(Linux)
internal import Synchronization

/// How serving loops reach the functions that run on the control loop.
final class LambdaGate: Sendable {
    /// Only jobs in the control loop's mailbox touch what is inside.
    private final class Box: @unchecked Sendable {
        let runtime: LambdaRuntime
        init(_ runtime: LambdaRuntime) { self.runtime = runtime }
    }

    private let mailbox: Mailbox
    private let box: Box

    init(_ runtime: LambdaRuntime, on loop: EventLoop) {
        mailbox = loop.mailbox
        box = Box(runtime)
    }

    /// Invokes a function; `receiver` runs on the control loop.
    func invoke(
        _ name: String, arn: String, trace: String, event: [UInt8], timeoutMilliseconds: Int,
        receiver: @escaping @Sendable (LambdaInvocation.Outcome) -> Void
    ) {
        mailbox.post { [box] _ in
            box.runtime.invoke(
                name, arn: arn, trace: trace, event: event,
                timeoutMilliseconds: timeoutMilliseconds, receiver: receiver)
        }
    }
}
#endif
