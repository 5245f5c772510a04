/// Where types contain themselves by value.
struct Recursion {
    /// Unions that need to be `indirect`.
    private(set) var indirectUnions: Set<Int> = []

    /// Properties that need a reference, by shape, then place.
    private(set) var boxedProperties: [Int: Set<Int>] = [:]

    init(_ api: ClientAPI) {
        let all = components(api) { _ in true }
        for (index, shape) in api.shapes.enumerated() {
            guard case .union(let union) = shape.kind else { continue }
            let isRecursive = union.arms.contains { arm in
                target(arm.type, api).map { all[$0] == all[index] } ?? false
            }
            if isRecursive { indirectUnions.insert(index) }
        }
        let unions = indirectUnions
        let rest = components(api) { !unions.contains($0) }
        for (index, shape) in api.shapes.enumerated() {
            guard case .record(let record) = shape.kind else { continue }
            for (place, property) in record.properties.enumerated() {
                guard let other = target(property.type, api), !unions.contains(other),
                    rest[other] == rest[index]
                else { continue }
                boxedProperties[index, default: []].insert(place)
            }
        }
    }
}

/// The shape that a type contains by value.
private func target(_ type: ValueType, _ api: ClientAPI) -> Int? {
    var type = type
    for _ in 0..<256 {
        switch type {
        case .optional(let inner): type = inner
        case .shape(let id):
            guard case .alias(let next) = api[id].kind else { return id.index }
            type = next
        default: return nil
        }
    }
    return nil
}

/// Numbers the strongly connected components of shapes (Tarjan's algorithm, without recursion).
private func components(_ api: ClientAPI, including: (Int) -> Bool) -> [Int] {
    let edges = api.shapes.map { shape -> [Int] in
        switch shape.kind {
        case .record(let record): record.properties.compactMap { target($0.type, api) }
        case .union(let union): union.arms.compactMap { target($0.type, api) }
        case .alias, .enumeration, .form: []
        }
    }
    let count = api.shapes.count
    var component = [Int](repeating: -1, count: count)
    var order = [Int](repeating: -1, count: count)
    var low = [Int](repeating: 0, count: count)
    var open: [Int] = []
    var isOpen = [Bool](repeating: false, count: count)
    var next = 0
    var found = 0
    for root in 0..<count where order[root] < 0 {
        var stack: [(node: Int, edge: Int)] = [(root, 0)]
        while let (node, edge) = stack.last {
            if edge == 0 {
                order[node] = next
                low[node] = next
                next += 1
                open.append(node)
                isOpen[node] = true
            }
            let targets = including(node) ? edges[node] : []
            if edge < targets.count {
                stack[stack.count - 1].edge += 1
                let target = targets[edge]
                guard including(target) else { continue }
                if order[target] < 0 {
                    stack.append((target, 0))
                } else if isOpen[target] {
                    low[node] = min(low[node], order[target])
                }
                continue
            }
            stack.removeLast()
            if let parent = stack.last?.node { low[parent] = min(low[parent], low[node]) }
            guard low[node] == order[node] else { continue }
            while let member = open.popLast() {
                isOpen[member] = false
                component[member] = found
                if member == node { break }
            }
            found += 1
        }
    }
    return component
}

extension ClientAPI {
    /// Which shapes only requests use: there, null and absent differ.
    func shapesOnlyInRequests() -> [Bool] {
        func reached(_ types: [ValueType]) -> [Bool] {
            var seen = [Bool](repeating: false, count: shapes.count)
            var stack = types
            while let type = stack.popLast() {
                switch type {
                case .list(let inner), .map(let inner), .optional(let inner): stack.append(inner)
                case .shape(let id) where !seen[id.index]:
                    seen[id.index] = true
                    stack += shapes[id.index].kind.valueTypes
                default: break
                }
            }
            return seen
        }
        let requests = reached(operations.flatMap(\.requestTypes))
        let responses = reached(operations.flatMap { $0.responseTypes(in: self) })
        return zip(requests, responses).map { $0 && !$1 }
    }
}
