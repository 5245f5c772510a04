package import Diagnostics

extension Template {
    /// Compiles a template's text.
    ///
    /// - Parameters:
    ///   - locator: Maps ranges of the text into the document, for diagnostics.
    package init(
        compiling text: [UInt8], at locator: TemplateLocator, into log: inout DiagnosticLog
    ) {
        self.init(image: [], code: 0..<0)
    }

    /// Reads a stored template in place; everything is checked once. O(*n*).
    ///
    /// - Returns: `nil` for bytes that are not a template's code.
    package init?(decoding image: [UInt8], at code: Range<Int>) { nil }
}
