/// Where the parameters of a matched route lie in the request's path.
///
/// Kept by the caller and handed to one look-up after another, so that none allocates.
package struct RouteMatch: Sendable {
    /// The number of parameters of the route matched last.
    package internal(set) var count = 0

    /// Two numbers a parameter, start and end, then what a look-up remembers to come back to.
    var scratch: [UInt32]

    /// Creates a match to be filled; allocates once, for the deepest table.
    package init() {
        scratch = [UInt32](repeating: 0, count: RouteTable.scratchCount)
    }

    /// The range of a parameter's value, in bytes of the path that was looked up, not decoded.
    ///
    /// Parameters count from 0 in the order in which the route's path names them.
    package subscript(parameter: Int) -> Range<Int> {
        precondition(parameter < count)
        return Int(scratch[2 * parameter])..<Int(scratch[2 * parameter + 1])
    }
}
