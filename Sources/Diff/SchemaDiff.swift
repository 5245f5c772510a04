internal import Diagnostics
internal import JSON
internal import OpenAPI
internal import Syntax

/// The differences between the schemas of two versions, each pair of schemas compared once.
///
/// Pairs are the nodes of a graph, which may have cycles where schemas do; what an operation sees
/// of it is collected by a walk through the pairs that lead to a difference.
struct SchemaDiff {
    private struct Key: Hashable {
        var old: [SchemaPlace]
        var new: [SchemaPlace]
        var direction: Direction
    }

    /// How a schema is within another.
    private struct Edge {
        var token: String
        var pair: Int
    }

    private struct Pair {
        var changes: [SchemaChange] = []
        var edges: [Edge] = []
        /// The component's name where both are one of that name.
        var name: String?
        /// Whether it or a pair below has a change.
        var isDirty = false
    }

    /// What schemas are the schema of.
    enum Subject {
        case requestParameter(String)
        case requestBody
        case responseBody
        case responseHeader(String)

        var direction: Direction {
            switch self {
            case .requestParameter, .requestBody: .request
            case .responseBody, .responseHeader: .response
            }
        }
    }

    let old: SchemaSource
    let new: SchemaSource
    private var pairs: [Pair] = []
    private var numbers: [Key: Int] = [:]
    private var pending: [(pair: Int, old: SchemaConjunction, new: SchemaConjunction, Direction)] =
        []

    /// The most pairs, which only documents made for it have.
    private static let maximumPairs = 200_000

    init(_ old: OpenAPIDocument, _ new: OpenAPIDocument) {
        self.old = SchemaSource(old)
        self.new = SchemaSource(new)
    }

    /// Adds a change for each difference between two schemas, at any depth.
    mutating func compare(
        _ was: SchemaConjunction, _ now: SchemaConjunction, _ subject: Subject, at place: String,
        into log: inout ChangeLog
    ) {
        guard let root = number(was, now, subject.direction) else { return }
        explore()
        collect(from: root, subject, place, into: &log)
    }

    // MARK: The graph

    private mutating func number(
        _ was: SchemaConjunction, _ now: SchemaConjunction, _ direction: Direction
    ) -> Int? {
        let key = Key(old: was.places, new: now.places, direction: direction)
        if key.old.isEmpty || key.new.isEmpty { return nil }
        if let number = numbers[key] { return number }
        guard pairs.count < SchemaDiff.maximumPairs else { return nil }
        numbers[key] = pairs.count
        var pair = Pair()
        let name = now.name(in: new)
        if name == was.name(in: old) { pair.name = name }
        pairs.append(pair)
        pending.append((pairs.count - 1, was, now, direction))
        return pairs.count - 1
    }

    /// Compares all pairs that wait for it, and marks what leads to a difference.
    private mutating func explore() {
        let first = pairs.count - pending.count
        guard !pending.isEmpty else { return }
        while let (number, was, now, direction) = pending.popLast() {
            fill(number, was, now, direction)
        }
        var parents: [Int: [Int]] = [:]
        var dirty: [Int] = []
        for (number, pair) in pairs.enumerated().dropFirst(first) {
            for edge in pair.edges { parents[edge.pair, default: []].append(number) }
            let isDirty = !pair.changes.isEmpty || pair.edges.contains { pairs[$0.pair].isDirty }
            if isDirty, !pair.isDirty {
                pairs[number].isDirty = true
                dirty.append(number)
            }
        }
        while let number = dirty.popLast() {
            for parent in parents[number] ?? [] where !pairs[parent].isDirty {
                pairs[parent].isDirty = true
                dirty.append(parent)
            }
        }
    }

    private mutating func fill(
        _ number: Int, _ was: SchemaConjunction, _ now: SchemaConjunction, _ direction: Direction
    ) {
        let before = SchemaView(was, in: old)
        let after = SchemaView(now, in: new)
        let comparison = SchemaComparison(
            before, hidden: hidden(before, old, direction), after,
            hidden: hidden(after, new, direction), direction)
        pairs[number].changes = comparison.changes
        guard !before.types.isDisjoint(with: after.types) else { return }
        let properties = Dictionary(
            before.properties.map { ($0.name, $0.nodes) }, uniquingKeysWith: { first, _ in first })
        for property in after.properties {
            if let nodes = properties[property.name] {
                connect(number, "." + property.name, nodes, property.nodes, direction)
            }
        }
        connect(number, "[]", before.items, after.items, direction)
        if case .schema(let one, _) = before.additional,
            case .schema(let other, _) = after.additional
        {
            connect(number, ".*", one, other, direction)
        }
        if let one = before.not, let other = after.not {
            // What must not be is promised the other way round.
            let opposite: Direction = direction == .request ? .response : .request
            connect(number, "(not)", [one], [other], opposite)
        }
        compareChoices(number, "one-of", before.oneOf, after.oneOf, direction, before, after)
        compareChoices(number, "any-of", before.anyOf, after.anyOf, direction, before, after)
    }

    private mutating func connect(
        _ parent: Int, _ token: String, _ was: [Node], _ now: [Node], _ direction: Direction
    ) {
        let was = SchemaConjunction(was, in: old)
        let now = SchemaConjunction(now, in: new)
        if let pair = number(was, now, direction) {
            pairs[parent].edges.append(Edge(token: token, pair: pair))
        }
    }

    /// The properties that values in a direction do not have.
    private func hidden(
        _ view: SchemaView, _ source: SchemaSource, _ direction: Direction
    ) -> Set<String> {
        var names: Set<String> = []
        for property in view.properties {
            for node in property.nodes {
                guard let schema = source.document.resolve(node) else { continue }
                let flag = direction == .request ? schema["readOnly"] : schema["writeOnly"]
                if flag?.bool == true { names.insert(property.name) }
            }
        }
        return names
    }

    // MARK: Alternatives

    private mutating func compareChoices(
        _ number: Int, _ suffix: String, _ was: Located<[Node]>?, _ now: Located<[Node]>?,
        _ direction: Direction, _ before: SchemaView, _ after: SchemaView
    ) {
        guard was != nil || now != nil else { return }
        func add(_ change: String, _ level: Change.Level, _ text: String) {
            pairs[number].changes.append(
                SchemaChange(
                    suffix: change, level: level, text: text, old: was?.range ?? before.anchor,
                    new: now?.range ?? after.anchor))
        }
        let keyword = suffix == "one-of" ? "oneOf" : "anyOf"
        guard let was else {
            add("\(suffix)-set", direction.narrowed, "must be one of '\(keyword)'")
            return
        }
        guard let now else {
            add("\(suffix)-unset", direction.widened, "need not be one of '\(keyword)'")
            return
        }
        var left = now.value
        var unmatched: [Node] = []
        for node in was.value {
            let wanted = alternative(node, in: old)
            if let place = left.firstIndex(where: { alternative($0, in: new) == wanted }) {
                connect(number, "", [node], [left.remove(at: place)], direction)
            } else {
                unmatched.append(node)
            }
        }
        if unmatched.count == left.count {
            // Nothing but their order says which became which.
            for (one, other) in zip(unmatched, left) {
                connect(number, "", [one], [other], direction)
            }
            return
        }
        // As many as can be are the same in order; the rest came or went.
        for node in unmatched {
            add(
                "\(suffix)-removed", direction.narrowed,
                "lost the alternative \(label(node, in: old))")
        }
        for node in left {
            add(
                "\(suffix)-added", direction.widened,
                "got the alternative \(label(node, in: new))")
        }
    }

    /// What an alternative is recognised by: the component's name, else its text.
    private func alternative(_ node: Node, in source: SchemaSource) -> String {
        label(node, in: source) + (node["$ref"] == nil ? node.jsonValue.printed(.compact) : "")
    }

    private func label(_ node: Node, in source: SchemaSource) -> String {
        guard let target = source.document.resolve(node) else { return "that cannot be found" }
        if let name = source.name(of: SchemaPlace(target)) { return "'\(name)'" }
        return target["type"]?.string.map { "of type \($0)" } ?? "without a name"
    }

    // MARK: What an operation sees

    private func collect(
        from root: Int, _ subject: Subject, _ place: String, into log: inout ChangeLog
    ) {
        guard pairs[root].isDirty else { return }
        var seen: Set<Int> = [root]
        var queue: [(pair: Int, path: String)] = [(root, pairs[root].name ?? "")]
        var index = 0
        while index < queue.count {
            let (number, path) = queue[index]
            index += 1
            let pair = pairs[number]
            for change in pair.changes {
                log.add(self.change(change, subject, path, isRoot: number == root, at: place))
            }
            for edge in pair.edges where pairs[edge.pair].isDirty {
                guard seen.insert(edge.pair).inserted else { continue }
                queue.append((edge.pair, pairs[edge.pair].name ?? path + edge.token))
            }
        }
    }

    private func change(
        _ change: SchemaChange, _ subject: Subject, _ path: String, isRoot: Bool, at place: String
    ) -> Change {
        var path = path
        if let property = change.property { path += "." + property }
        if path.hasPrefix(".") { path.removeFirst() }
        let isNested = !isRoot || change.property != nil
        let prefix: String
        var name: String
        var level = change.level
        switch subject {
        case .requestParameter(let parameter):
            prefix = isNested ? "request-parameter-property" : "request-parameter"
            name = isNested ? "property '\(path)' of \(parameter)" : parameter
            // Without the parameter the new default applies.
            if !isNested, change.suffix.hasPrefix("default-value") { level = .breaking }
        case .requestBody:
            prefix = isNested ? "request-property" : "request-body"
            name = isNested ? "request property '\(path)'" : "the request body"
        case .responseBody:
            prefix = isNested ? "response-property" : "response-body"
            name = isNested ? "response property '\(path)'" : "the response body"
        case .responseHeader(let header):
            prefix = isNested ? "response-header-property" : "response-header"
            name = isNested ? "property '\(path)' of header '\(header)'" : "header '\(header)'"
        }
        if !isNested, path != "", change.property == nil { name += " '\(path)'" }
        return Change(
            id(change, prefix), level, "\(name) \(change.text)", at: place, old: change.old,
            new: change.new)
    }

    /// `request-property-max-decreased`; for properties that came or went
    /// `new-required-request-property`, `response-optional-property-removed`.
    private func id(_ change: SchemaChange, _ prefix: String) -> String {
        switch change.suffix {
        case "new-required", "new-optional": return "\(change.suffix)-\(prefix)"
        case "required-removed", "optional-removed", "required-added", "optional-added":
            let words = change.suffix.split(separator: "-")
            let side = prefix.dropLast("property".utf8.count)
            return "\(side)\(words[0])-property-\(words[1])"
        default: return "\(prefix)-\(change.suffix)"
        }
    }
}
