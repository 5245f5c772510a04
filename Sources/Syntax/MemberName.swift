public import JSON

/// The name of an object's member, written in the source, with its hash.
///
/// The hash of a literal is worked out by the compiler, for everything on the way to it is
/// inlinable: a look-up compares numbers.
@usableFromInline
package struct MemberName: ExpressibleByStringLiteral, CustomStringConvertible, Sendable {
    @usableFromInline package let text: StaticString

    /// As `Span.nameHash` gives it.
    @usableFromInline package let hash: UInt32

    @inlinable @inline(__always)
    package init(stringLiteral text: StaticString) {
        self.text = text
        let bytes = unsafe UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        hash = unsafe bytes.span.nameHash(0..<bytes.count)
    }

    @usableFromInline package var description: String { text.description }
}
