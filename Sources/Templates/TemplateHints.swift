internal import JSONPath

/// What the parser saw that is worth a check once the whole template is known.
struct TemplateHints {
    /// A name after a dot.
    struct Part {
        var name: [UInt8]
        var start: Int
        var end: Int
        /// The number of a call's arguments; `nil` for a property.
        var arguments: Int?
    }

    struct Reference {
        var slot: Int
        var start: Int
        var end: Int
        var isTarget: Bool
        /// The names directly after the root, up to the first index.
        var parts: [Part]
        var isIndexed = false
    }

    struct Path {
        var path: JSONPath?
        var message: String
        var start: Int
        var end: Int
    }

    var isEnabled: Bool
    var isSyntaxError = false
    var references: [Reference] = []
    var paths: [Path] = []
    var patterns: [Path] = []
    /// Slots that something assigns to, in order of the assignments.
    var assigned: [Int] = []

    init(isEnabled: Bool) { self.isEnabled = isEnabled }

    mutating func open(_ reference: VTLReference, isTarget: Bool) -> Int {
        guard isEnabled else { return 0 }
        references.append(
            Reference(
                slot: reference.bareWord == nil ? reference.slot : -1, start: reference.start,
                end: reference.end, isTarget: isTarget, parts: []))
        opened.append(references.count - 1)
        return references.count - 1
    }

    /// References whose parts are being read, the innermost last.
    private var opened: [Int] = []

    mutating func close(_ hint: Int, end: Int) {
        guard isEnabled else { return }
        opened.removeLast()
        references[hint].end = end
    }

    mutating func add(_ name: ArraySlice<UInt8>, _ start: Int, _ end: Int, arguments: Int?) {
        guard isEnabled, let index = opened.last, !references[index].isIndexed else { return }
        references[index].parts.append(
            Part(name: Array(name), start: start, end: end, arguments: arguments))
    }

    mutating func addIndex() {
        guard isEnabled, let index = opened.last else { return }
        references[index].isIndexed = true
    }

    mutating func addPath(_ path: JSONPath, _ start: Int, _ end: Int) {
        guard isEnabled else { return }
        paths.append(Path(path: path, message: "", start: start, end: end))
    }

    mutating func addInvalidPath(_ message: String, _ start: Int, _ end: Int) {
        guard isEnabled else { return }
        paths.append(Path(path: nil, message: message, start: start, end: end))
    }

    mutating func addInvalidPattern(_ message: String, _ start: Int, _ end: Int) {
        guard isEnabled else { return }
        patterns.append(Path(path: nil, message: message, start: start, end: end))
    }

    mutating func note(assignmentTo slot: Int) {
        guard isEnabled else { return }
        assigned.append(slot)
    }
}
