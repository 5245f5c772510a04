package import JSON

/// A text that a deployment completes: literal parts, and references to what only it knows.
///
/// Written as a plain string with `${AWS::Region}` or `${NAME}` in it, or as one of
/// CloudFormation's intrinsic functions (`Ref`, `Fn::Sub`, `Fn::GetAtt`, `Fn::Join`). A text
/// without references has at most one part.
package struct SymbolicString: Hashable, Sendable {
    package enum Part: Hashable, Sendable {
        case literal(String)
        case reference(Reference)
    }

    /// What a part of the text stands for.
    package enum Reference: Hashable, Sendable {
        /// A pseudo parameter, such as `AWS::Region`.
        case pseudoParameter(String)
        /// `Ref: NAME`, `${NAME}`: a parameter, a resource's own identifier, or a `--set` name.
        case name(String)
        /// `Fn::GetAtt`: an attribute of a resource of the template.
        case attribute(resource: String, attribute: String)
        /// Any other intrinsic function, kept as it was written.
        case function(JSONValue)
    }

    /// Most texts have no references, and need no list.
    private enum Contents: Hashable, Sendable {
        case text(String)
        /// Has a reference.
        case parts([Part])
    }

    private var contents: Contents

    /// The parts in order; neighbouring literals are joined and none is empty.
    package var parts: [Part] {
        switch contents {
        case .text(let text): text.isEmpty ? [] : [.literal(text)]
        case .parts(let parts): parts
        }
    }

    /// Creates a text without references.
    package init(_ text: String) { contents = .text(text) }

    /// Creates a text of parts.
    package init(parts: [Part]) {
        contents = .text("")
        for part in parts { append(part) }
    }

    /// Adds a part at the end.
    package mutating func append(_ part: Part) {
        var parts = self.parts
        switch (part, parts.last) {
        case (.literal(let text), .literal(let before)?):
            parts[parts.count - 1] = .literal(before + text)
        case (.literal(""), _): break
        default: parts.append(part)
        }
        switch parts.first {
        case nil: contents = .text("")
        case .literal(let text)? where parts.count == 1: contents = .text(text)
        default: contents = .parts(parts)
        }
    }

    /// The text where it has no references, else `nil`.
    package var literal: String? {
        if case .text(let text) = contents { text } else { nil }
    }

    /// The text that it begins with; `nil` where it begins with a reference or is empty.
    package var leadingText: String? {
        switch contents {
        case .text(let text): text.isEmpty ? nil : text
        case .parts(let parts): if case .literal(let text)? = parts.first { text } else { nil }
        }
    }

    /// The references in order, with repetitions.
    package var references: [Reference] {
        parts.compactMap { if case .reference(let reference) = $0 { reference } else { nil } }
    }

    /// Whether the text is empty: no parts.
    package var isEmpty: Bool { literal == "" }

    /// The text in the notation of `Fn::Sub`.
    ///
    /// That is `${NAME}`, `${Resource.Attribute}` and `${AWS::Region}`; `${stageVariables.x}` stays
    /// as it is, and other functions are `${Fn::NAME}`.
    ///
    /// Equal texts have equal notations, so this also names a backend where no deployment knows
    /// better.
    package var text: String {
        if let literal { return literal }
        return parts.map(\.text).joined()
    }
}

extension SymbolicString.Part {
    fileprivate var text: String {
        switch self {
        case .literal(let text): text
        case .reference(.pseudoParameter(let name)), .reference(.name(let name)): "${\(name)}"
        case .reference(.attribute(let resource, let attribute)): "${\(resource).\(attribute)}"
        case .reference(.function(let value)):
            "${\(value.objectValue?.members.first?.key ?? "Fn::Unknown")}"
        }
    }
}

extension SymbolicString: ExpressibleByStringLiteral {
    package init(stringLiteral value: String) { self.init(value) }
}
