package import Diagnostics

/// A data model: a named JSON Schema.
package struct DataModel: Sendable {
    /// Letters and digits; unique in the API.
    package var name: Located<String>

    /// `application/json` for every imported model.
    package var contentType = "application/json"

    package var description: Located<String>?

    /// The schema as API Gateway keeps it: JSON Schema draft 4, each reference to another model
    /// spelled `{"$ref": "#/definitions/NAME"}` (or deeper, `#/definitions/NAME/properties/x`).
    ///
    /// Cycles through references are allowed.
    package var schema: DeferredJSON

    /// The schema as written.
    package var schemaRange: SourceRange

    package init(name: Located<String>, schema: DeferredJSON, schemaRange: SourceRange) {
        self.name = name
        self.schema = schema
        self.schemaRange = schemaRange
    }

    /// The identifier that the gateway goes by here, made from the name.
    package var id: String { stableIdentifier("model", name.value) }

    /// Returns the model that a `$ref` in a model's schema names: `#/definitions/NAME`, or the
    /// canonical `https://apigateway.amazonaws.com/restapis/ID/models/NAME`.
    package static func nameReferenced(by reference: String) -> String? {
        if reference.hasPrefix("#/definitions/") {
            return reference.dropFirst(14).split(separator: "/").first.map(String.init)
        }
        let canonical = "https://apigateway.amazonaws.com/restapis/"
        guard reference.hasPrefix(canonical) else { return nil }
        let parts = reference.dropFirst(canonical.count).split(separator: "/")
        return parts.count >= 3 && parts[1] == "models" ? String(parts[2]) : nil
    }
}
