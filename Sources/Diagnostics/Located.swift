/// A value and where it was written.
///
/// A value that no one wrote, such as a default, carries the range of what brought it about: the
/// operation, or the document's root.
package struct Located<Value> {
    package var value: Value
    package var range: SourceRange

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
