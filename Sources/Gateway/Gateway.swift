package import BundleFormat

/// An API with its stages, ready to answer requests: immutable and shared by all workers.
package final class Gateway: Sendable {
    let image: GatewayImage
    let settings: RuntimeSettings
    let cryptography: any Cryptography

    /// Creates a gateway.
    ///
    /// - Parameters:
    ///   - image: The compiled API.
    ///   - canaries: The image a stage's canary runs, by stage; the stage's own where missing.
    ///   - settings: Stages and all else that is not in the image.
    ///   - cryptography: Checks signatures.
    package init(
        image: GatewayImage, canaries: [String: GatewayImage] = [:], settings: RuntimeSettings,
        cryptography: any Cryptography = NoCryptography()
    ) {
        self.image = image
        self.settings = settings
        self.cryptography = cryptography
    }
}

/// One event loop's share of a gateway: decoded programs and exchanges to reuse.
///
/// Not shared between threads.
package final class Worker {
    let gateway: Gateway
    private var idle: [Exchange] = []

    /// Creates a worker; cheap, programs are decoded when first used.
    package init(_ gateway: Gateway) { self.gateway = gateway }

    /// An exchange to start, fresh or one that was given back.
    package func makeExchange() -> Exchange { idle.popLast() ?? Exchange(self) }

    /// Takes an exchange back whose response and record are no longer needed.
    package func recycle(_ exchange: Exchange) {
        if idle.count < 256 { idle.append(exchange) }
    }
}
