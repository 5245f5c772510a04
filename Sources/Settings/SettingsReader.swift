internal import Diagnostics
internal import Syntax

/// Reads typed values out of a settings file and reports what is none of them.
struct SettingsReader {
    var log = DiagnosticLog()

    /// The value of a member that is there and is not null.
    func value(_ key: MemberName, of node: Node) -> Node? {
        guard let value = node[key], value.kind != .null, value.kind != .invalid else {
            return nil
        }
        return value
    }

    /// Reports members that an object does not have, each with the nearest one that it has.
    mutating func checkKeys(_ node: Node, _ known: [String]) {
        for member in node.members where !known.contains(member.key) {
            log.report(.unknownSetting(member, known))
        }
    }

    mutating func object(_ key: MemberName, of node: Node) -> Node? {
        guard let value = value(key, of: node) else { return nil }
        if value.kind == .object { return value }
        log.report(.wrongType(key, "an object", value))
        return nil
    }

    /// The members of an object whose keys are names, those that are no objects left out.
    mutating func objects(_ key: MemberName, of node: Node) -> [Node.Member] {
        guard let value = object(key, of: node) else { return [] }
        var members: [Node.Member] = []
        for member in value.members {
            if member.value.kind == .object {
                members.append(member)
            } else {
                log.report(.wrongType(member.key, "an object", member.value))
            }
        }
        return members
    }

    mutating func string(_ key: MemberName, of node: Node) -> Located<String>? {
        guard let value = value(key, of: node) else { return nil }
        if let text = value.scalarText { return Located(text, at: value.range) }
        log.report(.wrongType(key, "a string", value))
        return nil
    }

    /// A text that must be there.
    mutating func required(_ key: MemberName, of member: Node.Member) -> Located<String>? {
        if value(key, of: member.value) == nil {
            log.report(.missing(key, of: member))
            return nil
        }
        return string(key, of: member.value)
    }

    mutating func strings(_ key: MemberName, of node: Node) -> [Located<String>] {
        guard let value = value(key, of: node) else { return [] }
        guard value.kind == .array else {
            log.report(.wrongType(key, "a list", value))
            return []
        }
        var list: [Located<String>] = []
        for element in value.elements {
            if let text = element.scalarText {
                list.append(Located(text, at: element.range))
            } else {
                log.report(.wrongType(key, "a list of strings", element))
            }
        }
        return list
    }

    mutating func boolean(_ key: MemberName, of node: Node) -> Located<Bool>? {
        guard let value = value(key, of: node) else { return nil }
        if let bool = value.bool { return Located(bool, at: value.range) }
        log.report(.wrongType(key, "true or false", value))
        return nil
    }

    mutating func integer(
        _ key: MemberName, of node: Node, in range: ClosedRange<Int> = 0...Int.max
    ) -> Located<Int>? {
        guard let value = value(key, of: node) else { return nil }
        guard let int = value.int else {
            log.report(.wrongType(key, "an integer", value))
            return nil
        }
        guard range ~= int else {
            log.report(.outOfRange(key, value, range))
            return nil
        }
        return Located(int, at: value.range)
    }

    mutating func number(
        _ key: MemberName, of node: Node, in range: ClosedRange<Double>
    ) -> Located<Double>? {
        guard let value = value(key, of: node) else { return nil }
        guard let spelling = value.numberSpelling, let number = Double(spelling) else {
            log.report(.wrongType(key, "a number", value))
            return nil
        }
        guard range ~= number else {
            log.report(.outOfRange(key, value, Int(range.lowerBound)...Int(range.upperBound)))
            return nil
        }
        return Located(number, at: value.range)
    }

    mutating func word<Word: RawRepresentable & CaseIterable>(
        _ key: MemberName, of node: Node, _ type: Word.Type
    ) -> Located<Word>? where Word.RawValue == String {
        guard let text = string(key, of: node) else { return nil }
        if let word = Word(rawValue: text.value.uppercased()) {
            return Located(word, at: text.range)
        }
        log.report(.unknownWord(key, text, type.allCases.map(\.rawValue)))
        return nil
    }

    /// A secret by where it comes from: `env:NAME` or `file:PATH`.
    mutating func secret(_ key: MemberName, of node: Node) -> Located<SecretReference>? {
        guard let text = string(key, of: node) else { return nil }
        for (prefix, make) in [
            ("env:", SecretReference.environment), ("file:", SecretReference.file),
        ] where text.value.hasPrefix(prefix) && text.value.utf8.count > prefix.utf8.count {
            return Located(make(String(text.value.dropFirst(prefix.count))), at: text.range)
        }
        log.report(.notASecretReference(key, text.range))
        return nil
    }

    /// Requests a second and the size of a burst.
    mutating func throttle(
        rate: MemberName, burst: MemberName, of node: Node
    ) -> Throttle {
        var throttle = Throttle()
        throttle.rateLimit = number(rate, of: node, in: 0...1_000_000_000)
        throttle.burstLimit = integer(burst, of: node, in: 0...1_000_000_000)
        return throttle
    }
}

extension Diagnostic {
    static func wrongType(_ key: MemberName, _ wanted: String, _ node: Node) -> Self {
        wrongType("\(key)", wanted, node)
    }

    static func wrongType(_ key: String, _ wanted: String, _ node: Node) -> Self {
        Self(
            ID(rawValue: "settings-value-type"), .error, "'\(key)' must be \(wanted)",
            at: node.range)
    }

    fileprivate static func unknownSetting(_ member: Node.Member, _ known: [String]) -> Self {
        Self(
            ID(rawValue: "unknown-setting"), .error, "there is no setting '\(member.key)' here",
            at: member.keyRange, help: "use one of \(known.joined(separator: ", "))"
        ).suggesting(nearest(to: member.key, in: known))
    }

    fileprivate static func missing(_ key: MemberName, of member: Node.Member) -> Self {
        Self(
            ID(rawValue: "missing-setting"), .error, "'\(member.key)' has no '\(key)'",
            at: member.keyRange)
    }

    fileprivate static func outOfRange(
        _ key: MemberName, _ node: Node, _ range: ClosedRange<Int>
    ) -> Self {
        let bounds =
            range.upperBound == Int.max
            ? "at least \(range.lowerBound)" : "\(range.lowerBound) to \(range.upperBound)"
        return Self(
            ID(rawValue: "settings-value-range"), .error, "'\(key)' must be \(bounds)",
            at: node.range)
    }

    fileprivate static func unknownWord(
        _ key: MemberName, _ text: Located<String>, _ known: [String]
    ) -> Self {
        Self(
            ID(rawValue: "unknown-setting-value"), .error,
            "'\(text.value)' is not a value of '\(key)'", at: text.range,
            help: "use one of \(known.joined(separator: ", "))"
        ).suggesting(nearest(to: text.value, in: known))
    }

    fileprivate static func notASecretReference(
        _ key: MemberName, _ range: SourceRange
    ) -> Self {
        // The text may be the secret itself, so it is not repeated.
        Self(
            ID(rawValue: "secret-in-settings"), .error,
            "'\(key)' must say where the secret comes from, not what it is", at: range,
            help: "write 'env:NAME' or 'file:PATH'"
        ).hidingSource()
    }
}
