extension TemplateMachine {
    /// Calls a method of a boolean.
    mutating func callBoolean(
        _ name: TemplateName, on receiver: TemplateValue, _ arguments: TemplateArguments
    ) throws(TemplateInterrupt) -> TemplateValue {
        switch (name, arguments.count) {
        case (.toString, 0): return try string(receiver)
        case (.booleanValue, 0): return receiver
        case (.equals, 1): return .bool(try areJavaEqual(receiver, arguments.first))
        case (.hashCode, 0): return .int(receiver.isTrue ? 1231 : 1237)
        case (.compareTo, 1), (.compare, 2), (.logicalAnd, 2), (.logicalOr, 2),
            (.logicalXor, 2), (.toString, 1):
            return try combine(name, receiver, arguments)
        case (.parseBoolean, 1), (.valueOf, 1):
            guard arguments.first.kind == .string else { return .null }
            return .bool(bytes(of: arguments.first).map { $0 | 0x20 } == Array("true".utf8))
        default: return .null
        }
    }

    /// Methods, and static ones of Boolean, that take booleans.
    private mutating func combine(
        _ name: TemplateName, _ receiver: TemplateValue, _ arguments: TemplateArguments
    ) throws(TemplateInterrupt) -> TemplateValue {
        guard arguments.first.kind == .bool else {
            if name == .compareTo { try fail("'compareTo' with a value of another class") }
            return .null
        }
        if name == .toString { return try string(arguments.first) }
        let isFirst = name == .compareTo ? receiver.isTrue : arguments.first.isTrue
        let second = name == .compareTo ? arguments.first : arguments.second
        guard second.kind == .bool else { return .null }
        let isSecond = second.isTrue
        switch name {
        case .logicalAnd: return .bool(isFirst && isSecond)
        case .logicalOr: return .bool(isFirst || isSecond)
        case .logicalXor: return .bool(isFirst != isSecond)
        default: return .int(isFirst == isSecond ? 0 : isFirst ? 1 : -1)
        }
    }
}
