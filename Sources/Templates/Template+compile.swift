package import Diagnostics

extension Template {
    /// Compiles a template's text.
    ///
    /// Syntax is reported as `template-syntax`; a template that Velocity refuses for another reason
    /// as `template-invalid`; names that mean nothing as `template-unknown-member`,
    /// `template-unknown-method`, `template-undefined-variable`; JSONPaths as `template-jsonpath`.
    ///
    /// - Parameters:
    ///   - text: The template, at most ``maximumLength`` bytes of UTF-8.
    ///   - locator: Maps ranges of the text into the document, for diagnostics.
    ///   - log: Receives the diagnostics.
    package init(
        compiling text: [UInt8], at locator: TemplateLocator, into log: inout DiagnosticLog
    ) {
        self.init(compiling: text, at: locator, checks: TemplateChecks(), into: &log)
    }

    /// Compiles a template's text and checks it against what is known of the message.
    package init(
        compiling text: [UInt8], at locator: TemplateLocator, checks: TemplateChecks,
        into log: inout DiagnosticLog
    ) {
        let (code, hints, isFailing) = Self.parse(text, hints: true)
        let program = TemplateProgram.image(of: code, isFailing: isFailing)
        self.init(image: program, code: 0..<program.count)
        TemplateReporter(text: text, locator: locator, checks: checks)
            .report(code, hints, isFailing, into: &log)
    }

    /// Compiles a template's text without diagnostics; what is wrong shows when it is rendered.
    package init(compiling text: [UInt8]) {
        let (code, _, isFailing) = Self.parse(text, hints: false)
        let program = TemplateProgram.image(of: code, isFailing: isFailing)
        self.init(image: program, code: 0..<program.count)
    }

    private static func parse(_ text: [UInt8], hints: Bool) -> (TemplateCode, TemplateHints, Bool) {
        guard text.count <= maximumLength else {
            var code = TemplateCode()
            code.failure = ("the template is longer than \(maximumLength) bytes", 0, text.count)
            return (code, TemplateHints(isEnabled: false), true)
        }
        var parser = VTLParser(
            text, 0..<text.count, code: TemplateCode(), hints: TemplateHints(isEnabled: hints))
        do throws(VTLError) {
            try parser.process()
        } catch {
            var code = TemplateCode()
            code.failure = (error.message, error.start, max(error.start, error.end))
            parser.hints.isSyntaxError = true
            return (code, parser.hints, true)
        }
        return (parser.code, parser.hints, parser.code.failure != nil)
    }

    /// Why the template fails whenever it is rendered, or `nil`.
    package var failure: TemplateFailure? { TemplateProgram(self).failure }

    /// Reads a stored template in place.
    ///
    /// Everything is checked once, O(*n*); `nil` for bytes that are not a template's code. `image`
    /// may hold other things besides.
    package init?(decoding image: [UInt8], at code: Range<Int>) {
        guard TemplateCheck.isValid(image, code) else { return nil }
        self.init(image: image, code: code)
    }
}
