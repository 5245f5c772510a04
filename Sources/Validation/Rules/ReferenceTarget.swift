package import Diagnostics
internal import JSON
internal import OpenAPI
internal import Syntax

/// A reference leads to what its place asks for.
package enum ReferenceTarget: Rule {
    package static let explanation = Explanation(
        .init(rawValue: "reference-target"), .error,
        "A reference leads to an object of the kind that its place asks for.",
        reason: "Where a schema is expected, a parameter, a text or the document itself cannot "
            + "be read as one, and the part of the API that uses it is lost.",
        bad: "schema:\n  $ref: '#/components/parameters/limit'",
        good: "schema:\n  $ref: '#/components/schemas/Limit'")

    /// Checks a reference within the document, in a place for objects of a shape.
    ///
    /// O(1); references to the usual section for the shape cost a comparison only.
    static func check(
        _ reference: Node, _ shape: Shape, _ document: OpenAPIDocument,
        into log: inout DiagnosticLog
    ) {
        if let section = shape.section, reference.startsWith(section),
            !hasSlash(reference, after: section.utf8.count)
        {
            return
        }
        guard let target = document.references.target(of: reference), target.kind != .invalid
        else { return }
        let wanted = StructureTable.shared.definition(shape).name
        if target.index == document.root.index, target.tree === document.root.tree {
            log.report(.wrongTarget(reference, "the document itself", wanted))
        } else if let other = sections.first(where: {
            $0.section != shape.section && reference.startsWith($0.section)
                && !hasSlash(reference, after: $0.section.utf8.count)
        }) {
            log.report(.wrongTarget(reference, other.words, wanted))
        } else if target.kind != .object {
            log.report(.wrongTarget(reference, target.kind.words, wanted))
        }
    }

    private static func hasSlash(_ reference: Node, after offset: Int) -> Bool {
        let tape = reference.tree.tape
        let (isDecoded, range) = tape.stringRange(of: reference.index)
        return (isDecoded ? tape.decoded : tape.bytes)[range].dropFirst(offset)
            .contains(UInt8(ascii: "/"))
    }

    /// The sections whose members are of one kind.
    private static let sections: [(section: String, words: String)] = [
        ("#/components/schemas/", "a schema"), ("#/definitions/", "a schema"),
        ("#/components/parameters/", "a parameter"), ("#/parameters/", "a parameter"),
        ("#/components/responses/", "a response"), ("#/responses/", "a response"),
        ("#/components/examples/", "an example"),
        ("#/components/requestBodies/", "a request body"),
        ("#/components/headers/", "a header"),
        ("#/components/securitySchemes/", "a security scheme"),
        ("#/securityDefinitions/", "a security scheme"),
        ("#/components/links/", "a link"), ("#/components/callbacks/", "a callback"),
        ("#/components/x-amazon-apigateway-integrations/", "an integration"),
    ]
}

extension Shape {
    /// Where a document keeps named objects of the shape.
    fileprivate var section: String? {
        switch self {
        case .schema30: "#/components/schemas/"
        case .schema20: "#/definitions/"
        case .parameter30: "#/components/parameters/"
        case .parameter20: "#/parameters/"
        case .response30: "#/components/responses/"
        case .response20: "#/responses/"
        case .example: "#/components/examples/"
        case .requestBody: "#/components/requestBodies/"
        case .header30: "#/components/headers/"
        case .securityScheme30: "#/components/securitySchemes/"
        case .link: "#/components/links/"
        case .callback: "#/components/callbacks/"
        case .integration: "#/components/x-amazon-apigateway-integrations/"
        default: nil
        }
    }
}

extension Diagnostic {
    fileprivate static func wrongTarget(
        _ reference: Node, _ found: String, _ wanted: String
    ) -> Self {
        let article = "aeiou".utf8.contains(wanted.utf8.first ?? 0) ? "an" : "a"
        return Self(
            ReferenceTarget.id, .error,
            "'\(reference.string ?? "")' is \(found), and the place asks for \(article) \(wanted)",
            at: reference.range)
    }
}
