internal import Diagnostics

/// One thing that an API's operation depends on, such as an integration's URI: versions differ in
/// what they have such facts of, and in the values of those that both have.
struct Fact {
    /// What a difference means for clients.
    enum Effect {
        /// Nothing that they were promised.
        case none
        /// Something they may notice.
        case notice
        /// They rely on it: another value or none breaks them.
        case reliedOn
        /// They rely on it being there.
        case existence
        /// `true` refuses what `false` lets through.
        case restriction
        /// As `restriction`, for what was wrong all along.
        case check
        /// A number that more is better of; nothing is no limit.
        case limit
        /// A list of what is allowed, with commas; `*` is everything.
        case allowed
    }

    /// The first part of the change's id: `integration-uri`.
    var name: String
    /// What tells it from other facts of the name: a content type, a stage.
    var key = ""
    var value: String
    var effect = Effect.none
    var range: SourceRange?

    /// Where in the API, as reports name it; empty for the API itself.
    var place = ""
    /// `place` without what may differ between versions.
    var identity = ""
}

/// Collects an API's facts.
struct FactList {
    private(set) var facts: [Fact] = []
    /// The method that facts are about.
    var place = ""
    var identity = ""

    /// Adds a fact where there is a value.
    mutating func add(
        _ name: String, _ value: String?, _ effect: Fact.Effect = .none, key: String = "",
        at range: SourceRange?
    ) {
        guard let value else { return }
        facts.append(
            Fact(
                name: name, key: key, value: value, effect: effect, range: range, place: place,
                identity: identity))
    }

    /// Adds a fact of a value that knows where it stands.
    mutating func add(
        _ name: String, _ value: Located<String>?, _ effect: Fact.Effect = .none, key: String = ""
    ) {
        add(name, value?.value, effect, key: key, at: value?.range)
    }
}

extension ChangeLog {
    /// Adds a change for each fact that differs.
    mutating func addFactChanges(from old: [Fact], to new: [Fact]) {
        struct Key: Hashable {
            var name: String
            var key: String
            var identity: String
        }
        func key(_ fact: Fact) -> Key {
            Key(name: fact.name, key: fact.key, identity: fact.identity)
        }
        let known = Dictionary(new.map { (key($0), $0) }, uniquingKeysWith: { first, _ in first })
        var seen: Set<Key> = []
        let places = (old: Set(old.map(\.identity)), new: Set(new.map(\.identity)))
        for fact in old where seen.insert(key(fact)).inserted {
            let other = known[key(fact)]
            if let other, other.value == fact.value { continue }
            // What went with its method has been told.
            if other == nil, !fact.place.isEmpty, !places.new.contains(fact.identity) { continue }
            add(change(from: fact, to: other))
        }
        for fact in new where seen.insert(key(fact)).inserted {
            if !fact.place.isEmpty, !places.old.contains(fact.identity) { continue }
            add(change(from: nil, to: fact))
        }
    }

    private func change(from old: Fact?, to new: Fact?) -> Change {
        let fact = new ?? old ?? Fact(name: "", value: "")
        var title = fact.name.split(separator: "-").joined(separator: " ")
        if !fact.key.isEmpty { title += " '\(fact.key)'" }
        let verb: String
        var text: String
        switch (old, new) {
        case (let old?, let new?):
            verb = "changed"
            text = "the \(title) changed"
            if let was = shown(old.value), let now = shown(new.value) {
                text += " from '\(was)' to '\(now)'"
            }
        case (nil, let new?):
            verb = "added"
            text = "the \(title) is new"
            // What is only there or not has no value to show.
            let isPresence = new.value == new.key || new.value == "true"
            if !isPresence, let value = shown(new.value) { text += ": '\(value)'" }
        default:
            verb = "removed"
            text = "the \(title) was removed"
        }
        let level = level(fact.effect, old?.value, new?.value)
        return Change(
            "\(fact.name)-\(verb)", level, text,
            for: isForClients(fact.effect) ? .clients : .operation,
            at: fact.place.isEmpty ? nil : fact.place, old: old?.range, new: new?.range)
    }

    private func isForClients(_ effect: Fact.Effect) -> Bool {
        if case .none = effect { false } else { true }
    }

    private func level(_ effect: Fact.Effect, _ old: String?, _ new: String?) -> Change.Level {
        switch effect {
        case .none: .compatible
        case .notice: .warning
        case .reliedOn: old == nil ? .compatible : .breaking
        case .existence: new == nil ? .breaking : .compatible
        case .restriction: new == "true" ? .breaking : .compatible
        case .check: new == "true" ? .warning : .compatible
        case .limit: isLess(new, than: old) ? .warning : .compatible
        case .allowed: isNarrower(new ?? "", than: old ?? "") ? .breaking : .compatible
        }
    }

    private func isLess(_ new: String?, than old: String?) -> Bool {
        guard let new = new.flatMap(Double.init) else { return false }
        guard let old = old.flatMap(Double.init) else { return true }
        return new < old
    }

    private func isNarrower(_ new: String, than old: String) -> Bool {
        func values(_ text: String) -> Set<String> {
            Set(text.lowercased().split(separator: ",").map { $0.split(separator: " ").joined() })
        }
        let now = values(new)
        if now.contains("*") { return false }
        return !values(old).isSubset(of: now)
    }

    /// A value that a line has room for, else `nil`.
    private func shown(_ value: String) -> String? {
        let isLong = value.utf8.count > 80 || value.utf8.contains { $0 < 0x20 }
        return isLong ? nil : value
    }
}
