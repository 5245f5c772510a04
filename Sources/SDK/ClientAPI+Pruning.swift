extension ClientAPI {
    /// Removes the shapes that no operation needs; what is left is renumbered.
    mutating func removeUnusedShapes() {
        var isUsed = [Bool](repeating: false, count: shapes.count)
        var stack = answerHeaders.map(\.type)
        for operation in operations { stack += operation.valueTypes(in: self) }
        while let type = stack.popLast() {
            switch type {
            case .list(let inner), .map(let inner), .optional(let inner): stack.append(inner)
            case .shape(let id) where !isUsed[id.index]:
                isUsed[id.index] = true
                stack += shapes[id.index].kind.valueTypes
            default: break
            }
        }
        var places: [Int] = []
        var count = 0
        for used in isUsed {
            places.append(count)
            if used { count += 1 }
        }
        func moved(_ type: ValueType) -> ValueType {
            switch type {
            case .list(let inner): .list(moved(inner))
            case .map(let inner): .map(moved(inner))
            case .optional(let inner): .optional(moved(inner))
            case .shape(let id): .shape(ShapeID(places[id.index]))
            default: type
            }
        }
        shapes = shapes.indices.filter { isUsed[$0] }.map { index in
            var shape = shapes[index]
            shape.kind = shape.kind.mapped(moved)
            return shape
        }
        for index in operations.indices { operations[index].map(moved) }
        for index in answerHeaders.indices {
            answerHeaders[index].type = moved(answerHeaders[index].type)
        }
        for index in failureSets.indices {
            failureSets[index].cases = failureSets[index].cases.map { item in
                var item = item
                item.content = item.content.mapped(moved)
                return item
            }
        }
    }
}

extension Shape.Kind {
    /// The types that a shape is made of.
    var valueTypes: [ValueType] {
        switch self {
        case .record(let record):
            record.properties.map(\.type) + (record.additional.map { [$0] } ?? [])
        case .enumeration: []
        case .union(let union): union.arms.map(\.type)
        case .alias(let type): [type]
        case .form(let parts):
            parts.compactMap { part in
                switch part.content {
                case .file, .files: nil
                case .value(let type), .json(let type): type
                }
            }
        }
    }

    fileprivate func mapped(_ move: (ValueType) -> ValueType) -> Self {
        switch self {
        case .record(var record):
            for index in record.properties.indices {
                record.properties[index].type = move(record.properties[index].type)
            }
            record.additional = record.additional.map(move)
            return .record(record)
        case .enumeration: return self
        case .union(var union):
            for index in union.arms.indices {
                union.arms[index].type = move(union.arms[index].type)
            }
            return .union(union)
        case .alias(let type): return .alias(move(type))
        case .form(var parts):
            for index in parts.indices {
                switch parts[index].content {
                case .file, .files: break
                case .value(let type): parts[index].content = .value(move(type))
                case .json(let type): parts[index].content = .json(move(type))
                }
            }
            return .form(parts)
        }
    }
}

extension ClientResult.Content {
    var valueType: ValueType? {
        if case .json(let type) = self { type } else { nil }
    }

    fileprivate func mapped(_ move: (ValueType) -> ValueType) -> Self {
        if case .json(let type) = self { .json(move(type)) } else { self }
    }
}

extension ClientOperation {
    /// The types that a request is made of.
    var requestTypes: [ValueType] {
        var types = parameters.map(\.type)
        switch body?.content {
        case .json(let type)?, .urlencoded(let type, _)?: types.append(type)
        case .multipart(let id)?: types.append(.shape(id))
        case .text?, .binary?, nil: break
        }
        return types
    }

    /// The types that answers are made of.
    func responseTypes(in api: ClientAPI) -> [ValueType] {
        var contents: [ClientResult.Content] = []
        switch result.kind {
        case .one(let content), .optional(let content): contents.append(content)
        case .several(let cases): contents += cases.map(\.content)
        case .undocumented: break
        }
        if let failures { contents += api.failureSets[failures].cases.map(\.content) }
        return contents.compactMap(\.valueType)
    }

    fileprivate func valueTypes(in api: ClientAPI) -> [ValueType] {
        requestTypes + responseTypes(in: api)
    }

    fileprivate mutating func map(_ move: (ValueType) -> ValueType) {
        for index in parameters.indices { parameters[index].type = move(parameters[index].type) }
        switch body?.content {
        case .json(let type)?: body?.content = .json(move(type))
        case .urlencoded(let type, let styles)?: body?.content = .urlencoded(move(type), styles)
        case .multipart(let id)?:
            if case .shape(let moved) = move(.shape(id)) { body?.content = .multipart(moved) }
        case .text?, .binary?, nil: break
        }
        switch result.kind {
        case .one(let content): result.kind = .one(content.mapped(move))
        case .optional(let content): result.kind = .optional(content.mapped(move))
        case .several(let cases):
            result.kind = .several(cases.map { ($0.status, $0.content.mapped(move)) })
        case .undocumented: break
        }
    }
}
