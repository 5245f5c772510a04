internal import Diagnostics

/// The words of a command line, sorted into operands and options.
package struct Arguments: Sendable {
    /// The operands in order; as many as the syntax asks for.
    package private(set) var operands: [String] = []

    /// Whether `--help` or `-h` stood among the words; nothing else is checked then.
    package private(set) var asksForHelp = false

    private var values: [String: [String]] = [:]

    /// Sorts words by a command's syntax.
    ///
    /// Understood are `--name value`, `--name=value`, `-n value`, `-nvalue`, and `--`, after which
    /// everything is an operand; `-` alone is an operand. Options and operands may be mixed.
    ///
    /// - Throws: ``UsageError`` for an unknown or repeated option, a missing or superfluous value
    ///   or operand, and a word that is not among the choices; with the nearest right one.
    package init(_ words: [String], for syntax: CommandSyntax) throws(UsageError) {
        var index = 0
        var onlyOperands = false
        if words.prefix(while: { $0 != "--" }).contains(where: { $0 == "--help" || $0 == "-h" }) {
            let takesShortH = syntax.options.contains { $0.short == "h" }
            if words.contains("--help") || !takesShortH {
                asksForHelp = true
                return
            }
        }
        while index < words.count {
            let word = words[index]
            index += 1
            if onlyOperands || word == "-" || !word.hasPrefix("-") {
                operands.append(word)
            } else if word == "--" {
                onlyOperands = true
            } else {
                let (option, attached) = try Self.option(word, of: syntax)
                try add(option, attached, words, &index)
            }
        }
        try checkOperands(syntax)
    }

    /// The value of an option, or `nil` where it was not given.
    package func value(_ name: String) -> String? { values[name]?.last }

    /// All values of an option that repeats, in order.
    package func values(_ name: String) -> [String] { values[name] ?? [] }

    /// Whether a flag was given.
    package func has(_ flag: String) -> Bool { values[flag] != nil }

    /// The value of an option as an integer within bounds, or `nil` where it was not given.
    package func integer(_ name: String, in bounds: ClosedRange<Int>) throws(UsageError) -> Int? {
        guard let text = value(name) else { return nil }
        guard let number = Int(text), bounds.contains(number) else {
            throw UsageError(
                "'--\(name)' takes a number from \(bounds.lowerBound) to \(bounds.upperBound), "
                    + "not '\(text)'")
        }
        return number
    }

    /// The values of an option in the form `NAME=VALUE`, in order.
    package func pairs(_ name: String) throws(UsageError) -> [(name: String, value: String)] {
        var pairs: [(name: String, value: String)] = []
        for text in values(name) {
            guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
                throw UsageError("'--\(name)' takes NAME=VALUE, not '\(text)'")
            }
            pairs.append((String(text[..<equals]), String(text[text.index(after: equals)...])))
        }
        return pairs
    }

    private static func option(
        _ word: String, of syntax: CommandSyntax
    ) throws(UsageError) -> (OptionSyntax, attached: String?) {
        if word.hasPrefix("--") {
            let parts = word.dropFirst(2).split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(parts.first ?? "")
            if let option = syntax.option(named: name) {
                return (option, parts.count == 2 ? String(parts[1]) : nil)
            }
            let near = nearest(to: name, in: syntax.options.map(\.name) + ["help"])
            throw UsageError(
                "unknown option '--\(name)' of '\(syntax.name)'",
                help: near.map { "did you mean '--\($0)'?" })
        }
        let letter = word.dropFirst().first
        guard let option = syntax.options.first(where: { $0.short != nil && $0.short == letter })
        else {
            throw UsageError("unknown option '\(word)' of '\(syntax.name)'")
        }
        let rest = word.dropFirst(2)
        return (option, rest.isEmpty ? nil : String(rest))
    }

    private mutating func add(
        _ option: OptionSyntax, _ attached: String?, _ words: [String], _ index: inout Int
    ) throws(UsageError) {
        if values[option.name] != nil, !option.repeats, option.value != nil {
            throw UsageError("'--\(option.name)' is given twice")
        }
        guard let operand = option.value else {
            guard attached == nil else {
                throw UsageError("'--\(option.name)' takes no value")
            }
            values[option.name] = []
            return
        }
        var value = attached
        if value == nil, index < words.count {
            value = words[index]
            index += 1
        }
        guard let value else {
            throw UsageError("'--\(option.name)' needs a value: \(operand.shownName)")
        }
        try operand.check(value, as: "value '\(value)' of '--\(option.name)'")
        values[option.name, default: []].append(value)
    }

    private func checkOperands(_ syntax: CommandSyntax) throws(UsageError) {
        for (place, operand) in syntax.operands.enumerated() {
            guard place < operands.count else {
                if operand.isOptional { continue }
                throw UsageError(
                    "'\(syntax.name)' needs \(operand.name)",
                    help: syntax.examples.first.map { "for example '\($0.line)'" })
            }
            for word in operand.repeats ? operands[place...] : operands[place...place] {
                try operand.check(word, as: "\(operand.name) '\(word)'")
            }
        }
        let limit = syntax.operands.last?.repeats == true ? Int.max : syntax.operands.count
        if operands.count > limit {
            throw UsageError("unexpected operand '\(operands[limit])' of '\(syntax.name)'")
        }
    }
}

extension OperandSyntax {
    /// The name as help shows it: choices spelled out.
    var shownName: String {
        if case .choice(let words) = content { words.joined(separator: "|") } else { name }
    }

    fileprivate func check(_ word: String, as what: String) throws(UsageError) {
        guard case .choice(let words) = content, !words.contains(word) else { return }
        throw UsageError(
            "unknown \(what)",
            help: nearest(to: word, in: words).map { "did you mean '\($0)'?" }
                ?? "one of \(words.joined(separator: ", "))")
    }
}
