package import Diagnostics
internal import JSON
package import Syntax

/// An OpenAPI 3.0 or Swagger 2.0 document, seen as one kind of document.
///
/// A view: every accessor looks at the tree when asked and copies nothing that it does not return,
/// so an unused part costs nothing. What differs between the versions is evened out here: Swagger's
/// `definitions` are ``schemas``, its body parameter is a ``RequestBody``, its `host`, `basePath` and
/// `schemes` are a server. Values of the wrong kind read as absent; rules report them.
package final class OpenAPIDocument: Sendable {
    /// The version of the specification that a document follows.
    package enum Version: Hashable, Sendable {
        case swagger2
        case openAPI30
    }

    package let version: Version

    /// The document's object; within a template it is not the root of its tree.
    package let root: Node

    /// The target of every `$ref`.
    package let references: ReferenceTable

    init(version: Version, root: Node, references: ReferenceTable) {
        self.version = version
        self.root = root
        self.references = references
    }

    /// Reads a file that a reference names, and returns its root.
    ///
    /// The path is relative to the document's folder, with `/` and without `.` segments; it starts
    /// with `../` where it leads out of the folder. Returns `nil` for what is not there or not
    /// allowed, which the loader reports itself if it has more to say than that.
    package typealias Loader = (_ path: String, _ log: inout DiagnosticLog) -> Node?

    /// Returns the document at a node, its references resolved, or `nil` where there is none.
    ///
    /// O(*nodes*).
    ///
    /// - Parameters:
    ///   - root: The document's object.
    ///   - load: Reads other files.
    ///   - acceptsAnyVersion: Whether versions that API Gateway refuses are read as the nearest one.
    ///   - log: Receives `unsupported-version` and `not-openapi`, after which there is no document,
    ///     and `unresolved-reference` and `reference-cycle`.
    /// - Returns: The document.
    package static func read(
        _ root: Node, load: Loader = { _, _ in nil }, acceptsAnyVersion: Bool = false,
        into log: inout DiagnosticLog
    ) -> OpenAPIDocument? {
        if root.kind == .invalid { return nil }
        guard let version = Version(of: root, acceptsAny: acceptsAnyVersion, into: &log) else {
            return nil
        }
        let references = ReferenceTable(root, load: load, into: &log)
        return OpenAPIDocument(version: version, root: root, references: references)
    }

    /// Follows `$ref`s until there is none; `nil` if that leads nowhere or in a circle.
    ///
    /// O(1) for references that are not chains.
    package func resolve(_ node: Node) -> Node? { references.resolve(node) }

    /// Follows the `$ref`s of a member's value.
    package func resolved(_ node: Node?) -> Node? {
        if let node { references.resolve(node) } else { nil }
    }
}

extension OpenAPIDocument {
    /// `info.title`.
    package var title: Node? { root["info"]?["title"] }

    /// `info.description`.
    package var description: Node? { root["info"]?["description"] }

    /// `info.version`.
    package var apiVersion: Node? { root["info"]?["version"] }

    /// Root `tags`, in order.
    package var tags: Node.Elements { (root["tags"] ?? root).elements }

    /// An extension of the root, such as `x-amazon-apigateway-policy`.
    package func `extension`(_ key: MemberName) -> Node.Member? { root.member(key) }

    /// The paths with their items, in source order; keys without a leading `/` are left out, as
    /// are extensions.
    ///
    /// Made anew each time; ``DocumentContext`` keeps them.
    package var paths: [PathItem] {
        guard let paths = root["paths"] else { return [] }
        var items: [PathItem] = []
        items.reserveCapacity(paths.count)
        for member in paths.members where member.keyNode.startsWithSlash {
            if let item = PathItem(member, in: self) { items.append(item) }
        }
        return items
    }

    /// The named schemas: `components.schemas` or `definitions`.
    package var schemas: Node.Members { component("schemas", swagger: "definitions") }

    /// `components.parameters` or `parameters`.
    package var parameters: Node.Members { component("parameters", swagger: "parameters") }

    /// `components.responses` or `responses`.
    package var responses: Node.Members { component("responses", swagger: "responses") }

    /// `components.requestBodies`; empty in Swagger.
    package var requestBodies: Node.Members { component("requestBodies", swagger: nil) }

    /// `components.headers`; empty in Swagger.
    package var headers: Node.Members { component("headers", swagger: nil) }

    /// `components.securitySchemes` or `securityDefinitions`, in source order.
    package var securitySchemes: [SecurityScheme] {
        component("securitySchemes", swagger: "securityDefinitions").compactMap {
            SecurityScheme($0, in: self)
        }
    }

    /// The security requirements for operations without their own; `nil` if there are none.
    package var security: [SecurityRequirement]? {
        root["security"].flatMap(securityRequirements(in:))
    }

    private func component(_ key: MemberName, swagger: MemberName?) -> Node.Members {
        let section: Node? =
            switch version {
            case .openAPI30: root["components"]?[key]
            case .swagger2: swagger.flatMap { root[$0] }
            }
        return section.map(\.members) ?? root.noMembers
    }
}

extension Node {
    /// The members of no object.
    var noMembers: Members {
        // A key is a string, which has no members; an object without keys has none itself.
        members.first(where: { _ in true })?.keyNode.members ?? members
    }

    /// Whether the node is a string that starts with `/`; allocates nothing.
    var startsWithSlash: Bool {
        guard kind == .string else { return false }
        let (isDecoded, range) = tree.tape.stringRange(of: index)
        guard let first = range.first else { return false }
        return (isDecoded ? tree.tape.decoded[first] : tree.tape.bytes[first]) == UInt8(ascii: "/")
    }

    /// Whether the node is a string that starts with `x-`; allocates nothing.
    package var isExtensionKey: Bool {
        guard kind == .string else { return false }
        let (isDecoded, range) = tree.tape.stringRange(of: index)
        guard range.count > 2 else { return false }
        let bytes = isDecoded ? tree.tape.decoded : tree.tape.bytes
        return bytes[range.lowerBound] == UInt8(ascii: "x")
            && bytes[range.lowerBound + 1] == UInt8(ascii: "-")
    }
}
