/// Room at the end of an array that a message's parts are written into one after the other.
///
/// An array asks at every append whether it is shared and has room, which for the twenty parts and
/// more of a head is most of the work; here it is asked once, in ``append(upTo:to:_:)``.
@safe
struct PartWriter {
    private let start: UnsafeMutableRawPointer
    private let capacity: Int

    /// The bytes written so far.
    fileprivate(set) var count = 0

    fileprivate init(_ start: UnsafeMutableRawPointer, capacity: Int) {
        unsafe self.start = unsafe start
        self.capacity = capacity
    }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        precondition(count < capacity)
        unsafe start.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
        count &+= 1
    }

    @inline(__always)
    mutating func append(_ text: StaticString) {
        // A static string's storage lives for ever.
        unsafe copy(text.utf8Start, text.utf8CodeUnitCount)
    }

    @inline(__always)
    mutating func append(_ bytes: [UInt8]) {
        unsafe bytes.withUnsafeBytes { buffer in
            guard let first = buffer.baseAddress else { return }
            unsafe copy(first, buffer.count)
        }
    }

    /// Appends a part of an array.
    @inline(__always)
    mutating func append(_ bytes: [UInt8], _ range: Range<Int>) {
        unsafe bytes.withUnsafeBytes { buffer in
            precondition(range.lowerBound >= 0 && range.upperBound <= buffer.count)
            guard let first = buffer.baseAddress else { return }
            unsafe copy(first + range.lowerBound, range.count)
        }
    }

    /// Appends a number that is not negative, in decimal digits.
    mutating func append(decimal value: Int) {
        var divisor = 1
        while value / divisor >= 10 { divisor &*= 10 }
        while divisor > 0 {
            append(0x30 &+ UInt8(truncatingIfNeeded: value / divisor % 10))
            divisor /= 10
        }
    }

    /// Appends `NAME: VALUE` and the line's end.
    @inline(__always)
    mutating func append(name: Range<Int>, value: Range<Int>, of bytes: [UInt8]) {
        append(bytes, name)
        append(": ")
        append(bytes, value)
        append("\r\n")
    }

    @inline(__always)
    private mutating func copy(_ source: UnsafeRawPointer, _ length: Int) {
        precondition(length <= capacity &- count)
        unsafe (start + count).copyMemory(from: source, byteCount: length)
        count &+= length
    }
}

/// Appends what `write` writes, at most `size` bytes.
@inline(__always)
func append(upTo size: Int, to output: inout [UInt8], _ write: (inout PartWriter) -> Void) {
    output.append(addingCapacity: size) { (room: inout OutputSpan<UInt8>) in
        // The writer is used only inside the closure and writes no further than the room goes.
        unsafe room.withUnsafeMutableBufferPointer { buffer, count in
            guard let first = buffer.baseAddress else { return }
            var writer = unsafe PartWriter(
                UnsafeMutableRawPointer(first + count), capacity: buffer.count - count)
            write(&writer)
            count += writer.count
        }
    }
}
