package import JSON

/// Renders templates; keeps its buffers, so that a warm renderer hardly allocates.
///
/// Variables come as a tape (see `JSONTapeBuilder`) whose root object has these members, all of them
/// optional: `context`, `stageVariables`, `params` with `path`, `querystring` and `header` (names to
/// last values), and `vars` (further variables by name, for tests). `$context.requestOverride` with
/// `path`, `querystring` and `header`, and `$context.responseOverride` with `header`, must be among
/// the context for templates to write to them. `$input.body` is the body. All members are kept in
/// their order, which templates see when they walk through them; API Gateway walks through
/// `$context` in the order of Java's HashMap, which nobody should rely on.
package struct TemplateRenderer: ~Copyable, Sendable {
    private var machine = TemplateMachine()

    /// What the last rendering wrote into `$context`'s overrides; `nil` when it wrote nothing.
    package private(set) var overrides: TemplateOverrides?

    /// Creates a renderer whose renderings may use so much.
    package init(limits: TemplateLimits = TemplateLimits()) { machine.limits = limits }

    /// What renderings may use.
    package var limits: TemplateLimits {
        get { machine.limits }
        set { machine.limits = newValue }
    }

    /// Receives an event for each directive and reference that is evaluated; `nil` for none.
    package var trace: (@Sendable (TemplateTraceEvent) -> Void)? {
        get { (machine.trace as? ClosureTracer)?.body }
        set { machine.trace = newValue.map { ClosureTracer(body: $0) } }
    }

    /// Renders a template and appends the result to `output`.
    ///
    /// - Parameters:
    ///   - template: What to render.
    ///   - body: The payload; where it is empty `$input.body` is `{}`.
    ///   - variables: The request's or response's variables.
    ///   - output: Receives the text.
    /// - Returns: `nil`, or why it failed; then `output` is as before.
    package mutating func render(
        _ template: Template, body: [UInt8], variables: JSONTape, into output: inout [UInt8]
    ) -> TemplateFailure? {
        overrides = nil
        let program = TemplateProgram(template)
        if let failure = program.failure { return failure }
        machine.start(program, body: body, variables: variables)
        var failure: TemplateFailure?
        do throws(TemplateInterrupt) {
            try machine.run(0, program.wordCount)
        } catch {
            switch error {
            case .failure:
                failure = machine.failure ?? TemplateFailure(message: "failed", range: 0..<0)
            case .stop, .breakNearest, .breakLoop: break
            }
        }
        if failure == nil {
            let start = output.count
            unsafe machine.output.withBytes(0..<machine.output.count) { bytes in
                unsafe output.append(contentsOf: bytes)
            }
            if machine.mayHaveSurrogates, let repaired = repairSurrogates(output, from: start) {
                output = repaired
            }
            if machine.isChanged { overrides = machine.overrides() }
        }
        machine.finish()
        return failure
    }
}

private struct ClosureTracer: TemplateTracer {
    let body: @Sendable (TemplateTraceEvent) -> Void

    func add(_ event: TemplateTraceEvent) { body(event) }
}
