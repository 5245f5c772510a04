internal import CLibYAML

/// libyaml's event stream over one file.
///
/// With ``YAMLTreeBuilder`` the only code that touches libyaml. libyaml's marks count Unicode
/// scalars; ``offset(of:)`` turns them into byte offsets.
@safe struct YAMLEvents: ~Copyable {
    /// libyaml keeps the address of its parser, so the parser must not move.
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let input: UnsafeBufferPointer<UInt8>
    private let inputCount: Int
    private let isASCII: Bool

    /// Where the last mark was found: its scalar count and its byte offset.
    private var knownIndex = 0
    private var knownOffset: Int

    /// The current event; owned by this type, freed when the next is read.
    private var event = unsafe yaml_event_t()
    private var hasEvent = false

    /// Starts reading `input`, which must outlive this value.
    init(_ input: UnsafeBufferPointer<UInt8>, byteOrderMarkLength: Int) {
        unsafe self.input = unsafe input
        inputCount = input.count
        isASCII = unsafe input.dropFirst(byteOrderMarkLength).allSatisfy { $0 < 0x80 }
        knownOffset = byteOrderMarkLength
        unsafe parser = .allocate(capacity: 1)
        unsafe yaml_parser_initialize(parser)
        unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        unsafe yaml_parser_set_input_string(
            parser, input.baseAddress.map { unsafe $0 + byteOrderMarkLength },
            inputCount - byteOrderMarkLength)
    }

    deinit {
        if hasEvent {
            var last = unsafe event
            unsafe yaml_event_delete(&last)
        }
        unsafe yaml_parser_delete(parser)
        unsafe parser.deallocate()
    }

    /// Reads the next event; `false` after a syntax error.
    mutating func advance() -> Bool {
        if hasEvent { unsafe yaml_event_delete(&event) }
        hasEvent = unsafe yaml_parser_parse(parser, &event) != 0
        return hasEvent
    }

    /// The event that ``advance()`` read.
    var current: yaml_event_t { unsafe event }

    /// The byte offset of a mark.
    ///
    /// O(distance from the last mark asked for), O(1) in ASCII files.
    mutating func offset(of mark: yaml_mark_t) -> Int {
        if isASCII { return min(knownOffset - knownIndex + mark.index, inputCount) }
        while knownIndex < mark.index, knownOffset < inputCount {
            knownOffset += 1
            while knownOffset < inputCount, unsafe input[knownOffset] & 0xC0 == 0x80 {
                knownOffset += 1
            }
            knownIndex += 1
        }
        while knownIndex > mark.index, knownOffset > 0 {
            knownOffset -= 1
            while knownOffset > 0, unsafe input[knownOffset] & 0xC0 == 0x80 { knownOffset -= 1 }
            knownIndex -= 1
        }
        return knownOffset
    }

    /// What libyaml says is wrong: its words, and where.
    mutating func problem() -> (message: String, range: (start: Int, end: Int)) {
        let raw = unsafe parser.pointee
        var message = unsafe raw.problem.map { unsafe String(cString: $0) } ?? "not YAML"
        if unsafe raw.error == YAML_READER_ERROR {
            // The only error that is counted in bytes.
            let start = unsafe min(Int(raw.problem_offset), inputCount)
            return (message, (start, min(start + 1, inputCount)))
        }
        if let context = unsafe raw.context {
            message = unsafe "\(message) \(String(cString: context))"
        }
        let start = unsafe offset(of: raw.problem_mark)
        return (message, (start, min(start + 1, inputCount)))
    }
}

/// Text at a libyaml pointer as a `Span` for the length of a call.
func withSpan<Result>(
    _ start: UnsafeMutablePointer<UInt8>?, _ count: Int, _ body: (Span<UInt8>) -> Result
) -> Result {
    unsafe body(UnsafeBufferPointer(start: start, count: count).span)
}
