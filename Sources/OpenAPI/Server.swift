package import Diagnostics
internal import JSON
package import Syntax

/// Where an API is served.
package struct Server: Sendable {
    /// The URL as written; in Swagger made from `schemes`, `host` and `basePath`.
    package let url: Located<String>

    /// The Server Object; in Swagger the document's root.
    package let node: Node

    /// The server variables and their defaults, in source order.
    package var variables: [(name: Located<String>, defaultValue: Node?)] {
        guard let variables = node["variables"] else { return [] }
        return variables.members.map {
            (Located($0.key, at: $0.keyRange), $0.value["default"])
        }
    }
}

extension OpenAPIDocument {
    /// The servers in source order; in Swagger at most one.
    package var servers: [Server] {
        switch version {
        case .openAPI30:
            return (root["servers"].map { Array($0.elements) } ?? []).compactMap { node in
                guard let url = node["url"], let text = url.string else { return nil }
                return Server(url: Located(text, at: url.range), node: node)
            }
        case .swagger2:
            guard let place = root["host"] ?? root["basePath"] else { return [] }
            let scheme = root["schemes"]?.elements.first(where: { _ in true })?.string ?? "https"
            let host = root["host"]?.string.map { "\(scheme)://\($0)" } ?? ""
            let text = host + (root["basePath"]?.string ?? "")
            return [Server(url: Located(text, at: place.range), node: root)]
        }
    }

    /// The base path by the rules of an import: Swagger's `basePath`; in OpenAPI the default of
    /// the server variable `basePath`, else the path of the first server's URL.
    ///
    /// Without a trailing slash; `nil` where there is none. Server variables in the path stay.
    package var basePath: Located<String>? {
        switch version {
        case .swagger2:
            guard let node = root["basePath"], let text = node.string else { return nil }
            return Self.trimmed(Located(text, at: node.range))
        case .openAPI30:
            for server in servers {
                for variable in server.variables where variable.name.value == "basePath" {
                    guard let node = variable.defaultValue, let text = node.string else { continue }
                    return Self.trimmed(Located(text, at: node.range))
                }
            }
            guard let url = servers.first?.url else { return nil }
            var rest = url.value[...]
            if let scheme = rest.firstRange(of: "://") {
                rest = rest[scheme.upperBound...]
                guard let slash = rest.firstIndex(of: "/") else { return nil }
                rest = rest[slash...]
            }
            return Self.trimmed(
                Located(String(rest.prefix { $0 != "?" && $0 != "#" }), at: url.range))
        }
    }

    private static func trimmed(_ path: Located<String>) -> Located<String>? {
        var segments = path.value.split(separator: "/").joined(separator: "/")
        if segments.isEmpty { return nil }
        segments = "/" + segments
        return Located(segments, at: path.range)
    }
}
