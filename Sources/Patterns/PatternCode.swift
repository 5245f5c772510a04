/// The instructions of a pattern program, as its stored form numbers them.
///
/// An instruction is one word, the operation in its low 8 bits and an operand above, and for some
/// operations more words. Jump targets count words from the start of the code.
enum PatternOperation: UInt32 {
    /// The whole pattern, or the body of a look-around or atomic group, has matched.
    case match = 0
    /// One code point: the operand.
    case scalar = 1
    /// One code point of the set with the operand's number.
    case set = 2
    /// Tries the next instruction first, then the one at word 1.
    case splitPreferringNext = 3
    /// Tries the instruction at word 1 first, then the next.
    case splitPreferringTarget = 4
    /// Goes to the operand.
    case jump = 5
    /// Stores the place in the slot that the operand names.
    case save = 6
    /// Clears the slots from the operand up to word 1.
    case reset = 7
    /// Checks the assertion that the operand names.
    case assert = 8
    /// A look-around; operand: 1 negative, 2 behind; words: where it ends, least, most length.
    case look = 9
    /// An atomic group; word 1: where it ends.
    case atomic = 10
    /// The text of a group; operand: number times two, plus one to ignore case.
    case backReference = 11
    /// A set repeated; operand: set; words: style (0 greedy, 1 lazy, 2 possessive), least, most.
    case repeatSet = 12
    /// Stores the place in a slot, at the start of an iteration that may be empty.
    case mark = 13
    /// Fails where the place is the slot's (ECMA-262); word 1: where to go instead, or 0.
    case checkProgress = 14

    /// The number of words of the instruction.
    var length: Int {
        switch self {
        case .match, .scalar, .set, .jump, .save, .assert, .backReference, .mark: 1
        case .splitPreferringNext, .splitPreferringTarget, .reset, .atomic, .checkProgress: 2
        case .look, .repeatSet: 4
        }
    }

    /// Most instructions' words of a program.
    static let maximumCodeLength = 60_000
}

/// Where the parts of a stored program are.
///
/// ```text
/// word 0   magic
///      1   number of words
///      2   flags: 1 Java, 2 every match starts at the text's start, 4 memoizable,
///          8 has a set of first bytes
///      3   number of capturing groups
///      4   number of slots: two a group and the whole match, then one a mark
///      5,6 code: offset, words
///      7,8 sets: offset of the list of their offsets, count
///      9,10 tests: offset of the list of (negated, automaton offset) pairs, count
///      11,12 names: offset of the list of (group, offset, bytes) triples, count
///      13  first bytes: offset of a 256-bit set
/// ```
enum PatternHeader {
    static let magic: UInt32 = 0x3154_4150
    static let length = 14
    static let total = 1
    static let flags = 2
    static let groupCount = 3
    static let slotCount = 4
    static let code = 5
    static let sets = 7
    static let tests = 9
    static let names = 11
    static let firstBytes = 13

    static let isJava: UInt32 = 1
    static let isAnchored: UInt32 = 2
    static let isMemoizable: UInt32 = 4
    static let hasFirstBytes: UInt32 = 8
}
