package import Diagnostics

/// Templates by where their text was written: what one stage has compiled the next need not again.
package struct CompiledTemplates: Sendable {
    private var templates: [SourceRange: Template] = [:]

    /// Creates a collection without templates.
    package init() {}

    /// The template whose text was written at a place; setting adds it.
    package subscript(range: SourceRange) -> Template? {
        get { templates[range] }
        set { templates[range] = newValue }
    }
}
