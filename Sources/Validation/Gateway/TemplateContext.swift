internal import Diagnostics
internal import Model
internal import Templates

/// A template as rules read it: its bytes, what it refers to, and the way back to the source.
struct TemplateContext {
    let template: MappingTemplate

    /// The template's text.
    let text: [UInt8]

    /// The references to the roots that API Gateway defines, in their order.
    let references: [TemplateReference]

    let locator: ScalarLocator

    let compiled: Template

    /// What compiling it found.
    let findings: DiagnosticLog

    init(_ template: MappingTemplate, in file: SourceFile?) {
        self.template = template
        text = Array(template.text.value.utf8)
        references = templateReferences(in: text)
        let locator = ScalarLocator(text, at: template.text.range, in: file)
        self.locator = locator
        var log = DiagnosticLog()
        compiled = Template(
            compiling: text, at: TemplateLocator { locator.range($0, $1) }, into: &log)
        findings = log
    }
}

/// The templates that an integration uses.
func templateContexts(of integration: Integration?, in file: SourceFile?) -> [TemplateContext] {
    guard let integration, !integration.kind.value.isProxy else { return [] }
    var contexts: [TemplateContext] = []
    for template in integration.requestTemplates {
        contexts.append(TemplateContext(template, in: file))
    }
    for response in integration.responses {
        for template in response.responseTemplates {
            contexts.append(TemplateContext(template, in: file))
        }
    }
    return contexts
}
