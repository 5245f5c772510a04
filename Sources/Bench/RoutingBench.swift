import JSON
import Platform
import Routing

/// Looking routes up: `--dir` has `routes-NAME.json` and `requests-NAME.jsonl`, `--peer` is the C
/// source of a router to compile and run beside ours on the same data.
let routingWorkloads: [Workload] = [
    Workload(name: "routing", summary: "route look-ups, ns; --dir DATA [--peer FILE.c]") {
        arguments in
        guard let folder = arguments.options["dir"] else {
            throw PlatformError(action: "'--dir' is missing", code: 22)
        }
        let peer = try arguments.options["peer"].map { try RouterPeer(source: $0) }
        defer { peer?.remove() }
        var figures: [Figure] = []
        for file in try namesInFolder(folder) where file.hasPrefix("routes-") {
            let name = String(file.dropFirst(7).dropLast(5))
            let set = try RouteSet(folder: folder, name: name)
            figures += try set.measure(rounds: arguments.rounds, beside: peer)
        }
        return figures
    }
]

/// A request, its path a range of the set's bytes, and the number of the route it should find.
private struct RouteRequest {
    var method: RouteMethod
    var range: Range<Int>
    var route: Int?
}

/// A route set with requests whose routes are known.
private struct RouteSet {
    let name: String
    var routes: [Route] = []
    var requests: [RouteRequest] = []
    var bytes: [UInt8] = []

    init(folder: String, name: String) throws {
        self.name = name
        let list = try JSONValue(parsing: try readFile("\(folder)/routes-\(name).json"))
        for route in list.arrayValue ?? [] {
            guard let method = RouteMethod(route["method"]?.stringValue ?? "") else { continue }
            routes.append(Route(method, route["path"]?.stringValue ?? ""))
        }
        let lines = try readFile("\(folder)/requests-\(name).jsonl")
        for line in lines.split(separator: UInt8(ascii: "\n")) {
            let request = try JSONValue(parsing: Array(line))
            guard let method = RouteMethod(request["method"]?.stringValue ?? "") else { continue }
            let start = bytes.count
            bytes.append(contentsOf: (request["path"]?.stringValue ?? "").utf8)
            requests.append(
                RouteRequest(
                    method: method, range: start..<bytes.count, route: request["route"]?.intValue))
        }
    }

    func measure(rounds: Int, beside peer: RouterPeer?) throws -> [Figure] {
        let (table, _) = RouteTable.build(.rest, routes)
        var stored: [UInt8] = []
        table.encode(to: &stored)
        var match = RouteMatch()
        var wrongCount = 0
        for request in requests
        where request.route
            != table.find(
                request.method, bytes.span.extracting(request.range), into: &match)
        {
            wrongCount += 1
        }
        let passes = max(1, 2_000_000 / requests.count)
        // Ours and the peer's turns alternate, so that both meet the same machine.
        var ours: [Double] = []
        var peers: [Double] = []
        for _ in 0..<max(rounds, 1) {
            ours.append(
                medianSeconds(rounds: 3) { lookUpAll(table, passes: passes) } * 1e9
                    / Double(passes * requests.count))
            if let peer { peers.append(try peer.nanoseconds(self)) }
        }
        let build = medianSeconds(rounds: 11) { _ = RouteTable.build(.rest, routes) }
        let load = medianSeconds(rounds: 11) { _ = try? RouteTable(decoding: stored.span) }
        var figures = [
            Figure(name: "\(name) look-up", value: median(ours), unit: "ns"),
            Figure(name: "\(name) wrong", value: Double(wrongCount), unit: "requests"),
            Figure(name: "\(name) build", value: build * 1e3, unit: "ms"),
            Figure(name: "\(name) load", value: load * 1e3, unit: "ms"),
            Figure(
                name: "\(name) size", value: Double(stored.count) / Double(routes.count),
                unit: "bytes/route"),
        ]
        if peer != nil {
            figures.append(Figure(name: "\(name) peer", value: median(peers), unit: "ns"))
            let ratio = median(ours) / median(peers)
            figures.append(Figure(name: "\(name) ratio to peer", value: ratio, unit: "times"))
        }
        return figures
    }

    /// All paths lie in one array, so that no count of references is measured.
    private func lookUpAll(_ table: RouteTable, passes: Int) {
        var match = RouteMatch()
        let span = bytes.span
        var sum = 0
        for _ in 0..<passes {
            for index in requests.indices {
                let path = span.extracting(requests[index].range)
                sum &+= table.find(requests[index].method, path, into: &match) ?? -1
            }
        }
        precondition(sum != Int.min)
    }
}

/// A router in C that reads routes and requests as TSV and prints `median=N.N`.
private struct RouterPeer {
    private let folder: String

    init(source: String) throws {
        folder = "/tmp/apigw-bench-\(wallClockMilliseconds())"
        try makeFolder(folder)
        let compiler = environmentVariable("CC") ?? "cc"
        let (status, _) = try runProgram(
            [compiler, "-O3", "-march=native", "-w", source, "-o", "\(folder)/peer"])
        guard status == 0 else {
            throw PlatformError(action: "'\(compiler)' failed on '\(source)'", code: status)
        }
    }

    func remove() { try? removeFolder(folder) }

    func nanoseconds(_ set: RouteSet) throws -> Double {
        let routeLines = set.routes.map { "\($0.method.name)\t\($0.path)\n" }.joined()
        let requestLines = set.requests.map { request in
            let path = String(decoding: set.bytes[request.range], as: UTF8.self)
            return "\(request.method.name)\t\(path)\t\(request.route ?? -1)\n"
        }
        try writeFile(Array(routeLines.utf8), to: "\(folder)/routes.tsv")
        try writeFile(Array(requestLines.joined().utf8), to: "\(folder)/requests.tsv")
        let (_, output) = try runProgram(
            ["\(folder)/peer", "\(folder)/routes.tsv", "\(folder)/requests.tsv"])
        let text = String(decoding: output, as: UTF8.self)
        for word in text.split(separator: " ") where word.hasPrefix("median=") {
            if let value = Double(word.dropFirst(7)) { return value }
        }
        throw PlatformError(action: "the peer printed no median", code: 22)
    }
}

private func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
