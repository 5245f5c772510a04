internal import Diagnostics
package import Model
package import OpenAPI
internal import Syntax

/// One version of an API.
package struct SpecVersion: Sendable {
    package var document: OpenAPIDocument
    package var api: API

    /// Creates a version from a document and what it was lowered to.
    package init(document: OpenAPIDocument, api: API) {
        self.document = document
        self.api = api
    }
}

/// Returns what changed from one version of an API to another, worst first.
///
/// For clients, operations are compared by their documents, OpenAPI 3.0 and Swagger 2.0 alike:
/// parameters and bodies by what was accepted, responses by what was promised. For operation, the
/// models are compared: integrations, authorizers, validators, gateway responses, settings.
/// Equal versions give nothing. O(*nodes*) for documents whose schemas correspond.
package func differences(from old: SpecVersion, to new: SpecVersion) -> [Change] {
    var diff = SpecDiff(old, new)
    diff.compareOperations()
    diff.compareServers()
    diff.compareFacts(old.api, new.api)
    return diff.log.sorted()
}

/// The comparison of two documents.
struct SpecDiff {
    let old: OpenAPIDocument
    let new: OpenAPIDocument
    var schemas: SchemaDiff
    var log = ChangeLog()

    /// The operations whose callers need other credentials, which has been told.
    var reidentified: Set<String> = []

    init(_ old: SpecVersion, _ new: SpecVersion) {
        self.old = old.document
        self.new = new.document
        schemas = SchemaDiff(old.document, new.document)
    }

    mutating func compareOperations() {
        let before = operations(of: old)
        let after = operations(of: new)
        let known = Dictionary(
            after.map { ($0.key, $0.operation) }, uniquingKeysWith: { first, _ in first })
        for (key, operation) in before {
            if let other = known[key] ?? known[key.forAnyMethod] {
                compare(operation, other)
                continue
            }
            let parts = after.filter { key.method == .any && $0.key.shape == key.shape }
            for (_, part) in parts { compare(operation, part) }
            let lost = Key.methods.subtracting(parts.map(\.key.method))
            if lost.isEmpty { continue }
            remove(
                operation, parts.isEmpty ? nil : lost.map(\.httpName).sorted(),
                proxy: after.first { $0.key.isProxy(for: key) }?.operation)
        }
        let keys = Set(before.map(\.key))
        for (key, operation) in after
        where !keys.contains(key) && !keys.contains(key.forAnyMethod) {
            log.add(
                Change(
                    "endpoint-added", .compatible, "the endpoint is new", at: operation.label,
                    old: nil, new: operation.keyRange))
        }
    }

    /// Tells of an operation that is gone, or of one for any method that lost some.
    private mutating func remove(_ operation: Operation, _ methods: [String]?, proxy: Operation?) {
        var message = "the endpoint was removed"
        if let methods { message = "\(methods.joined(separator: ", ")) are no longer taken" }
        let id: String
        var level = Change.Level.warning
        if let proxy {
            id = "endpoint-left-to-proxy"
            message += "; '\(proxy.label)' takes its requests"
        } else if operation.isDeprecated {
            id = "endpoint-removed-with-deprecation"
        } else {
            id = "endpoint-removed"
            level = .breaking
        }
        log.add(
            Change(
                id, level, message, at: operation.label, old: operation.keyRange,
                new: proxy?.keyRange ?? new.root.member("paths")?.keyRange))
    }

    /// Compares what else the models depend on.
    mutating func compareFacts(_ was: API, _ now: API) {
        func isNews(_ fact: Fact) -> Bool {
            !fact.name.hasPrefix("authorization") || !reidentified.contains(fact.place)
        }
        log.addFactChanges(
            from: facts(of: was).filter(isNews), to: facts(of: now).filter(isNews))
    }

    mutating func compareServers() {
        let was = old.basePath
        let now = new.basePath
        guard was?.value != now?.value else { return }
        log.add(
            Change(
                "base-path-changed", .warning,
                "the base path changed from '\(was?.value ?? "/")' to '\(now?.value ?? "/")'",
                old: was?.range, new: now?.range))
    }

    /// What requests an operation is for.
    private struct Key: Hashable {
        /// The path with empty braces: names of variables mean nothing to clients.
        var shape: String
        var method: Operation.Method

        var forAnyMethod: Key { Key(shape: shape, method: .any) }

        /// What `ANY` stands for.
        static let methods: Set<Operation.Method> = [
            .delete, .get, .head, .options, .patch, .post, .put,
        ]

        /// Whether this is a greedy path that has the requests of another one below it.
        func isProxy(for other: Key) -> Bool {
            guard shape.hasSuffix("{+}"), method == .any || method == other.method else {
                return false
            }
            let prefix = shape.dropLast("{+}".utf8.count)
            return other.shape.utf8.count > prefix.utf8.count && other.shape.hasPrefix(prefix)
        }
    }

    private func operations(
        of document: OpenAPIDocument
    ) -> [(key: Key, operation: Operation)] {
        document.paths.flatMap { item in
            let shape = withoutVariableNames(item.path)
            return item.operations.map { (Key(shape: shape, method: $0.method), $0) }
        }
    }

    private func withoutVariableNames(_ path: String) -> String {
        var output: [UInt8] = []
        var isInside = false
        for byte in path.utf8 {
            if byte == UInt8(ascii: "}") { isInside = false }
            if !isInside || byte == UInt8(ascii: "+") { output.append(byte) }
            if byte == UInt8(ascii: "{") { isInside = true }
        }
        return String(decoding: output, as: UTF8.self)
    }
}

extension Operation {
    /// The operation as reports name it: `GET /pets`.
    var label: String { "\(method.httpName) \(path)" }
}
