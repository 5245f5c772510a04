package import Diagnostics
package import Syntax

/// A path and what can be done there.
package struct PathItem: Sendable {
    private let document: OpenAPIDocument

    /// The path as written, such as `/pets/{petId}`.
    package let path: String

    /// The path's key.
    package let keyRange: SourceRange

    /// The item's object, references followed.
    package let node: Node

    init?(_ member: Node.Member, in document: OpenAPIDocument) {
        guard let node = document.resolve(member.value), node.kind == .object else { return nil }
        self.document = document
        self.node = node
        path = member.key
        keyRange = member.keyRange
    }

    /// The operations in source order, `x-amazon-apigateway-any-method` among them.
    package var operations: some Sequence<Operation> {
        node.members.lazy.compactMap { member in
            Operation.Method(member.keyNode).flatMap { method in
                Operation(method, member, of: self, in: document)
            }
        }
    }

    /// The parameters that all operations of the path have.
    package var parameters: [Parameter] { document.parameters(in: node["parameters"]) }
}
