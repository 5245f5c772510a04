package import JSON

/// Checks the form of schemas: what API Gateway refuses when a model is created.
///
/// The messages are those of API Gateway's engine; patterns are checked by ``SchemaCompiler``.
struct SchemaSyntax {
    private let options: SchemaCompiler.Options
    private(set) var problems: [SchemaProblem] = []
    private var start = ""

    /// Where the walk is, below `start`: a pointer is made of it only for what is reported.
    private var tokens: [Token] = []

    private enum Token {
        case key(String)
        case index(Int)
    }

    init(_ options: SchemaCompiler.Options) { self.options = options }

    /// Checks the schema at a pointer, and its subschemas.
    mutating func check(_ schema: JSONValue, at pointer: String) {
        start = pointer
        tokens.removeAll()
        check(schema, depth: 0)
    }

    private mutating func check(_ schema: JSONValue, depth: Int) {
        guard case .object(let object) = schema else {
            report(
                "JSON value is of type \(typeName(schema)), not a JSON Schema (expected an object)")
            return
        }
        // What is deeper is refused by the compiler.
        guard depth < SchemaCompiler.maximumDepth, problems.count < 1000 else { return }
        if let reference = object["$ref"] {
            // Siblings of a reference are ignored.
            if options.dialect == .draft4 {
                tokens.append(.key("$ref"))
                expect(reference, Self.string)
                tokens.removeLast()
                return
            }
            if case .string = reference { return }
        }
        for member in object.members {
            tokens.append(.key(member.key))
            check(member.key, member.value, object, depth)
            tokens.removeLast()
        }
    }

    /// Checks the schemas of a list.
    private mutating func check(elements: [JSONValue], depth: Int) {
        for (index, element) in elements.enumerated() {
            tokens.append(.index(index))
            check(element, depth: depth)
            tokens.removeLast()
        }
    }

    private mutating func check(
        _ keyword: String, _ value: JSONValue, _ schema: JSONObject, _ depth: Int
    ) {
        switch keyword {
        case "additionalItems" where isDraft4, "additionalProperties":
            if expect(value, Self.booleanOrObject), case .object = value {
                check(value, depth: depth + 1)
            }
        case "items":
            if case .array(let elements) = value, isDraft4 {
                check(elements: elements, depth: depth + 1)
            } else if expect(value, isDraft4 ? Self.arrayOrObject : Self.object) {
                check(value, depth: depth + 1)
            }
        case "allOf", "anyOf", "oneOf":
            guard expect(value, Self.array), case .array(let elements) = value else {
                return
            }
            if elements.isEmpty { report("array must have at least one element") }
            check(elements: elements, depth: depth + 1)
        case "not": check(value, depth: depth + 1)
        case "properties",
            "patternProperties" where isDraft4, "definitions" where isDraft4:
            guard expect(value, Self.object), case .object(let object) = value else {
                return
            }
            for member in object.members {
                tokens.append(.key(member.key))
                check(member.value, depth: depth + 1)
                tokens.removeLast()
            }
        case "dependencies" where isDraft4: checkDependencies(value, depth)
        case "enum":
            guard expect(value, Self.array), case .array(let elements) = value else {
                return
            }
            if elements.isEmpty { report("array must have at least one element") }
        case "required": checkNames(value)
        case "type": checkTypes(value)
        case "maxItems", "maxLength", "maxProperties", "minItems", "minLength", "minProperties":
            checkCount(value)
        case "maximum", "minimum": expect(value, Self.number)
        case "multipleOf":
            guard expect(value, Self.number),
                case .number(let number) = value
            else { return }
            let decimal = JSONDecimal(spelling: number.spelling.utf8)
            if decimal.isZero || decimal.isNegative {
                report("divisor must be strictly greater than zero")
            }
        case "exclusiveMaximum", "exclusiveMinimum":
            let paired = keyword == "exclusiveMaximum" ? "maximum" : "minimum"
            if expect(value, Self.boolean), schema[paired] == nil {
                report("\(keyword) must be paired with \(paired)")
            }
        case "uniqueItems": expect(value, Self.boolean)
        case "pattern", "format", "title", "description": expect(value, Self.string)
        case "$schema" where isDraft4, "id" where isDraft4: expect(value, Self.string)
        case "nullable" where !isDraft4, "readOnly" where !isDraft4, "writeOnly" where !isDraft4,
            "deprecated" where !isDraft4:
            expect(value, Self.boolean)
        case "discriminator" where !isDraft4, "xml" where !isDraft4,
            "externalDocs" where !isDraft4:
            expect(value, Self.object)
        case "default",
            "example" where !isDraft4:
            break
        default:
            guard options.reportsUnknownKeywords, isDraft4 || !keyword.hasPrefix("x-") else {
                return
            }
            problems.append(
                SchemaProblem(
                    kind: .unsupportedKeyword(keyword),
                    message: "keyword '\(keyword)' is not in the dialect", pointer: pointer,
                    document: ""))
        }
    }

    private var isDraft4: Bool { options.dialect == .draft4 }

    private mutating func checkDependencies(_ value: JSONValue, _ depth: Int) {
        guard expect(value, Self.object), case .object(let object) = value else { return }
        for member in object.members {
            tokens.append(.key(member.key))
            switch member.value {
            case .object: check(member.value, depth: depth + 1)
            case .array: checkNames(member.value)
            default:
                report(
                    "dependency value for property \"\(member.key)\" has incorrect type (expected "
                        + "one of [\"array\",\"object\"] but found \"\(typeName(member.value))\")")
            }
            tokens.removeLast()
        }
    }

    private mutating func checkNames(_ value: JSONValue) {
        guard expect(value, Self.array), case .array(let elements) = value else { return }
        if elements.isEmpty { report("array must have at least one element") }
        for (index, element) in elements.enumerated() {
            if case .string = element { continue }
            tokens.append(.index(index))
            report(
                "array element at index \(index) has incorrect type (expected one of [\"string\"] "
                    + "but found \"\(typeName(element))\")")
            tokens.removeLast()
        }
        if Set(elements).count != elements.count {
            report("array must not contain duplicate elements")
        }
    }

    private mutating func checkTypes(_ value: JSONValue) {
        let names: [JSONValue]
        switch value {
        case .string: names = [value]
        case .array(let elements) where isDraft4:
            names = elements
            if elements.isEmpty { report("array must have at least one element") }
            if Set(elements).count != elements.count {
                report("array must not contain duplicate elements")
            }
        default:
            expect(value, isDraft4 ? Self.arrayOrString : Self.string)
            return
        }
        for name in names {
            guard case .string(let text) = name else {
                expect(name, Self.string)
                continue
            }
            if SchemaParts.types(named: text) == nil || !isDraft4 && text == "null" {
                report(
                    "\"\(text)\" is not a valid primitive type (valid values are: [array, boolean, "
                        + "integer, null, number, object, string])")
            }
        }
    }

    private mutating func checkCount(_ value: JSONValue) {
        guard expect(value, Self.integer), case .number(let number) = value else { return }
        let decimal = JSONDecimal(spelling: number.spelling.utf8)
        if decimal.isNegative {
            report("integer value must be strictly positive")
        } else if decimal.compared(with: JSONDecimal(Int(Int32.max))) > 0 {
            report("integer value is too large")
        }
    }

    private static let array = ["array"]
    private static let boolean = ["boolean"]
    private static let integer = ["integer"]
    private static let number = ["integer", "number"]
    private static let object = ["object"]
    private static let string = ["string"]
    private static let arrayOrObject = ["array", "object"]
    private static let booleanOrObject = ["boolean", "object"]
    private static let arrayOrString = ["array", "string"]

    @discardableResult
    private mutating func expect(_ value: JSONValue, _ types: [String]) -> Bool {
        let type = typeName(value)
        if types.contains(type) { return true }
        report(
            "value has incorrect type (found \(type), expected one of "
                + "[\(types.joined(separator: ", "))])")
        return false
    }

    private mutating func report(_ message: String) {
        problems.append(
            SchemaProblem(kind: .syntax, message: message, pointer: pointer, document: ""))
    }

    private var pointer: String {
        var text = start
        for token in tokens {
            switch token {
            case .key(let key): text += "/" + escaped(key)
            case .index(let index): text += "/\(index)"
            }
        }
        return text
    }
}

extension SchemaCompiler {
    /// What is malformed in a schema of draft 4, without compiling it; O(*size*).
    ///
    /// References and patterns are not looked at.
    package static func syntaxProblems(of schema: JSONValue) -> [SchemaProblem] {
        var syntax = SchemaSyntax(Options())
        syntax.check(schema, at: "")
        return syntax.problems
    }
}

/// The primitive type of a value, as the engine names it.
func typeName(_ value: JSONValue) -> String {
    switch value {
    case .null: "null"
    case .bool: "boolean"
    case .number(let number):
        number.isIntegerSpelling ? "integer" : "number"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    }
}
