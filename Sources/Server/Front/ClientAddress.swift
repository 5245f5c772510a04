#if os(Linux)
/// The client's address: the peer's, or behind trusted proxies the last one they did not add.
func clientAddress(
    _ peer: SocketAddress, _ forwarded: ArraySlice<UInt8>?, _ trusted: [Network]
) -> String {
    guard let forwarded, trusted.contains(where: { $0.contains(peer) }) else { return peer.host }
    var client = peer
    for part in forwarded.split(separator: 0x2C).reversed() {
        let text = String(decoding: part.filter { $0 != 0x20 && $0 != 0x09 }, as: UTF8.self)
        guard let address = SocketAddress(text, port: 0) else { break }
        client = address
        if !trusted.contains(where: { $0.contains(address) }) { break }
    }
    return client.host
}
#endif
