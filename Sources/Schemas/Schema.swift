internal import JSON

/// A compiled JSON Schema: one relocatable program of words, used in place.
///
/// Made by ``SchemaCompiler``, run by ``SchemaValidator``. Numbers are exact, `pattern`s are
/// automata, names are hashed; nothing is resolved or parsed when an instance is checked.
package struct Schema: Sendable, Hashable {
    /// Whose keywords a schema has.
    package enum Dialect: UInt8, Sendable, Hashable {
        /// JSON Schema draft 4, which API Gateway's models are in.
        case draft4
        /// The Schema Object of OpenAPI 3.0: `nullable`, `readOnly`, `writeOnly`,
        /// `discriminator`, its formats.
        case openAPI30
    }

    /// The program; see `SchemaLayout.swift`.
    package let words: [UInt32]

    init(words: [UInt32]) { self.words = words }

    /// The node of the whole schema.
    var root: Int { Int(words[SchemaHeader.root]) }
}

/// Something wrong in a schema's text.
package struct SchemaProblem: Hashable, Sendable {
    /// How bad it is.
    package enum Kind: Hashable, Sendable {
        /// Breaks the dialect's syntax: API Gateway answers `Invalid model schema specified`.
        case syntax
        /// A keyword that the dialect does not have; its name.
        case unsupportedKeyword(String)
        /// A `$ref` that leads nowhere or around in a circle.
        case reference
        /// Beyond one of our limits.
        case limit
    }

    package var kind: Kind

    /// What is wrong, in the words of API Gateway's engine where it has some.
    package var message: String

    /// Where: a JSON Pointer (RFC 6901) into the document that has the mistake.
    package var pointer: String

    /// The document that has the mistake: empty for the schema itself, else its URI.
    package var document: String

    /// The offset in bytes into the string at `pointer`, for mistakes within a pattern.
    package var offset: Int?
}

extension [SchemaProblem] {
    /// What API Gateway answers to a model with these problems, or `nil` where it accepts it.
    ///
    /// One entry a fault, comma separated; unsupported keywords of the whole schema share one.
    package var invalidModelMessage: String? {
        var entries: [String] = []
        var keywords: [String] = []
        for problem in self {
            switch problem.kind {
            case .unsupportedKeyword(let name):
                if !keywords.contains(name) { keywords.append(name) }
            case .syntax, .reference: entries.append("Invalid model schema specified")
            case .limit: break
            }
        }
        if !keywords.isEmpty {
            var list: [UInt8] = []
            for name in keywords {
                if !list.isEmpty { list += ", ".utf8 }
                appendJSONString(name.utf8, to: &list)
            }
            entries.append(
                "Invalid model schema specified. Unsupported keyword(s): ["
                    + String(decoding: list, as: UTF8.self) + "]")
        }
        if entries.isEmpty { return nil }
        return "Invalid model specified: Validation Result: warnings : [], errors : ["
            + entries.joined(separator: ", ") + "]"
    }
}
