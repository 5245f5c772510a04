import CLI
import Diagnostics
import JSON
import Lowering
import OpenAPI
import Platform
import Routing
import Syntax

/// Routes with requests whose routes and parameters are known, and what may stand in one tree:
/// `cases.json`, `data/routes-NAME.json` with `data/requests-NAME.jsonl`.
///
/// Each case, each constraint and each route set counts once.
let routingCorpus = Corpus(name: "routing", run: runRouting)

@Sendable
private func runRouting(_ arguments: CorpusArguments) throws -> [CaseResult] {
    let folder = arguments.folder
    let cases = try JSONValue(parsing: try readFile("\(folder)/cases.json"))
    var results: [CaseResult] = []
    for item in cases["cases"]?.arrayValue ?? [] {
        let id = item["id"]?.stringValue ?? ""
        guard arguments.includes(id, kind: "cases") else { continue }
        results.append(CaseResult(id, kind: "cases", failure: runCase(item)))
    }
    for item in cases["constraints"]?.arrayValue ?? [] {
        let id = item["id"]?.stringValue ?? ""
        guard arguments.includes(id, kind: "constraints") else { continue }
        results.append(CaseResult(id, kind: "constraints", failure: runConstraint(item)))
    }
    for file in try namesInFolder("\(folder)/data") where file.hasPrefix("routes-") {
        let id = String(file.dropFirst(7).dropLast(5))
        guard arguments.includes(id, kind: "data") else { continue }
        let failure = try runRouteSet("\(folder)/data", id)
        results.append(CaseResult(id, kind: "data", failure: failure))
    }
    return results
}

/// Looks a request up in a table, and again in the table as it comes back from its stored form.
struct RouteLookup {
    let routes: [Route]
    let table: RouteTable

    init(_ kind: RouteTable.Kind, _ routes: [Route]) throws(RouteTableError) {
        self.routes = routes
        var bytes: [UInt8] = []
        RouteTable.build(kind, routes).table.encode(to: &bytes)
        table = try RouteTable(decoding: bytes.span)
    }

    /// The route and its parameters by name, or `nil` where none serves the request.
    func find(_ method: String, _ path: String) -> (route: Route, parameters: JSONObject)? {
        let name = Array(method.utf8)
        let bytes = Array(path.utf8)
        var match = RouteMatch()
        guard let method = RouteMethod(request: name.span),
            let number = table.find(method, bytes.span, into: &match)
        else { return nil }
        var parameters = JSONObject()
        var index = 0
        for segment in routes[number].path.split(separator: "/")
        where segment.hasPrefix("{") && segment.hasSuffix("}") {
            let parameter = segment.dropFirst().dropLast(segment.hasSuffix("+}") ? 2 : 1)
            let value = String(decoding: bytes[match[index]], as: UTF8.self)
            parameters[String(parameter)] = .string(value)
            index += 1
        }
        return (routes[number], parameters)
    }
}

private func route(_ value: JSONValue) -> Route? {
    let name = value["method"]?.stringValue ?? ""
    // An HTTP API's $default route has no method.
    guard let method = name.isEmpty ? .any : RouteMethod(name) else { return nil }
    return Route(method, value["path"]?.stringValue ?? "")
}

private func runCase(_ item: JSONValue) -> String? {
    let isREST = item["api"]?.stringValue == "REST"
    let routes = (item["routes"]?.arrayValue ?? []).compactMap(route)
    guard let lookup = try? RouteLookup(isREST ? .rest : .http, routes) else {
        return "the stored table cannot be read"
    }
    var matcher = RecordedMatcher()
    for request in item["requests"]?.arrayValue ?? [] {
        let method = request["method"]?.stringValue ?? ""
        let path = request["path"]?.stringValue ?? ""
        var actual: JSONObject
        if let (route, parameters) = lookup.find(method, path) {
            let isDefault = route.path == "$default"
            actual = [
                "route": .string(isDefault ? route.path : "\(route.method.name) \(route.path)")
            ]
            if request["expect"]?["pathParameters"] != nil {
                actual["pathParameters"] = .object(parameters)
            }
        } else if isREST {
            actual = [
                "status": 403, "body": ["message": "Missing Authentication Token"],
                "errorType": "MissingAuthenticationTokenException",
            ]
        } else {
            actual = ["status": 404, "body": ["message": "Not Found"]]
        }
        matcher.match(request["expect"] ?? .null, .object(actual), at: "\(method) \(path)")
    }
    return matcher.failure
}

/// Imports a document with the paths and compares what API Gateway says to the last of them.
private func runConstraint(_ item: JSONValue) -> String? {
    let existing = (item["existing"]?.arrayValue ?? []).compactMap(\.stringValue)
    let added = item["add"]?.stringValue ?? ""
    let wanted = item["error"]?["message"]?.stringValue
    if existing.contains(added) {
        // No document can say the same path twice; the table is what would meet it.
        let routes = (existing + [added]).map { Route(.get, $0) }
        let conflicts = RouteTable.build(.rest, routes).conflicts
        let isRefused = conflicts.map(\.reason) == [.duplicate(of: 0)]
        return isRefused == (wanted != nil) ? nil : "conflicts are \(conflicts)"
    }
    var paths = JSONObject()
    for path in existing + [added] { paths[path] = ["get": ["responses": [:]]] }
    let document: JSONValue = [
        "swagger": "2.0", "info": ["title": "constraint", "version": "1"],
        "paths": .object(paths),
    ]
    var files = SourceFileSet()
    var log = DiagnosticLog()
    let file = files.add(path: "constraint.json", bytes: Array(document.printed(.compact).utf8))
    let root = parseDocument(file, into: &log)
    guard let read = OpenAPIDocument.read(root, load: { _, _ in nil }, into: &log) else {
        return "the document cannot be read"
    }
    _ = lower(read, LoweringOptions(), into: &log)
    let said = log.diagnostics.compactMap(\.aws).filter { $0.kind == .error }.map(\.text)
    switch wanted {
    case nil: return said.isEmpty ? nil : "refused: \(said)"
    case let wanted?:
        return said.contains { $0.contains(wanted) } ? nil : "said \(said), expected '\(wanted)'"
    }
}

private func runRouteSet(_ folder: String, _ name: String) throws -> String? {
    let list = try JSONValue(parsing: try readFile("\(folder)/routes-\(name).json"))
    let routes = (list.arrayValue ?? []).compactMap(route)
    let table = try RouteLookup(.rest, routes).table
    var match = RouteMatch()
    var wrong: [String] = []
    let lines = try readFile("\(folder)/requests-\(name).jsonl")
    for line in lines.split(separator: UInt8(ascii: "\n")) {
        let request = try JSONValue(parsing: Array(line))
        let method = Array((request["method"]?.stringValue ?? "").utf8)
        let path = Array((request["path"]?.stringValue ?? "").utf8)
        let found = RouteMethod(request: method.span).flatMap {
            table.find($0, path.span, into: &match)
        }
        if found != request["route"]?.intValue {
            let words = String(decoding: line, as: UTF8.self)
            wrong.append("\(words): found \(found.map { "\($0)" } ?? "no route")")
        }
    }
    return wrong.isEmpty ? nil : "\(wrong.count) wrong\n" + wrong.prefix(5).joined(separator: "\n")
}
