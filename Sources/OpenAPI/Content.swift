package import Diagnostics
package import Syntax

/// A media type and the schema of bodies in it.
package struct MediaType: Sendable {
    /// Such as `application/json`; in Swagger from `consumes` or `produces`.
    package let name: Located<String>

    /// The Media Type Object; in Swagger the body parameter or response.
    package let node: Node

    /// The schema, perhaps a `$ref`.
    package let schema: Node?
}

/// The body of an operation's requests.
package struct RequestBody: Sendable {
    /// The Request Body Object, references followed; in Swagger the body parameter.
    package let node: Node

    package let isRequired: Bool

    /// The media types in source order.
    package let content: [MediaType]
}

/// A response of an operation.
package struct Response: Sendable {
    /// The key: a status code, `default`, or a range such as `2XX`.
    package let key: Located<String>

    /// The Response Object, references followed.
    package let node: Node

    private let operation: Operation

    init?(_ member: Node.Member, of operation: Operation) {
        guard let node = operation.document.resolve(member.value), node.kind == .object else {
            return nil
        }
        self.node = node
        self.operation = operation
        key = Located(member.key, at: member.keyRange)
    }

    /// The status code, 100 to 599; `nil` for `default`, ranges and anything else.
    package var statusCode: Int? {
        guard key.value.utf8.count == 3, let code = Int(key.value), 100...599 ~= code else {
            return nil
        }
        return code
    }

    package var description: Node? { node["description"] }

    /// The headers in source order.
    package var headers: [Header] {
        guard let headers = node["headers"] else { return [] }
        return headers.members.compactMap { member in
            operation.document.resolve(member.value).map {
                Header(name: Located(member.key, at: member.keyRange), node: $0)
            }
        }
    }

    /// The media types in source order; in Swagger made from `schema` and `produces`.
    package var content: [MediaType] {
        switch operation.document.version {
        case .openAPI30: return operation.document.content(of: node)
        case .swagger2:
            guard let schema = node["schema"] else { return [] }
            return operation.mediaTypes("produces").map {
                MediaType(name: $0, node: node, schema: schema)
            }
        }
    }
}

/// A header of a response.
package struct Header: Sendable {
    package let name: Located<String>

    /// The Header Object, references followed.
    package let node: Node

    /// The schema; Swagger's headers carry `type` and its kind themselves.
    package var schema: Node? { node["schema"] ?? (node["type"] == nil ? nil : node) }
}

extension OpenAPIDocument {
    /// The media types of an object's `content`.
    func content(of node: Node) -> [MediaType] {
        guard let content = node["content"] else { return [] }
        return content.members.map { member in
            MediaType(
                name: member.mediaType, node: member.value, schema: member.value["schema"])
        }
    }
}

extension Node.Member {
    /// The key as the name of a media type; the usual one takes no memory of its own.
    package var mediaType: Located<String> {
        Located(keyNode.equals("application/json") ? "application/json" : key, at: keyRange)
    }
}
