package import JSON

/// A JSON value that is built when somebody asks for it.
///
/// Schemas make up most of a large description, and most commands read few of them: keeping the
/// way to make the value costs nothing for the others. Every call builds it anew, so keep what you
/// asked for.
package struct DeferredJSON: Sendable {
    private let make: @Sendable () -> JSONValue

    /// Creates a value from the way to make it, which must give the same every time.
    package init(_ make: @escaping @Sendable () -> JSONValue) { self.make = make }

    /// Builds the value.
    ///
    /// O(*size*).
    package var json: JSONValue { make() }
}
