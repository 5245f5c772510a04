internal import JSON

/// The Swift name of everything in an API.
struct SwiftNames {
    /// The module.
    var module: String

    /// The client's type, such as `PetsClient`.
    var client: String

    /// By place in ``ClientAPI/shapes``.
    var types: [String] = []

    /// The properties, cases or parts of each shape, in order.
    var members: [[String]] = []
    var operations: [String] = []

    /// The streaming twins, by place of the operation.
    var streams: [Int: String] = [:]

    /// The parameters of each operation, in order; `method` and `body` are taken.
    var parameters: [[String]] = []

    /// The types of results that differ by status, by place of the operation.
    var choices: [Int: String] = [:]
    var failureSets: [String] = []
    var failureCases: [[String]] = []

    /// The names by which requests ask for credentials, by place of the scheme.
    var schemes: [String] = []

    /// The secrets of each scheme, in order.
    var secrets: [[String]] = []

    /// The header fields of answers, in order.
    var headers: [String] = []

    /// Where the API is served: only servers that have a whole URL.
    var stages: [StageNames] = []

    /// What to keep for next time.
    var record = NameRecord()

    init(_ api: ClientAPI, module: String, record old: NameRecord) {
        self.module = module
        client = module + "Client"
        nameOperations(api, old)
        nameTypes(api, old)
        nameMembers(api, old)
        nameParameters(api, old)
        nameSchemes(api, old)
        nameHeaders(api, old)
        nameStages(api, old)
    }

    // MARK: Types

    private mutating func nameTypes(_ api: ClientAPI, _ old: NameRecord) {
        var scope = NameScope(
            reserved: reservedTypeNames.union([module, client, client + "Protocol"]),
            suffix: "Model")
        var items: [(key: String, wanted: String)] = []
        var sets: [(key: String, wanted: String)] = []
        let pinned = old["types"]

        // Named shapes first, then what is found inside them.
        let order = api.shapes.indices.sorted { left, right in
            let (a, b) = (api.shapes[left].isNamed, api.shapes[right].isNamed)
            return a == b ? left < right : a
        }
        for index in order {
            let shape = api.shapes[index]
            let origins = shape.origins
            if let known = origins.first(where: { pinned[$0.key] != nil }) {
                items.append((known.key, typeName(known.words)))
                continue
            }
            let named = origins.map { (origin: $0, name: typeName($0.words)) }
            let shortest = named.enumerated().min { left, right in
                (left.element.name.utf8.count, left.offset)
                    < (right.element.name.utf8.count, right.offset)
            }
            guard let best = shortest?.element else { continue }
            let key = best.origin.key
            let isVerbatim = shape.isNamed && best.origin.words == [best.name]
            let isError = origins.count > 1 && origins.allSatisfy(\.isErrorBody)
            let wanted = isError ? "ErrorResponse" : best.name
            items.append((isVerbatim ? best.name : key, wanted))
        }
        let operationNames = operations
        var setKeys: [[String]] = []
        let failing = api.operations.count { $0.failures != nil }
        for (index, set) in api.failureSets.enumerated() {
            let users = api.operations.indices.filter { api.operations[$0].failures == index }
            let keys = users.map { "failures/" + api.operations[$0].key }
            let known = keys.first { pinned[$0] != nil } ?? keys.first ?? ""
            let isCommon = users.count > 2 && users.count * 2 > failing
            let name = failureName(set, users, operationNames, api, isCommon: isCommon)
            sets.append((known, name))
            setKeys.append(keys)
        }
        var outputs: [(place: Int, key: String, wanted: String)] = []
        for (index, operation) in api.operations.enumerated() {
            if case .several = operation.result.kind {
                let name = upperCamel(nameWords(operations[index])) + "Output"
                outputs.append((index, "output/" + operation.key, name))
            }
        }
        let all = items + sets + outputs.map { ($0.key, $0.wanted) }
        let names = scope.assign(all, pinned: pinned)
        record.keep(names, for: all.map(\.key), in: "types")
        // Any of its operations may one day come first.
        for (place, keys) in setKeys.enumerated() {
            let name = names[items.count + place]
            record.keep(keys.map { _ in name }, for: keys, in: "types")
        }

        types = [String](repeating: "", count: api.shapes.count)
        for (place, index) in order.enumerated() { types[index] = names[place] }
        failureSets = Array(names[items.count..<(items.count + sets.count)])
        for (place, output) in outputs.enumerated() {
            choices[output.place] = names[items.count + sets.count + place]
        }
    }

    /// A set's name: its only operation's, else the type of its bodies.
    private func failureName(
        _ set: FailureSet, _ users: [Int], _ operations: [String], _ api: ClientAPI,
        isCommon: Bool
    ) -> String {
        let operation = users.first.map { upperCamel(nameWords(operations[$0])) } ?? "API"
        if users.count == 1 { return operation + "Failure" }
        var bodies: Set<ValueType> = []
        for item in set.cases { item.content.valueType.map { _ = bodies.insert($0) } }
        if bodies.count == 1, case .shape(let id)? = bodies.first, api[id].isNamed {
            let name = typeName(api[id].origins[0].words)
            return name.hasSuffix("Failure") ? name + "Set" : name + "Failure"
        }
        guard bodies.isEmpty else { return isCommon ? "CommonFailure" : operation + "Failure" }
        let codes = set.cases.compactMap { item -> String? in
            guard case .code(let code) = item.status else { return nil }
            return upperCamel(nameWords(statusNames[code] ?? "status\(code)"))
        }
        return codes.isEmpty || codes.count > 3 ? "StatusFailure" : codes.joined() + "Failure"
    }

    // MARK: Members

    private mutating func nameMembers(_ api: ClientAPI, _ old: NameRecord) {
        for (index, shape) in api.shapes.enumerated() {
            let section = "members/" + types[index]
            let items: [(key: String, wanted: String)]
            var reserved: Set<String> = ["hashValue", "self", "Type", "Protocol", "init"]
            switch shape.kind {
            case .record(let record):
                items = record.properties.map { ($0.name, memberName($0.name)) }
                reserved.insert("additional")
            case .enumeration(let values):
                items = values.map { ($0, caseName($0)) }
                reserved.formUnion([
                    "unrecognized", "rawValue", "description", "parameterContent", "hash", "encode",
                    "none", "some",
                ])
            case .union(let union):
                items = union.arms.map { arm in
                    let word = armName(arm)
                    return ("arm/\(word)", word)
                }
                reserved.formUnion(["unrecognized", "encode", "hash", "none", "some", "sample"])
            case .form(let parts):
                items = parts.map { ($0.name, memberName($0.name)) }
                reserved.insert("write")
            case .alias:
                members.append([])
                continue
            }
            var scope = NameScope(reserved: reserved)
            let names = scope.assign(items, pinned: old[section])
            record.keep(names, for: items.map(\.key), in: section)
            members.append(names)
        }
        for (index, set) in api.failureSets.enumerated() {
            var scope = NameScope(reserved: ["decode", "self", "init"])
            let items = set.cases.map { item -> (key: String, wanted: String) in
                switch item.status {
                case .code(let code): ("\(code)", statusNames[code] ?? "status\(code)")
                case .range(3): ("3XX", "redirection")
                case .range(4): ("4XX", "clientError")
                case .range(5): ("5XX", "serverError")
                case .range(let first): ("\(first)XX", "status\(first)xx")
                case .default: ("default", "other")
                }
            }
            let section = "members/" + failureSets[index]
            failureCases.append(scope.assign(items, pinned: old[section]))
        }
    }

    private func armName(_ arm: Union.Arm) -> String {
        switch arm.type {
        case .string: "string"
        case .bool: "bool"
        case .int, .int64: "integer"
        case .double: "number"
        case .timestamp: "date"
        case .day: "day"
        case .bytes, .binary: "data"
        case .any: "any"
        case .list: "list"
        case .map: "map"
        case .optional(let inner): armName(Union.Arm(type: inner, word: arm.word, tags: []))
        case .shape(let id): memberName(types[id.index])
        }
    }

    // MARK: Operations

    private mutating func nameOperations(_ api: ClientAPI, _ old: NameRecord) {
        var scope = NameScope(
            reserved: ["core", "withResponse", "init", "self", "Type", "Protocol"],
            suffix: "Operation")
        let items = api.operations.map { operation -> (key: String, wanted: String) in
            let words =
                operation.id.map { [$0] } ?? operationWords(operation.method, operation.path)
            let name = memberName(words.joined(separator: "-"))
            return (operation.id == name ? name : operation.key, name)
        }
        let twins = api.operations.indices.filter { api.operations[$0].result.isStream }
        let pinnedTwins = Dictionary(
            uniqueKeysWithValues: old["streams"].map { ("stream/" + $0.key, $0.value) })
        let names = scope.assign(
            items
                + twins.map { ("stream/" + api.operations[$0].key, items[$0].wanted + "Stream") },
            pinned: old["operations"].merging(pinnedTwins) { first, _ in first })
        operations = Array(names.prefix(items.count))
        record.keep(operations, for: items.map(\.key), in: "operations")
        let twinNames = Array(names.dropFirst(items.count))
        record.keep(twinNames, for: twins.map { api.operations[$0].key }, in: "streams")
        streams = Dictionary(uniqueKeysWithValues: zip(twins, twinNames))
    }

    private mutating func nameParameters(_ api: ClientAPI, _ old: NameRecord) {
        for (index, operation) in api.operations.enumerated() {
            let reserved: Set<String> = [
                "self", "call", "core", "withResponse", "init", "method", "body",
            ]
            var scope = NameScope(reserved: reserved)
            let section = "parameters/" + operations[index]
            var counts: [String: Int] = [:]
            for parameter in operation.parameters {
                counts[memberName(parameter.name), default: 0] += 1
            }
            let items = operation.parameters.map { parameter -> (key: String, wanted: String) in
                var name = memberName(parameter.name)
                if counts[name, default: 0] > 1 || reserved.contains(name) {
                    name += upperCamel([parameter.location.rawValue])
                }
                // A namesake elsewhere would change a name that is not recorded.
                return ("\(parameter.location.rawValue)/\(parameter.name)", name)
            }
            let names = scope.assign(items, pinned: old[section])
            record.keep(names, for: items.map(\.key), in: section)
            parameters.append(names)
        }
    }

    private mutating func nameSchemes(_ api: ClientAPI, _ old: NameRecord) {
        var scope = NameScope(reserved: ["self", "authorization", "init"])
        let bearers = api.schemes.filter {
            if case .bearer = $0.kind { true } else { false }
        }
        let items = api.schemes.map { scheme -> (key: String, wanted: String) in
            let name: String
            switch scheme.kind {
            case .iam: name = "iam"
            case .key(.header(let header)) where header.lowercased() == "x-api-key": name = "apiKey"
            case .bearer where bearers.count == 1: name = "bearer"
            default: name = memberName(scheme.name)
            }
            return (scheme.name, name)
        }
        schemes = scope.assign(items, pinned: old["credentials"])
        record.keep(schemes, for: items.map(\.key), in: "credentials")

        // A scheme of one secret gives it its own name; the others name theirs by where they stand.
        var members = NameScope(reserved: ["self", "authorization", "init"])
        let secretItems = api.schemes.enumerated().flatMap { index, scheme in
            guard case .identity(let places) = scheme.kind else {
                return [(key: scheme.name, wanted: schemes[index])]
            }
            return places.map {
                (key: "\(scheme.name)/\($0.name)", wanted: memberName($0.name))
            }
        }
        var names = members.assign(secretItems, pinned: old["secrets"])[...]
        record.keep(Array(names), for: secretItems.map(\.key), in: "secrets")
        for scheme in api.schemes {
            var count = 1
            if case .identity(let places) = scheme.kind { count = places.count }
            secrets.append(Array(names.prefix(count)))
            names = names.dropFirst(count)
        }
    }

    // MARK: Header fields

    private mutating func nameHeaders(_ api: ClientAPI, _ old: NameRecord) {
        var scope = NameScope(reserved: headerMembers)
        let items = api.answerHeaders.map { ($0.name, memberName($0.name)) }
        headers = scope.assign(items, pinned: old["headers"])
        record.keep(headers, for: items.map(\.0), in: "headers")
    }
}

extension Shape.Origin {
    /// Whether it is the whole body of a documented error.
    fileprivate var isErrorBody: Bool {
        var status = key[...]
        while let range = status.firstRange(of: "/responses/") {
            status = status[range.upperBound...]
        }
        guard status.startIndex > key.startIndex else { return false }
        return !status.contains("/") && !status.hasPrefix("2")
    }
}

extension CredentialScheme.Place {
    /// The name of the field, parameter or cookie.
    var name: String {
        switch self {
        case .header(let name), .query(let name), .cookie(let name): name
        }
    }
}

/// What the runtime's header fields, a sequence, have already.
private let headerMembers: Set<String> = [
    "append", "value", "makeIterator", "hash", "hashValue", "self", "init", "first", "lazy", "map",
    "filter", "reversed", "sorted", "enumerated", "min", "max", "contains", "count", "prefix",
    "suffix", "dropFirst", "dropLast", "joined", "reduce", "shuffled", "underestimatedCount",
    "Element", "Iterator", "Type", "Protocol", "timestamp",
]

/// A type's name from the words that lead to it; `item` stands for an element of the word before.
func typeName(_ words: [String]) -> String {
    var parts: [String] = []
    for word in words {
        if word == "item", let last = parts.popLast() {
            let one = singular(last)
            parts.append(one == last ? last + "Item" : one)
            continue
        }
        let part = upperCamel(nameWords(word))
        if !part.isEmpty { parts.append(part) }
    }
    if parts.count > 3, parts.joined().utf8.count > 60 { parts = [parts[0]] + parts.suffix(2) }
    let name = parts.joined()
    guard let first = name.utf8.first else { return "Value" }
    return (0x30...0x39).contains(first) ? "_" + name : name
}

/// The name of a property, parameter or method.
func memberName(_ text: String) -> String {
    let name = lowerCamel(nameWords(text))
    guard let first = name.utf8.first else { return "value" }
    return (0x30...0x39).contains(first) ? "_" + name : name
}

/// The name of a value.
func caseName(_ text: String) -> String {
    text.isEmpty ? "empty" : memberName(text)
}

/// A name as it stands in declarations: keywords between backticks.
func escaped(_ name: String) -> String { swiftKeywords.contains(name) ? "`\(name)`" : name }

/// The words that Swift reserves in declarations and expressions, and those that begin an
/// expression wherever they stand.
private let swiftKeywords: Set<String> = [
    "associatedtype", "class", "deinit", "enum", "extension", "fileprivate", "func", "import",
    "init", "inout", "internal", "let", "open", "operator", "precedencegroup", "private",
    "protocol", "public", "rethrows", "static", "struct", "subscript", "typealias", "var",
    "break", "case", "catch", "continue", "default", "defer", "do", "else", "fallthrough", "for",
    "guard", "if", "in", "repeat", "return", "switch", "throw", "where", "while", "as", "Any",
    "false", "is", "nil", "self", "Self", "super", "throws", "true", "try", "_", "await", "unsafe",
]
