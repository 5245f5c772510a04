internal import Diagnostics
internal import JSON
internal import OpenAPI
internal import Syntax

/// One walk over a document: every object is compared with its shape, and rules about objects are
/// called on the way.
///
/// O(*nodes*) without allocation for what is right: keys are looked up by hash, values are looked
/// at in place. An alias's target is walked once for each thing it is used as.
struct StructureWalk {
    private let table = StructureTable.shared
    private let document: OpenAPIDocument
    private let tree: SyntaxTree
    private let entries: [JSONTape.Entry]
    private let bytes: [UInt8]
    private let decoded: [UInt8]

    /// For each shape the rules about it.
    private let rules: [[BoundRule]]

    /// Fields of the objects on the way from the root.
    private var places: [ObjectView.Place] = []

    /// Uses of alias targets that were walked: the target's index and the expectation.
    private var walkedAliases: Set<Int> = []

    /// Places in other files that are referred to: walked later, with what is expected there.
    private(set) var otherFiles: [(node: Node, expectation: UInt8)] = []

    /// Whether a key of API Gateway's was seen.
    private(set) var usesGateway = false

    /// What is wrong in any document.
    private(set) var log = DiagnosticLog()

    /// What is wrong for gateways only.
    private(set) var gatewayLog = DiagnosticLog()

    private struct BoundRule {
        var triggers: FieldSet
        var rule: any ObjectRule.Type
    }

    init(_ document: OpenAPIDocument, tree: SyntaxTree, rules: [any ObjectRule.Type]) {
        self.document = document
        self.tree = tree
        entries = tree.tape.entries
        bytes = tree.tape.bytes
        decoded = tree.tape.decoded
        var bound: [[BoundRule]] = Array(repeating: [], count: Shape.allCases.count)
        for rule in rules {
            for shape in rule.shapes {
                bound[Int(shape.rawValue)].append(
                    BoundRule(triggers: FieldSet(rule.triggers), rule: rule))
            }
        }
        self.rules = bound
    }

    /// Walks the object at a node as one of a shape.
    mutating func walk(_ node: Node, as shape: Shape) {
        visitObject(node.index, shape, key: -1)
    }

    /// Walks the value at a node as what is expected there.
    mutating func walk(_ node: Node, as expectation: UInt8) {
        visit(node.index, table.expectations[Int(expectation)], key: -1)
    }

    /// Walks a value.
    ///
    /// `key` is the tape index of the nearest key, -1 for the root.
    private mutating func visit(_ index: Int, _ expectation: Expectation, key: Int) {
        let entry = entries[index]
        switch expectation.kind {
        case .any: return
        case .string:
            if entry.kind == .string { return }
        case .boolean:
            if entry.kind == .true || entry.kind == .false { return }
        case .number:
            if entry.kind == .number { return }
        case .integer, .count:
            if entry.kind == .number, isCount(index) || expectation.kind == .integer { return }
        case .choice:
            if entry.kind == .string {
                checkChoice(index, expectation, key)
                return
            }
        case .object, .referable:
            if entry.kind == .object {
                let shape = Shape(rawValue: expectation.argument) ?? .info
                if expectation.kind == .referable, visitReference(index, expectation, key: key) {
                    return
                }
                visitObject(index, shape, key: key)
                return
            }
        case .booleanOrSchema:
            if entry.kind == .true || entry.kind == .false { return }
            if entry.kind == .object {
                visit(
                    index, Expectation(kind: .referable, argument: expectation.argument), key: key)
                return
            }
        case .list:
            if entry.kind == .array {
                let inner = table.expectations[Int(expectation.argument)]
                var child = index + 1
                for _ in 0..<entry.count {
                    visit(child, inner, key: key)
                    child = end(of: child)
                }
                return
            }
        case .map, .componentMap:
            if entry.kind == .object {
                visitMap(index, expectation, key: key)
                return
            }
        }
        visitOther(index, entry, expectation, key: key)
    }

    /// Walks what is not of the expected kind: an alias, something not known yet, a mistake.
    private mutating func visitOther(
        _ index: Int, _ entry: JSONTape.Entry, _ expectation: Expectation, key: Int
    ) {
        switch entry.kind {
        case .alias:
            let target = Int(entry.link)
            let use = target << 16 | Int(expectation.kind.rawValue) << 8 | Int(expectation.argument)
            if walkedAliases.insert(use).inserted { visit(target, expectation, key: key) }
        case .invalid: return
        case .object where isIntrinsicFunction(index): return
        case .string where isPlaceholder(index): return
        default:
            log.report(
                WrongType.diagnostic(
                    Node(tree: tree, index: index), expectation, table, key: keyNode(key)))
        }
    }

    private mutating func visitMap(_ index: Int, _ expectation: Expectation, key: Int) {
        let inner = table.expectations[Int(expectation.argument)]
        if isIntrinsicFunction(index) { return }
        var child = index + 1
        for _ in 0..<entries[index].count {
            if expectation.kind == .componentMap { checkComponentName(child) }
            // Extensions and `Fn::Transform` may stand among the names.
            if isExtension(child) || startsWithFunction(child) {
                noteGatewayKey(child)
            } else {
                visit(child + 1, inner, key: child)
            }
            child = end(of: child + 1)
        }
    }

    /// If the object is a reference, checks it and returns `true`.
    private mutating func visitReference(
        _ index: Int, _ expectation: Expectation, key: Int
    ) -> Bool {
        let hash = table.fields.hash(of: .reference)
        var child = index + 1
        for _ in 0..<entries[index].count {
            if entries[child].mayBeKey(ofHash: hash), field(child) == .reference {
                if kind(child + 1) == .string {
                    checkReference(Node(tree: tree, index: index), child, expectation)
                } else {
                    visit(child + 1, Expectation(kind: .string), key: child)
                }
                return true
            }
            child = end(of: child + 1)
        }
        return false
    }

    private mutating func checkReference(_ node: Node, _ key: Int, _ expectation: Expectation) {
        if node.count > 1 { ReferenceSiblings.check(node, into: &log) }
        let reference = Node(tree: tree, index: key + 1)
        let (isDecoded, range) = tree.tape.stringRange(of: reference.index)
        let first = range.first.map { isDecoded ? decoded[$0] : bytes[$0] }
        // An empty reference is to the document itself, as `#` is.
        if first == nil || first == UInt8(ascii: "#") {
            if let shape = Shape(rawValue: expectation.argument) {
                ReferenceTarget.check(reference, shape, document, into: &log)
            }
            return
        }
        if let target = document.references.target(of: reference) {
            var normal = expectation
            normal.kind = .referable
            if let number = table.expectations.firstIndex(of: normal) {
                otherFiles.append((target, UInt8(number)))
            }
        }
    }

    // MARK: Objects

    private mutating func visitObject(_ index: Int, _ shape: Shape, key: Int) {
        let count = entries[index].count
        let base = places.count
        var present = FieldSet()
        var child = index + 1
        var isKnown = true
        for _ in 0..<count {
            let next = end(of: child + 1)
            if let field = field(child), table.expectation(of: field, in: shape) != 0 {
                present.insert(field)
                places.append(ObjectView.Place(field: field, key: Int32(truncatingIfNeeded: child)))
                if field.rawValue >= Field.awsAnyMethod.rawValue { noteGatewayField(field) }
            } else if !visitOtherKey(child, in: shape) {
                isKnown = false
            }
            child = next
        }
        if !isKnown { reportUnknown(index, shape) }
        let required = table.layouts[Int(shape.rawValue)].required
        if !present.includes(required), !isIntrinsicFunction(index) {
            reportMissing(index, shape, present, key: key)
        }
        runRules(index, shape, present, base, key: key)
        for place in base..<places.count {
            let member = places[place]
            let expectation = table.expectation(of: member.field, in: shape)
            visit(
                Int(member.key) + 1, table.expectations[Int(expectation)], key: Int(member.key))
        }
        places.removeLast(places.count - base)
    }

    private mutating func runRules(
        _ index: Int, _ shape: Shape, _ present: FieldSet, _ base: Int, key: Int
    ) {
        for bound in rules[Int(shape.rawValue)] where present.meets(bound.triggers) {
            let view = ObjectView(
                shape: shape, node: Node(tree: tree, index: index), keyNode: keyNode(key),
                places: places[base...])
            if bound.rule.isAboutGateways {
                bound.rule.check(view, into: &gatewayLog)
            } else {
                bound.rule.check(view, into: &log)
            }
        }
    }

    /// Walks a member whose key is no fixed field; returns `false` if it should not be there.
    private mutating func visitOtherKey(_ key: Int, in shape: Shape) -> Bool {
        if isExtension(key) {
            noteGatewayKey(key)
            return !isGatewayExtension(key)
        }
        if startsWithFunction(key) { return true }
        let place = Int(shape.rawValue)
        let expectation = table.expectations[Int(table.layouts[place].otherExpectation)]
        switch table.layouts[place].otherKeys {
        case .unknown: return false
        case .names: break
        case .paths:
            if byte(of: key, 0) != UInt8(ascii: "/") {
                log.report(PathWithoutSlash.diagnostic(Node(tree: tree, index: key)))
            }
        case .statusCodes:
            if !isStatusCode(key) {
                log.report(InvalidStatusCode.diagnostic(Node(tree: tree, index: key)))
                return true
            }
        }
        visit(key + 1, expectation, key: key)
        return true
    }

    // MARK: Findings

    private mutating func reportUnknown(_ index: Int, _ shape: Shape) {
        if isIntrinsicFunction(index) { return }
        let definition = table.definition(shape)
        for member in Node(tree: tree, index: index).members {
            let key = member.keyNode.index
            let known = field(key)
            if let known, table.expectation(of: known, in: shape) != 0 { continue }
            if isGatewayExtension(key) {
                if let known {
                    log.report(
                        MisplacedExtension.diagnostic(known, member.keyNode, definition, table))
                } else {
                    log.report(UnknownExtension.diagnostic(member.keyNode, definition))
                }
            } else if table.layouts[Int(shape.rawValue)].otherKeys == .unknown,
                !isExtension(key),
                !startsWithFunction(key)
            {
                log.report(UnknownField.diagnostic(member.keyNode, definition, shape))
            }
        }
    }

    private mutating func reportMissing(
        _ index: Int, _ shape: Shape, _ present: FieldSet, key: Int
    ) {
        let definition = table.definition(shape)
        let node = Node(tree: tree, index: index)
        // Fields may come with what a template function includes.
        if node.members.contains(where: { startsWithFunction($0.keyNode.index) }) { return }
        for field in definition.requiredFields where !present.contains(field) {
            log.report(MissingField.diagnostic(field, definition, node, key: keyNode(key)))
        }
    }

    private mutating func checkChoice(_ index: Int, _ expectation: Expectation, _ key: Int) {
        let words = table.choices[Int(expectation.argument)]
        for place in words.indices where isString(index, words[place]) { return }
        if isPlaceholder(index) { return }
        log.report(
            InvalidChoice.diagnostic(Node(tree: tree, index: index), words, key: keyNode(key)))
    }

    private mutating func checkComponentName(_ key: Int) {
        let (isDecoded, range) = tree.tape.stringRange(of: key)
        let text = isDecoded ? decoded[range] : bytes[range]
        let isName =
            !text.isEmpty
            && text.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
                    UInt8(ascii: "_"):
                    true
                default: false
                }
            }
        if !isName, !startsWithFunction(key) {
            log.report(ComponentName.diagnostic(Node(tree: tree, index: key)))
        }
    }

    // MARK: Looking at the tape

    @inline(__always)
    private func end(of index: Int) -> Int { entries[index].end(at: index) }

    @inline(__always)
    private func field(_ key: Int) -> Field? {
        let entry = entries[key]
        // Merged keys are aliases of the mapping's that they come from.
        if entry.isDecoded || entry.kind == .alias { return decodedField(key) }
        let quote = entry.isBare ? 0 : 1
        return table.fields.field(
            bytes.span, Int(entry.start) + quote..<Int(entry.end) - quote, hash: entry.keyHash)
    }

    private func decodedField(_ key: Int) -> Field? {
        let (isDecoded, range) = tree.tape.stringRange(of: key)
        return table.fields.field(isDecoded ? decoded.span : bytes.span, range, hash: 0)
    }

    private func kind(_ index: Int) -> JSONTape.Kind {
        let entry = entries[index]
        return entry.kind == .alias ? entries[Int(entry.link)].kind : entry.kind
    }

    private func keyNode(_ key: Int) -> Node? { key < 0 ? nil : Node(tree: tree, index: key) }

    @inline(__always)
    private func byte(of string: Int, _ offset: Int) -> UInt8? {
        let entry = entries[string]
        if entry.kind == .string, !entry.isDecoded {
            let quote = entry.isBare ? 0 : 1
            let place = Int(entry.start) + quote + offset
            return place < Int(entry.end) - quote ? bytes[place] : nil
        }
        return otherByte(of: string, offset)
    }

    /// Whether the string at an index is a word.
    private func isString(_ index: Int, _ word: String) -> Bool {
        let wanted = word.utf8Span.span
        let entry = entries[index]
        if entry.isDecoded { return tree.tape.equals(index, Array(word.utf8)) }
        let quote = entry.isBare ? 0 : 1
        let start = Int(entry.start) + quote
        return wanted.count == Int(entry.end) - quote - start
            && bytes.span.starts(with: wanted, at: start)
    }

    private func otherByte(of string: Int, _ offset: Int) -> UInt8? {
        guard kind(string) == .string else { return nil }
        let (isDecoded, range) = tree.tape.stringRange(of: string)
        guard offset < range.count else { return nil }
        return isDecoded ? decoded[range.lowerBound + offset] : bytes[range.lowerBound + offset]
    }

    private func hasPrefix(_ string: Int, _ prefix: String) -> Bool {
        Node(tree: tree, index: string).startsWith(prefix)
    }

    private func isExtension(_ key: Int) -> Bool {
        byte(of: key, 0) == UInt8(ascii: "x") && byte(of: key, 1) == UInt8(ascii: "-")
    }

    private func isGatewayExtension(_ key: Int) -> Bool {
        isExtension(key) && hasPrefix(key, "x-amazon-apigateway-")
    }

    private mutating func noteGatewayKey(_ key: Int) {
        if !usesGateway, isGatewayExtension(key) { usesGateway = true }
    }

    private mutating func noteGatewayField(_ field: Field) {
        if !usesGateway, field.rawValue <= Field.awsTagValue.rawValue { usesGateway = true }
    }

    /// Whether an object is one of CloudFormation's functions, whose value is known later.
    private func isIntrinsicFunction(_ index: Int) -> Bool {
        let entry = entries[index]
        guard entry.kind == .object, entry.count == 1 else { return false }
        let key = Node(tree: tree, index: index + 1)
        return key.equals("Ref") || key.equals("Condition") || startsWithFunction(index + 1)
    }

    private func startsWithFunction(_ key: Int) -> Bool {
        byte(of: key, 0) == UInt8(ascii: "F") && hasPrefix(key, "Fn::")
    }

    /// Whether a string has a place to be filled in before it is read.
    private func isPlaceholder(_ index: Int) -> Bool {
        let (isDecoded, range) = tree.tape.stringRange(of: index)
        let text = isDecoded ? decoded[range] : bytes[range]
        guard let dollar = text.firstIndex(of: UInt8(ascii: "$")) else { return false }
        return dollar + 1 < text.endIndex && text[dollar + 1] == UInt8(ascii: "{")
    }

    private func isCount(_ index: Int) -> Bool {
        let spelling = tree.tape.spelling(at: index)
        return spelling.first != UInt8(ascii: "-")
            && !spelling.contains { $0 == UInt8(ascii: ".") && spelling.count < 20 }
    }

    /// Whether a key of a responses object is a status code, a range such as `2XX`, or `default`.
    private func isStatusCode(_ key: Int) -> Bool {
        let node = Node(tree: tree, index: key)
        if node.equals("default") { return true }
        guard let first = byte(of: key, 0), let second = byte(of: key, 1),
            let third = byte(of: key, 2), byte(of: key, 3) == nil
        else { return isPlaceholder(key) }
        let isDigit = { (byte: UInt8) in UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }
        return (UInt8(ascii: "1")...UInt8(ascii: "5") ~= first)
            && (isDigit(second) && isDigit(third)
                || second == UInt8(ascii: "X") && third == UInt8(ascii: "X"))
    }
}
