internal import JSON
internal import JSONPath

/// The nodes of compiled templates; raw values are part of the bundle format.
///
/// Code is a list of words. A node is one word with the op in its low 8 bits and an operand in the
/// others, further operands (`start` and `end` are offsets in the template's text), then the nodes
/// below it. A skip leads over as many words, counted from just after itself. How many words stand
/// before the nodes below is in ``headerWordCount`` and nowhere else.
enum TemplateOp: UInt8 {
    // Statements
    /// text offset, length
    case text = 0
    /// operand: bit 0 for `${...}`, bit 1 for `$!`; start, end, offset and length of the text before
    /// the value; a value
    case print = 1
    /// start, end; a value
    case execute = 2
    /// operand: slot; start, end; a value
    case setVariable = 3
    /// start, end, skip over the target; a reference, a value
    case setProperty = 4
    /// start, end, skip over condition and block, skip over all; condition, block, statements
    case `if` = 5
    /// operand: slot; start, end, skip over the value, skip over all; value, block
    case forEach = 6
    /// operand: slot; start, end, skip over the block; block
    case define = 7
    /// operand: whether a value follows; start, end
    case `break` = 8
    /// operand: whether a value follows; start, end
    case stop = 9
    /// start, end, offset and length of the reason
    case fail = 10

    // Values
    /// text offset, length
    case string = 11
    /// text offset, length, offset and length of the path's code
    case pathString = 12
    /// text offset, length, offset and length of the pattern's program
    case patternString = 13
    /// a signed word
    case int = 14
    /// two words
    case long = 15
    /// offset and length of decimal digits
    case big = 16
    /// two words
    case double = 17
    case `true` = 18
    case `false` = 19
    case null = 20
    /// operand: count; as many values
    case list = 21
    /// operand: count; as many pairs of values
    case map = 22
    /// two values
    case range = 23
    /// operand: slot; start, end, number of parts, skip over the parts; parts
    case reference = 24
    /// operand: 1 to drop the last character; skip over the block; block
    case interpolate = 25
    case not = 26
    case or = 27
    case and = 28
    case equal = 29
    case notEqual = 30
    case less = 31
    case greater = 32
    case lessOrEqual = 33
    case greaterOrEqual = 34
    case add = 35
    case subtract = 36
    case multiply = 37
    case divide = 38
    case modulus = 39

    // Parts of a reference
    /// operand: the name's number in ``TemplateName``; text offset, length, `Span.nameHash`
    case property = 40
    /// operand: the name's number; text offset, length, number of arguments, skip; values
    case method = 41
    /// a value
    case index = 42

    // A value that came later
    /// offset and length of the text that stands for the left value where it is null, the same for
    /// the right; two values
    case addOrText = 43

    /// The op of a number; as fast as a comparison, which the initializer that Swift makes is not.
    @inline(__always)
    init?(code: UInt8) {
        guard code <= TemplateOp.addOrText.rawValue else { return nil }
        // Cases are numbered from 0 without gaps, which is how an enum of one byte is stored.
        self = unsafe unsafeBitCast(code, to: TemplateOp.self)
    }

    /// The words of a node before the nodes below it, which follow without a gap.
    var headerWordCount: Int {
        switch self {
        case .true, .false, .null, .list, .map, .range, .not, .or, .and, .equal, .notEqual, .less,
            .greater, .lessOrEqual, .greaterOrEqual, .add, .subtract, .multiply, .divide,
            .modulus, .index:
            1
        case .int, .interpolate: 2
        case .text, .execute, .setVariable, .break, .stop, .string, .long, .big, .double: 3
        case .setProperty, .define, .property: 4
        case .print, .if, .forEach, .fail, .pathString, .patternString, .reference, .method,
            .addOrText:
            5
        }
    }

    /// Whether the op has two values below it and nothing else.
    var isBinary: Bool {
        rawValue >= Self.or.rawValue && rawValue <= Self.modulus.rawValue || self == .range
            || self == .addOrText
    }

    /// Whether the op calculates a number, which may turn out to be null.
    var isArithmetic: Bool {
        rawValue >= Self.add.rawValue && rawValue <= Self.modulus.rawValue || self == .addOrText
    }
}

/// Code and texts while they are written.
struct TemplateCode: TemplateWords, Sendable {
    var words: [UInt32] = []
    var pool: [UInt8] = []
    var slots = SlotNames.known
    /// Whether `$velocityCount` or `$velocityHasNext` is named, which loops then keep.
    var namesCounters = false
    /// What makes the template fail before it prints anything, though its syntax is right.
    var failure: (message: String, start: Int, end: Int)?

    /// The slot that is never read back, for names that no reference can have.
    static let noSlot = 0
    static let inputSlot = 1
    static let utilSlot = 2
    static let contextSlot = 3
    static let stageVariablesSlot = 4
    static let forEachSlot = 5
    static let countSlot = 6
    static let hasNextSlot = 7

    init() {}

    /// Creates code with room for that of a text of so many bytes.
    init(forBytes count: Int) {
        words.reserveCapacity(16 + count)
        pool.reserveCapacity(count)
    }

    func word(_ index: Int) -> Int { Int(words[index]) }

    /// Takes what another has, which is left empty: nothing is copied.
    init(moving other: inout TemplateCode) {
        self = other
        other = TemplateCode()
    }

    mutating func emit(_ op: TemplateOp, _ operand: Int = 0) {
        words.append(UInt32(op.rawValue) | UInt32(truncatingIfNeeded: operand) << 8)
    }

    /// Emits a node's first word with more words behind it.
    @inline(__always)
    mutating func emit<let count: Int>(
        _ op: TemplateOp, _ operand: Int = 0, with operands: InlineArray<count, Int>
    ) {
        emit(op, operand)
        for place in 0..<count { emit(word: operands[place]) }
    }

    mutating func emit(word: Int) { words.append(UInt32(truncatingIfNeeded: word)) }

    /// Adds a text to the pool and emits its offset and length.
    mutating func emit(text: some Collection<UInt8>) {
        emit(word: pool.count)
        emit(word: text.count)
        pool.append(contentsOf: text)
    }

    /// Adds some of a text's bytes to the pool.
    mutating func addToPool(_ text: [UInt8], _ range: Range<Int>) {
        pool.append(text.span.extracting(range))
    }

    /// Sets a skip that was emitted as 0 to reach the end of the code.
    mutating func patch(_ index: Int) { words[index] = UInt32(words.count - index - 1) }
}
