/// A mapping template, compiled: Velocity 1.7 as API Gateway configures it.
///
/// Compiling never fails: a text that cannot be read is remembered, and its template fails whenever
/// it is rendered, as API Gateway answers 500 then. Code is a flat run of bytes inside an image,
/// which may be a bundle's: a template read from one owns nothing of its own.
package struct Template: Sendable, Hashable {
    /// The bytes that hold the code, possibly among other things.
    package let image: [UInt8]

    /// Where the code lies in `image`.
    package let code: Range<Int>

    /// The longest text that API Gateway accepts, in bytes (300 KB).
    package static let maximumLength = 300 * 1024

    init(image: [UInt8], code: Range<Int>) {
        self.image = image
        self.code = code
    }

    /// The stored form.
    package var encoded: ArraySlice<UInt8> { image[code] }

    /// The stored form as an array, copied only out of an image that holds more than it.
    package var bytes: [UInt8] { code.count == image.count ? image : Array(encoded) }
}
