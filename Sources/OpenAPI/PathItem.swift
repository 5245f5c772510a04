package import Diagnostics
package import Syntax

/// A path and what can be done there.
///
/// A class, as is ``Operation``: every stage is given all of them, and copying one would be a dozen
/// retains.
package final class PathItem: Sendable {
    let document: OpenAPIDocument

    /// The path as written, such as `/pets/{petId}`.
    package let path: String

    /// The path's key.
    package let keyRange: SourceRange

    /// The item's object, references followed.
    package let node: Node

    /// The parameters that all operations of the path have.
    package let parameters: [Parameter]

    init?(_ member: Node.Member, in document: OpenAPIDocument) {
        guard let node = document.resolve(member.value), node.kind == .object else { return nil }
        self.document = document
        self.node = node
        path = member.key
        keyRange = member.keyRange
        parameters = document.parameters(in: node["parameters"])
    }

    /// The operations in source order, `x-amazon-apigateway-any-method` among them; made anew each
    /// time.
    package var operations: [Operation] {
        var operations: [Operation] = []
        for member in node.members {
            guard let method = Operation.Method(member.keyNode),
                let operation = Operation(method, member, of: self)
            else { continue }
            operations.append(operation)
        }
        return operations
    }
}
