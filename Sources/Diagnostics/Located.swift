/// A value and where it was written.
///
/// A value that no one wrote, such as a default, carries the range of what brought it about: the
/// operation, or the document's root.
@usableFromInline
package struct Located<Value> {
    @usableFromInline package var value: Value
    @usableFromInline package var range: SourceRange

    // Inlinable, for unspecialized every one that is made costs look-ups of metadata.
    @inlinable
    package init(_ value: Value, at range: SourceRange) {
        self.value = value
        self.range = range
    }

    /// The same place with another value.
    @inlinable
    package func map<Other>(_ transform: (Value) -> Other) -> Located<Other> {
        Located<Other>(transform(value), at: range)
    }
}

extension Located: Sendable where Value: Sendable {}
extension Located: Equatable where Value: Equatable {}
extension Located: Hashable where Value: Hashable {}
