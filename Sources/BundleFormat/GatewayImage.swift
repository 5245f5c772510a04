/// The compiled API, `gateway.bin`, checked as a whole and then used in place.
package final class GatewayImage: Sendable {
    let bytes: [UInt8]

    /// Checks an image.
    package init(_ bytes: [UInt8]) throws(GatewayImageError) {
        self.bytes = bytes
    }
}

/// Why a `gateway.bin` is refused.
package enum GatewayImageError: Error, Hashable, Sendable {
    case notAnImage
}
