/// What makes a text not a pattern of its dialect, and where.
package struct PatternError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One line, lower case, no period.
    package let message: String

    /// The offset of the mistake in the pattern's UTF-8, in bytes.
    package let column: Int

    /// Creates an error at a byte offset of the pattern.
    package init(_ message: String, at column: Int) {
        self.message = message
        self.column = column
    }

    /// The message.
    package var description: String { message }
}
