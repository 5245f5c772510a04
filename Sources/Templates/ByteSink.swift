/// Bytes that grow at the end: a rendering's output, and the texts that it makes.
///
/// An array would ask at every append whether somebody shares it; a rendering appends once for each
/// text and reference, so that was a third of its time. Here one asks once, in ``begin()``.
@safe
struct ByteSink: @unchecked Sendable {
    // Memory is written only between `begin()`, which makes sure that nobody else has it, and the
    // end of the rendering, during which the sink is not copied. So copies can go to other threads.

    /// Memory that is given back with the last sink that has it.
    @safe
    private final class Memory {
        let start: UnsafeMutablePointer<UInt8>
        let capacity: Int

        init(capacity: Int) {
            unsafe start = .allocate(capacity: capacity)
            self.capacity = capacity
        }

        deinit { unsafe start.deallocate() }
    }

    /// How many bytes past the last one may be written without asking, so that short texts are
    /// copied in one or two steps of fixed length.
    private static let slack = 64

    private var memory: Memory
    private var start: UnsafeMutablePointer<UInt8>
    private var capacity: Int

    /// The number of bytes.
    private(set) var count = 0

    init() { self.init(capacity: 1 << 10) }

    private init(capacity: Int) {
        memory = Memory(capacity: capacity)
        unsafe start = memory.start
        self.capacity = capacity
    }

    /// Empties the sink, and takes memory of its own if a copy has the same.
    mutating func begin() {
        if !isKnownUniquelyReferenced(&memory) { self = ByteSink() }
        count = 0
    }

    /// Gives back memory beyond `limit` bytes.
    mutating func shrink(to limit: Int) {
        if capacity > limit { self = ByteSink() }
    }

    /// Makes room for `length` bytes and the slack.
    @inline(__always)
    private mutating func makeRoom(_ length: Int) {
        if length &+ Self.slack > capacity &- count { grow(length) }
    }

    @inline(never)
    private mutating func grow(_ length: Int) {
        var larger = ByteSink(capacity: max(capacity * 2, count + length + Self.slack))
        unsafe larger.start.update(from: start, count: count)
        larger.count = count
        self = larger
    }

    // MARK: Appending

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        makeRoom(1)
        unsafe start[count] = byte
        count &+= 1
    }

    /// Appends a part of an array.
    @inline(__always)
    mutating func append(_ source: [UInt8], _ range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= source.count)
        let length = range.count
        makeRoom(length)
        unsafe source.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return }
            let from = unsafe base + range.lowerBound
            let to = unsafe start + count
            // Longer than the text, but fixed: no call, and the slack takes the rest.
            if length <= 32, range.lowerBound &+ 32 <= bytes.count {
                unsafe Self.copyBlock(from, to, at: 0)
            } else if length <= 64, range.lowerBound &+ 64 <= bytes.count {
                unsafe Self.copyBlock(from, to, at: 0)
                unsafe Self.copyBlock(from, to, at: 32)
            } else {
                unsafe to.update(from: from, count: length)
            }
        }
        count &+= length
    }

    /// Copies 32 bytes.
    @inline(__always)
    private static func copyBlock(
        _ from: UnsafePointer<UInt8>, _ to: UnsafeMutablePointer<UInt8>, at offset: Int
    ) {
        let block = unsafe UnsafeRawPointer(from).loadUnaligned(
            fromByteOffset: offset, as: SIMD32<UInt8>.self)
        unsafe UnsafeMutableRawPointer(to).storeBytes(
            of: block, toByteOffset: offset, as: SIMD32<UInt8>.self)
    }

    /// Appends a part of another sink.
    mutating func append(_ source: ByteSink, _ range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= source.count)
        makeRoom(range.count)
        unsafe (start + count).update(from: source.start + range.lowerBound, count: range.count)
        count &+= range.count
    }

    /// Appends a part of itself.
    mutating func appendOwn(_ range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        makeRoom(range.count)
        unsafe (start + count).update(from: start + range.lowerBound, count: range.count)
        count &+= range.count
    }

    mutating func append(contentsOf bytes: some Collection<UInt8>) {
        let isCopied: Void? = bytes.withContiguousStorageIfAvailable { source in
            makeRoom(source.count)
            if let from = source.baseAddress {
                unsafe (start + count).update(from: from, count: source.count)
            }
            count &+= source.count
        }
        if isCopied == nil { for byte in bytes { append(byte) } }
    }

    static func += (sink: inout ByteSink, bytes: some Collection<UInt8>) {
        sink.append(contentsOf: bytes)
    }

    // MARK: Reading

    @inline(__always)
    subscript(index: Int) -> UInt8 {
        get {
            precondition(index >= 0 && index < count)
            return unsafe start[index]
        }
        set {
            precondition(index >= 0 && index < count)
            unsafe start[index] = newValue
        }
    }

    /// Runs a closure with a part of the bytes.
    @inline(__always)
    func withBytes<Result>(
        _ range: Range<Int>, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        return unsafe body(
            UnsafeBufferPointer(start: start + range.lowerBound, count: range.count))
    }

    /// The bytes from an offset on, copied.
    func bytes(from offset: Int) -> [UInt8] {
        unsafe withBytes(offset..<count) { unsafe Array($0) }
    }

    /// Forgets the bytes from an offset on.
    @inline(__always)
    mutating func truncate(to length: Int) {
        precondition(length >= 0 && length <= count)
        count = length
    }

    /// Takes the last byte away.
    mutating func removeLast() { truncate(to: count - 1) }
}

/// What texts can be appended to.
protocol ByteOutput {
    /// The number of bytes.
    var count: Int { get }
    subscript(index: Int) -> UInt8 { get set }
    mutating func append(_ byte: UInt8)
    static func += (output: inout Self, bytes: some Collection<UInt8>)
}

extension ByteSink: ByteOutput {}
extension [UInt8]: ByteOutput {
    static func += (output: inout Self, bytes: some Collection<UInt8>) {
        output.append(contentsOf: bytes)
    }
}
