/// Every shape with its fields, from the OpenAPI Specification 3.0.4, the Swagger Specification
/// 2.0, and the reference of API Gateway's extensions.
struct StructureTable: Sendable {
    /// The one table; it takes some ten microseconds to make.
    static let shared = StructureTable()

    private(set) var shapes: [ShapeDefinition]
    private(set) var layouts: [ShapeLayout]

    /// For each shape and field the number of its expectation, 0 where the shape has no such field.
    private var fieldExpectations: [UInt8]
    private(set) var expectations: [Expectation] = [Expectation(kind: .any)]
    private(set) var choices: [[String]] = []
    let fields = FieldTable()

    /// Expectations that have a number already.
    private var numbers: [Expectation: UInt8] = [:]

    private init() {
        let count = Shape.allCases.count
        shapes = Array(repeating: ShapeDefinition(name: ""), count: count)
        layouts = Array(repeating: ShapeLayout(), count: count)
        fieldExpectations = Array(repeating: 0, count: count << Self.fieldBits)
        defineDocuments()
        definePaths()
        defineContents()
        defineSchemas()
        defineSecurity()
        defineExtensions()
    }

    /// Fields are numbered within so many bits.
    private static let fieldBits = 8

    func definition(_ shape: Shape) -> ShapeDefinition { shapes[Int(shape.rawValue)] }

    /// The number of what a field of a shape has to be; 0 where the shape has no such field.
    @inline(__always)
    func expectation(of field: Field, in shape: Shape) -> UInt8 {
        fieldExpectations[Int(shape.rawValue) << Self.fieldBits | Int(field.rawValue)]
    }

    /// The number of an expectation.
    mutating func number(_ expectation: Expectation) -> UInt8 {
        if let number = numbers[expectation] { return number }
        let number = UInt8(expectations.count)
        expectations.append(expectation)
        numbers[expectation] = number
        return number
    }

    /// What a field of a shape has to be, in the words of the tables below.
    indirect enum Value {
        case any, string, boolean, number, integer, count
        case choice([String])
        case object(Shape)
        case referable(Shape)
        case list(Value)
        case map(Value)
        case componentMap(Value)
        case booleanOrSchema(Shape)
    }

    mutating func number(_ value: Value) -> UInt8 {
        switch value {
        // Number 0 stands for no field, so that anything has a number of its own.
        case .any: number(Expectation(kind: .any, argument: 1))
        case .string: number(Expectation(kind: .string))
        case .boolean: number(Expectation(kind: .boolean))
        case .number: number(Expectation(kind: .number))
        case .integer: number(Expectation(kind: .integer))
        case .count: number(Expectation(kind: .count))
        case .choice(let words): number(Expectation(kind: .choice, argument: choice(words)))
        case .object(let shape): number(Expectation(kind: .object, argument: shape.rawValue))
        case .referable(let shape):
            number(Expectation(kind: .referable, argument: shape.rawValue))
        case .list(let inner): number(Expectation(kind: .list, argument: number(inner)))
        case .map(let inner): number(Expectation(kind: .map, argument: number(inner)))
        case .componentMap(let inner):
            number(Expectation(kind: .componentMap, argument: number(inner)))
        case .booleanOrSchema(let shape):
            number(Expectation(kind: .booleanOrSchema, argument: shape.rawValue))
        }
    }

    private mutating func choice(_ words: [String]) -> UInt8 {
        if let known = choices.firstIndex(of: words) { return UInt8(known) }
        choices.append(words)
        return UInt8(choices.count - 1)
    }

    /// Defines a shape by its fields, of which some are required.
    mutating func define(
        _ shape: Shape, _ name: String, required: [Field] = [], _ fields: [(Field, Value)],
        otherKeys: ShapeLayout.OtherKeys = .unknown, other: Value? = nil
    ) {
        let place = Int(shape.rawValue)
        shapes[place].name = name
        layouts[place].required = FieldSet(required)
        shapes[place].requiredFields = required
        shapes[place].knownFields = fields.map(\.0)
        layouts[place].otherKeys = otherKeys
        if let other { layouts[place].otherExpectation = number(other) }
        for (field, value) in fields {
            fieldExpectations[place << Self.fieldBits | Int(field.rawValue)] = number(value)
        }
    }
}
