internal import JSON
internal import JSONPath

extension TemplateMachine {
    /// Evaluates the value at a place of the code, which moves past it.
    mutating func value(_ pc: inout Int) throws(TemplateInterrupt) -> TemplateValue {
        let first = word(pc)
        let operation = op(first)
        switch operation {
        case .reference: return try reference(&pc)
        case .string:
            let place = pc + 1
            pc += TemplateOp.string.headerWordCount
            return constant(place)
        case .pathString, .patternString:
            let place = pc + 1
            pc += TemplateOp.pathString.headerWordCount
            return constant(place)
        case .int:
            let number = Int(Int32(truncatingIfNeeded: word(pc + 1)))
            pc += TemplateOp.int.headerWordCount
            return .int(number)
        case .long:
            let number = word(pc + 1) | word(pc + 2) << 32
            pc += TemplateOp.long.headerWordCount
            return .long(number)
        case .big:
            var value = constant(pc + 1)
            value.kind = .bigInteger
            pc += TemplateOp.big.headerWordCount
            return value
        case .double:
            let bits = UInt64(word(pc + 1)) | UInt64(word(pc + 2)) << 32
            pc += TemplateOp.double.headerWordCount
            return TemplateValue(kind: .double, bits: bits)
        case .true:
            pc += 1
            return .bool(true)
        case .false:
            pc += 1
            return .bool(false)
        case .null:
            pc += 1
            return .null
        case .list:
            let list = newList(.list)
            try charge((first >> 8) * 16)
            pc += 1
            for _ in 0..<first >> 8 {
                let element = try value(&pc)
                lists[list].elements.append(element)
            }
            return .list(list)
        case .map:
            let map = newMap()
            try charge((first >> 8) * 32)
            pc += 1
            for _ in 0..<first >> 8 {
                let key = try value(&pc)
                let element = try value(&pc)
                _ = put(element, at: key, in: map)
            }
            return .map(map)
        case .range: return try range(&pc, limit: .max)
        case .interpolate: return try interpolate(&pc)
        case .not, .or, .and, .equal, .notEqual, .less, .greater, .lessOrEqual, .greaterOrEqual:
            return .bool(try truth(&pc))
        case .add, .subtract, .multiply, .divide, .modulus:
            try count()
            pc += 1
            let left = try value(&pc)
            let right = try value(&pc)
            return try arithmetic(operation ?? .add, left, right)
        case .addOrText:
            try count()
            let texts = pc + 1
            pc += TemplateOp.addOrText.headerWordCount
            var left = try value(&pc)
            var right = try value(&pc)
            // Where a text is one side, what has no value is the text that it is written as.
            if left.kind == .null, right.kind == .string { left = constant(texts) }
            if right.kind == .null, left.kind == .string { right = constant(texts + 2) }
            return try arithmetic(.add, left, right)
        default: try fail("damaged code")
        }
    }

    /// Evaluates a condition: false only for Boolean false, and for literals and arithmetic.
    mutating func truth(_ pc: inout Int) throws(TemplateInterrupt) -> Bool {
        switch op(word(pc)) {
        case .reference:
            let value = try reference(&pc)
            if value.kind == .bool { return value.isTrue }
            if value.kind == .block {
                // Asking a block for its text runs it.
                let start = output.count
                let isRendered = try render(block: value)
                output.truncate(to: start)
                return isRendered
            }
            return true
        case .true:
            pc += 1
            return true
        case .not:
            pc += 1
            return try !truth(&pc)
        case .and, .or:
            let isAnd = op(word(pc)) == .and
            pc += 1
            let left = try truth(&pc)
            if left != isAnd {
                skip(&pc)
                return left
            }
            return try truth(&pc)
        case .equal, .notEqual:
            try count()
            let isNegated = op(word(pc)) == .notEqual
            pc += 1
            let left = try value(&pc)
            let right = try value(&pc)
            return try areEqual(left, right) != isNegated
        case .less, .greater, .lessOrEqual, .greaterOrEqual:
            try count()
            let operation = op(word(pc))
            pc += 1
            let left = try value(&pc)
            let right = try value(&pc)
            guard left.isNumber, right.isNumber else { return false }
            let order = try compare(left, right)
            return switch operation {
            case .less: order < 0
            case .greater: order > 0
            case .lessOrEqual: order <= 0
            default: order >= 0
            }
        default:
            // Velocity does not even evaluate what can be no Boolean.
            skip(&pc)
            return false
        }
    }

    /// A range's numbers, of which not more than `limit` are made.
    mutating func range(_ pc: inout Int, limit: Int) throws(TemplateInterrupt) -> TemplateValue {
        pc += 1
        let left = try value(&pc)
        let right = try value(&pc)
        guard left.isNumber, right.isNumber else { return .null }
        let first = Int(truncatingIfNeeded: Int32(truncatingIfNeeded: integer(left)))
        let last = Int(truncatingIfNeeded: Int32(truncatingIfNeeded: integer(right)))
        let count = min(limit, abs(first - last) + 1)
        steps += count / 8
        try self.count()
        try charge(min(count, 1 << 40) * 16)
        let list = newList(.list)
        let step = first >= last ? -1 : 1
        var number = first
        for _ in 0..<count {
            lists[list].elements.append(.int(number))
            number += step
        }
        return .list(list)
    }

    private mutating func interpolate(_ pc: inout Int) throws(TemplateInterrupt) -> TemplateValue {
        let isTrimmed = word(pc) >> 8 != 0
        let end = target(pc + 1)
        let start = output.count
        try deeper()
        defer { depth -= 1 }
        do throws(TemplateInterrupt) {
            try run(pc + TemplateOp.interpolate.headerWordCount, end)
        } catch {
            output.truncate(to: start)
            throw error
        }
        pc = end
        var stop = output.count
        if isTrimmed, stop > start {
            stop -= 1
            while stop > start, output[stop] & 0xC0 == 0x80 { stop -= 1 }
        }
        try charge(stop - start)
        let offset = arena.count
        arena.append(output, start..<stop)
        output.truncate(to: start)
        return arenaText(from: offset)
    }

    // MARK: References

    /// Evaluates a reference; what is null is the empty string, as API Gateway has it.
    mutating func reference(_ pc: inout Int) throws(TemplateInterrupt) -> TemplateValue {
        try count()
        let parts = word(pc &+ 3)
        var value = slots[word(pc) >> 8]
        if parts == 0 {
            pc &+= TemplateOp.reference.headerWordCount
            return value.kind == .null ? .empty : value
        }
        let outer = position
        position = (word(pc &+ 1), word(pc &+ 2))
        defer { position = outer }
        let end = target(pc &+ 4)
        pc &+= TemplateOp.reference.headerWordCount
        for _ in 0..<parts {
            if value.kind == .null {
                pc = end
                return .empty
            }
            if value.kind == .node, overlay.isEmpty, let member = plainMember(pc, of: value) {
                value = member
                pc &+= TemplateOp.property.headerWordCount
            } else {
                value = try part(&pc, of: value)
            }
        }
        if value.kind == .null { return .empty }
        return value
    }

    /// What a property of an object on a tape is, where nothing has been changed; `nil` for other
    /// parts and values.
    @inline(__always)
    private func plainMember(_ pc: Int, of value: TemplateValue) -> TemplateValue? {
        let first = word(pc)
        let tape = Int(value.count)
        guard op(first) == .property, first >> 8 != TemplateName.class.number,
            tapes[tape].entries[value.number].isObject
        else { return nil }
        let hash = UInt32(truncatingIfNeeded: word(pc &+ 3))
        let found = member(constant(pc &+ 1), hash: hash, tape: tape, object: value.number)
        return found < 0 ? .null : nodeValue(found, tape: tape)
    }

    /// Evaluates one part of a reference on what the parts before it gave.
    mutating func part(_ pc: inout Int, of value: TemplateValue) throws(TemplateInterrupt)
        -> TemplateValue
    {
        let first = word(pc)
        switch op(first) {
        case .property:
            let place = pc + 1
            pc += TemplateOp.property.headerWordCount
            return try property(first >> 8, place, of: value)
        case .index:
            pc += 1
            let index = try self.value(&pc)
            return try element(index, of: value)
        case .method: return try method(&pc, on: value)
        default: try fail("damaged code")
        }
    }

    private mutating func method(_ pc: inout Int, on receiver: TemplateValue)
        throws(TemplateInterrupt) -> TemplateValue
    {
        let name = TemplateName(number: word(pc) >> 8) ?? .other
        let count = word(pc + 3)
        let end = target(pc + 4)
        let place = pc + TemplateOp.method.headerWordCount
        pc = place
        guard count <= 4 else {
            for _ in 0..<count { _ = try value(&pc) }
            return .null
        }
        var arguments = TemplateArguments(count: count, place: place)
        if count > 0 { arguments.first = try value(&pc) }
        if count > 1 { arguments.second = try value(&pc) }
        if count > 2 { arguments.third = try value(&pc) }
        if count > 3 { arguments.fourth = try value(&pc) }
        pc = end
        let receiver = resolved(receiver)
        if receiver.kind == .list { try refresh(receiver) }
        return try call(name, on: receiver, arguments)
    }

    /// `get(argument)`: what an index in brackets does; negative numbers count from the end.
    mutating func element(_ index: TemplateValue, of value: TemplateValue)
        throws(TemplateInterrupt) -> TemplateValue
    {
        let value = resolved(value)
        let index = read(index)
        if index.kind == .int, index.number < 0 {
            guard let size = size(value) else {
                try fail("a negative index needs a list")
            }
            return try get(.int(size + index.number), of: value)
        }
        return try get(index, of: value)
    }

    /// A property by its name: a key of a map, a getter of other objects.
    private mutating func property(_ id: Int, _ place: Int, of value: TemplateValue)
        throws(TemplateInterrupt) -> TemplateValue
    {
        if value.kind == .node {
            if overlay[overlayKey(value)] == nil {
                let tape = Int(value.count)
                guard tapes[tape].entries[value.number].isObject else {
                    return TemplateName(number: id) == .empty
                        ? .bool(tapes[tape].entries[value.number].count == 0) : .null
                }
                if id == TemplateName.class.number { return .null }
                let name = constant(place)
                let hash = UInt32(truncatingIfNeeded: word(place + 2))
                let found = member(name, hash: hash, tape: tape, object: value.number)
                return found < 0 ? .null : nodeValue(found, tape: tape)
            }
        }
        let value = resolved(value)
        let name = TemplateName(number: id) ?? .other
        switch value.kind {
        case .map:
            if name == .class { return .null }
            return lookUp(constant(place), in: value.number) ?? .null
        case .scope: return try scopeProperty(name, constant(place), value.number)
        case .list:
            guard name == .empty, lists[value.number].style != .array else { return .null }
            return .bool(lists[value.number].elements.isEmpty)
        case .string:
            switch name {
            case .empty: return .bool(value.count == 0)
            case .bytes:
                return try call(.getBytes, on: value, TemplateArguments(count: 0, place: 0))
            case .blank: return try call(.isBlank, on: value, TemplateArguments(count: 0, place: 0))
            default: return .null
            }
        case .entry:
            switch name {
            case .key: return lists[value.number].elements[0]
            case .value: return entryValue(value)
            default: return .null
            }
        case .double, .jsonNumber:
            switch name {
            case .naN: return try call(.isNaN, on: value, TemplateArguments(count: 0, place: 0))
            case .infinite:
                return try call(.isInfinite, on: value, TemplateArguments(count: 0, place: 0))
            default: return .null
            }
        case .input:
            guard name == .body else { return .null }
            return TemplateValue(kind: .string, buffer: Buffer.body, count: UInt32(body.count))
        default: return .null
        }
    }

    mutating func scopeProperty(
        _ name: TemplateName, _ text: TemplateValue, _ number: Int
    ) throws(TemplateInterrupt) -> TemplateValue {
        guard number < scopes.count else { return .null }
        let scope = scopes[number]
        switch name {
        case .index: return .int(scope.index)
        case .count: return .int(scope.index + 1)
        case .hasNext: return .bool(scope.hasNext)
        case .first: return .bool(scope.index < 1)
        case .last: return .bool(!scope.hasNext)
        case .parent: return scope.previous.kind == .scope ? scope.previous : .null
        case .topmost:
            var top = number
            while scopes[top].previous.kind == .scope { top = scopes[top].previous.number }
            return TemplateValue(kind: .scope, bits: UInt64(top))
        case .replaced:
            var replaced = scope.previous
            while replaced.kind == .scope { replaced = scopes[replaced.number].previous }
            return replaced
        case .empty: return .bool(scope.map < 0 || maps[scope.map].keys.isEmpty)
        case .class: return .null
        default:
            if scope.map >= 0, let value = lookUp(text, in: scope.map) { return value }
            guard scope.previous.kind == .scope else { return .null }
            return try scopeMember(text, scope.previous.number)
        }
    }

    private func scopeMember(_ text: TemplateValue, _ number: Int) throws(TemplateInterrupt)
        -> TemplateValue
    {
        var number = number
        while true {
            let scope = scopes[number]
            if scope.map >= 0, let value = lookUp(text, in: scope.map) { return value }
            guard scope.previous.kind == .scope else { return .null }
            number = scope.previous.number
        }
    }

    // MARK: Assignment

    /// Gives a property or element a value; what cannot take it is left alone.
    mutating func assign(_ newValue: TemplateValue, _ target: Int) throws(TemplateInterrupt) {
        let outer = position
        defer { position = outer }
        isChanged = true
        position = (word(target + 1), word(target + 2))
        var object = slots[word(target) >> 8]
        var pc = target + TemplateOp.reference.headerWordCount
        for _ in 1..<max(word(target + 3), 1) {
            if object.kind == .null { return }
            let wasNull = object.kind == .null
            object = try part(&pc, of: object)
            if wasNull { return }
        }
        guard object.kind != .null else { return }
        let first = word(pc)
        switch op(first) {
        case .property:
            guard first >> 8 != TemplateName.class.number || object.kind != .null else { return }
            try setMember(newValue, constant(pc + 1), of: object)
        case .index:
            pc += 1
            let place = try value(&pc)
            let index = read(place)
            try setElement(newValue, index, of: object)
        default: return
        }
    }

    private mutating func setMember(
        _ newValue: TemplateValue, _ name: TemplateValue, of object: TemplateValue
    ) throws(TemplateInterrupt) {
        if object.kind == .node,
            tapes[Int(object.count)].entries[object.number].kind != .object
        {
            return
        }
        let object = try materialized(object)
        switch object.kind {
        case .map:
            try charge(48)
            _ = try write(newValue, at: name, in: object.number)
        case .scope:
            guard object.number < scopes.count else { return }
            if scopes[object.number].map < 0 { scopes[object.number].map = newMap() }
            _ = put(newValue, at: name, in: scopes[object.number].map)
        default: return
        }
    }

    private mutating func setElement(
        _ newValue: TemplateValue, _ index: TemplateValue, of object: TemplateValue
    ) throws(TemplateInterrupt) {
        let object = try materialized(object)
        switch object.kind {
        case .list where index.kind == .int:
            let list = object.number
            guard lists[list].style == .list || lists[list].style == .json else { return }
            let count = lists[list].elements.count
            let place = index.number < 0 ? index.number + count : index.number
            guard place >= 0, place < count else {
                try fail("index \(place) is out of bounds for a list of \(count)")
            }
            lists[list].elements[place] = newValue
        case .map:
            try charge(48)
            var index = index
            if index.kind == .int, index.number < 0 {
                index = .int(index.number + maps[object.number].keys.count)
            }
            _ = try write(newValue, at: index, in: object.number)
        default:
            if index.kind == .int, index.number < 0, size(object) == nil {
                try fail("a negative index needs a list")
            }
        }
    }
}

/// The arguments of a method call, and where the code of the first one is.
struct TemplateArguments {
    let count: Int
    let place: Int
    var first = TemplateValue.null
    var second = TemplateValue.null
    var third = TemplateValue.null
    var fourth = TemplateValue.null
}
