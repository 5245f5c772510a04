#if os(Linux)
/// The moment by which a client's connection has to have moved on.
final class ConnectionDeadline: Deadline {
    /// Taken away when it closes: the deadline may stay in the wheel for a while.
    var connection: ClientConnection?

    init(_ connection: ClientConnection) { self.connection = connection }

    override func expire() { connection?.expire() }
}
#endif
