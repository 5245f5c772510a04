package import Diagnostics
package import Syntax

/// A way for callers to say who they are.
package struct SecurityScheme: Sendable {
    /// The name that requirements use.
    package let name: Located<String>

    /// The scheme's object, references followed.
    package let node: Node

    init?(_ member: Node.Member, in document: OpenAPIDocument) {
        guard let node = document.resolve(member.value), node.kind == .object else { return nil }
        name = Located(member.key, at: member.keyRange)
        self.node = node
    }

    /// Such as `apiKey`, `http`, `oauth2`.
    package var type: Node? { node["type"] }

    /// For `apiKey`, the name of the header or query parameter.
    package var parameterName: Node? { node["name"] }

    /// For `apiKey`, `header`, `query` or `cookie`.
    package var location: Node? { node["in"] }

    /// `x-amazon-apigateway-authorizer`.
    package var authorizer: Node.Member? { node.member("x-amazon-apigateway-authorizer") }

    /// `x-amazon-apigateway-authtype`.
    package var authType: Node? { node["x-amazon-apigateway-authtype"] }
}

/// Schemes that must all be satisfied.
package struct SecurityRequirement: Sendable {
    package struct Scheme: Sendable {
        package let name: Located<String>

        /// The scopes, as written.
        package let scopes: [Located<String>]
    }

    /// The schemes in source order; empty for no demand.
    package let schemes: [Scheme]

    package let range: SourceRange
}

extension OpenAPIDocument {
    /// The requirements of a `security` list; `nil` for something else.
    func securityRequirements(in list: Node) -> [SecurityRequirement]? {
        guard list.kind == .array else { return nil }
        return list.elements.filter { $0.kind == .object }.map { requirement in
            let schemes = requirement.members.map { member in
                SecurityRequirement.Scheme(
                    name: Located(member.key, at: member.keyRange),
                    scopes: member.value.elements.compactMap { node in
                        node.string.map { Located($0, at: node.range) }
                    })
            }
            return SecurityRequirement(schemes: schemes, range: requirement.range)
        }
    }
}
