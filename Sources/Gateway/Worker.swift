import BundleFormat
import JSON
import JSONPath
import Patterns
import Schemas
import Templates

/// One event loop's share of a gateway: decoded programs and exchanges to reuse.
///
/// Not shared between threads.
package final class Worker {
    package let gateway: Gateway
    private var idle: [Exchange] = []
    private var methods: [[PreparedMethod?]]
    private var templates: [[UInt32: Template?]]
    private var schemas: [[UInt32: Schema?]]
    private var patterns: [[UInt32: Pattern?]]
    private var substitutions: [[UInt32: SubstitutionText]]

    var validator = SchemaValidator()
    var renderer = TemplateRenderer()
    var variables = JSONTapeBuilder()
    var evaluator = JSONPathEvaluator()
    var tape = JSONTape()

    /// Creates a worker; cheap, programs are decoded when first used.
    package init(_ gateway: Gateway) {
        self.gateway = gateway
        let count = gateway.deploymentCount
        methods = Array(repeating: [], count: count)
        templates = Array(repeating: [:], count: count)
        schemas = Array(repeating: [:], count: count)
        patterns = Array(repeating: [:], count: count)
        substitutions = Array(repeating: [:], count: count)
    }

    /// An exchange to start, fresh or one that was given back.
    package func makeExchange() -> Exchange { idle.popLast() ?? Exchange(self) }

    /// Takes an exchange back whose response and record are no longer needed.
    package func recycle(_ exchange: Exchange) {
        if idle.count < 256 { idle.append(exchange) }
    }

    /// A method of a deployment, read at its first use.
    func method(_ row: Int, of deployment: Deployment) -> PreparedMethod {
        if methods[deployment.index].isEmpty {
            let count = deployment.image.count(.methods)
            methods[deployment.index] = Array(repeating: nil, count: count)
        }
        if let method = methods[deployment.index][row] { return method }
        let method = PreparedMethod(row, of: deployment)
        methods[deployment.index][row] = method
        return method
    }

    /// A template, checked at its first use; `nil` for a damaged one.
    func template(_ number: UInt32, of deployment: Deployment) -> Template? {
        if let found = templates[deployment.index][number] { return found }
        let (kind, range) = deployment.image.program(number)
        let template =
            kind == .template ? Template(decoding: deployment.image.bytes, at: range) : nil
        templates[deployment.index][number] = .some(template)
        return template
    }

    /// A schema, checked at its first use; `nil` for a damaged one.
    func schema(_ number: UInt32, of deployment: Deployment) -> Schema? {
        guard number != GatewayImage.none else { return nil }
        if let found = schemas[deployment.index][number] { return found }
        let (kind, range) = deployment.image.program(number)
        let bytes = Array(deployment.image.bytes[range])
        var offset = 0
        let schema = kind == .schema ? Schema(decoding: bytes.span, at: &offset) : nil
        schemas[deployment.index][number] = .some(schema)
        return schema
    }

    /// A regular expression, checked at its first use; `nil` for a damaged one.
    func pattern(_ number: UInt32, of deployment: Deployment) -> Pattern? {
        if let found = patterns[deployment.index][number] { return found }
        let (kind, range) = deployment.image.program(number)
        let bytes = Array(deployment.image.bytes[range])
        var offset = 0
        let pattern = kind == .pattern ? Pattern(decoding: bytes.span, at: &offset) : nil
        patterns[deployment.index][number] = .some(pattern)
        return pattern
    }

    /// The text of a gateway response's template.
    func substitution(_ number: UInt32, of deployment: Deployment) -> SubstitutionText {
        if let found = substitutions[deployment.index][number] { return found }
        let text = SubstitutionText(
            Array(deployment.image.bytes[deployment.image.program(number).range]))
        substitutions[deployment.index][number] = text
        return text
    }
}
