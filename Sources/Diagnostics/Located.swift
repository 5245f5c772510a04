/// A value and where it was written.
///
/// A value that no one wrote, such as a default, carries the range of what brought it about: the
/// operation, or the document's root.
public struct Located<Value> {
    /// The value.
    public var value: Value

    /// Where it was written.
    public var range: SourceRange

    /// Creates a value of a place.
    @inlinable
    public init(_ value: Value, at range: SourceRange) {
        self.value = value
        self.range = range
    }

    /// The same place with another value.
    @inlinable
    public func map<Other>(_ transform: (Value) -> Other) -> Located<Other> {
        Located<Other>(transform(value), at: range)
    }
}

extension Located: Sendable where Value: Sendable {}
extension Located: Equatable where Value: Equatable {}
extension Located: Hashable where Value: Hashable {}
