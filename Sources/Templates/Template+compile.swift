extension Template {
    /// Compiles a template's text, at most ``maximumLength`` bytes of UTF-8.
    ///
    /// What is wrong with it is in ``failure``; a ``TemplateOutline`` says more.
    package init(compiling text: [UInt8]) {
        let parser = VTLParser.parsed(text, outline: TemplateOutline(isEnabled: false))
        let program = TemplateProgram.image(of: parser.code)
        self.init(image: program, code: 0..<program.count)
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

/// What one reading of a template's text gives: what is in it, and on demand its code.
package struct TemplateReading: Sendable {
    package let outline: TemplateOutline
    private let code: TemplateCode

    /// Reads a template's text; never fails, see ``TemplateOutline/failure``.
    package init(of text: [UInt8]) {
        var parser = VTLParser.parsed(text, outline: TemplateOutline(isEnabled: true))
        // Taken out, not copied.
        code = TemplateCode(moving: &parser.code)
        var outline = TemplateOutline(isEnabled: false)
        swap(&outline, &parser.outline)
        if let (message, start, end) = code.failure {
            outline.failure = TemplateFailure(message: message, range: start..<max(start, end))
        } else {
            outline.pieces = templatePieces(of: code, outline)
        }
        self.outline = outline
    }

    /// The text compiled; made anew each time.
    package var template: Template {
        let program = TemplateProgram.image(of: code)
        return Template(image: program, code: 0..<program.count)
    }
}

extension TemplateOutline {
    /// Reads a template's text; never fails, see ``failure``.
    package init(of text: [UInt8]) { self = TemplateReading(of: text).outline }
}

extension VTLParser {
    /// Reads a whole template; where that is impossible the code says why and nothing else.
    fileprivate static func parsed(
        _ text: [UInt8], outline: consuming TemplateOutline
    ) -> VTLParser {
        guard text.count <= Template.maximumLength else {
            var parser = VTLParser([], code: TemplateCode(), outline: outline)
            parser.code.failure = (
                "the template is longer than \(Template.maximumLength) bytes", 0, text.count
            )
            return parser
        }
        var parser = VTLParser(
            text, code: TemplateCode(forBytes: text.count), outline: outline)
        do throws(VTLError) {
            try parser.process()
        } catch {
            parser.outline.finish(parser.code.slots)
            parser.code = TemplateCode()
            parser.code.failure = (error.message, error.start, error.end)
            return parser
        }
        parser.outline.finish(parser.code.slots)
        return parser
    }
}
