internal import JSON

/// Checks the form of schemas: what API Gateway refuses when a model is created.
///
/// The messages are those of API Gateway's engine; patterns are checked by ``SchemaCompiler``.
struct SchemaSyntax {
    private let options: SchemaCompiler.Options
    private(set) var problems: [SchemaProblem] = []

    init(_ options: SchemaCompiler.Options) { self.options = options }

    /// Checks a schema and its subschemas.
    mutating func check(_ schema: JSONValue, _ pointer: String, depth: Int = 0) {
        guard case .object(let object) = schema else {
            report(
                "JSON value is of type \(typeName(schema)), not a JSON Schema (expected an object)",
                pointer)
            return
        }
        // What is deeper is refused by the compiler.
        guard depth < SchemaCompiler.maximumDepth, problems.count < 1000 else { return }
        if let reference = object["$ref"] {
            // Siblings of a reference are ignored.
            if options.dialect == .draft4 {
                expect(reference, ["string"], pointer + "/$ref")
                return
            }
            if case .string = reference { return }
        }
        for member in object.members {
            check(member.key, member.value, object, pointer + "/" + escaped(member.key), depth)
        }
    }

    private mutating func check(
        _ keyword: String, _ value: JSONValue, _ schema: JSONObject, _ pointer: String,
        _ depth: Int
    ) {
        switch keyword {
        case "additionalItems" where isDraft4, "additionalProperties":
            if expect(value, ["boolean", "object"], pointer), case .object = value {
                check(value, pointer, depth: depth + 1)
            }
        case "items":
            if case .array(let elements) = value, isDraft4 {
                for (index, element) in elements.enumerated() {
                    check(element, "\(pointer)/\(index)", depth: depth + 1)
                }
            } else if expect(value, isDraft4 ? ["array", "object"] : ["object"], pointer) {
                check(value, pointer, depth: depth + 1)
            }
        case "allOf", "anyOf", "oneOf":
            guard expect(value, ["array"], pointer), case .array(let elements) = value else {
                return
            }
            if elements.isEmpty { report("array must have at least one element", pointer) }
            for (index, element) in elements.enumerated() {
                check(element, "\(pointer)/\(index)", depth: depth + 1)
            }
        case "not": check(value, pointer, depth: depth + 1)
        case "properties",
            "patternProperties" where isDraft4, "definitions" where isDraft4:
            guard expect(value, ["object"], pointer), case .object(let object) = value else {
                return
            }
            for member in object.members {
                check(member.value, pointer + "/" + escaped(member.key), depth: depth + 1)
            }
        case "dependencies" where isDraft4: checkDependencies(value, pointer, depth)
        case "enum":
            guard expect(value, ["array"], pointer), case .array(let elements) = value else {
                return
            }
            if elements.isEmpty { report("array must have at least one element", pointer) }
        case "required": checkNames(value, pointer)
        case "type": checkTypes(value, pointer)
        case "maxItems", "maxLength", "maxProperties", "minItems", "minLength", "minProperties":
            checkCount(value, pointer)
        case "maximum", "minimum": expect(value, ["integer", "number"], pointer)
        case "multipleOf":
            guard expect(value, ["integer", "number"], pointer),
                case .number(let number) = value
            else { return }
            let decimal = JSONDecimal(spelling: number.spelling.utf8)
            if decimal.isZero || decimal.isNegative {
                report("divisor must be strictly greater than zero", pointer)
            }
        case "exclusiveMaximum", "exclusiveMinimum":
            let paired = keyword == "exclusiveMaximum" ? "maximum" : "minimum"
            if expect(value, ["boolean"], pointer), schema[paired] == nil {
                report("\(keyword) must be paired with \(paired)", pointer)
            }
        case "uniqueItems": expect(value, ["boolean"], pointer)
        case "pattern", "format", "title", "description": expect(value, ["string"], pointer)
        case "$schema" where isDraft4, "id" where isDraft4: expect(value, ["string"], pointer)
        case "nullable" where !isDraft4, "readOnly" where !isDraft4, "writeOnly" where !isDraft4,
            "deprecated" where !isDraft4:
            expect(value, ["boolean"], pointer)
        case "discriminator" where !isDraft4, "xml" where !isDraft4,
            "externalDocs" where !isDraft4:
            expect(value, ["object"], pointer)
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

    private mutating func checkDependencies(_ value: JSONValue, _ pointer: String, _ depth: Int) {
        guard expect(value, ["object"], pointer), case .object(let object) = value else { return }
        for member in object.members {
            let place = pointer + "/" + escaped(member.key)
            switch member.value {
            case .object: check(member.value, place, depth: depth + 1)
            case .array: checkNames(member.value, place)
            default:
                report(
                    "dependency value for property \"\(member.key)\" has incorrect type (expected "
                        + "one of [\"array\",\"object\"] but found \"\(typeName(member.value))\")",
                    place)
            }
        }
    }

    private mutating func checkNames(_ value: JSONValue, _ pointer: String) {
        guard expect(value, ["array"], pointer), case .array(let elements) = value else { return }
        if elements.isEmpty { report("array must have at least one element", pointer) }
        for (index, element) in elements.enumerated() {
            if case .string = element { continue }
            report(
                "array element at index \(index) has incorrect type (expected one of [\"string\"] "
                    + "but found \"\(typeName(element))\")", "\(pointer)/\(index)")
        }
        if Set(elements).count != elements.count {
            report("array must not contain duplicate elements", pointer)
        }
    }

    private mutating func checkTypes(_ value: JSONValue, _ pointer: String) {
        let names: [JSONValue]
        switch value {
        case .string: names = [value]
        case .array(let elements) where isDraft4:
            names = elements
            if elements.isEmpty { report("array must have at least one element", pointer) }
            if Set(elements).count != elements.count {
                report("array must not contain duplicate elements", pointer)
            }
        default:
            expect(value, isDraft4 ? ["array", "string"] : ["string"], pointer)
            return
        }
        for name in names {
            guard case .string(let text) = name else {
                expect(name, ["string"], pointer)
                continue
            }
            if SchemaParts.types(named: text) == nil || !isDraft4 && text == "null" {
                report(
                    "\"\(text)\" is not a valid primitive type (valid values are: [array, boolean, "
                        + "integer, null, number, object, string])", pointer)
            }
        }
    }

    private mutating func checkCount(_ value: JSONValue, _ pointer: String) {
        guard expect(value, ["integer"], pointer), case .number(let number) = value else { return }
        let decimal = JSONDecimal(spelling: number.spelling.utf8)
        if decimal.isNegative {
            report("integer value must be strictly positive", pointer)
        } else if decimal.compared(with: JSONDecimal(Int(Int32.max))) > 0 {
            report("integer value is too large", pointer)
        }
    }

    @discardableResult
    private mutating func expect(_ value: JSONValue, _ types: [String], _ pointer: String) -> Bool {
        let type = typeName(value)
        if types.contains(type) { return true }
        report(
            "value has incorrect type (found \(type), expected one of "
                + "[\(types.joined(separator: ", "))])", pointer)
        return false
    }

    private mutating func report(_ message: String, _ pointer: String) {
        problems.append(
            SchemaProblem(kind: .syntax, message: message, pointer: pointer, document: ""))
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
