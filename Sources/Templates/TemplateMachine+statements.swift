internal import JSON
internal import JSONPath

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
                pc += TemplateOp.text.headerWordCount
            case .print:
                try count()
                position = (word(pc + 1), word(pc + 2))
                let prefix = pc + 3
                pc += TemplateOp.print.headerWordCount
                let before = output.count
                let value = try value(&pc)
                if value.kind == .string, word(prefix &+ 1) == 0 {
                    appendBytes(of: value)
                } else {
                    try printStatement(value, prefix)
                }
                try checkOutput()
                if isTraced { note("reference", prefix - 2, output.bytes(from: before)[...]) }
            case .execute:
                position = (word(pc + 1), word(pc + 2))
                pc += TemplateOp.execute.headerWordCount
                _ = try value(&pc)
            case .setVariable:
                try count()
                let range = pc + 1
                position = (word(range), word(range + 1))
                pc += TemplateOp.setVariable.headerWordCount
                let value = try value(&pc)
                if value.kind != .null { store(value, in: first >> 8) }
                if isTraced { note("set", range, value) }
            case .setProperty:
                try count()
                let range = pc + 1
                position = (word(range), word(range + 1))
                let target = pc + TemplateOp.setProperty.headerWordCount
                pc = self.target(pc + 3)
                let value = try value(&pc)
                if value.kind != .null { try assign(value, target) }
                if isTraced { note("set", range, value) }
            case .if: pc = try runIf(pc)
            case .forEach: pc = try runForEach(pc)
            case .define:
                let block = TemplateValue(
                    kind: .block, count: UInt32(word(pc + 3)),
                    bits: UInt64(pc + TemplateOp.define.headerWordCount))
                store(block, in: first >> 8)
                pc = target(pc + 3)
            case .break:
                position = (word(pc + 1), word(pc + 2))
                guard first >> 8 != 0 else { throw .breakNearest }
                pc += TemplateOp.break.headerWordCount
                let scope = try value(&pc)
                guard scope.kind == .scope else { try fail("'#break' needs a loop's '$foreach'") }
                throw .breakLoop(scope.number)
            case .stop:
                if first >> 8 != 0 {
                    pc += TemplateOp.stop.headerWordCount
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
        let elseStart = target(start + 3)
        let end = target(start + 4)
        var pc = start + TemplateOp.if.headerWordCount
        let isTrue = try truth(&pc)
        if isTraced { note("if", start + 1, .bool(isTrue)) }
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
            // Prefixes go missing before a block; where it recurs too deep, its reference is text.
            if try !render(block: value) { appendSource(prefix) }
            return
        }
        let length = word(prefix + 1)
        if length > 0 {
            let start = poolBase + word(prefix)
            append(image: start..<start + length)
        }
        try append(value)
    }

    /// Appends a reference to a variable as it is written; nothing for `$!x`.
    private mutating func appendSource(_ prefix: Int) {
        let flags = word(prefix - 3) >> 8
        let reference = prefix + 2
        guard flags & 2 == 0, op(word(reference)) == .reference, word(reference + 3) == 0 else {
            return
        }
        let before = poolBase + word(prefix)..<poolBase + word(prefix) + word(prefix + 1)
        // Of the backslashes before it only half are left in the code.
        let isEscaped = !before.isEmpty && image[before.lowerBound] == UInt8(ascii: "\\")
        for _ in 0..<(isEscaped ? 2 : 1) { append(image: before) }
        let slot = slotsBase + 8 * (word(reference) >> 8)
        let name = poolBase + image.word(at: slot)
        output += (flags & 1 != 0 ? "${" : "$").utf8
        append(image: name..<name + image.word(at: slot + 4))
        if flags & 1 != 0 { output.append(UInt8(ascii: "}")) }
    }

    @inline(__always)
    mutating func append(image range: Range<Int>) {
        output.append(image, range)
    }

    mutating func note(_ kind: String, _ range: Int, _ text: ArraySlice<UInt8>) {
        trace?.add(
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
        let bodyStart = target(start + 3)
        let end = target(start + 4)
        var pc = start + TemplateOp.forEach.headerWordCount
        // Of a wide range only as much is made as the rounds can show.
        let list =
            op(word(pc)) == .range
            ? try self.range(&pc, limit: limits.loopRounds + 1) : try value(&pc)
        let source = resolved(list)
        if isTraced { note("foreach", start + 1, source) }
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
        // A view's map, which must keep its keys, and may change its values.
        let map = current.kind == .list ? lists[current.number].origin : .null
        let mapModifications = modificationCount(map)
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
                if isChanged, map.kind != .null {
                    guard modificationCount(map) == mapModifications else {
                        position = range
                        try fail("the map changed while '#foreach' went through it")
                    }
                    value = currentValue(index, of: current.number)
                } else {
                    value = lists[current.number].elements[index]
                }
            }
            let hasNext = index + 1 < total
            scopes[scope].index = index
            scopes[scope].hasNext = hasNext
            if namesCounters {
                slots[TemplateCode.countSlot] = .int(index + 1)
                slots[TemplateCode.hasNextSlot] = .bool(hasNext)
            }
            store(value, in: slot)
            index += 1
            let hidden = hiddenSlots.count
            if value.kind == .null { hiddenSlots.append(slot) }
            defer { if hiddenSlots.count > hidden { hiddenSlots.removeSubrange(hidden...) } }
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

    private func modificationCount(_ map: TemplateValue) -> Int {
        let map = resolved(map)
        return map.kind == .map ? maps[map.number].modifications : 0
    }

    /// An element of a view whose map still has the keys that it had.
    private func currentValue(_ index: Int, of list: Int) -> TemplateValue {
        let map = resolved(lists[list].origin)
        guard lists[list].view == .values, map.kind == .map else {
            return lists[list].elements[index]
        }
        return maps[map.number].values[index]
    }

    /// What `#foreach` walks through for a value: an array on a tape or a list; null for nothing.
    private mutating func iterable(_ source: TemplateValue) throws(TemplateInterrupt)
        -> TemplateValue
    {
        switch source.kind {
        case .list:
            try refresh(source)
            return source
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
