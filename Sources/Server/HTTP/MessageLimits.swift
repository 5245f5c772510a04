/// Bounds on what a reader holds of one message, in bytes unless the name says otherwise.
package struct MessageLimits: Hashable, Sendable {
    /// The request target; API Gateway: 10,240 on Regional endpoints.
    package var target = 10_240

    /// Name, value and line ends of all fields together, and of all trailer fields; API Gateway:
    /// 10,240, raised to 20,480.
    package var fields = 20_480

    package var fieldCount = 256

    /// The body after transfer decoding; API Gateway: 10 MB.
    package var body = 10 * 1024 * 1024

    /// Chunk extensions of one body together.
    package var chunkExtensions = 4096

    package init() {}
}
