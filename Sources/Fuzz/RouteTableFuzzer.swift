import Routing

/// Reads any bytes as a stored route table; what is taken for one must answer every request with
/// a route that it has and ranges within the path.
///
/// A first byte of 1 begins the lines of a text, whose table is built; after a zero byte follow the
/// edits made to its stored form.
@Sendable
func fuzzRouteTable(_ input: [UInt8]) {
    var bytes = input
    if input.first == 1 {
        let parts = input.dropFirst().split(
            separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return }
        let paths = parts[0].split(separator: UInt8(ascii: "\n"))
        let routes = paths.map { Route(.any, String(decoding: $0, as: UTF8.self)) }
        bytes = []
        RouteTable.build(paths.count & 1 == 0 ? .rest : .http, routes).table.encode(to: &bytes)
        applyEdits(parts[1], to: &bytes)
    }
    guard let table = try? RouteTable(decoding: bytes.span) else { return }
    var stored: [UInt8] = []
    table.encode(to: &stored)
    precondition(stored == bytes)
    let paths = [[], Array("/".utf8), Array("/pets/42/photos//x/".utf8), Array(bytes.suffix(40))]
    for path in paths { lookUp(path, in: table) }
}

/// Builds a table from the lines of a text, methods turning, and looks every line up in it, before
/// and after storing.
@Sendable
func fuzzRoutes(_ bytes: [UInt8]) {
    let lines = bytes.split(separator: UInt8(ascii: "\n"))
    let routes = lines.enumerated().map { number, line in
        let method = RouteMethod(rawValue: UInt8(number % 8)) ?? .any
        return Route(method, String(decoding: line, as: UTF8.self))
    }
    for kind in [RouteTable.Kind.rest, .http] {
        let (table, conflicts) = RouteTable.build(kind, routes)
        var stored: [UInt8] = []
        table.encode(to: &stored)
        guard let read = try? RouteTable(decoding: stored.span) else {
            preconditionFailure("a table cannot be read back")
        }
        precondition(read == table && conflicts.count <= routes.count)
        for line in lines { lookUp(Array(line), in: table) }
    }
}

private func lookUp(_ path: [UInt8], in table: RouteTable) {
    var match = RouteMatch()
    for method in RouteMethod.allCases {
        guard let route = table.find(method, path.span, into: &match) else { continue }
        precondition(route < table.routeCount && method != .any || route == table.defaultRoute)
        var end = 0
        for index in 0..<match.count {
            precondition(match[index].lowerBound >= end && match[index].upperBound <= path.count)
            end = match[index].upperBound
        }
    }
}
