package import Diagnostics
package import Syntax

/// What a path does for one HTTP method.
package final class Operation: Sendable {
    /// The keys of a path item that are operations.
    package enum Method: String, Hashable, Sendable, CaseIterable {
        case get, put, post, delete, patch, options, head, trace

        /// `x-amazon-apigateway-any-method`.
        case any = "x-amazon-apigateway-any-method"

        /// The method as HTTP spells it; `ANY` for any.
        package var httpName: String { self == .any ? "ANY" : rawValue.uppercased() }

        init?(_ key: Node) {
            if key.equals("get") {
                self = .get
            } else if key.equals("post") {
                self = .post
            } else if key.equals("put") {
                self = .put
            } else if key.equals("delete") {
                self = .delete
            } else if key.equals("patch") {
                self = .patch
            } else if key.equals("options") {
                self = .options
            } else if key.equals("head") {
                self = .head
            } else if key.equals("trace") {
                self = .trace
            } else if key.equals("x-amazon-apigateway-any-method") {
                self = .any
            } else {
                return nil
            }
        }
    }

    package let method: Method

    /// The path that the operation belongs to.
    package let pathItem: PathItem

    /// The operation's object, for who looks for its members.
    package let members: KeyedObject

    /// The operation's object.
    package var node: Node { members.node }

    /// The operation's key, such as `get`.
    package let keyRange: SourceRange

    /// The parameters written in the operation itself.
    package let ownParameters: [Parameter]

    /// The operation's parameters, then those of its path that it does not redeclare; two are the
    /// same if location and name are.
    package let parameters: [Parameter]

    init?(_ method: Method, _ member: Node.Member, of pathItem: PathItem) {
        let document = pathItem.document
        guard let node = document.resolve(member.value), node.kind == .object else { return nil }
        self.method = method
        self.pathItem = pathItem
        members = KeyedObject(node)
        keyRange = member.keyRange
        ownParameters = document.parameters(in: members["parameters"])
        parameters = Self.joined(ownParameters, pathItem.parameters)
    }

    package var document: OpenAPIDocument { pathItem.document }

    /// The path as written.
    package var path: String { pathItem.path }

    /// `operationId`.
    package var operationID: Node? { members["operationId"] }

    package var summary: Node? { members["summary"] }
    package var description: Node? { members["description"] }

    /// `tags`, in order.
    package var tags: [Node] { members["tags"].map { Array($0.elements) } ?? [] }

    package var isDeprecated: Bool { members["deprecated"]?.bool ?? false }

    /// An operation's own parameters and those of its path, as ``parameters`` has them.
    private static func joined(_ own: [Parameter], _ inherited: [Parameter]) -> [Parameter] {
        if inherited.isEmpty { return own }
        return own
            + inherited.filter { other in
                !own.contains { $0.location == other.location && $0.name == other.name }
            }
    }

    /// The request body; in Swagger made from the body parameter and `consumes`.
    package var requestBody: RequestBody? {
        switch document.version {
        case .openAPI30:
            return document.resolved(members["requestBody"]).flatMap { node in
                guard node.kind == .object else { return nil }
                return RequestBody(
                    node: node, isRequired: node["required"]?.bool ?? false,
                    content: document.content(of: node))
            }
        case .swagger2:
            guard let body = parameters.first(where: { $0.location == .body }) else { return nil }
            let content = mediaTypes("consumes").map {
                MediaType(name: $0, node: body.node, schema: body.node["schema"])
            }
            return RequestBody(node: body.node, isRequired: body.isRequired, content: content)
        }
    }

    /// The responses in source order, extensions left out.
    package var responses: [Response] {
        guard let responses = members["responses"] else { return [] }
        return responses.members.compactMap { member in
            if member.keyNode.isExtensionKey { return nil }
            return Response(member, of: self)
        }
    }

    /// The security requirements of the operation itself; `nil` where it inherits the document's,
    /// empty where it asks for none.
    package var ownSecurity: [SecurityRequirement]? {
        members["security"].flatMap(document.securityRequirements(in:))
    }

    /// The security requirements that count: the operation's, else the document's.
    package var security: [SecurityRequirement] { ownSecurity ?? document.security ?? [] }

    /// An extension, such as `x-amazon-apigateway-integration`.
    package func `extension`(_ key: MemberName) -> Node.Member? { members.member(key) }

    /// Swagger's `consumes` or `produces`: the operation's, else the root's, else
    /// `application/json` at the operation's key.
    func mediaTypes(_ key: MemberName) -> [Located<String>] {
        let list = members[key] ?? document.root[key]
        let types = (list.map { Array($0.elements) } ?? []).compactMap { node in
            node.string.map { Located($0, at: node.range) }
        }
        return types.isEmpty ? [Located("application/json", at: keyRange)] : types
    }
}
