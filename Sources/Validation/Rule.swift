package import Diagnostics
package import OpenAPI

/// One check: it reads, reports, and changes nothing.
///
/// Each rule lives in a file of its own under `Rules/`, beside its diagnostics and nothing else,
/// has a test file of the same name, and a folder of its name in `Fixtures/Diagnostics`.
package protocol Rule: Sendable {
    /// What the rule demands; its name is the diagnostics' name.
    static var explanation: Explanation { get }
}

extension Rule {
    /// The diagnostics' name.
    package static var id: Diagnostic.ID { explanation.id }
}

/// A rule over one kind of object wherever a document has it.
///
/// All of them share one walk over the document; `triggers` keeps a rule that has nothing to say
/// about an object from being called at all.
package protocol ObjectRule: Rule {
    /// The shapes of object that the rule is about.
    static var shapes: [Shape] { get }

    /// Fields of which the object must have one.
    static var triggers: [Field] { get }

    /// Whether the rule is about gateways, and silent for documents without their extensions.
    static var isAboutGateways: Bool { get }

    /// Checks one object.
    static func check(_ object: ObjectView, into log: inout DiagnosticLog)
}

extension ObjectRule {
    package static var isAboutGateways: Bool { false }
}

/// A rule over a document's operations and paths.
package protocol DocumentRule: Rule {
    /// Checks a document.
    static func check(_ context: DocumentContext, into log: inout DiagnosticLog)
}

/// A rule over one method of an API at a time.
package protocol MethodRule: Rule {
    /// Checks one method.
    static func check(
        _ context: MethodContext, in gateway: GatewayContext, into log: inout DiagnosticLog)
}

/// A rule over one mapping template at a time, wherever it was written.
package protocol TemplateRule: Rule {
    /// Checks one template.
    static func check(_ template: TemplateContext, into log: inout DiagnosticLog)
}

/// A rule over an API as a whole.
package protocol GatewayRule: Rule {
    /// Checks an API.
    static func check(_ gateway: GatewayContext, into log: inout DiagnosticLog)
}
