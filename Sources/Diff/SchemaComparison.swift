internal import Diagnostics
internal import JSON
internal import Syntax

/// Who writes the values of a schema: what a promise is to one side is freedom to the other.
enum Direction: Hashable {
    /// Clients: what was accepted must stay accepted.
    case request
    /// The API: what was never returned must not begin to be.
    case response

    /// The level of accepting or returning less than before.
    var narrowed: Change.Level { self == .request ? .breaking : .compatible }

    /// The level of accepting or returning more than before.
    var widened: Change.Level { self == .request ? .compatible : .breaking }
}

/// A change of one schema, not of those in it.
struct SchemaChange {
    /// The last part of the change's id: `max-length-decreased`.
    var suffix: String
    var level: Change.Level
    /// What happened: follows the name of what it happened to.
    var text: String
    var old: SourceRange
    var new: SourceRange
    /// The property that it is about; `suffix` is the whole id's middle then.
    var property: String?
}

/// Compares what two versions of a schema ask for.
struct SchemaComparison {
    let old: SchemaView
    let new: SchemaView
    let direction: Direction
    private(set) var changes: [SchemaChange] = []

    /// The properties of the old and the new version that the direction's values do not have.
    private let oldHidden: Set<String>
    private let newHidden: Set<String>

    init(
        _ old: SchemaView, hidden oldHidden: Set<String>, _ new: SchemaView,
        hidden newHidden: Set<String>, _ direction: Direction
    ) {
        self.old = old
        self.new = new
        self.oldHidden = oldHidden
        self.newHidden = newHidden
        self.direction = direction
        guard compareTypes() else { return }
        compareNull()
        compareValues()
        compareBounds()
        comparePattern()
        compareDefault()
        compareObjects()
        if old.isDeprecated != new.isDeprecated {
            add(
                new.isDeprecated ? "deprecated" : "reactivated", .compatible,
                new.isDeprecated ? "is deprecated" : "is no longer deprecated")
        }
        if let was = old.discriminator, let now = new.discriminator {
            if was.value["propertyName"] != now.value["propertyName"] {
                add(
                    "discriminator-property-name-changed", .warning,
                    "has another discriminator", was.range, now.range)
            } else if was.value != now.value {
                add(
                    "discriminator-mapping-changed", .compatible,
                    "has another mapping of its discriminator", was.range, now.range)
            }
        } else if old.discriminator != nil || new.discriminator != nil {
            let isNew = new.discriminator != nil
            add(
                isNew ? "discriminator-added" : "discriminator-removed", .compatible,
                isNew ? "has a discriminator" : "has no discriminator any more",
                old.discriminator?.range, new.discriminator?.range)
        }
        if (old.not == nil) != (new.not == nil) {
            add(
                new.not == nil ? "not-removed" : "not-added",
                new.not == nil ? direction.widened : direction.narrowed,
                new.not == nil ? "may be what 'not' excluded" : "must not be what 'not' says",
                old.not?.range, new.not?.range)
        }
    }

    private mutating func add(
        _ suffix: String, _ level: Change.Level, _ text: String,
        _ was: SourceRange? = nil, _ now: SourceRange? = nil, property: String? = nil
    ) {
        changes.append(
            SchemaChange(
                suffix: suffix, level: level, text: text, old: was ?? old.anchor,
                new: now ?? new.anchor, property: property))
    }

    // MARK: Kinds of value

    /// - Returns: Whether anything else is worth comparing.
    private mutating func compareTypes() -> Bool {
        let was = old.types
        let now = new.types
        if was != now {
            let text = "changed its type from \(was.text) to \(now.text)"
            if was.isStrictSubset(of: now) {
                add("type-generalized", direction.widened, text, old.typeRange, new.typeRange)
            } else if was.isStrictSuperset(of: now) {
                let suffix = direction == .request ? "type-changed" : "type-specialized"
                add(suffix, direction.narrowed, text, old.typeRange, new.typeRange)
            } else {
                add("type-changed", .breaking, text, old.typeRange, new.typeRange)
                return false
            }
        }
        let wasFormat = old.format?.value
        let nowFormat = new.format?.value
        guard wasFormat != nowFormat else { return true }
        let text = "changed its format from \(quoted(wasFormat)) to \(quoted(nowFormat))"
        let (suffix, level) = formatChange(wasFormat, nowFormat)
        add(suffix, level, text, old.format?.range, new.format?.range)
        return true
    }

    private func formatChange(_ was: String?, _ now: String?) -> (String, Change.Level) {
        if isWider(now, than: was) { return ("type-generalized", direction.widened) }
        if isWider(was, than: now) {
            return (direction == .request ? "type-changed" : "type-specialized", direction.narrowed)
        }
        return ("type-changed", .breaking)
    }

    private func isWider(_ format: String?, than other: String?) -> Bool {
        switch (format, other) {
        case (nil, _): true
        case ("int64", "int32"), ("double", "float"), ("date-time", "date"): format != "date-time"
        default: false
        }
    }

    private mutating func compareNull() {
        guard old.isNullable != new.isNullable else { return }
        if new.isNullable {
            add("became-nullable", direction.widened, "may be null", nil, new.nullableRange)
        } else {
            add(
                "became-not-nullable", direction.narrowed, "must not be null", old.nullableRange,
                new.nullableRange)
        }
    }

    private mutating func compareValues() {
        switch (old.values, new.values) {
        case (nil, nil): break
        case (nil, let now?):
            add("became-enum", direction.narrowed, "became an enumeration", nil, now.range)
        case (let was?, nil):
            let level = min(direction.widened, .warning)
            add("no-longer-enum", level, "is no longer an enumeration", was.range, nil)
        case (let was?, let now?):
            for value in was.value where !now.value.contains(value) {
                add(
                    "enum-value-removed", direction.narrowed,
                    "lost the value \(text(value))", was.range, now.range)
            }
            for value in now.value where !was.value.contains(value) {
                add(
                    "enum-value-added", min(direction.widened, .warning),
                    "got the value \(text(value))", was.range, now.range)
            }
        }
    }

    // MARK: Bounds

    private mutating func compareBounds() {
        compare("max", "maximum", old.maximum, new.maximum, isUpper: true)
        compare("min", "minimum", old.minimum, new.minimum, isUpper: false)
        for (suffix, keyword) in [
            ("max-length", "maxLength"), ("max-items", "maxItems"),
            ("max-properties", "maxProperties"),
        ] {
            compare(suffix, keyword, old.counts[keyword], new.counts[keyword], isUpper: true)
        }
        for (suffix, keyword) in [
            ("min-length", "minLength"), ("min-items", "minItems"),
            ("min-properties", "minProperties"),
        ] {
            // A minimum of none is none.
            let was = old.counts[keyword].flatMap { $0.value.isZero ? nil : $0 }
            let now = new.counts[keyword].flatMap { $0.value.isZero ? nil : $0 }
            compare(suffix, keyword, was, now, isUpper: false)
        }
        compareMultiples()
        let wasUnique = old.uniqueItems?.value ?? false
        let isUnique = new.uniqueItems?.value ?? false
        if wasUnique != isUnique {
            add(
                isUnique ? "unique-items-set" : "unique-items-unset",
                isUnique ? direction.narrowed : min(direction.widened, .warning),
                isUnique ? "must have different items" : "may have equal items",
                old.uniqueItems?.range, new.uniqueItems?.range)
        }
    }

    private mutating func compare(
        _ suffix: String, _ keyword: String, _ was: SchemaView.Bound?, _ now: SchemaView.Bound?,
        isUpper: Bool
    ) {
        switch (was, now) {
        case (nil, nil): return
        case (nil, let now?):
            // The values may have kept to the bound all along.
            add(
                "\(suffix)-set", min(direction.narrowed, .warning),
                "got the bound '\(keyword)' of \(now.text)", nil, now.range)
        case (let was?, nil):
            add(
                "\(suffix)-unset", direction.widened,
                "lost the bound '\(keyword)' of \(was.text)", was.range, nil)
        case (let was?, let now?):
            let isTighter = isUpper ? now.isBelow(was) : now.isAbove(was)
            let isWider = isUpper ? was.isBelow(now) : was.isAbove(now)
            guard isTighter || isWider else { return }
            let isDecreased = isTighter == isUpper
            let limits = "'\(keyword)' from \(boundText(was)) to \(boundText(now))"
            add(
                "\(suffix)-\(isDecreased ? "decreased" : "increased")",
                isTighter ? direction.narrowed : direction.widened,
                "changed \(limits)", was.range, now.range)
        }
    }

    private func boundText(_ bound: SchemaView.Bound) -> String {
        bound.isExclusive ? "\(bound.text) (exclusive)" : bound.text
    }

    private mutating func compareMultiples() {
        switch (old.multipleOf, new.multipleOf) {
        case (nil, nil): break
        case (nil, let now?):
            add(
                "multiple-of-set", min(direction.narrowed, .warning),
                "must be a multiple of \(now.text)", nil, now.range)
        case (let was?, nil):
            add(
                "multiple-of-unset", min(direction.widened, .warning),
                "need not be a multiple of \(was.text)", was.range, nil)
        case (let was?, let now?):
            if was.value.compared(with: now.value) == 0 { return }
            let isWider = !now.value.isZero && was.value.isMultiple(of: now.value)
            let isNarrower = !was.value.isZero && now.value.isMultiple(of: was.value)
            add(
                "multiple-of-changed",
                isWider ? direction.widened : isNarrower ? direction.narrowed : .breaking,
                "must be a multiple of \(now.text), not \(was.text)", was.range, now.range)
        }
    }

    private mutating func comparePattern() {
        let was = old.pattern
        let now = new.pattern
        guard was?.value != now?.value else { return }
        switch (was, now) {
        case (nil, let now?):
            add(
                "pattern-added", direction.narrowed, "got the pattern '\(now.value)'", nil,
                now.range)
        case (let was?, nil):
            add(
                "pattern-removed", min(direction.widened, .warning),
                "lost the pattern '\(was.value)'", was.range, nil)
        default:
            let isAny = [".*", "^.*$", ""].contains(now?.value ?? "")
            add(
                isAny ? "pattern-generalized" : "pattern-changed",
                isAny ? .compatible : .warning,
                "changed its pattern from '\(was?.value ?? "")' to '\(now?.value ?? "")'",
                was?.range, now?.range)
        }
    }

    private mutating func compareDefault() {
        let was = old.defaultValue
        let now = new.defaultValue
        guard was?.value != now?.value else { return }
        switch (was, now) {
        case (nil, let now?):
            add(
                "default-value-added", .compatible, "got the default \(text(now.value))", nil,
                now.range)
        case (let was?, nil):
            add(
                "default-value-removed", .compatible, "lost the default \(text(was.value))",
                was.range, nil)
        default:
            add(
                "default-value-changed", .compatible,
                "changed its default from \(text(was?.value ?? .null)) to "
                    + text(now?.value ?? .null), was?.range, now?.range)
        }
    }

    // MARK: Objects

    private mutating func compareObjects() {
        var seen: Set<String> = []
        let before = Dictionary(
            old.properties.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        var now: [String: SourceRange] = [:]
        for property in new.properties {
            seen.insert(property.name)
            now[property.name] = property.range
            if before[property.name] == nil, !newHidden.contains(property.name) {
                addProperty(property)
            }
        }
        for property in old.properties {
            let wasHidden = oldHidden.contains(property.name)
            if !seen.contains(property.name) {
                if !wasHidden { removeProperty(property) }
            } else if wasHidden != newHidden.contains(property.name) {
                hideProperty(property, now[property.name], isHidden: !wasHidden)
            } else if !wasHidden {
                compareRequired(property, now[property.name])
            }
        }
        switch (old.additional, new.additional) {
        case (.refused, .refused), (.allowed, .allowed), (.schema, .schema): break
        case (_, .refused(let now)):
            add(
                "additional-properties-refused", direction.narrowed,
                "may have no other properties", nil, now)
        case (.refused(let was), _):
            add(
                "additional-properties-allowed", min(direction.widened, .warning),
                "may have other properties", was, nil)
        case (.allowed, .schema(_, let now)):
            add(
                "additional-properties-constrained", min(direction.narrowed, .warning),
                "may have other properties only of a kind", nil, now)
        case (.schema(_, let was), .allowed):
            add(
                "additional-properties-allowed", min(direction.widened, .warning),
                "may have other properties of any kind", was, nil)
        }
    }

    private mutating func addProperty(_ property: SchemaView.Property) {
        let name = property.name
        let isRequired = new.required[name] != nil
        switch (direction, isRequired) {
        case (.request, true):
            add(
                "new-required", .breaking, "is new and required", nil, property.range,
                property: name)
        case (.request, false):
            add("new-optional", .compatible, "is new", nil, property.range, property: name)
        case (.response, true):
            add("required-added", .compatible, "is new", nil, property.range, property: name)
        case (.response, false):
            add("optional-added", .compatible, "is new", nil, property.range, property: name)
        }
    }

    private mutating func removeProperty(_ property: SchemaView.Property) {
        let name = property.name
        switch direction {
        case .request:
            var level = Change.Level.warning
            var text = "was removed"
            if case .refused = new.additional {
                level = .breaking
                text = "was removed and is refused"
            }
            add("removed", level, text, property.range, nil, property: name)
        case .response:
            let wasRequired = old.required[name] != nil
            add(
                wasRequired ? "required-removed" : "optional-removed",
                wasRequired ? .breaking : .warning, "was removed", property.range, nil,
                property: name)
        }
    }

    /// A property that only the other side writes now, or did so before.
    private mutating func hideProperty(
        _ property: SchemaView.Property, _ range: SourceRange?, isHidden: Bool
    ) {
        let name = property.name
        let keyword = direction == .request ? "read-only" : "write-only"
        let isRequired = (isHidden ? old : new).required[name] != nil
        let level: Change.Level =
            switch (direction, isHidden) {
            case (.request, true): .warning
            case (.request, false): isRequired ? .breaking : .compatible
            case (.response, true): isRequired ? .breaking : .warning
            case (.response, false): .compatible
            }
        add(
            isHidden ? "became-\(keyword)" : "became-not-\(keyword)", level,
            isHidden ? "became \(keyword)" : "is no longer \(keyword)", property.range, range,
            property: name)
    }

    private mutating func compareRequired(
        _ property: SchemaView.Property, _ range: SourceRange?
    ) {
        let name = property.name
        let was = old.required[name]
        let now = new.required[name]
        if was == nil, let now {
            add(
                "became-required", direction.narrowed, "became required", property.range, now,
                property: name)
        } else if let was, now == nil {
            add("became-optional", direction.widened, "became optional", was, range, property: name)
        }
    }

    // MARK: Texts

    private func quoted(_ text: String?) -> String { text.map { "'\($0)'" } ?? "none" }

    private func text(_ value: JSONValue) -> String {
        if case .string(let text) = value { return "'\(text)'" }
        return value.printed(.compact)
    }
}
