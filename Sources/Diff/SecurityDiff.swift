internal import Diagnostics
internal import OpenAPI
internal import Syntax

extension SpecDiff {
    /// Credentials that together are enough, as clients see them.
    private struct Alternative {
        /// What must be sent, with the scopes asked for.
        var credentials: [String: Set<String>]
        var range: SourceRange

        /// Whether clients that satisfy `other` satisfy this one too.
        func isSatisfied(by other: Alternative) -> Bool {
            credentials.allSatisfy { credential, scopes in
                other.credentials[credential].map { scopes.isSubset(of: $0) } ?? false
            }
        }
    }

    /// Compares what clients must send to be let in.
    mutating func compareSecurity(_ was: Operation, _ now: Operation) {
        let before = alternatives(of: was)
        let after = alternatives(of: now)
        let wasOpen = before.contains { $0.credentials.isEmpty }
        let isOpen = after.contains { $0.credentials.isEmpty }
        if wasOpen, isOpen { return }
        if wasOpen || isOpen { reidentified.formUnion([was.label, now.label]) }
        if wasOpen {
            add(
                "security-added", .breaking, "callers must identify themselves", was.label,
                before.first?.range ?? was.keyRange, after.first?.range ?? now.keyRange)
            return
        }
        if isOpen {
            add(
                "security-removed", .compatible, "callers need not identify themselves",
                was.label, before.first?.range ?? was.keyRange,
                after.first?.range ?? now.keyRange)
            return
        }
        for alternative in before where !after.contains(where: { $0.isSatisfied(by: alternative) })
        {
            let same = after.first { Set($0.credentials.keys) == Set(alternative.credentials.keys) }
            if let same {
                let scopes = same.credentials.flatMap { credential, scopes in
                    scopes.subtracting(alternative.credentials[credential] ?? [])
                }
                add(
                    "security-scope-added", .breaking,
                    "callers need the scope \(list(scopes))", was.label, alternative.range,
                    same.range)
            } else {
                add(
                    "security-alternative-removed", .breaking,
                    "\(describe(alternative)) is no longer enough", was.label, alternative.range,
                    after.first?.range ?? now.keyRange)
            }
        }
        for alternative in after where !before.contains(where: { alternative.isSatisfied(by: $0) })
        {
            if before.contains(where: {
                Set($0.credentials.keys) == Set(alternative.credentials.keys)
            }) {
                continue
            }
            add(
                "security-alternative-added", .compatible,
                "\(describe(alternative)) is enough", was.label,
                before.first?.range ?? was.keyRange, alternative.range)
        }
    }

    private func alternatives(of operation: Operation) -> [Alternative] {
        let schemes = Dictionary(
            operation.document.securitySchemes.map { ($0.name.value, $0) },
            uniquingKeysWith: { first, _ in first })
        let found = operation.security.map { requirement in
            var credentials: [String: Set<String>] = [:]
            for scheme in requirement.schemes {
                let name = scheme.name.value
                let credential = schemes[name].map(credential) ?? "scheme '\(name)'"
                credentials[credential, default: []].formUnion(scheme.scopes.map(\.value))
            }
            return Alternative(credentials: credentials, range: requirement.range)
        }
        if !found.isEmpty { return found }
        let root = operation.document.root
        let range = (operation.node["security"] ?? root["security"])?.range ?? root.range.beginning
        return [Alternative(credentials: [:], range: range)]
    }

    /// What clients send for a scheme; what it is called is the document's own affair.
    private func credential(_ scheme: SecurityScheme) -> String {
        switch scheme.type?.string {
        case "apiKey":
            let isSigned = scheme.authType?.string?.lowercased() == "awssigv4"
            if isSigned { return "a signature of version 4" }
            let location = scheme.location?.string ?? "header"
            return "\(location) '\((scheme.parameterName?.string ?? "").lowercased())'"
        case "basic": return "basic authentication"
        case "http":
            let name = (scheme.node["scheme"]?.string ?? "").lowercased()
            return "\(name) authentication"
        case "oauth2", "openIdConnect": return "a token of '\(scheme.name.value)'"
        default: return "scheme '\(scheme.name.value)'"
        }
    }

    private func describe(_ alternative: Alternative) -> String {
        alternative.credentials.keys.sorted().joined(separator: " with ")
    }

    private func list(_ names: [String]) -> String {
        names.sorted().map { "'\($0)'" }.joined(separator: ", ")
    }
}
