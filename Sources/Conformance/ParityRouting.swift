import CLI
import JSON
import Routing

/// Looks a case's request up among its resources; a resource without methods serves nothing.
@Sendable
func runParityRouting(_ parityCase: ParityCase) throws -> String? {
    var routes: [Route] = []
    for resource in parityCase.json["resources"]?.objectValue?.members ?? [] {
        for name in resource.value.arrayValue ?? [] {
            guard let method = RouteMethod(name.stringValue ?? "") else { continue }
            routes.append(Route(method, resource.key))
        }
    }
    let request = parityCase.json["request"]
    let found = try RouteLookup(.rest, routes)
        .find(request?["method"]?.stringValue ?? "", request?["path"]?.stringValue ?? "")
    var matcher = RecordedMatcher()
    for member in parityCase.expected.objectValue?.members ?? [] {
        let actual: JSONValue?
        switch member.key {
        case "resource": actual = found.map { .string($0.route.path) } ?? .null
        case "method": actual = found.map { .string($0.route.method.name) }
        case "pathParameters": actual = found.map { .object($0.parameters) }
        default: actual = nil
        }
        matcher.match(member.value, actual, at: member.key)
    }
    return matcher.failure
}
