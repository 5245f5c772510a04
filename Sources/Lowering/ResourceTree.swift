import Diagnostics
import JSON
import Model

/// Grows the resources of an API from its paths.
struct ResourceTree {
    private var places: [String: Int] = ["/": 0]

    /// The variable that is among a resource's children, by the parent's place.
    private var variableChildren: [Int: Int] = [:]

    /// Returns the place of a path's resource, made with all its ancestors where they are missing;
    /// `nil` after a report where API Gateway refuses one of them.
    mutating func resource(
        at path: String, range: SourceRange, in resources: inout [Resource],
        log: inout DiagnosticLog
    ) -> Int? {
        var parent = 0
        var prefix = ""
        for segment in path.utf8.split(separator: UInt8(ascii: "/")) {
            prefix += "/"
            prefix += Substring(segment)
            if let known = places[prefix] {
                parent = known
                continue
            }
            let text = String(Substring(segment))
            guard let part = Resource.PathPart(segment: text) else {
                log.report(.invalidPathPart(text, path: prefix, range))
                return nil
            }
            if case .greedy(let name) = resources[parent].part {
                log.report(.childOfGreedy(name, path: prefix, range, resources[parent].range))
                return nil
            }
            if part.isVariable {
                if let sibling = variableChildren[parent] {
                    log.report(.siblingVariable(resources[sibling], path: prefix, range))
                    return nil
                }
                variableChildren[parent] = resources.count
            }
            places[prefix] = resources.count
            resources.append(Resource(path: prefix, part: part, parent: parent, range: range))
            parent = resources.count - 1
        }
        return parent
    }
}

extension Resource.PathPart {
    /// Reads a segment by API Gateway's rules: a variable is a whole segment.
    init?(segment: String) {
        var bytes = segment.utf8[...]
        let isBraced =
            bytes.first == UInt8(ascii: "{") && bytes.last == UInt8(ascii: "}") && bytes.count > 2
        if isBraced { bytes = bytes.dropFirst().dropLast() }
        let isGreedy = isBraced && bytes.last == UInt8(ascii: "+")
        if isGreedy { bytes = bytes.dropLast() }
        var inner = Substring(bytes)
        let name = String(inner)
        // A placeholder that only a deployment fills is taken for what may stand there.
        while inner.utf8.contains(UInt8(ascii: "$")), let start = inner.firstRange(of: "${"),
            let end = inner[start.upperBound...].firstIndex(of: "}")
        {
            inner.replaceSubrange(start.lowerBound...end, with: "x")
        }
        let isPlain = inner.utf8.allSatisfy { byte in
            0x30...0x39 ~= byte || 0x61...0x7a ~= byte | 0x20
                || "_-.,:~$@!*=&".utf8.contains(byte) || byte == UInt8(ascii: "%")
        }
        guard isPlain, !inner.isEmpty else { return nil }
        self = isGreedy ? .greedy(name) : isBraced ? .variable(name) : .literal(name)
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
