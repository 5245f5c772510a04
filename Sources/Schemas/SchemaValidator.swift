package import JSON

/// Reads instances and checks them against schemas.
///
/// Keeps its memory between instances: after the largest has been seen, reading and the verdict
/// allocate nothing. One validator serves one thread.
package struct SchemaValidator: Sendable {
    /// The instance that was read last, without repeated keys.
    package private(set) var tape = JSONTape()

    private var items: [UInt32] = []

    /// Creates a validator that has read nothing.
    package init() {}

    /// Reads an instance (RFC 8259); of members with one name the last counts.
    ///
    /// - Parameters:
    ///   - bytes: The text.
    ///   - maximumDepth: How deep containers may nest, at most 256.
    /// - Returns: Why the text is not JSON, or `nil`.
    package mutating func read(_ bytes: [UInt8], maximumDepth: Int = 256) -> JSONError? {
        if let error = tape.scan(bytes, maximumDepth: min(maximumDepth, 256)) { return error }
        if tape.hasRepeatedKeys {
            let value = JSONValue(tape, at: 0).withDistinctMembers
            return tape.scan(Array(value.printed(.compact).utf8))
        }
        return nil
    }

    /// Whether the instance that was read satisfies a schema; false if none was read.
    package mutating func accepts(_ schema: Schema) -> Bool {
        if tape.entries.isEmpty { return false }
        var checker = SchemaChecker(schema, tape, items: items)
        items = []
        let isAccepted = checker.check(schema.root, 0, 0)
        items = checker.items
        return isAccepted && !checker.isExhausted
    }

    /// What the instance that was read breaks, in the order and words of API Gateway's engine.
    ///
    /// Empty exactly when the schema accepts it. With `checksDeeply` members and items are
    /// visited although there is an error above them; API Gateway does not do so.
    package mutating func violations(
        of schema: Schema, checksDeeply: Bool = false
    ) -> [SchemaViolation] {
        if tape.entries.isEmpty { return [] }
        let checker = SchemaChecker(schema, tape, items: items)
        items = []
        var reporter = SchemaReporter(checker, checksDeeply: checksDeeply)
        reporter.visit(schema.root, 0, "", 0)
        items = reporter.checker.items
        if reporter.checker.isExhausted, reporter.violations.isEmpty {
            return [
                SchemaViolation(keyword: "", message: SchemaViolation.unexpected, pointer: "")
            ]
        }
        return reporter.violations
    }

    /// Validates a request body against a model, as API Gateway does.
    package mutating func validate(body: [UInt8], against schema: Schema) -> BodyValidation {
        if body.isEmpty || read(body) != nil { return .unparsable }
        if accepts(schema) { return .valid }
        return .invalid(violations(of: schema).map(\.message))
    }
}

/// One thing an instance breaks.
package struct SchemaViolation: Hashable, Sendable {
    /// The keyword, such as `required`.
    package let keyword: String

    /// API Gateway's words.
    package let message: String

    /// Where: a JSON Pointer into the instance.
    package let pointer: String

    static let unexpected = "Request body validation failed due to an unexpected error"
}

/// What validating a request body found.
package enum BodyValidation: Hashable, Sendable {
    case valid
    /// The body breaks the model; the messages in order.
    case invalid([String])
    /// The body is missing or not JSON.
    case unparsable

    /// `$context.error.validationErrorString`, or `nil` for a valid body: the messages as Java
    /// prints a list.
    package var validationErrorString: String? {
        switch self {
        case .valid: nil
        case .invalid(let messages): "[\(messages.joined(separator: ", "))]"
        case .unparsable: "[Unknown error parsing request body]"
        }
    }

    /// `$context.error.message` of both failures.
    package static let message = "Invalid request body"
}

extension JSONValue {
    /// The value with of each repeated name only the last member, at the first one's place.
    var withDistinctMembers: JSONValue {
        switch self {
        case .array(let elements): return .array(elements.map(\.withDistinctMembers))
        case .object(let object):
            var values: [String: JSONValue] = [:]
            for member in object.members { values[member.key] = member.value }
            var members: [JSONObject.Member] = []
            for member in object.members {
                guard let value = values.removeValue(forKey: member.key) else { continue }
                members.append(JSONObject.Member(member.key, value.withDistinctMembers))
            }
            return .object(JSONObject(members))
        default: return self
        }
    }
}
