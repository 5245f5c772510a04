import TestSupport
import Testing

@testable import Routing

/// Looks a request up and names the result as the reference matcher does.
func find(_ table: RouteTable, _ method: RouteMethod, _ path: String) -> ReferenceMatcher.Match? {
    var match = RouteMatch()
    let bytes = Array(path.utf8)
    guard let route = table.find(method, bytes.span, into: &match) else { return nil }
    let parameters = (0..<match.count).map {
        String(decoding: bytes[match[$0]], as: UTF8.self)
    }
    return ReferenceMatcher.Match(route: route, parameters: parameters)
}

/// Every template of up to `depth` segments of these kinds.
private func templates(depth: Int, literals: [String]) -> [String] {
    var all = ["/"]
    var open = [""]
    for _ in 0..<depth {
        all += open.map { $0 + "/{rest+}" }
        open = open.flatMap { start in (literals + ["{name}"]).map { start + "/" + $0 } }
        all += open
    }
    return all
}

private func paths(depth: Int, _ segments: [String]) -> [String] {
    var all = [""]
    var last = [""]
    for _ in 0..<depth {
        last = last.flatMap { start in segments.map { start + "/" + $0 } }
        all += last
    }
    return all
}

@Test(arguments: [RouteTable.Kind.rest, .http])
func agreesWithTheRulesOnAllPairsOfRoutes(kind: RouteTable.Kind) {
    let templates = templates(depth: 3, literals: ["a"])
    checkAll(kind, templates, routeCount: 2, paths(depth: 3, ["a", "b", ""]))
}

@Test(arguments: [RouteTable.Kind.rest, .http])
func agreesWithTheRulesOnAllTriplesOfShortRoutes(kind: RouteTable.Kind) {
    let templates = templates(depth: 2, literals: ["a"])
    checkAll(kind, templates, routeCount: 3, paths(depth: 2, ["a", "b", ""]))
}

private func checkAll(
    _ kind: RouteTable.Kind, _ templates: [String], routeCount: Int, _ paths: [String]
) {
    Gen.exhaust { gen in
        let routes = (0..<routeCount).map { _ in
            Route(gen.pick([.get, .any]), gen.pick(templates))
        }
        // Orders and repetitions of the same routes have tests of their own.
        let keys = routes.map { $0.path + $0.method.name }
        guard zip(keys, keys.dropFirst()).allSatisfy({ $0 < $1 }) else { return }
        let (table, conflicts) = RouteTable.build(kind, routes)
        #expect(conflicts.isEmpty)
        let reference = ReferenceMatcher(kind: kind, routes: routes)
        for method in [RouteMethod.get, .post] {
            for path in paths {
                let found = find(table, method, path)
                let wanted = reference.match(method, path)
                if found != wanted {
                    Issue.record(
                        "\(method) '\(path)' on \(routes): \(String(describing: found)), not \(String(describing: wanted))"
                    )
                }
            }
        }
    }
}

@Test(arguments: [RouteTable.Kind.rest, .http], [1, 2, 3, 4])
func agreesWithTheRulesOnRandomRoutes(kind: RouteTable.Kind, seed: UInt64) throws {
    var random = SplitMix(state: seed)
    let words = [
        "a", "b", "ab", "abcdefgh", "abcdefghi", "abcdefghij", "abcdefghijklmnop",
        "abcdefghijklmnopq", "{id}", "{name}", "pets", "orders", "%2F", "\u{e9}", "x.y-z_", "{",
        "{}", "a{b}", "0", "a\0",
    ]
    var routes: [Route] = []
    for _ in 0..<300 {
        var path = ""
        for _ in 0..<random.below(6) { path += "/" + words[random.below(words.count)] }
        if random.below(5) == 0 { path += "/{rest+}" }
        let method = RouteMethod(rawValue: UInt8(random.below(8)))
        routes.append(Route(method ?? .any, path))
    }
    if kind == .http { routes.append(Route(.any, "$default")) }
    let (built, conflicts) = RouteTable.build(kind, routes)
    var bytes: [UInt8] = []
    built.encode(to: &bytes)
    let table = try RouteTable(decoding: bytes.span)
    #expect(table == built)
    // What the table left out is out of the rules' sight as well.
    var left = routes
    for conflict in conflicts { left[conflict.route].path = "/left/out/\(conflict.route)/{x+}" }
    let reference = ReferenceMatcher(kind: kind, routes: left)
    let values = words + ["", "42", "abcdefghX", "abcdefghijklmnopX"]
    for _ in 0..<4_000 {
        var path = random.below(20) == 0 ? "/" : ""
        if random.below(3) == 0 {
            for _ in 0..<random.below(8) { path += "/" + values[random.below(values.count)] }
        } else {
            for part in routes[random.below(routes.count)].path.split(separator: "/") {
                let isLiteral = !part.hasPrefix("{") && random.below(8) > 0
                path += "/" + (isLiteral ? String(part) : values[random.below(values.count)])
            }
        }
        if random.below(10) == 0 { path += "/" }
        let method = RouteMethod(rawValue: UInt8(random.below(7))) ?? .get
        let found = find(table, method, path)
        let wanted = reference.match(method, path)
        #expect(found == wanted, "seed \(seed): \(method) '\(path)'")
    }
}

@Test func buildsTheSameTableFromRoutesInAnyOrder() {
    let routes = (0..<200).map { Route($0 % 3 == 0 ? .any : .get, "/r\($0 % 50)/{id}/s\($0 / 50)") }
    let (table, conflicts) = RouteTable.build(.rest, routes)
    let (turned, turnedConflicts) = RouteTable.build(.rest, routes.reversed())
    #expect(conflicts.isEmpty && turnedConflicts.isEmpty)
    #expect(table.records == turned.records)
    #expect(table.tails == turned.tails)
    #expect(table.targets == turned.targets.map { 199 - $0 })
    for index in 0..<50 {
        let path = "/r\(index)/42/s2"
        #expect(find(table, .get, path)?.route == find(turned, .get, path).map { 199 - $0.route })
    }
}

@Test func reportsRoutesThatItLeavesOut() {
    let deep = String(repeating: "/s", count: RouteTable.maximumDepth)
    let long = String(repeating: "x", count: RouteTable.maximumSegmentCount)
    let routes = [
        Route(.get, "/a/{x}"), Route(.get, "/a/{y}"), Route(.get, "/a/{x+}/b"),
        Route(.get, "/a/{x+}/"), Route(.get, "/a/{y+}"), Route(.get, deep),
        Route(.get, deep + "/s"), Route(.get, "/" + long), Route(.get, "/x" + long),
        Route(.get, ""), Route(.get, "/"),
    ]
    let (table, conflicts) = RouteTable.build(.rest, routes)
    #expect(
        conflicts == [
            RouteConflict(route: 1, reason: .duplicate(of: 0)),
            RouteConflict(route: 2, reason: .segmentAfterGreedy),
            RouteConflict(route: 4, reason: .duplicate(of: 3)),
            RouteConflict(route: 6, reason: .tooDeep),
            RouteConflict(route: 8, reason: .segmentTooLong),
            RouteConflict(route: 10, reason: .duplicate(of: 9)),
        ])
    #expect(find(table, .get, deep)?.route == 5)
    #expect(find(table, .get, deep + "/s") == nil)
    #expect(find(table, .get, long)?.route == 7)
    let http = RouteTable.build(.http, [Route(.any, "$default"), Route(.any, "$default")])
    #expect(http.conflicts == [RouteConflict(route: 1, reason: .duplicate(of: 0))])
}

@Test func servesADeepPathOfParameters() {
    let depth = RouteTable.maximumDepth
    let path = String(repeating: "/{x}", count: depth - 1) + "/{rest+}"
    let (table, _) = RouteTable.build(.rest, [Route(.get, path)])
    let match = find(table, .get, String(repeating: "/v", count: depth + 1))
    #expect(match?.parameters == Array(repeating: "v", count: depth - 1) + ["v/v"])
}

@Test func knowsTheSevenMethodsOfRequests() {
    for method in RouteMethod.allCases {
        let bytes = Array(method.name.utf8)
        #expect(RouteMethod(request: bytes.span) == (method == .any ? nil : method))
        #expect(RouteMethod(method.name) == method)
    }
    for name in ["", "get", "TRACE", "CONNECT", "GETS", "GET\0", "PROPFIND"] {
        let bytes = Array(name.utf8)
        #expect(RouteMethod(request: bytes.span) == nil)
        #expect(RouteMethod(name) == nil)
    }
    let (table, _) = RouteTable.build(.rest, [Route(.any, "/x")])
    #expect(find(table, .any, "/x") == nil)
}

@Test func refusesDamagedTablesOrStaysInsideThem() throws {
    let routes = [
        Route(.get, "/pets"), Route(.any, "/pets/{id}"), Route(.post, "/pets/{id}/photographs"),
        Route(.get, "/{rest+}"), Route(.get, "/orders"), Route(.put, "/owners/pets-of-owners"),
    ]
    for kind in [RouteTable.Kind.rest, .http] {
        var bytes: [UInt8] = []
        RouteTable.build(kind, routes).table.encode(to: &bytes)
        for count in 0..<bytes.count {
            #expect(throws: RouteTableError.self) {
                _ = try RouteTable(decoding: bytes.span.extracting(0..<count))
            }
        }
        for index in bytes.indices {
            for bit in 0..<8 {
                var damaged = bytes
                damaged[index] ^= 1 << UInt8(bit)
                guard let table = try? RouteTable(decoding: damaged.span) else { continue }
                for path in ["/", "/pets/4/photographs", "/owners/pets-of-owners", "/a/b/c"] {
                    for method in RouteMethod.allCases {
                        let route = find(table, method, path)?.route ?? 0
                        #expect(route < table.routeCount)
                    }
                }
            }
        }
    }
}

/// A small generator of random numbers with a seed (splitmix64).
struct SplitMix {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return Int((mixed ^ mixed >> 31) % UInt64(bound))
    }
}
