internal import JSON

extension TemplateMachine {
    /// Runs statements from one place of the code to another.
    mutating func run(_ from: Int, _ to: Int) throws(TemplateInterrupt) {
        var pc = from
        while pc < to {
            let first = word(pc)
            switch op(first) {
            case .text:
                let start = poolBase + word(pc + 1)
                append(image: start..<start + word(pc + 2))
                try checkOutput()
                pc += 3
            case .print:
                try count()
                position = (word(pc + 1), word(pc + 2))
                let prefix = pc + 3
                pc += 5
                let before = output.count
                let value = try value(&pc)
                if value.kind == .string, word(prefix &+ 1) == 0 {
                    appendBytes(of: value)
                } else {
                    try printStatement(value, prefix)
                }
                try checkOutput()
                if trace != nil { note("reference", prefix - 2, output.bytes(from: before)[...]) }
            case .execute:
                position = (word(pc + 1), word(pc + 2))
                pc += 3
                _ = try value(&pc)
            case .setVariable:
                try count()
                let range = pc + 1
                position = (word(range), word(range + 1))
                pc += 3
                let value = try value(&pc)
                if value.kind != .null { slots[first >> 8] = value }
                if trace != nil { note("set", range, value) }
            case .setProperty:
                try count()
                let range = pc + 1
                position = (word(range), word(range + 1))
                let target = pc + 4
                pc = target + word(pc + 3)
                let value = try value(&pc)
                if value.kind != .null { try assign(value, target) }
                if trace != nil { note("set", range, value) }
            case .if: pc = try runIf(pc)
            case .forEach: pc = try runForEach(pc)
            case .define:
                slots[first >> 8] = TemplateValue(
                    kind: .block, count: UInt32(word(pc + 3)), bits: UInt64(pc + 4))
                pc += 4 + word(pc + 3)
            case .break:
                position = (word(pc + 1), word(pc + 2))
                guard first >> 8 != 0 else { throw .breakNearest }
                pc += 3
                let scope = try value(&pc)
                guard scope.kind == .scope else { try fail("'#break' needs a loop's '$foreach'") }
                throw .breakLoop(scope.number)
            case .stop:
                if first >> 8 != 0 {
                    pc += 3
                    _ = try value(&pc)
                }
                throw .stop
            case .fail:
                position = (word(pc + 1), word(pc + 2))
                let reason = constant(pc + 3)
                try fail(String(decoding: bytes(of: reason), as: UTF8.self))
            default: try fail("damaged code")
            }
        }
    }

    private mutating func runIf(_ start: Int) throws(TemplateInterrupt) -> Int {
        try count()
        position = (word(start + 1), word(start + 2))
        let elseStart = start + 5 + word(start + 3)
        let end = start + 5 + word(start + 4)
        var pc = start + 5
        let isTrue = try truth(&pc)
        if trace != nil { note("if", start + 1, .bool(isTrue)) }
        if isTrue { try run(pc, elseStart) } else { try run(elseStart, end) }
        return end
    }

    /// Runs a block that `#define` stored; `false` where it is in itself too often already.
    mutating func render(block: TemplateValue) throws(TemplateInterrupt) -> Bool {
        let start = block.number
        let level = blockDepths[start, default: 0] + 1
        guard level <= 2 else { return false }
        try deeper()
        blockDepths[start] = level
        defer {
            blockDepths[start] = level - 1
            depth -= 1
        }
        do throws(TemplateInterrupt) {
            try run(start, start + Int(block.count))
        } catch {
            if case .breakNearest = error { return true }
            throw error
        }
        return true
    }

    private mutating func printStatement(_ value: TemplateValue, _ prefix: Int)
        throws(TemplateInterrupt)
    {
        if value.kind == .block {
            // Prefixes go missing before a block, and so does all of it where it recurs.
            _ = try render(block: value)
            return
        }
        let length = word(prefix + 1)
        if length > 0 {
            let start = poolBase + word(prefix)
            append(image: start..<start + length)
        }
        try append(value)
    }

    @inline(__always)
    mutating func append(image range: Range<Int>) {
        output.append(image, range)
    }

    mutating func note(_ kind: String, _ range: Int, _ text: ArraySlice<UInt8>) {
        trace?(
            TemplateTraceEvent(
                range: word(range)..<max(word(range), word(range + 1)), kind: kind,
                value: String(decoding: text, as: UTF8.self)))
    }

    mutating func note(_ kind: String, _ range: Int, _ value: TemplateValue) {
        let start = output.count
        if value.kind != .block { try? append(value) }
        let text = output.bytes(from: start)
        output.truncate(to: start)
        note(kind, range, text[...])
    }

    // MARK: Loops

    private mutating func runForEach(_ start: Int) throws(TemplateInterrupt) -> Int {
        try count()
        let range = (word(start + 1), word(start + 2))
        position = range
        let slot = word(start) >> 8
        let bodyStart = start + 4 + word(start + 3)
        let end = start + 5 + word(start + 4)
        var pc = start + 5
        // Of a wide range only as much is made as the rounds can show.
        let list =
            op(word(pc)) == .range
            ? try self.range(&pc, limit: limits.loopRounds + 1) : try value(&pc)
        let source = resolved(list)
        if trace != nil { note("foreach", start + 1, source) }
        let iterable = try iterable(source)
        guard iterable.kind == .node || iterable.kind == .list else { return end }
        let saved = (
            slots[slot], slots[TemplateCode.countSlot], slots[TemplateCode.hasNextSlot],
            slots[TemplateCode.forEachSlot]
        )
        let scope = scopes.count
        scopes.append(
            Scope(index: -1, hasNext: false, previous: saved.3, map: -1))
        slots[TemplateCode.forEachSlot] = TemplateValue(kind: .scope, bits: UInt64(scope))
        defer {
            scopes.removeSubrange(scope...)
            slots[slot] = saved.0
            slots[TemplateCode.countSlot] = saved.1
            slots[TemplateCode.hasNextSlot] = saved.2
            slots[TemplateCode.forEachSlot] = saved.3
        }
        var current = iterable
        var index = 0
        var child = current.number + 1
        var modifications = current.kind == .list ? lists[current.number].modifications : 0
        while index < limits.loopRounds {
            try count()
            if current.kind == .node, !overlay.isEmpty, let list = overlay[overlayKey(current)] {
                current = list
                modifications = 0
            }
            let value: TemplateValue
            let total: Int
            if current.kind == .node {
                let tape = Int(current.count)
                total = tapes[tape].entries[current.number].count
                guard index < total else { break }
                value = nodeValue(child, tape: tape)
                child = self.end(of: child, tape: tape)
            } else {
                total = lists[current.number].elements.count
                guard index != total else { break }
                guard lists[current.number].modifications == modifications else {
                    position = range
                    try fail("the list changed while '#foreach' went through it")
                }
                value = lists[current.number].elements[index]
            }
            let hasNext = index + 1 < total
            scopes[scope].index = index
            scopes[scope].hasNext = hasNext
            slots[TemplateCode.countSlot] = .int(index + 1)
            slots[TemplateCode.hasNextSlot] = .bool(hasNext)
            slots[slot] = value
            index += 1
            do throws(TemplateInterrupt) {
                try run(bodyStart, end)
            } catch {
                switch error {
                case .breakNearest: return end
                case .breakLoop(let wanted) where wanted == scope: return end
                default: throw error
                }
            }
        }
        return end
    }

    /// What `#foreach` walks through for a value: an array on a tape or a list; null for nothing.
    private mutating func iterable(_ source: TemplateValue) throws(TemplateInterrupt)
        -> TemplateValue
    {
        switch source.kind {
        case .list: return source
        case .node:
            if tapes[Int(source.count)].entries[source.number].kind == .array { return source }
            return try values(source)
        case .map: return try values(source)
        case .iterator:
            // An iterator is used up by the loop.
            let position = lists[source.number].modifications
            let list = newList(.view)
            lists[list].elements += lists[source.number].elements[position...]
            lists[source.number].modifications = lists[source.number].elements.count
            try charge(lists[list].elements.count * 16)
            return .list(list)
        default: return .null
        }
    }
}
