internal import Diagnostics
internal import JSON
internal import OpenAPI
internal import Syntax

/// A schema's type, and whether it allows null.
struct TypeUse {
    var type: ValueType
    var isNullable: Bool
}

extension ClientReader {
    /// Gives every named schema its shape.
    ///
    /// All get their ids first: they refer to each other.
    mutating func readNamedShapes() {
        var nodes: [(ShapeID, Node, String)] = []
        for member in document.schemas {
            let id = ShapeID(shapes.count)
            let key = member.key
            let origin = Shape.Origin(words: [key], key: "schemas/\(key)")
            shapes.append(
                Shape(
                    kind: .alias(.any), origins: [origin], isNamed: true,
                    documentation: documentation(of: member.value),
                    isDeprecated: member.value["deprecated"]?.bool ?? false,
                    example: example(of: member.value), range: member.keyRange))
            if named[NodePlace(member.value)] == nil { named[NodePlace(member.value)] = id }
            nodes.append((id, member.value, key))
        }
        for (id, node, key) in nodes {
            shapes[id.index].kind = namedKind(node, shapes[id.index].origins[0], key)
        }
        breakAliasCycles()
    }

    /// Reads the targets of unusual references, and what those lead to.
    mutating func readPending() {
        while let (id, node) = pending.popLast() {
            let origin = shapes[id.index].origins[0]
            shapes[id.index].kind = namedKind(node, origin, origin.key)
        }
        breakAliasCycles()
    }

    private mutating func namedKind(
        _ node: Node, _ origin: Shape.Origin, _ name: String
    ) -> Shape.Kind {
        if node.reference != nil {
            return .alias(type(of: node, origin).type)
        }
        switch content(of: node, origin) {
        case .kind(let kind): return kind
        case .type(let type): return .alias(type.type)
        }
    }

    /// An alias that leads to itself stands for anything.
    private mutating func breakAliasCycles() {
        for start in shapes.indices {
            guard case .alias(let first) = shapes[start].kind else { continue }
            var stack = [first]
            var seen: Set<Int> = [start]
            while let type = stack.popLast() {
                switch type {
                case .list(let inner), .map(let inner), .optional(let inner): stack.append(inner)
                case .shape(let id):
                    if id.index == start {
                        shapes[start].kind = .alias(.any)
                        stack = []
                    } else if case .alias(let next) = shapes[id.index].kind,
                        seen.insert(id.index).inserted
                    {
                        stack.append(next)
                    }
                default: break
                }
            }
        }
    }

    func documentation(of node: Node) -> String? {
        node["description"]?.string ?? node["title"]?.string
    }

    /// A schema's example where samples are wanted.
    func example(of node: Node?) -> JSONValue? {
        guard selection.includesExamples, let node else { return nil }
        let found = node["example"] ?? node["x-example"] ?? node["default"]
        return found.map(\.jsonValue)
    }

    /// The type of a schema, with a shape of its own where it needs one.
    mutating func type(of node: Node?, _ origin: Shape.Origin) -> TypeUse {
        guard let node else { return TypeUse(type: .any, isNullable: false) }
        if let reference = node.reference {
            return type(ofReference: reference, in: node, origin)
        }
        let place = NodePlace(node)
        if let use = inlineTypes[place] { return use }
        if !activeInline.insert(place).inserted {
            // A part of itself, through `allOf`: it needs a shape that can be referred to.
            let use = TypeUse(type: .shape(later(node, origin)), isNullable: isNullable(node))
            inlineTypes[place] = use
            return use
        }
        defer { activeInline.remove(place) }
        let use: TypeUse
        switch content(of: node, origin) {
        case .type(let simple): use = simple
        case .kind(let kind):
            let id = intern(kind, origin, node)
            use = TypeUse(type: .shape(id), isNullable: isNullable(node))
        }
        inlineTypes[place] = inlineTypes[place] ?? use
        return use
    }

    /// Gives a schema a shape that is read once everything else is.
    private mutating func later(_ node: Node, _ origin: Shape.Origin) -> ShapeID {
        let id = ShapeID(shapes.count)
        shapes.append(
            Shape(
                kind: .alias(.any), origins: [origin], isNamed: true,
                documentation: documentation(of: node), isDeprecated: false, range: node.range))
        pending.append((id, node))
        return id
    }

    private mutating func type(
        ofReference reference: Node, in node: Node, _ origin: Shape.Origin
    ) -> TypeUse {
        var node = node
        for _ in 0..<ReferenceTable.maximumChainLength {
            if let id = named[NodePlace(node)] { return use(of: id, node) }
            guard let next = node.reference.flatMap(document.references.target(of:)) else { break }
            node = next
            if let id = named[NodePlace(node)] { return use(of: id, node) }
            if node.reference == nil { break }
        }
        guard node.reference == nil, node.kind == .object else {
            warn(.unreadable(reference), at: reference)
            return TypeUse(type: .any, isNullable: false)
        }
        // A schema somewhere else: it gets a shape of its own before it is read, for it may refer
        // to itself.
        let text = reference.string ?? ""
        let word = text.split(separator: "/").last.map(String.init) ?? "Value"
        let id = later(node, Shape.Origin(words: [word], key: text))
        named[NodePlace(node)] = id
        return use(of: id, node)
    }

    private func use(of id: ShapeID, _ node: Node) -> TypeUse {
        let target = document.resolve(node) ?? node
        return TypeUse(type: .shape(id), isNullable: isNullable(target))
    }

    /// Whether a schema allows null: by itself, by one of its alternatives, or by all its parts.
    func isNullable(_ node: Node) -> Bool {
        var visited: Set<NodePlace> = []
        return isNullable(node, &visited)
    }

    private func isNullable(_ node: Node, _ visited: inout Set<NodePlace>) -> Bool {
        if node["nullable"]?.bool == true || node["x-nullable"]?.bool == true { return true }
        if elements(of: node["enum"]).contains(where: { $0.kind == .null }) { return true }
        if let type = node["type"] {
            return type.equals("null") || type.elements.contains { $0.equals("null") }
        }
        guard node["enum"] == nil, node["properties"] == nil, visited.count < 64,
            visited.insert(NodePlace(node)).inserted
        else { return false }
        let parts = elements(of: node["allOf"])
        if !parts.isEmpty {
            for part in parts where !isNullable(document.resolve(part) ?? part, &visited) {
                return false
            }
            return true
        }
        for arm in elements(of: node["oneOf"] ?? node["anyOf"])
        where isNullable(document.resolve(arm) ?? arm, &visited) {
            return true
        }
        return false
    }

    /// Keeps a shape without a name; equal ones are one.
    mutating func intern(_ kind: Shape.Kind, _ origin: Shape.Origin, _ node: Node?) -> ShapeID {
        if let id = interned[kind] {
            if shapes[id.index].origins.count < 64 { shapes[id.index].origins.append(origin) }
            return id
        }
        let id = ShapeID(shapes.count)
        interned[kind] = id
        shapes.append(
            Shape(
                kind: kind, origins: [origin], isNamed: false,
                documentation: node.flatMap(documentation(of:)),
                isDeprecated: false, example: example(of: node),
                range: node?.range ?? document.root.range))
        return id
    }

    private enum Content {
        case type(TypeUse)
        case kind(Shape.Kind)
    }

    /// What a schema that is no reference says.
    private mutating func content(of node: Node, _ origin: Shape.Origin) -> Content {
        func simple(_ type: ValueType) -> Content {
            .type(TypeUse(type: type, isNullable: isNullable(node)))
        }
        if node.kind != .object { return simple(.any) }
        if let parts = node["allOf"], parts.count > 0 {
            return allOf(node, Array(parts.elements), origin)
        }
        let hasMembers = (node["properties"]?.count ?? 0) > 0
        if !hasMembers, let arms = node["oneOf"] ?? node["anyOf"], arms.count > 0 {
            return union(node, Array(arms.elements), origin)
        }
        let type = typeName(of: node)
        if let values = node["enum"], type == nil || type == "string" {
            let texts = values.elements.compactMap(\.enumText)
            if !texts.isEmpty {
                var seen: Set<String> = []
                return .kind(.enumeration(texts.filter { seen.insert($0).inserted }))
            }
        }
        switch type {
        case "string": return simple(text(format: node["format"]?.string))
        case "integer": return simple(node["format"]?.equals("int64") == true ? .int64 : .int)
        case "number": return simple(.double)
        case "boolean": return simple(.bool)
        case "file": return simple(.binary)
        case "array":
            var element = origin
            element.words.append(contentsOf: ["item"])
            element.key += "/items"
            let item = self.type(of: node["items"], element)
            return simple(.list(item.isNullable ? .optional(item.type) : item.type))
        case "object": return record(node, origin)
        case nil:
            if hasMembers || node["additionalProperties"] != nil { return record(node, origin) }
            if node["items"] != nil {
                var element = origin
                element.words.append("item")
                element.key += "/items"
                return simple(.list(self.type(of: node["items"], element).type))
            }
            return simple(.any)
        case "null": return .type(TypeUse(type: .any, isNullable: true))
        default:
            let place = node["type"] ?? node
            warn(.unknownType(place), at: place)
            return simple(.any)
        }
    }

    /// The one type that `type` names; `nil` where it names none or several.
    private func typeName(of node: Node) -> String? {
        guard let type = node["type"] else { return nil }
        if let name = type.string { return name.lowercased() }
        let names = type.elements.compactMap(\.string).filter { $0 != "null" }
        return names.count == 1 ? names[0] : nil
    }

    private func text(format: String?) -> ValueType {
        switch format {
        case "date-time": .timestamp
        case "date": .day
        case "byte": .bytes
        case "binary": .binary
        default: .string
        }
    }

    private mutating func record(_ node: Node, _ origin: Shape.Origin) -> Content {
        var collector = RecordCollector()
        collect(node, origin, &collector, isOptional: false, depth: 0)
        return finish(collector, node)
    }

    private func finish(_ collector: RecordCollector, _ node: Node) -> Content {
        if collector.record.properties.isEmpty {
            let type = ValueType.map(collector.record.additional ?? .any)
            return .type(TypeUse(type: type, isNullable: isNullable(node)))
        }
        return .kind(.record(collector.finished()))
    }

    /// `allOf`: one part is that part; objects become one record.
    private mutating func allOf(
        _ node: Node, _ parts: [Node], _ origin: Shape.Origin
    ) -> Content {
        let own = node["properties"]?.count ?? 0
        let meaningful = parts.filter { part in
            if part.reference != nil { return true }
            return part.members.contains { member in
                ["properties", "type", "allOf", "oneOf", "anyOf", "enum", "additionalProperties"]
                    .contains(member.key)
            }
        }
        if own == 0, meaningful.count == 1 {
            var use = type(of: meaningful[0], origin)
            use.isNullable = use.isNullable || isNullable(node)
            return .type(use)
        }
        var collector = RecordCollector()
        collect(node, origin, &collector, isOptional: false, depth: 0)
        if collector.record.properties.isEmpty, collector.record.additional == nil {
            // No objects: the first part that says anything.
            for part in meaningful {
                let use = type(of: part, origin)
                if use.type != .any {
                    return .type(TypeUse(type: use.type, isNullable: isNullable(node)))
                }
            }
            return .type(TypeUse(type: .any, isNullable: isNullable(node)))
        }
        return finish(collector, node)
    }

    /// Adds the members that a schema and its parts have.
    private mutating func collect(
        _ node: Node, _ origin: Shape.Origin, _ collector: inout RecordCollector, isOptional: Bool,
        depth: Int
    ) {
        guard let target = document.resolve(node), target.kind == .object, depth < 64,
            collector.enter(NodePlace(target), isOptional: isOptional)
        else { return }
        // Inline members of a named part keep that part's names.
        var origin = origin
        if node.reference != nil, let id = named[NodePlace(target)] {
            origin = shapes[id.index].origins[0]
        }
        for part in elements(of: target["allOf"]) {
            collect(part, origin, &collector, isOptional: isOptional, depth: depth + 1)
        }
        for arm in elements(of: target["oneOf"] ?? target["anyOf"]) {
            collect(arm, origin, &collector, isOptional: true, depth: depth + 1)
        }
        for member in members(of: target["properties"]) {
            let name = member.key
            var place = origin
            place.words.append(name)
            place.key += "/\(name)"
            let use = type(of: member.value, place)
            let resolved = document.resolve(member.value) ?? member.value
            collector.add(
                Record.Property(
                    name: name, type: use.type == .binary ? .string : use.type, isRequired: false,
                    isNullable: use.isNullable,
                    documentation: member.value["description"]?.string
                        ?? (member.value.reference == nil ? resolved["title"]?.string : nil),
                    isDeprecated: member.value["deprecated"]?.bool ?? false,
                    example: example(of: member.value)))
        }
        if !isOptional {
            for name in elements(of: target["required"]) {
                if let name = name.string { collector.required.insert(name) }
            }
        }
        switch target["additionalProperties"] {
        case let node? where node.kind == .object:
            var place = origin
            place.words.append("value")
            place.key += "/additionalProperties"
            let use = type(of: node, place)
            collector.record.additional = use.isNullable ? .optional(use.type) : use.type
        case let node? where node.bool == true:
            if collector.record.additional == nil { collector.record.additional = .any }
        default: break
        }
    }

    /// `oneOf` and `anyOf`.
    private mutating func union(
        _ node: Node, _ parts: [Node], _ origin: Shape.Origin
    ) -> Content {
        var isNullable = isNullable(node)
        var arms: [Union.Arm] = []
        let discriminator = node["discriminator"]
        let mapping = discriminator?["mapping"]
        for (index, part) in parts.enumerated() {
            if part["type"]?.equals("null") == true || part.isOnlyNull {
                isNullable = true
                continue
            }
            var place = origin
            let title = part["title"]?.string
            place.words.append(title ?? "Option\(index + 1)")
            place.key += "/\(index)"
            let use = type(of: part, place)
            if use.isNullable { isNullable = true }
            var tags: [String] = []
            if let reference = part.reference?.string {
                let name = String(reference.split(separator: "/").last ?? "")
                for member in members(of: mapping) {
                    if let text = member.value.string, text == reference || text == name {
                        tags.append(member.key)
                    }
                }
                if tags.isEmpty, discriminator != nil { tags = [name] }
            }
            if let known = arms.firstIndex(where: { $0.type == use.type }) {
                arms[known].tags += tags
            } else {
                arms.append(Union.Arm(type: use.type, word: title ?? "", tags: tags))
            }
        }
        // A list of some texts beside any text is any text.
        if arms.contains(where: { $0.type == .string }) {
            arms.removeAll { arm in
                if case .shape(let id) = arm.type, case .enumeration = shapes[id.index].kind {
                    return true
                }
                return false
            }
        }
        if arms.contains(where: { $0.type == .any }) || arms.isEmpty {
            return .type(TypeUse(type: .any, isNullable: isNullable))
        }
        if arms.count == 1 { return .type(TypeUse(type: arms[0].type, isNullable: isNullable)) }
        let name = discriminator?["propertyName"]?.string ?? discriminator?.string
        let kind = Shape.Kind.union(Union(arms: arms, discriminator: name))
        if isNullable != self.isNullable(node) {
            let id = intern(kind, origin, node)
            return .type(TypeUse(type: .shape(id), isNullable: isNullable))
        }
        return .kind(kind)
    }
}

/// The members of an object while its parts are read.
private struct RecordCollector {
    var record = Record(properties: [], additional: nil)
    var required: Set<String> = []
    private var places: [String: Int] = [:]

    /// The parts whose members are here, and those that are here with what they require.
    private var parts: Set<NodePlace> = []
    private var requiredParts: Set<NodePlace> = []

    /// Whether a part has something to add: one that several others share is read once.
    mutating func enter(_ part: NodePlace, isOptional: Bool) -> Bool {
        if requiredParts.contains(part) { return false }
        return isOptional ? parts.insert(part).inserted : requiredParts.insert(part).inserted
    }

    /// Adds a member; a later part of the same name says it more exactly.
    mutating func add(_ property: Record.Property) {
        guard let place = places[property.name] else {
            places[property.name] = record.properties.count
            record.properties.append(property)
            return
        }
        if property.type != .any {
            let old = record.properties[place]
            record.properties[place] = property
            if property.documentation == nil {
                record.properties[place].documentation = old.documentation
            }
        }
    }

    func finished() -> Record {
        var record = record
        for index in record.properties.indices {
            record.properties[index].isRequired = required.contains(record.properties[index].name)
        }
        return record
    }
}

extension Node {
    /// Whether the only value allowed is null.
    fileprivate var isOnlyNull: Bool {
        guard let values = self["enum"], values.count > 0 else { return false }
        return values.elements.allSatisfy { $0.kind == .null }
    }

    /// The text of a value in an `enum`, dates and numbers as they are spelled.
    fileprivate var enumText: String? { kind == .null ? nil : scalarText }
}

/// The elements of an array; none where there is no array.
func elements(of node: Node?) -> [Node] { node.map { Array($0.elements) } ?? [] }

/// The members of an object; none where there is no object.
func members(of node: Node?) -> [Node.Member] { node.map { Array($0.members) } ?? [] }

extension Diagnostic {
    fileprivate static func unreadable(_ reference: Node) -> Self {
        Self(
            ID(rawValue: "sdk-unresolved-schema"), .warning,
            "the schema '\(reference.string ?? "")' cannot be read, so the client takes any value",
            at: reference.range)
    }

    fileprivate static func unknownType(_ type: Node) -> Self {
        Self(
            ID(rawValue: "sdk-unknown-type"), .warning,
            "the client takes any value for the unknown type '\(type.scalarText ?? "")'",
            at: type.range)
    }
}
