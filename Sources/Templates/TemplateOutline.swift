package import JSONPath

/// What a template's text says, for those who check it without rendering it.
///
/// Ranges are offsets in the template's text. In the text of a string literal with `\u` escapes or
/// doubled quotes they are the whole literal.
package struct TemplateOutline: Sendable {
    /// A name after a dot.
    package struct Part: Sendable {
        package let name: String
        package let range: Range<Int>

        /// The number of a call's arguments; `nil` for a property.
        package let argumentCount: Int?

        /// The first argument, if it is a constant text.
        package let text: String?
    }

    /// A reference.
    package struct Reference: Sendable {
        /// The variable, such as `input`; empty for what only looks like a reference.
        package fileprivate(set) var root = ""
        package fileprivate(set) var range: Range<Int>

        /// The names after the variable, up to the first index in brackets.
        package fileprivate(set) var parts: [Part] = []

        /// Whether brackets follow, and perhaps further names.
        package fileprivate(set) var isIndexed = false

        /// Whether it is given a value here.
        package let isAssigned: Bool

        /// Whether the variable is there before the template sets any, or something gives it a
        /// value: `#set`, `#foreach`, `#define`, a macro's parameters.
        package fileprivate(set) var isKnown = false

        /// The reference of whose call it is an argument, by its place in the outline.
        package let enclosing: Int?

        /// The variable with its sign, such as `$input`.
        package fileprivate(set) var rootRange: Range<Int>

        fileprivate let slot: Int
    }

    /// The constant JSONPath of a call of `$input.path` or `$input.json`.
    package struct Path: Sendable {
        /// The argument with its quotes.
        package let range: Range<Int>

        /// The call, by its place in the outline.
        package let reference: Int
        package let path: Result<JSONPath, JSONPathError>
    }

    /// A constant regular expression that is none.
    package struct InvalidPattern: Sendable {
        package let range: Range<Int>
        package let message: String
    }

    /// A range of two constant numbers that a loop walks through.
    package struct NumberRange: Sendable {
        package let range: Range<Int>

        /// How many numbers are in it.
        package let count: Int
    }

    /// Why the template fails whenever it is rendered, or `nil`.
    package internal(set) var failure: TemplateFailure?

    /// In the order in which they begin.
    package private(set) var references: [Reference] = []
    package private(set) var paths: [Path] = []
    package private(set) var invalidPatterns: [InvalidPattern] = []
    package private(set) var numberRanges: [NumberRange] = []

    /// What the template writes, in order; empty where it cannot be read.
    package internal(set) var pieces: [TemplatePiece] = []

    let isEnabled: Bool
    private var assignedSlots: [Int] = []
    /// References whose parts are being read, the innermost last.
    private var opened: [Int] = []
    /// Where texts of the pool come from, in the order of the pool.
    private(set) var textMarks: [(pool: Int, source: Int)] = []

    init(isEnabled: Bool) {
        self.isEnabled = isEnabled
        if isEnabled { references.reserveCapacity(4) }
    }
}

// MARK: What the parser says

extension TemplateOutline {
    mutating func open(_ reference: VTLReference, isTarget: Bool) {
        guard isEnabled else { return }
        references.append(
            Reference(
                range: reference.start..<max(reference.start, reference.end),
                isAssigned: isTarget, enclosing: opened.last,
                rootRange: reference.start..<max(reference.start, reference.end),
                slot: reference.isText ? -1 : reference.slot))
        opened.append(references.count - 1)
    }

    mutating func close(end: Int) {
        guard isEnabled, let index = opened.popLast() else { return }
        let start = references[index].range.lowerBound
        references[index].range = start..<max(start, end)
    }

    mutating func add(
        _ name: ArraySlice<UInt8>, _ start: Int, _ end: Int, arguments: Int?,
        _ text: [UInt8]? = nil
    ) {
        guard isEnabled, let index = opened.last, !references[index].isIndexed else { return }
        references[index].parts.append(
            Part(
                name: String(decoding: name, as: UTF8.self), range: start..<max(start, end),
                argumentCount: arguments,
                text: text.map { String(decoding: $0, as: UTF8.self) }))
    }

    mutating func addIndex() {
        guard isEnabled, let index = opened.last else { return }
        references[index].isIndexed = true
    }

    mutating func add(_ path: Result<JSONPath, JSONPathError>, _ start: Int, _ end: Int) {
        guard isEnabled, let index = opened.last else { return }
        paths.append(Path(range: start..<max(start, end), reference: index, path: path))
    }

    mutating func addInvalidPattern(_ message: String, _ start: Int, _ end: Int) {
        guard isEnabled else { return }
        invalidPatterns.append(InvalidPattern(range: start..<max(start, end), message: message))
    }

    mutating func addNumbers(from first: Int, to last: Int, _ start: Int, _ end: Int) {
        guard isEnabled else { return }
        numberRanges.append(
            NumberRange(range: start..<max(start, end), count: abs(last - first) + 1))
    }

    mutating func note(assignmentTo slot: Int) {
        guard isEnabled else { return }
        assignedSlots.append(slot)
    }

    mutating func noteText(at pool: Int, from source: Int) {
        guard isEnabled else { return }
        textMarks.append((pool, source))
    }

    /// Puts names for the slots' numbers, once all are known.
    mutating func finish(_ slots: SlotNames) {
        guard isEnabled else { return }
        var isAssigned = [Bool](repeating: false, count: slots.count)
        for slot in assignedSlots where slot < slots.count { isAssigned[slot] = true }
        for index in references.indices where references[index].slot >= 0 {
            let slot = references[index].slot
            references[index].root = slots.name(slot)
            references[index].isKnown = slot < SlotNames.known.count || isAssigned[slot]
        }
    }
}
