/// What a route table is built from: a method at a path.
package struct Route: Hashable, Sendable {
    /// The method, or ``RouteMethod/any``.
    package var method: RouteMethod

    /// The path as API Gateway writes it, such as `/pets/{petId}` or `/files/{proxy+}`; `$default`
    /// is an HTTP API's route for everything else.
    ///
    /// A segment in braces is a parameter, one whose braces end in `+` takes all the rest, every
    /// other segment is literal. Empty segments do not count.
    package var path: String

    /// Creates a route.
    package init(_ method: RouteMethod, _ path: String) {
        self.method = method
        self.path = path
    }
}

/// A route that could not be taken into a table.
package struct RouteConflict: Hashable, Sendable {
    /// Why not.
    package enum Reason: Hashable, Sendable {
        /// Another route, whose number this is, serves the same requests; parameter names do not
        /// tell routes apart.
        case duplicate(of: Int)
        /// Something stands after `{name+}`.
        case segmentAfterGreedy
        /// More than ``RouteTable/maximumDepth`` segments.
        case tooDeep
        /// A literal of more than ``RouteTable/maximumSegmentCount`` bytes.
        case segmentTooLong
    }

    /// The number of the route that was left out.
    package var route: Int

    /// Why it was.
    package var reason: Reason
}
