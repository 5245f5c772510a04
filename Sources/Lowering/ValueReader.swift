import Diagnostics
import Model
import Syntax

/// Reads typed values out of extensions and reports the ones of another type.
struct ValueReader {
    var log = DiagnosticLog()
    let symbols: SymbolicStringReader

    init(substitutions: [String: String]) {
        symbols = SymbolicStringReader(substitutions: substitutions)
    }

    /// The member's value, or `nil` where it is absent or stands for nothing.
    func value(_ key: MemberName, of node: some MemberLookup) -> Node? {
        guard let value = node[key], !SymbolicStringReader.isAbsent(value),
            value.kind != .invalid
        else { return nil }
        return value
    }

    /// A text that may have placeholders in it.
    mutating func symbolic(
        _ key: MemberName, of node: some MemberLookup
    ) -> Located<SymbolicString>? {
        guard let value = value(key, of: node) else { return nil }
        return symbolic(value, named: key)
    }

    /// A text that may have placeholders in it.
    mutating func symbolic(_ value: Node, named key: MemberName) -> Located<SymbolicString>? {
        guard let text = symbols.read(value) else {
            log.report(.wrongType("\(key)", "a string", value))
            return nil
        }
        return Located(text, at: value.range)
    }

    /// A text; numbers and booleans count as their spelling.
    mutating func string(_ key: MemberName, of node: some MemberLookup) -> Located<String>? {
        guard let value = value(key, of: node) else { return nil }
        // Most texts have no placeholder in them.
        if let text = value.string, !text.holds("$") {
            return Located(text, at: value.range)
        }
        return symbolic(value, named: key)?.map(\.text)
    }

    /// An integer, perhaps written as a string.
    mutating func integer(_ key: MemberName, of node: some MemberLookup) -> Located<Int>? {
        guard let value = value(key, of: node) else { return nil }
        if let int = value.int { return Located(int, at: value.range) }
        guard let text = symbols.read(value) else {
            log.report(.wrongType("\(key)", "an integer", value))
            return nil
        }
        if let literal = text.literal {
            if let int = Int(literal) { return Located(int, at: value.range) }
            log.report(.wrongType("\(key)", "an integer", value))
        } else {
            log.report(.unknownAtCompileTime("\(key)", text.text, value))
        }
        return nil
    }

    /// A truth value, perhaps written as a string.
    mutating func boolean(_ key: MemberName, of node: some MemberLookup) -> Located<Bool>? {
        guard let value = value(key, of: node) else { return nil }
        if let bool = value.bool { return Located(bool, at: value.range) }
        guard let text = symbols.read(value) else {
            log.report(.wrongType("\(key)", "true or false", value))
            return nil
        }
        switch text.literal?.lowercased() {
        case "true"?: return Located(true, at: value.range)
        case "false"?: return Located(false, at: value.range)
        case nil: log.report(.unknownAtCompileTime("\(key)", text.text, value))
        default: log.report(.wrongType("\(key)", "true or false", value))
        }
        return nil
    }

    /// One of a few words, in any letter case.
    mutating func word<Word: RawRepresentable & CaseIterable>(
        _ key: MemberName, of node: some MemberLookup, _ type: Word.Type
    ) -> Located<Word>? where Word.RawValue == String {
        guard let value = value(key, of: node) else { return nil }
        guard let text = symbols.read(value) else {
            log.report(.wrongType("\(key)", "a string", value))
            return nil
        }
        guard let literal = text.literal else {
            log.report(.unknownAtCompileTime("\(key)", text.text, value))
            return nil
        }
        if let word = Self.find(literal, type) { return Located(word, at: value.range) }
        log.report(
            .unknownWord("\(key)", literal, value.range, type.allCases.map(\.rawValue)))
        return nil
    }

    /// The word that equals a text, letter case aside.
    static func find<Word: RawRepresentable & CaseIterable>(
        _ text: String, _ type: Word.Type
    ) -> Word? where Word.RawValue == String {
        for word in type.allCases where word.rawValue.equalsIgnoringASCIICase(text) { return word }
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return nil }
        let upper = text.uppercased()
        return type.allCases.first { $0.rawValue.uppercased() == upper }
    }

    /// A list's texts, each with its place; a single text counts as a list of one.
    mutating func strings(_ key: MemberName, of node: some MemberLookup) -> [Located<String>] {
        symbolicList(key, of: node).map { $0.map(\.text) }
    }

    /// A list's texts with placeholders; a single text counts as a list of one.
    mutating func symbolicList(
        _ key: MemberName, of node: some MemberLookup
    ) -> [Located<SymbolicString>] {
        guard let value = value(key, of: node) else { return [] }
        if value.kind != .array { return symbolic(value, named: key).map { [$0] } ?? [] }
        var list: [Located<SymbolicString>] = []
        for element in value.elements where !SymbolicStringReader.isAbsent(element) {
            if let text = symbolic(element, named: key) { list.append(text) }
        }
        return list
    }

    /// An object, or `nil` after a report where it is something else.
    mutating func object(_ key: MemberName, of node: some MemberLookup) -> Node? {
        guard let value = value(key, of: node) else { return nil }
        if value.kind == .object { return value }
        log.report(.wrongType("\(key)", "an object", value))
        return nil
    }
}

extension String {
    /// Whether two texts of ASCII are the same but for the case of letters.
    fileprivate func equalsIgnoringASCIICase(_ other: String) -> Bool {
        let (mine, yours) = (utf8, other.utf8)
        let (own, other) = (mine.span, yours.span)
        guard own.count == other.count else { return false }
        return own.indices.allSatisfy { place in
            let (byte, wanted) = (own[place], other[place])
            let isLetter = UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
            return byte == wanted || isLetter && byte | 0x20 == wanted | 0x20
        }
    }
}

extension Diagnostic {
    static func wrongType(_ name: String, _ wanted: String, _ node: Node) -> Self {
        Self(
            ID(rawValue: "wrong-value-type"), .error, "'\(name)' must be \(wanted)", at: node.range)
    }

    static func unknownAtCompileTime(_ name: String, _ text: String, _ node: Node) -> Self {
        Self(
            ID(rawValue: "value-known-at-deployment"), .note,
            "the value of '\(name)', '\(text)', is known only to a deployment; its default is used",
            at: node.range, help: "give it with '--set NAME=VALUE'")
    }

    static func unknownWord(
        _ name: String, _ text: String, _ range: SourceRange, _ known: [String],
        aws: AWSWords? = nil
    ) -> Self {
        let list = known.joined(separator: ", ")
        return Self(
            ID(rawValue: "unknown-value"), .error, "'\(text)' is not a value of '\(name)'",
            at: range,
            help: "use one of \(list)", aws: aws
        ).suggesting(nearest(to: text, in: known))
    }
}
