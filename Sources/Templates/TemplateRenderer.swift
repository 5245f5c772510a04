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

extension TemplateMachine {
    /// The two overrides if a template changed anything in them.
    fileprivate mutating func overrides() -> TemplateOverrides? {
        let isTouched = overlay.keys.contains { key in
            key >> 32 == 0 && contextRange.contains(Int(key & 0xFFFF_FFFF))
        }
        guard isTouched, let context = member(Array("context".utf8)) else { return nil }
        let root = resolved(.node(context, tape: 0))
        var parts: [JSONObject] = []
        for name in ["requestOverride", "responseOverride"] {
            guard let key = try? text(Array(name.utf8)), let value = try? get(key, of: root),
                case .object(let object)? = try? json(value)
            else {
                parts.append(JSONObject())
                continue
            }
            parts.append(object)
        }
        return TemplateOverrides(request: parts[0], response: parts[1])
    }

    /// A value as JSON.
    private mutating func json(_ value: TemplateValue) throws(TemplateInterrupt) -> JSONValue {
        let value = resolved(read(value))
        try count()
        try deeper()
        defer { depth -= 1 }
        switch value.kind {
        case .null: return .null
        case .bool: return .bool(value.isTrue)
        case .int, .long: return .number(JSONNumber(value.number))
        case .double, .bigInteger, .bigDecimal:
            return .number(
                JSONNumber(spelling: String(decoding: try printed(value), as: UTF8.self)))
        case .map:
            var object = JSONObject()
            let keys = maps[value.number].keys
            for index in keys.indices {
                let name = String(decoding: try printed(keys[index]), as: UTF8.self)
                object.members.append(
                    JSONObject.Member(name, try json(maps[value.number].values[index])))
            }
            return .object(object)
        case .list:
            var elements: [JSONValue] = []
            for element in lists[value.number].elements { elements.append(try json(element)) }
            return .array(elements)
        case .node:
            let tape = Int(value.count)
            let entry = tapes[tape].entries[value.number]
            var child = value.number + 1
            if entry.kind == .array {
                var elements: [JSONValue] = []
                for _ in 0..<entry.count {
                    elements.append(try json(nodeValue(child, tape: tape)))
                    child = end(of: child, tape: tape)
                }
                return .array(elements)
            }
            var object = JSONObject()
            for _ in 0..<entry.count {
                object.members.append(
                    JSONObject.Member(
                        tapes[tape].string(at: child), try json(nodeValue(child + 1, tape: tape))))
                child = end(of: child + 1, tape: tape)
            }
            return .object(object)
        default: return .string(String(decoding: try printed(value), as: UTF8.self))
        }
    }
}
