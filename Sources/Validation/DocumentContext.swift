package import OpenAPI

/// A document with what rules about its paths and operations ask of it, made once for all of them.
package struct DocumentContext {
    package let document: OpenAPIDocument

    /// The paths in source order.
    package let paths: [PathContext]

    /// Makes the views; O(*paths and operations*).
    package init(_ document: OpenAPIDocument) {
        self.document = document
        paths = document.paths.map { PathContext($0) }
    }
}

/// A path with its operations.
package struct PathContext {
    package let item: PathItem

    /// The parameters that all operations of the path have.
    package let parameters: [Parameter]

    /// The names in the path's braces, without the `+` of a greedy one.
    package let variables: [String]

    /// The path with empty braces: equal for paths that match the same requests.
    package let shape: String

    /// Whether something stands after a greedy variable, for which the path is refused.
    package let hasChildOfGreedyVariable: Bool

    /// Whether the path has two slashes in a row.
    package let hasEmptySegment: Bool

    /// The operations in source order.
    package let operations: [OperationContext]

    /// The path as written.
    package var path: String { item.path }

    init(_ item: PathItem) {
        self.item = item
        let text = Array(item.path.utf8)
        let parameters = item.parameters
        self.parameters = parameters
        variables = pathVariables(of: text)
        shape = text.contains(UInt8(ascii: "{")) ? pathShape(of: text) : item.path
        hasChildOfGreedyVariable = text.holds("+}/")
        hasEmptySegment = text.holds("//")
        operations = item.operations.map { OperationContext($0, inherited: parameters) }
    }
}

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
