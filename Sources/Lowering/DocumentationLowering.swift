import Diagnostics
import Model
import OpenAPI
import Syntax

extension RestAPILowering {
    mutating func lowerDocumentation() {
        guard let node = values.object("x-amazon-apigateway-documentation", of: document.root)
        else { return }
        api.documentationVersion = values.string("version", of: node)
        guard let parts = values.value("documentationParts", of: node) else { return }
        guard parts.kind == .array else {
            values.log.report(.badDocumentation("'documentationParts' must be a list", parts.range))
            return
        }
        for part in parts.elements {
            guard let location = part["location"], location.kind == .object else {
                values.log.report(
                    .badDocumentation("the documentation part has no 'location'", part.firstByte))
                continue
            }
            guard let type = location["type"],
                let kind = type.string.flatMap({
                    ValueReader.find($0, DocumentationPart.Kind.self)
                })
            else {
                values.log.report(
                    .badDocumentation(
                        "the location has no 'type' that documentation can be about",
                        location["type"]?.range ?? location.firstByte))
                continue
            }
            guard let properties = part["properties"], properties.kind == .object else {
                values.log.report(
                    .badDocumentation("the documentation part has no 'properties'", part.firstByte))
                continue
            }
            var lowered = DocumentationPart.Location(kind)
            lowered.path = values.string("path", of: location)?.value
            lowered.method = values.string("method", of: location)?.value
            lowered.statusCode = values.string("statusCode", of: location)?.value
            lowered.name = values.string("name", of: location)?.value
            api.documentationParts.append(
                DocumentationPart(
                    location: Located(lowered, at: location.range),
                    properties: Located(properties.jsonValue, at: properties.range)))
        }
    }
}

extension Diagnostic {
    fileprivate static func badDocumentation(_ message: String, _ range: SourceRange) -> Self {
        Self(
            ID(rawValue: "invalid-documentation"), .error, message, at: range,
            aws: AWSWords(.error, "Unable to build importer with provided input."))
    }
}
