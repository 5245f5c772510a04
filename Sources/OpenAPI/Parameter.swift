package import Diagnostics
package import Syntax

/// A parameter of an operation or path.
package struct Parameter: Sendable {
    /// Where the value is; `body` and `formData` are Swagger's alone.
    package enum Location: String, Hashable, Sendable, CaseIterable {
        case path, query, header, cookie, body, formData

        init?(_ node: Node) {
            if node.equals("path") {
                self = .path
            } else if node.equals("query") {
                self = .query
            } else if node.equals("header") {
                self = .header
            } else {
                guard let text = node.string, let other = Self(rawValue: text) else { return nil }
                self = other
            }
        }
    }

    package let location: Location

    /// The name; empty where it is missing.
    package let name: String

    /// The name as written, or the whole parameter where it is missing.
    package let nameRange: SourceRange

    /// Whether callers must give it; a path's parameters are required whatever is written.
    package let isRequired: Bool

    /// The parameter's object, references followed.
    package let node: Node

    init?(_ node: Node) {
        guard let place = node["in"], let location = Location(place) else { return nil }
        self.node = node
        self.location = location
        let name = node["name"]
        self.name = name?.scalarText ?? ""
        nameRange = name?.range ?? node.range
        isRequired = location == .path || node["required"]?.bool ?? false
    }

    package var description: Node? { node["description"] }

    /// The schema: `schema`, or that of the only media type of `content`; Swagger's parameters
    /// carry `type` and its kind themselves, so there it is the parameter's own object.
    package var schema: Node? {
        if let schema = node["schema"] { return schema }
        if let type = node["content"]?.members.first(where: { _ in true }) {
            return type.value["schema"]
        }
        return node["type"] == nil ? nil : node
    }
}

extension OpenAPIDocument {
    /// The parameters of a list, those left out that cannot be read.
    func parameters(in list: Node?) -> [Parameter] {
        guard let list, list.kind == .array else { return [] }
        var parameters: [Parameter] = []
        parameters.reserveCapacity(list.count)
        for element in list.elements {
            if let parameter = resolve(element).flatMap(Parameter.init) {
                parameters.append(parameter)
            }
        }
        return parameters
    }
}
