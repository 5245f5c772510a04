#if os(Linux)
internal import Gateway
internal import Synchronization

/// Takes down logs and metrics of all loops.
package final class Recorder: Sendable {
    package init() {}

    func note(_ record: ExchangeRecord, _ request: Request) {}
}
#endif
