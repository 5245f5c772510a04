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
        var rest = path.utf8[...]
        while true {
            rest = rest.drop { $0 == UInt8(ascii: "/") }
            if rest.isEmpty { return parent }
            let segment = rest.prefix { $0 != UInt8(ascii: "/") }
            rest = rest[segment.endIndex...]
            // Where each segment has one slash before it, and none is last, no text is put together.
            let through = path.utf8[..<segment.endIndex]
            if through.count == prefix.utf8.count + 1 + segment.count {
                prefix = rest.isEmpty ? path : String(Substring(through))
            } else {
                prefix += "/" + Substring(segment)
            }
            let next = resources.count
            let known = number(&places[prefix, default: next])
            if known < next {
                parent = known
                continue
            }
            guard
                let part = part(segment, prefix, of: parent, range: range, in: resources, &log)
            else {
                places[prefix] = nil
                return nil
            }
            if part.isVariable { variableChildren[parent] = next }
            resources.append(Resource(path: prefix, part: part, parent: parent, range: range))
            parent = next
        }
    }

    /// What a new child of a resource is for a segment; `nil` after a report.
    private func part(
        _ segment: Substring.UTF8View, _ path: String, of parent: Int, range: SourceRange,
        in resources: [Resource], _ log: inout DiagnosticLog
    ) -> Resource.PathPart? {
        guard let part = Resource.PathPart(segment: segment) else {
            log.report(.invalidPathPart(String(Substring(segment)), path: path, range))
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

/// The number in a place, which is looked up once for reading and writing.
private func number(_ place: inout Int) -> Int { place }

extension Resource.PathPart {
    /// Reads a segment by API Gateway's rules: a variable is a whole segment.
    init?(segment: Substring.UTF8View) {
        var inner = segment
        let isBraced =
            inner.first == UInt8(ascii: "{") && inner.last == UInt8(ascii: "}")
            && inner.dropFirst(2).first != nil
        if isBraced { inner = inner.dropFirst().dropLast() }
        let isGreedy = isBraced && inner.last == UInt8(ascii: "+")
        if isGreedy { inner = inner.dropLast() }
        let name = String(Substring(inner))
        let isPlain =
            inner.contains(UInt8(ascii: "$"))
            ? Self.placeholdersFilled(name).utf8.allSatisfy(Self.isPlain)
            : inner.allSatisfy(Self.isPlain)
        guard isPlain, !inner.isEmpty else { return nil }
        self = isGreedy ? .greedy(name) : isBraced ? .variable(name) : .literal(name)
    }

    /// A segment with what may stand there for placeholders that only a deployment fills.
    private static func placeholdersFilled(_ segment: String) -> Substring {
        var segment = segment[...]
        while let start = segment.firstRange(of: "${"),
            let end = segment[start.upperBound...].firstIndex(of: "}")
        {
            segment.replaceSubrange(start.lowerBound...end, with: "x")
        }
        return segment
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
