internal import Diagnostics
internal import Syntax

/// A document with what stages ask of its paths and operations, made once for all of them.
package struct DocumentContext: Sendable {
    package let document: OpenAPIDocument

    /// The paths in source order.
    package let paths: [PathContext]

    /// Makes the views; O(*paths and operations*).
    package init(_ document: OpenAPIDocument) {
        self.document = document
        var paths: [PathContext] = []
        var shapes: [String: Int] = [:]
        let count = document.root["paths"]?.count ?? 0
        paths.reserveCapacity(count)
        shapes.reserveCapacity(count)
        for item in document.paths { paths.append(PathContext(item, &shapes)) }
        self.paths = paths
    }
}

/// A path with its operations.
package final class PathContext: Sendable {
    package let item: PathItem

    /// The names in the path's braces, without the `+` of a greedy one.
    package let variables: [String]

    /// A number that is equal for paths that match the same requests, counted from 0.
    package let shape: Int

    /// Whether something stands after a greedy variable, for which the path is refused.
    package let hasChildOfGreedyVariable: Bool

    /// Whether the path has two slashes in a row.
    package let hasEmptySegment: Bool

    /// The operations in source order.
    package let operations: [Operation]

    /// The path as written.
    package var path: String { item.path }

    /// The parameters that all operations of the path have.
    package var parameters: [Parameter] { item.parameters }

    /// Takes the next path of a document; `shapes` has the numbers of those before by the paths with
    /// empty braces.
    init(_ item: PathItem, _ shapes: inout [String: Int]) {
        self.item = item
        let path = item.path
        let hasBraces = path.holds("{")
        variables = hasBraces ? pathVariables(of: path) : []
        let key = hasBraces ? pathShape(of: path) : path
        let next = shapes.count
        if let known = shapes.updateValue(next, forKey: key) {
            shapes[key] = known
            shape = known
        } else {
            shape = next
        }
        hasChildOfGreedyVariable = hasBraces && path.holds("+}/")
        hasEmptySegment = path.holds("//")
        operations = item.operations
    }
}
