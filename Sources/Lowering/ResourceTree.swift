import Diagnostics
import JSON
import Model

/// Grows the resources of an API from its paths.
struct ResourceTree {
    private var places: [String: Int] = ["/": 0]

    /// Creates the tree of an API with so many paths.
    init(pathCount: Int) {
        // Most paths have a variable below a name.
        places.reserveCapacity(2 * pathCount)
    }

    /// The variable that is among a resource's children, by the parent's place.
    private var variableChildren: [Int: Int] = [:]

    /// Returns the place of a path's resource, made with all its ancestors where they are missing;
    /// `nil` after a report where API Gateway refuses one of them.
    mutating func resource(
        at path: String, range: SourceRange, in resources: inout [Resource],
        log: inout DiagnosticLog
    ) -> Int? {
        let bytes = path.utf8.span
        var parent = 0
        var prefix = ""
        var end = 0
        while true {
            var start = end
            while start < bytes.count, bytes[start] == UInt8(ascii: "/") { start += 1 }
            if start == bytes.count { return parent }
            end = start
            while end < bytes.count, bytes[end] != UInt8(ascii: "/") { end += 1 }
            let segment = path.utf8.text(start..<end)
            // Where each segment has one slash before it, the text need not be put together.
            prefix =
                prefix.utf8.count + 1 == start
                ? path.utf8.text(0..<end) : "\(prefix)/\(segment)"
            if let known = places[prefix] {
                parent = known
                continue
            }
            guard
                let part = part(segment, prefix, of: parent, range: range, in: resources, &log)
            else { return nil }
            let next = resources.count
            places[prefix] = next
            if part.isVariable { variableChildren[parent] = next }
            resources.append(Resource(path: prefix, part: part, parent: parent, range: range))
            parent = next
        }
    }

    /// What a new child of a resource is for a segment; `nil` after a report.
    private func part(
        _ segment: String, _ path: String, of parent: Int, range: SourceRange,
        in resources: [Resource], _ log: inout DiagnosticLog
    ) -> Resource.PathPart? {
        guard let part = Resource.PathPart(segment: segment) else {
            log.report(.invalidPathPart(segment, path: path, range))
            return nil
        }
        if case .greedy(let name) = resources[parent].part {
            log.report(.childOfGreedy(name, path: path, range, resources[parent].range))
            return nil
        }
        if part.isVariable, let sibling = variableChildren[parent] {
            log.report(.siblingVariable(resources[sibling], path: path, range))
            return nil
        }
        return part
    }
}

extension Resource.PathPart {
    /// Reads a segment by API Gateway's rules: a variable is a whole segment.
    init?(segment: String) {
        let utf8 = segment.utf8
        let bytes = utf8.span
        let isBraced =
            bytes.count > 2 && bytes[0] == UInt8(ascii: "{")
            && bytes[bytes.count - 1] == UInt8(ascii: "}")
        let isGreedy = isBraced && bytes[bytes.count - 2] == UInt8(ascii: "+")
        let inner =
            isBraced ? 1..<bytes.count - (isGreedy ? 2 : 1) : bytes.indices
        let name = isBraced ? utf8.text(inner) : segment
        guard !name.isEmpty, Self.isPlain(bytes, inner) else { return nil }
        self = isGreedy ? .greedy(name) : isBraced ? .variable(name) : .literal(name)
    }

    /// Whether bytes of a segment are ones that it can have, with whatever stands there for
    /// placeholders that only a deployment fills.
    private static func isPlain(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        var place = range.lowerBound
        while place < range.upperBound {
            if bytes[place] == UInt8(ascii: "$"), place + 1 < range.upperBound,
                bytes[place + 1] == UInt8(ascii: "{"),
                let end = (place + 2..<range.upperBound).first(where: {
                    bytes[$0] == UInt8(ascii: "}")
                })
            {
                place = end + 1
                continue
            }
            if !isPlain(bytes[place]) { return false }
            place += 1
        }
        return true
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"), UInt8(ascii: "-"),
            UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "~"),
            UInt8(ascii: "$"), UInt8(ascii: "@"), UInt8(ascii: "!"), UInt8(ascii: "*"),
            UInt8(ascii: "="), UInt8(ascii: "&"), UInt8(ascii: "%"):
            true
        default: false
        }
    }

    fileprivate var isVariable: Bool {
        switch self {
        case .root, .literal: false
        case .variable, .greedy: true
        }
    }
}

extension Diagnostic {
    private static func unable(_ path: String, _ reason: String) -> AWSWords {
        AWSWords(.error, "Unable to create resource at path '\(path)': \(reason)")
    }

    fileprivate static func invalidPathPart(
        _ part: String, path: String, _ range: SourceRange
    ) -> Self {
        Self(
            ID(rawValue: "invalid-path-part"), .error,
            "path segment '\(part)' is not one that a resource can have", at: range,
            help: "use letters, digits and '_-.:', or one variable in braces as a whole segment",
            aws: unable(
                path,
                "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable "
                    + "and curly braces at the beginning and the end."))
    }

    fileprivate static func childOfGreedy(
        _ name: String, path: String, _ range: SourceRange, _ parent: SourceRange
    ) -> Self {
        Self(
            ID(rawValue: "child-of-greedy-variable"), .error,
            "'\(path)' is below the greedy variable '{\(name)+}', which must be last", at: range,
            notes: [Note("the greedy variable is defined here", at: parent)],
            help: "move '{\(name)+}' to the end of the path",
            aws: unable(
                path,
                "Cannot create a child of a resource with a greedy path variable: {\(name)+}"))
    }

    fileprivate static func siblingVariable(
        _ sibling: Resource, path: String, _ range: SourceRange
    ) -> Self {
        let part = sibling.pathPart ?? ""
        return Self(
            ID(rawValue: "sibling-path-variables"), .error,
            "'\(path)' has another variable than its sibling '\(sibling.path)'", at: range,
            notes: [Note("the first variable is defined here", at: sibling.range)],
            help: "give both variables one name",
            aws: unable(
                path,
                "A sibling (\(part)) of this resource already has a variable path part -- only one "
                    + "is allowed"))
    }
}
