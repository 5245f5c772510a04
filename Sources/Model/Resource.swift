package import Diagnostics

/// A node of an API's resource tree: one segment of a path.
package struct Resource: Sendable {
    /// What a resource adds to its parent's path.
    package enum PathPart: Hashable, Sendable {
        case root
        /// Matches these characters, such as `pets`.
        case literal(String)
        /// Matches one segment; the name stands without braces.
        case variable(String)
        /// Matches all remaining segments, one or more; the name stands without braces and `+`.
        case greedy(String)
    }

    /// The whole path, such as `/pets/{petId}`; `/` for the root.
    package let path: String

    package let part: PathPart

    /// The parent's place in ``RestAPI/resources``; `nil` for the root.
    package let parent: Int?

    /// The methods, at most one for each HTTP method; empty for a mere step of a path.
    package var methods: [Method] = []

    /// The first path of the description that leads here.
    package let range: SourceRange

    package init(path: String, part: PathPart, parent: Int?, range: SourceRange) {
        self.path = path
        self.part = part
        self.parent = parent
        self.range = range
    }

    /// The identifier that the gateway goes by here, made from the path.
    package var id: String { stableIdentifier("resource", path) }

    /// The segment as API Gateway spells it, with braces; `nil` for the root.
    package var pathPart: String? {
        switch part {
        case .root: nil
        case .literal(let text): text
        case .variable(let name): "{\(name)}"
        case .greedy(let name): "{\(name)+}"
        }
    }

    /// The names of the variables along the path, outermost first.
    package var variableNames: [String] {
        guard path.holds("{") else { return [] }
        let bytes = path.utf8Span.span
        var names: [String] = []
        var start = 0
        while start < bytes.count {
            let end = bytes.firstIndex(of: "/", from: start) ?? bytes.count
            defer { start = end + 1 }
            guard end - start >= 2, bytes[start] == UInt8(ascii: "{"),
                bytes[end - 1] == UInt8(ascii: "}")
            else { continue }
            let isGreedy = bytes[end - 2] == UInt8(ascii: "+")
            names.append(path.utf8.text(start + 1..<end - (isGreedy ? 2 : 1)))
        }
        return names
    }
}

/// An HTTP method that a REST API's resource can have.
package enum HTTPMethod: String, Hashable, Sendable, CaseIterable {
    case get = "GET"
    case put = "PUT"
    case post = "POST"
    case delete = "DELETE"
    case patch = "PATCH"
    case options = "OPTIONS"
    case head = "HEAD"
    /// Every method that the resource does not have by its own name.
    case any = "ANY"
}
