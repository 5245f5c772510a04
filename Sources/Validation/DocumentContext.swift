internal import Diagnostics
package import OpenAPI
internal import Syntax

/// A document with what rules about its paths and operations ask of it, made once for all of them.
package struct DocumentContext {
    package let document: OpenAPIDocument

    /// The paths in source order.
    package let paths: [PathContext]

    /// Makes the views; O(*paths and operations*).
    package init(_ document: OpenAPIDocument) {
        self.document = document
        var shapes: [String: Int] = [:]
        shapes.reserveCapacity(document.root["paths"]?.count ?? 0)
        paths = document.paths.map { PathContext($0, &shapes) }
    }
}

/// A path with its operations.
package struct PathContext {
    package let item: PathItem

    /// The parameters that all operations of the path have.
    package let parameters: [Parameter]

    /// The names in the path's braces, without the `+` of a greedy one.
    package let variables: [String]

    /// A number that is equal for paths that match the same requests, counted from 0.
    package let shape: Int

    /// Whether something stands after a greedy variable, for which the path is refused.
    package let hasChildOfGreedyVariable: Bool

    /// Whether the path has two slashes in a row.
    package let hasEmptySegment: Bool

    /// The operations in source order.
    package let operations: [OperationContext]

    /// The path as written.
    package var path: String { item.path }

    /// Takes the next path of a document; `shapes` has the numbers of those before by the paths with
    /// empty braces.
    init(_ item: PathItem, _ shapes: inout [String: Int]) {
        self.item = item
        let text = Array(item.path.utf8)
        let parameters = item.parameters
        self.parameters = parameters
        variables = pathVariables(of: text)
        let emptied = text.contains(UInt8(ascii: "{")) ? pathShape(of: text) : item.path
        let next = shapes.count
        shape = number(&shapes[emptied, default: next])
        hasChildOfGreedyVariable = text.holds("+}/")
        hasEmptySegment = text.holds("//")
        operations = item.operations.map { OperationContext($0, inherited: parameters) }
    }
}

/// The number in a place, which is looked up once for reading and writing.
private func number(_ place: inout Int) -> Int { place }

/// An operation with its parameters.
package struct OperationContext {
    package let operation: Operation

    /// The parameters written in the operation itself.
    package let ownParameters: [Parameter]

    /// Those, and the parameters of the path that the operation does not redeclare.
    package let parameters: [Parameter]

    init(_ operation: Operation, inherited: [Parameter]) {
        self.operation = operation
        let own = operation.ownParameters
        ownParameters = own
        parameters = Operation.joined(own, inherited)
    }
}
