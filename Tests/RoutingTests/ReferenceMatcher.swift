import Routing

/// The rules of matching in the fewest words, to check the table against.
///
/// Every route whose path matches and whose method is the request's or ANY is a candidate; the
/// best has literals before `{name}` before `{name+}`, compared segment by segment from the left,
/// and among routes of the same path its own method before ANY.
struct ReferenceMatcher {
    var kind: RouteTable.Kind
    var routes: [Route]

    struct Match: Equatable {
        var route: Int
        var parameters: [String]
    }

    func match(_ method: RouteMethod, _ path: String) -> Match? {
        var segments = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        switch kind {
        case .rest:
            while segments.first == "" { segments.removeFirst() }
            while segments.last == "" { segments.removeLast() }
        case .http:
            if segments.first == "" { segments.removeFirst() }
            if segments == [""] { segments = [] }
        }
        var best: (rank: [Int], match: Match)?
        for (number, route) in routes.enumerated()
        where (route.method == method || route.method == .any) && route.path != "$default" {
            guard let (order, parameters) = compare(route.path, segments) else { continue }
            var rank = order
            // An HTTP API looks at what is full before it looks from the left.
            if kind == .http { rank.insert(rank.last == 2 ? 1 : 0, at: 0) }
            rank.append(route.method == .any ? 1 : 0)
            if let best, !rank.lexicographicallyPrecedes(best.rank) { continue }
            best = (rank, Match(route: number, parameters: parameters))
        }
        if let best { return best.match }
        guard kind == .http else { return nil }
        return routes.firstIndex { $0.path == "$default" }
            .map { Match(route: $0, parameters: []) }
    }

    private func compare(_ template: String, _ segments: [String]) -> ([Int], [String])? {
        var rank: [Int] = []
        var parameters: [String] = []
        let parts = template.split(separator: "/").map(String.init)
        for (index, part) in parts.enumerated() {
            guard index < segments.count else { return nil }
            if part.hasPrefix("{"), part.hasSuffix("+}") {
                let rest = segments[index...].joined(separator: "/")
                return rest.isEmpty ? nil : (rank + [2], parameters + [rest])
            }
            if part.hasPrefix("{"), part.hasSuffix("}"), part.utf8.count > 2 {
                if segments[index].isEmpty { return nil }
                rank.append(1)
                parameters.append(segments[index])
            } else {
                if part != segments[index] { return nil }
                rank.append(0)
            }
        }
        return parts.count == segments.count ? (rank, parameters) : nil
    }
}
