package import JSON

/// Renders templates; keeps its buffers, so that a warm renderer hardly allocates.
///
/// Variables come as a tape (see `JSONTapeBuilder`) whose root object has these members, all of them
/// optional: `context`, `stageVariables`, `params` with `path`, `querystring` and `header` (names to
/// last values), and `vars` (further variables by name, for tests). `$input.body` is the body. All
/// members are kept in their order, which templates see when they walk through them; API Gateway
/// walks through `$context` in the order of Java's HashMap, which nobody should rely on.
package struct TemplateRenderer: Sendable {
    /// What renderings may use.
    package var limits: TemplateLimits

    package init(limits: TemplateLimits = TemplateLimits()) { self.limits = limits }

    /// Renders a template and appends the result to `output`.
    ///
    /// - Parameters:
    ///   - body: The payload; where it is empty `$input.body` is `{}`.
    ///   - variables: The request's or response's variables.
    /// - Returns: `nil`, or why it failed; then `output` is as before.
    package mutating func render(
        _ template: Template, body: [UInt8], variables: JSONTape, into output: inout [UInt8]
    ) -> TemplateFailure? {
        TemplateFailure(message: "not implemented", range: 0..<0)
    }

    /// What the last rendering wrote into `$context`'s overrides; `nil` when it wrote nothing.
    package var overrides: TemplateOverrides? { nil }
}
