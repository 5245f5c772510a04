package import Diagnostics
internal import JSON

extension Diagnostic.ID {
    package static let yamlSyntax = Self(rawValue: "yaml-syntax")
    package static let yamlMultipleDocuments = Self(rawValue: "yaml-multiple-documents")
    package static let yamlComplexKey = Self(rawValue: "yaml-complex-key")
    package static let yamlUndefinedAlias = Self(rawValue: "yaml-undefined-alias")
    package static let yamlRecursiveAlias = Self(rawValue: "yaml-recursive-alias")
    package static let yamlInvalidMerge = Self(rawValue: "yaml-invalid-merge")
    package static let yamlUnknownTag = Self(rawValue: "yaml-unknown-tag")
    package static let yamlAmbiguousScalar = Self(rawValue: "yaml-ambiguous-scalar")
    package static let unquotedPlaceholder = Self(rawValue: "unquoted-placeholder")
    package static let yamlTagMismatch = Self(rawValue: "yaml-tag-mismatch")
}

extension Diagnostic {
    static func yamlSyntax(_ message: String, _ range: SourceRange) -> Self {
        let help: String? =
            switch message {
            case _ where message.hasPrefix("mapping values are not allowed"):
                "put text that contains ': ' in quotes, or correct the indentation"
            case _ where message.hasPrefix("found character that cannot start any token"):
                "indent with spaces, and put text that starts with '@', '`' or a tab in quotes"
            case _ where message.hasPrefix("could not find expected ':'"):
                "end the key with ': '; one of more than 1024 characters needs '? ' before it"
            case _ where message.hasPrefix("did not find expected key"):
                "align the keys of one mapping in the same column"
            case _
            where message.contains("invalid trailing UTF-8")
                || message.contains("invalid leading UTF-8")
                || message.contains("control characters"):
                "save the document as UTF-8"
            default: nil
            }
        return Self(.yamlSyntax, .error, message, at: range, help: help)
    }

    static func multipleDocuments(_ range: SourceRange) -> Self {
        Self(
            .yamlMultipleDocuments, .error, "a second YAML document starts here", at: range,
            help: "keep one document a file")
    }

    static func complexKey(_ range: SourceRange) -> Self {
        Self(
            .yamlComplexKey, .error, "a mapping or sequence cannot be a key", at: range,
            help: "write the key as text, in quotes if it starts with a bracket or brace")
    }

    static func undefinedAlias(
        _ name: String, _ range: SourceRange, known: [String]
    ) -> Self {
        Self(
            .yamlUndefinedAlias, .error, "no anchor '&\(name)' stands before this alias", at: range,
            help: nearest(to: name, in: known).map { "did you mean '*\($0)'?" })
    }

    static func recursiveAlias(_ name: String, _ range: SourceRange) -> Self {
        Self(
            .yamlRecursiveAlias, .error, "alias '*\(name)' stands inside the node it names",
            at: range, help: "use '$ref' for recursive schemas")
    }

    static func invalidMerge(_ range: SourceRange) -> Self {
        Self(
            .yamlInvalidMerge, .error, "'<<' merges mappings, and this is not one", at: range,
            help: "name the anchor of a mapping, or a sequence of such aliases")
    }

    static func unknownTag(_ name: String, _ range: SourceRange) -> Self {
        Self(
            .yamlUnknownTag, .warning, "tag '\(name)' is not known and is ignored", at: range,
            help: nearest(to: String(name.dropFirst()), in: cloudFormationFunctions.sorted())
                .map { "did you mean '!\($0)'?" })
    }

    static func tagMismatch(_ name: String, _ range: SourceRange) -> Self {
        Self(
            .yamlTagMismatch, .error, "the value does not fit its tag '\(name)'", at: range,
            help: "remove the tag")
    }

    static func unknownType(_ type: String, _ range: SourceRange) -> Self {
        Self(
            .yamlUnknownTag, .error, "'!!\(type)' is no type of YAML's; no objects are made of it",
            at: range, help: "remove the tag")
    }

    static func unquotedPlaceholder(_ text: String, _ range: SourceRange) -> Self {
        Self(
            .unquotedPlaceholder, .error,
            "'\(text)' stands between brackets or braces without quotes", at: range,
            help: "put the whole value in quotes")
    }

    static func ambiguousScalar(
        _ reading: YAML11Reading, _ range: SourceRange, _ file: SourceFile
    ) -> Self {
        let text = String(
            decoding: file.bytes[Int(range.start)..<Int(range.end)].prefix(40), as: UTF8.self)
        return Self(
            .yamlAmbiguousScalar, .note,
            "readers of YAML 1.1 take '\(text)' for \(reading.words)", at: range,
            help: "put it in quotes if it is text")
    }
}
