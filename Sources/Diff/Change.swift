package import Diagnostics

/// One difference between two versions of an API.
package struct Change: Sendable, Hashable {
    /// What a change does to clients that were written for the old version.
    package enum Level: Int, Sendable, Hashable, Comparable, CaseIterable {
        /// Nothing.
        case compatible
        /// It may break some, or changes what they see without breaking a promise.
        case warning
        /// It breaks clients that did nothing wrong.
        case breaking

        package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

        /// The level as reports spell it.
        package var name: String {
            switch self {
            case .compatible: "compatible"
            case .warning: "warning"
            case .breaking: "breaking"
            }
        }
    }

    /// Who notices a change first.
    package enum Audience: String, Sendable, Hashable {
        /// Those who call the API.
        case clients
        /// Those who run it: integrations, throttles, logs.
        case operation
    }

    /// The kind of change, stable: words with `-` between.
    package var id: String

    package var level: Level
    package var audience: Audience

    /// What changed, on one line.
    package var message: String

    /// Where in the API: `GET /pets`, `GET /pets 200`; empty for the API as a whole.
    package var places: [String]

    /// Where in the old version; `nil` for what it lacks.
    package var old: SourceRange?

    /// Where in the new version; `nil` for what it lacks.
    package var new: SourceRange?

    /// Creates a change.
    package init(
        _ id: String, _ level: Level, _ message: String, for audience: Audience = .clients,
        at place: String? = nil, old: SourceRange?, new: SourceRange?
    ) {
        self.id = id
        self.level = level
        self.audience = audience
        self.message = message
        places = place.map { [$0] } ?? []
        self.old = old
        self.new = new
    }
}

/// Collects changes; what is the same change in several places becomes one with these places.
struct ChangeLog {
    private struct Key: Hashable {
        var id: String
        var message: String
        var old: SourceRange?
        var new: SourceRange?
    }

    private var changes: [Change] = []
    private var numbers: [Key: Int] = [:]

    /// Adds a change.
    mutating func add(_ change: Change) {
        let key = Key(id: change.id, message: change.message, old: change.old, new: change.new)
        guard let number = numbers[key] else {
            numbers[key] = changes.count
            changes.append(change)
            return
        }
        changes[number].level = max(changes[number].level, change.level)
        for place in change.places where changes[number].places.last != place {
            changes[number].places.append(place)
        }
    }

    /// Everything, worst first, else in the order of the documents.
    func sorted() -> [Change] {
        changes.enumerated().sorted { left, right in
            if left.element.level != right.element.level {
                return left.element.level > right.element.level
            }
            if left.element.audience != right.element.audience {
                return left.element.audience == .clients
            }
            return left.offset < right.offset
        }.map(\.element)
    }
}
