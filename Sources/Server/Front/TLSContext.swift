#if os(Linux)
/// Certificates and policy of the TLS side.
package final class TLSContext: Sendable {
    func accept(_ descriptor: Int32) -> TLSSession? { nil }
}

/// One connection's TLS.
final class TLSSession {
    func read(into buffer: inout [UInt8]) -> Transfer { .end }
    func write(_ bytes: [UInt8], from offset: Int) -> Transfer { .end }
    func shutDown() {}
}
#endif
