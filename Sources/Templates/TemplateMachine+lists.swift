internal import JSON

extension TemplateMachine {
    /// Calls a method of a list, a view, an array or an array on a tape.
    mutating func callList(
        _ name: TemplateName, on receiver: TemplateValue, _ arguments: TemplateArguments
    ) throws(TemplateInterrupt) -> TemplateValue {
        let first = read(arguments.first)
        switch (name, arguments.count) {
        case (.get, 1): return try get(first, of: receiver)
        case (.size, 0): return .int(size(receiver) ?? 0)
        case (.isEmpty, 0): return .bool(size(receiver) == 0)
        case (.toString, 0): return try string(receiver)
        case (.equals, 1): return .bool(try areJavaEqual(receiver, first))
        default: break
        }
        let isFresh = receiver.kind == .node
        if isFresh, name == .contains || name == .indexOf || name == .lastIndexOf {
            return try search(name, first, Int(receiver.count), receiver.number)
        }
        let list = isFresh ? try materialized(receiver).number : receiver.number
        let style = lists[list].style
        let count = lists[list].elements.count
        switch (name, arguments.count) {
        case (.contains, 1):
            for element in lists[list].elements where try areJavaEqual(element, first) {
                return .bool(true)
            }
            return .bool(false)
        case (.containsAll, 1):
            guard let wanted = try elements(of: first) else { return .null }
            for one in wanted {
                guard try callList(.contains, on: .list(list), .init(one)).isTrue else {
                    return .bool(false)
                }
            }
            return .bool(true)
        case (.iterator, 0), (.listIterator, 0):
            guard style != .view || name == .iterator else { return .null }
            let iterator = newList(.view)
            try charge(count * 16)
            lists[iterator].elements += lists[list].elements
            return TemplateValue(kind: .iterator, bits: UInt64(iterator))
        case (.toArray, 0):
            let array = newList(.array)
            try charge(count * 16)
            lists[array].elements += lists[list].elements
            return .list(array)
        default: break
        }
        if name == .hashCode, arguments.count == 0 { return .int(try Int(javaHash(.list(list)))) }
        if name == .toJSONString, arguments.count == 0, style == .json {
            return try string(.list(list))
        }
        if style == .array { return try callArray(name, list, first, arguments) }
        isChanged = true
        if style == .view, let result = try changeView(name, list, first, arguments.count) {
            return result
        }
        switch (name, arguments.count) {
        case (.remove, 1):
            let place: Int?
            if first.kind == .int, style != .view {
                guard first.number >= 0, first.number < count else {
                    try fail("index \(first.number) is out of bounds for a list of \(count)")
                }
                place = first.number
            } else {
                place = try index(of: first, in: list)
            }
            guard let place else { return .bool(false) }
            let old = lists[list].elements.remove(at: place)
            lists[list].modifications += 1
            steps += count / 64
            return first.kind == .int && style != .view ? old : .bool(true)
        case (.clear, 0):
            lists[list].elements.removeAll()
            lists[list].modifications += 1
            return .empty
        case (.removeAll, 1), (.retainAll, 1):
            guard let others = try elements(of: first) else { return .null }
            var kept: [TemplateValue] = []
            for element in lists[list].elements {
                var isThere = false
                for other in others where try areJavaEqual(element, other) { isThere = true }
                if isThere == (name == .retainAll) { kept.append(element) }
            }
            let isChanged = kept.count != count
            lists[list].elements = kept
            if isChanged { lists[list].modifications += 1 }
            return .bool(isChanged)
        default: break
        }
        guard style != .view else {
            if name == .add && arguments.count == 1 || name == .addAll && arguments.count == 1 {
                try fail("a map's view takes no elements")
            }
            return .null
        }
        return try changeList(name, list, first, arguments)
    }

    /// A Java array, which Velocity calls as a list of fixed size.
    private mutating func callArray(
        _ name: TemplateName, _ list: Int, _ first: TemplateValue, _ arguments: TemplateArguments
    ) throws(TemplateInterrupt) -> TemplateValue {
        switch (name, arguments.count) {
        case (.set, 2), (.indexOf, 1), (.lastIndexOf, 1), (.subList, 2):
            return try changeList(name, list, first, arguments)
        case (.remove, 1), (.removeAll, 1), (.retainAll, 1), (.addAll, 1):
            let others = name == .remove ? [first] : try elements(of: first)
            guard let others else { return .null }
            var isKept = name != .addAll || others.isEmpty
            if name == .remove, first.kind == .int { isKept = false }
            for element in lists[list].elements where isKept && name != .addAll {
                var isThere = false
                for other in others where try areJavaEqual(element, other) { isThere = true }
                if isThere != (name == .retainAll) { isKept = false }
            }
            guard isKept else { try fail("an array keeps its size") }
            return .bool(false)
        case (.clear, 0):
            guard lists[list].elements.isEmpty else { try fail("an array keeps its size") }
            return .empty
        case (.add, 1), (.add, 2): try fail("an array keeps its size")
        default: return .null
        }
    }

    private mutating func changeList(
        _ name: TemplateName, _ list: Int, _ first: TemplateValue, _ arguments: TemplateArguments
    ) throws(TemplateInterrupt) -> TemplateValue {
        let count = lists[list].elements.count
        switch (name, arguments.count) {
        case (.add, 1):
            try charge(16)
            lists[list].elements.append(arguments.first)
            lists[list].modifications += 1
            return .bool(true)
        case (.add, 2) where first.kind == .int:
            guard first.number >= 0, first.number <= count else {
                try fail("index \(first.number) is out of bounds for a list of \(count)")
            }
            try charge(16)
            steps += count / 64
            lists[list].elements.insert(arguments.second, at: first.number)
            lists[list].modifications += 1
            return .empty
        case (.set, 2) where first.kind == .int:
            guard first.number >= 0, first.number < count else {
                try fail("index \(first.number) is out of bounds for a list of \(count)")
            }
            let old = lists[list].elements[first.number]
            lists[list].elements[first.number] = arguments.second
            return old
        case (.addAll, 1):
            guard let others = try elements(of: first) else { return .null }
            try charge(others.count * 16)
            lists[list].elements += others
            lists[list].modifications += 1
            return .bool(!others.isEmpty)
        case (.indexOf, 1): return .int(try index(of: first, in: list) ?? -1)
        case (.lastIndexOf, 1):
            for index in lists[list].elements.indices.reversed()
            where try areJavaEqual(lists[list].elements[index], first) {
                return .int(index)
            }
            return .int(-1)
        case (.subList, 2) where first.kind == .int:
            let last = read(arguments.second)
            guard last.kind == .int else { return .null }
            guard first.number >= 0, first.number <= last.number, last.number <= count else {
                try fail("\(first.number)..\(last.number) is out of bounds for a list of \(count)")
            }
            let part = newList(.list)
            try charge((last.number - first.number) * 16)
            lists[part].elements += lists[list].elements[first.number..<last.number]
            return .list(part)
        case (.sort, 1) where first.kind == .null:
            try sort(list)
            return .empty
        default: return .null
        }
    }

    private mutating func sort(_ list: Int) throws(TemplateInterrupt) {
        let elements = lists[list].elements.map { read($0) }
        steps += elements.count
        try count()
        if elements.allSatisfy({ $0.kind == .string }) {
            let sorted = elements.map { (JavaText(bytes(of: $0)).units, $0) }
                .sorted { $0.0.lexicographicallyPrecedes($1.0) }
            lists[list].elements = sorted.map(\.1)
        } else if let kind = elements.first?.kind, elements.allSatisfy({ $0.kind == kind }),
            kind == .int || kind == .long || kind == .double
        {
            lists[list].elements = elements.sorted { double($0) < double($1) }
        } else {
            try fail("elements of different types cannot be sorted")
        }
        lists[list].modifications += 1
    }

    private mutating func index(of wanted: TemplateValue, in list: Int) throws(TemplateInterrupt)
        -> Int?
    {
        for index in lists[list].elements.indices
        where try areJavaEqual(lists[list].elements[index], wanted) {
            return index
        }
        return nil
    }

    private mutating func search(
        _ name: TemplateName, _ wanted: TemplateValue, _ tape: Int, _ array: Int
    ) throws(TemplateInterrupt) -> TemplateValue {
        var child = array + 1
        var found = -1
        for index in 0..<tapes[tape].entries[array].count {
            if try areJavaEqual(nodeValue(child, tape: tape), wanted) {
                found = index
                if name != .lastIndexOf { break }
            }
            child = end(of: child, tape: tape)
        }
        return name == .contains ? .bool(found >= 0) : .int(found)
    }
}
