internal import JSON
internal import JSONPath

/// Why running statements ended early.
enum TemplateInterrupt: Error {
    /// The reason is in ``TemplateMachine/failure``.
    case failure
    case stop
    /// `#break`: the innermost loop or block.
    case breakNearest
    /// `#break($foreach)`: the loop of that number.
    case breakLoop(Int)
}

/// What runs a template: all that a rendering makes lies in these arrays, which are kept.
///
/// It cannot be copied: each of its methods that only reads would otherwise begin by copying all
/// of it, and by counting references up and down.
struct TemplateMachine: TemplateWords, ~Copyable, Sendable {
    /// Where the bytes of texts lie.
    enum Buffer {
        static let arena: UInt16 = 0
        static let image: UInt16 = 1
        static let body: UInt16 = 2
        /// Two for each tape: its source, its decoded strings.
        static let tapes: UInt16 = 3
    }

    struct Scope {
        var index: Int
        var hasNext: Bool
        /// What `$foreach` was before the loop.
        var previous: TemplateValue
        /// The map of further members, or -1.
        var map: Int
    }

    var limits = TemplateLimits()

    // The program.
    var image: [UInt8] = []
    var codeBase = 0
    var slotsBase = 0
    var poolBase = 0

    // What it works on.
    var output = ByteSink()
    var arena = ByteSink()
    var body: [UInt8] = []
    var tapes: [JSONTape] = [JSONTape(), JSONTape()]
    var tapeCount = 2
    /// Whether the body has been read: `nil` not yet, then whether it is a JSON value at all.
    var bodyIsJSON: Bool?
    var contextRange = 0..<0
    /// The parameters that were overridden, such as `requestOverride.header.x-tenant`.
    var overridden: Set<String> = []
    var slots: [TemplateValue] = []
    var lists: [TemplateList] = []
    var listCount = 0
    var maps: [TemplateMap] = []
    var mapCount = 0
    var scopes: [Scope] = []
    /// The variables of loops that are at a null element: nothing else is read from them there.
    var hiddenSlots: [Int] = []
    var blockDepths: [Int: Int] = [:]
    /// Objects and arrays of tapes that a template changed, by ``overlayKey(_:)``.
    var overlay: [UInt64: TemplateValue] = [:]
    /// Whether texts may hold surrogates that stand alone.
    var mayHaveSurrogates = false
    /// Whether loops keep `$velocityCount` and `$velocityHasNext`.
    var namesCounters = false
    /// Whether anything may have been changed since a tape was read.
    var isChanged = false
    /// Paths and patterns that templates computed.
    var pathCache: [[UInt8]: JSONPath] = [:]
    var patternCache: [[UInt8]: JavaPattern] = [:]
    var evaluator = JSONPathEvaluator()

    var steps = 0
    var memory = 0
    var depth = 0
    var failure: TemplateFailure?
    /// The range of the innermost reference or directive, for failures.
    var position = (start: 0, end: 0)
    /// Told of each directive and reference when tracing.
    ///
    /// That this is an existential makes the machine a type that is always passed by address:
    /// otherwise methods that only read would be given a copy of its 400 bytes.
    var trace: (any TemplateTracer)? { didSet { isTraced = trace != nil } }
    /// Whether somebody is told: asking the existential would copy it each time.
    private(set) var isTraced = false

    static let variablesTape = 0
    static let bodyTape = 1

    init() {}

    // MARK: Code

    /// A word of the code.
    @inline(__always)
    func word(_ index: Int) -> Int {
        let offset = codeBase &+ index &* 4
        precondition(offset >= 0 && offset <= image.count &- 4)
        return unsafe Int(
            UInt32(
                littleEndian: image.span.bytes.unsafeLoadUnaligned(
                    fromByteOffset: offset, as: UInt32.self)))
    }

    /// A text of the pool as a value; `index` is where its offset stands in the code.
    @inline(__always)
    func constant(_ index: Int) -> TemplateValue {
        TemplateValue(
            kind: .string, buffer: Buffer.image, count: UInt32(truncatingIfNeeded: word(index + 1)),
            bits: UInt64(poolBase + word(index)))
    }

    // MARK: Starting

    /// Takes code to read, without what running it needs.
    mutating func load(_ program: TemplateProgram) {
        image = program.image
        codeBase = program.codeBase
        slotsBase = program.slotsBase
        poolBase = program.poolBase
    }

    mutating func start(_ program: TemplateProgram, body: [UInt8], variables: JSONTape) {
        load(program)
        output.begin()
        arena.begin()
        self.body = body.isEmpty ? Self.emptyBody : body
        tapes[Self.variablesTape] = variables
        tapeCount = 2
        bodyIsJSON = nil
        listCount = 0
        mapCount = 0
        scopes.removeAll(keepingCapacity: true)
        hiddenSlots.removeAll(keepingCapacity: true)
        if !blockDepths.isEmpty { blockDepths.removeAll(keepingCapacity: true) }
        if !overlay.isEmpty { overlay.removeAll(keepingCapacity: true) }
        if pathCache.count > 256 { pathCache.removeAll() }
        if patternCache.count > 256 { patternCache.removeAll() }
        isChanged = false
        if !overridden.isEmpty { overridden = [] }
        mayHaveSurrogates = program.mayHaveSurrogates
        namesCounters = program.namesCounters
        steps = 0
        memory = 0
        depth = 0
        failure = nil
        slots.removeAll(keepingCapacity: true)
        for _ in 0..<program.slotCount { slots.append(.null) }
        slots[TemplateCode.inputSlot] = TemplateValue(kind: .input)
        slots[TemplateCode.utilSlot] = TemplateValue(kind: .util)
        slots[TemplateCode.contextSlot] = section(Self.contextName)
        slots[TemplateCode.stageVariablesSlot] = section(Self.stageVariablesName)
        let context = slots[TemplateCode.contextSlot]
        contextRange =
            context.kind == .node
            ? context.number..<end(of: context.number, tape: 0) : 0..<0
        if let vars = member(Self.varsName) {
            var key = vars + 1
            for _ in 0..<tapes[0].entries[vars].count {
                let name = Array(tapes[0].string(at: key).utf8)
                for slot in 0..<program.slotCount where program.name(of: slot) == name[...] {
                    slots[slot] = plain(key + 1)
                }
                key = end(of: key + 1, tape: 0)
            }
        }
    }

    /// Lets go of what belongs to the caller, and of memory beyond a usual rendering's.
    mutating func finish() {
        image = []
        body = []
        tapes[Self.variablesTape] = JSONTape()
        if tapes.count > 16 { tapes.removeSubrange(16...) }
        if lists.count > 4_096 { lists = [] }
        if maps.count > 1_024 { maps = [] }
        arena.shrink(to: 4 << 20)
        output.shrink(to: 4 << 20)
        slots.removeAll(keepingCapacity: true)
    }

    private static let emptyBody = Array("{}".utf8)
    private static let contextName = Array("context".utf8)
    private static let stageVariablesName = Array("stageVariables".utf8)
    private static let varsName = Array("vars".utf8)
    static let paramsName = Array("params".utf8)

    func member(_ name: [UInt8]) -> Int? {
        guard let root = tapes[0].entries.first, root.kind == .object else { return nil }
        return tapes[0].member(name, of: 0)
    }

    /// A member of the variables' root; an empty map where there is none.
    private mutating func section(_ name: [UInt8]) -> TemplateValue {
        if let node = member(name), tapes[0].entries[node].kind == .object {
            return .node(node, tape: 0)
        }
        return .map(newMap())
    }

    /// A test's variable: its lists are Java's, which print differently from JSON's.
    private mutating func plain(_ node: Int) -> TemplateValue {
        let entry = tapes[0].entries[node]
        switch entry.kind {
        case .array:
            var elements: [TemplateValue] = []
            var child = node + 1
            for _ in 0..<entry.count {
                elements.append(plain(child))
                child = end(of: child, tape: 0)
            }
            let list = newList(.list)
            lists[list].elements = elements
            return .list(list)
        case .object:
            let map = newMap()
            var key = node + 1
            for _ in 0..<entry.count {
                let value = plain(key + 1)
                _ = put(value, at: scalar(key, tape: 0), in: map)
                key = end(of: key + 1, tape: 0)
            }
            return .map(map)
        default: return scalar(node, tape: 0)
        }
    }

    // MARK: Limits and failures

    @inline(__always)
    mutating func count() throws(TemplateInterrupt) {
        steps &+= 1
        if steps > limits.steps { try fail("the template takes too many steps") }
    }

    mutating func charge(_ bytes: Int) throws(TemplateInterrupt) {
        memory += bytes
        if memory > limits.memoryBytes { try fail("the template uses too much memory") }
    }

    @inline(__always)
    mutating func checkOutput() throws(TemplateInterrupt) {
        if output.count > limits.outputBytes {
            try fail("the output is larger than \(limits.outputBytes) bytes")
        }
    }

    mutating func fail(_ message: String) throws(TemplateInterrupt) -> Never {
        if failure == nil {
            failure = TemplateFailure(
                message: message, range: position.start..<max(position.start, position.end))
        }
        throw .failure
    }

    /// Gives a variable a value.
    @inline(__always)
    mutating func store(_ value: TemplateValue, in slot: Int) {
        if hiddenSlots.isEmpty || !hiddenSlots.contains(slot) { slots[slot] = value }
    }

    mutating func deeper() throws(TemplateInterrupt) {
        depth += 1
        if depth > limits.depth { try fail("the template nests too deep") }
    }

    // MARK: Making values

    mutating func newList(_ style: TemplateList.Style) -> Int {
        if listCount == lists.count { lists.append(TemplateList()) }
        lists[listCount].elements.removeAll(keepingCapacity: true)
        lists[listCount].style = style
        lists[listCount].modifications = 0
        lists[listCount].origin = .null
        listCount += 1
        memory += 64
        return listCount - 1
    }

    mutating func newMap() -> Int {
        if mapCount == maps.count { maps.append(TemplateMap()) }
        maps[mapCount].keys.removeAll(keepingCapacity: true)
        maps[mapCount].values.removeAll(keepingCapacity: true)
        maps[mapCount].isContext = false
        maps[mapCount].modifications = 0
        if maps[mapCount].isIndexed {
            maps[mapCount].places = [:]
            maps[mapCount].isIndexed = false
        }
        mapCount += 1
        memory += 96
        return mapCount - 1
    }

    /// The text from an offset of the arena to its end.
    @inline(__always)
    func arenaText(from start: Int) -> TemplateValue {
        TemplateValue(
            kind: .string, buffer: Buffer.arena, count: UInt32(arena.count - start),
            bits: UInt64(start))
    }

    mutating func text(_ bytes: some Collection<UInt8>) throws(TemplateInterrupt) -> TemplateValue {
        try charge(bytes.count)
        let start = arena.count
        arena.append(contentsOf: bytes)
        return arenaText(from: start)
    }

    // MARK: Reading tapes

    func overlayKey(_ value: TemplateValue) -> UInt64 { UInt64(value.count) << 32 | value.bits }

    /// The list or map that an object or array of a tape has become, or itself.
    @inline(__always)
    func resolved(_ value: TemplateValue) -> TemplateValue {
        guard value.kind == .node, !overlay.isEmpty else { return value }
        return overlay[overlayKey(value)] ?? value
    }

    func isContext(_ value: TemplateValue) -> Bool {
        value.count == 0 && contextRange.contains(value.number)
    }

    /// Makes an object or array of a tape one of the machine's, so that it can be changed.
    mutating func materialized(_ value: TemplateValue) throws(TemplateInterrupt) -> TemplateValue {
        guard value.kind == .node else { return value }
        let key = overlayKey(value)
        if let known = overlay[key] { return known }
        let tape = Int(value.count)
        let entry = tapes[tape].entries[value.number]
        try charge(entry.count * 48)
        var child = value.number + 1
        let result: TemplateValue
        if entry.kind == .array {
            let list = newList(.json)
            for _ in 0..<entry.count {
                lists[list].elements.append(nodeValue(child, tape: tape))
                child = end(of: child, tape: tape)
            }
            result = .list(list)
        } else {
            let map = newMap()
            maps[map].isContext = isContext(value)
            maps[map].node = value.number
            for _ in 0..<entry.count {
                _ = put(nodeValue(child + 1, tape: tape), at: scalar(child, tape: tape), in: map)
                child = end(of: child + 1, tape: tape)
            }
            maps[map].modifications = 0
            result = .map(map)
        }
        overlay[key] = result
        return result
    }
}

/// Who is told what happens in a template.
protocol TemplateTracer: Sendable {
    func add(_ event: TemplateTraceEvent)
}

/// What happened at one place of a template, for people who test it.
package struct TemplateTraceEvent: Sendable {
    /// Where in the template's text, in bytes.
    package let range: Range<Int>
    /// What was evaluated, such as `reference`, `set` or `foreach`.
    package let kind: String
    /// The value that came out, as it prints.
    package let value: String
}
