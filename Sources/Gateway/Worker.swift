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
    private var isRetired = false
    private var methods: [[PreparedMethod?]]
    private var templates: ProgramCache<PreparedProgram>
    private var schemas: ProgramCache<Schema>
    private var patterns: ProgramCache<Pattern>
    private var substitutions: ProgramCache<SubstitutionText>

    var validator = SchemaValidator()
    var renderer = TemplateRenderer()
    var variables = JSONTapeBuilder()
    var evaluator = JSONPathEvaluator()
    var tape = JSONTape()

    /// The second that ``logTime(_:)`` was last asked for, and its text.
    private var logSecond = Int64.min
    private var logText: [UInt8] = []

    /// Creates a worker; cheap, programs are decoded when first used.
    package init(_ gateway: Gateway) {
        self.gateway = gateway
        let count = gateway.deploymentCount
        methods = Array(repeating: [], count: count)
        templates = ProgramCache(deploymentCount: count)
        schemas = ProgramCache(deploymentCount: count)
        patterns = ProgramCache(deploymentCount: count)
        substitutions = ProgramCache(deploymentCount: count)
    }

    /// An exchange to start, fresh or one that was given back.
    package func makeExchange() -> Exchange { idle.popLast() ?? Exchange(self) }

    /// Takes an exchange back whose response and record are no longer needed.
    package func recycle(_ exchange: Exchange) {
        if !isRetired, idle.count < 256 { idle.append(exchange) }
    }

    /// Lets the worker go when its last exchange ends: idle ones would keep it, and it them.
    ///
    /// Whoever replaces a worker calls this; exchanges that have begun go on.
    package func retire() {
        isRetired = true
        idle.removeAll()
    }

    /// The time of a moment as `$context.requestTime` has it: made once a second.
    func logTime(_ wallMilliseconds: Int64) -> [UInt8] {
        let second = wallMilliseconds / 1000
        if second != logSecond || wallMilliseconds < 0 {
            logSecond = second
            logText.removeAll(keepingCapacity: true)
            CalendarDate(wallMilliseconds: wallMilliseconds).appendLogTime(to: &logText)
        }
        return logText
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
    func template(_ number: UInt32, of deployment: Deployment) -> PreparedProgram? {
        templates.find(number, of: deployment) { kind, range in
            kind == .template
                ? Template(decoding: deployment.image.bytes, at: range).map(PreparedProgram.init)
                : nil
        }
    }

    /// A schema, checked at its first use; `nil` for a damaged one.
    func schema(_ number: UInt32, of deployment: Deployment) -> Schema? {
        guard number != GatewayImage.none else { return nil }
        return schemas.find(number, of: deployment) { kind, range in
            let bytes = Array(deployment.image.bytes[range])
            var offset = 0
            return kind == .schema ? Schema(decoding: bytes.span, at: &offset) : nil
        }
    }

    /// A regular expression, checked at its first use; `nil` for a damaged one.
    func pattern(_ number: UInt32, of deployment: Deployment) -> Pattern? {
        patterns.find(number, of: deployment) { kind, range in
            let bytes = Array(deployment.image.bytes[range])
            var offset = 0
            return kind == .pattern ? Pattern(decoding: bytes.span, at: &offset) : nil
        }
    }

    /// The text of a gateway response's template.
    func substitution(_ number: UInt32, of deployment: Deployment) -> SubstitutionText? {
        substitutions.find(number, of: deployment) { _, range in
            SubstitutionText(Array(deployment.image.bytes[range]))
        }
    }
}

/// Programs of one kind, by deployment and number, each read at its first use.
private struct ProgramCache<Program> {
    private var found: [[Program??]]

    init(deploymentCount: Int) { found = Array(repeating: [], count: deploymentCount) }

    mutating func find(
        _ number: UInt32, of deployment: Deployment,
        _ read: (ImageProgramKind?, Range<Int>) -> Program?
    ) -> Program? {
        let index = Int(number)
        if found[deployment.index].count > index, let known = found[deployment.index][index] {
            return known
        }
        let (kind, range) = deployment.image.program(number)
        let program = read(kind, range)
        while found[deployment.index].count <= index { found[deployment.index].append(nil) }
        found[deployment.index][index] = .some(program)
        return program
    }
}
