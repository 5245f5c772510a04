internal import Diagnostics
internal import Faults
package import JSON
internal import Model

extension ResourceShapes {
    /// Every mapping template of the API: `{items: [...]}` with where it is, its media type and its
    /// text.
    ///
    /// Requests' and responses' templates come in the order of resources and methods, then those of
    /// gateway responses that the document defines.
    package var mappingTemplates: JSONValue {
        items(allTemplates.map(\.shape))
    }

    /// The same for people: a line each, with the text below.
    package var templateText: String {
        allTemplates.map { template in
            let lines = template.text.split(separator: "\n", omittingEmptySubsequences: false)
            return "\(template.place)  \(template.contentType)\n"
                + lines.map { $0.isEmpty ? "\n" : "    \($0)\n" }.joined()
        }.joined()
    }

    private struct PlacedTemplate {
        /// Such as `GET /pets request`.
        var place: String
        var contentType: String
        var text: String

        var shape: JSONValue {
            [
                "place": .string(place), "contentType": .string(contentType),
                "template": .string(text),
            ]
        }
    }

    private var allTemplates: [PlacedTemplate] {
        var result: [PlacedTemplate] = []
        func add(_ templates: [MappingTemplate], _ place: String) {
            for template in templates.sorted(by: { $0.contentType.value < $1.contentType.value }) {
                result.append(
                    PlacedTemplate(
                        place: place, contentType: template.contentType.value,
                        text: template.text.value))
            }
        }
        for resource in api.resources.sorted(by: { $0.path < $1.path }) {
            for method in resource.methods.sorted(by: {
                $0.httpMethod.rawValue < $1.httpMethod.rawValue
            }) {
                let name = "\(method.httpMethod.rawValue) \(resource.path)"
                add(method.integration?.requestTemplates ?? [], "\(name) request")
                for response in method.integration?.responses ?? [] {
                    add(response.responseTemplates, "\(name) response \(response.statusCode.value)")
                }
            }
        }
        for response in api.gatewayResponses {
            add(response.responseTemplates, "gateway response \(response.type.value.rawValue)")
        }
        return result
    }
}
