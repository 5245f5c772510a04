import Diagnostics
import Diff
import Lowering
import OpenAPI
import Settings
import Syntax
import Testing

/// A version of an API from its document's text, YAML or JSON, and that of its settings.
func version(_ text: String, settings: String? = nil) throws -> SpecVersion {
    var log = DiagnosticLog()
    let root = parseDocument(SourceFile(path: "api.yaml", bytes: Array(text.utf8)), into: &log)
    let document = try #require(OpenAPIDocument.read(root, into: &log), "\(log.diagnostics)")
    var options = LoweringOptions()
    if let settings {
        let file = SourceFile(path: "gateway.yaml", bytes: Array(settings.utf8))
        options.settings = readSettings(parseDocument(file, into: &log), into: &log)
    }
    return SpecVersion(document: document, api: lower(document, options, into: &log))
}

/// What changed, each as `id level`, in alphabetical order.
func changes(_ old: String, _ new: String) throws -> [String] {
    try summaries(differences(from: version(old), to: version(new)))
}

func summaries(_ changes: [Change]) -> [String] {
    changes.map { "\($0.id) \($0.level.name)" }.sorted()
}

/// A document with one operation, `post` on `/things/{id}`, and the given parts of it.
func document(
    body: String? = nil, response: String? = nil, parameter: String? = nil, extra: String = ""
) -> String {
    var text = """
        openapi: 3.0.1
        info: {title: Things, version: '1'}
        components:
          schemas:
            Node: {type: object, properties: {next: {$ref: '#/components/schemas/Node'}}}
            Cat: {type: object, properties: {meow: {type: boolean}}}
            Dog: {type: object, properties: {bark: {type: boolean}}}
        paths:
          /things/{id}:
            post:
              parameters:
              - {name: id, in: path, required: true, schema: {type: string}}

        """
    if let parameter { text += "      - \(parameter)\n" }
    if let body {
        text += "      requestBody: {content: {application/json: {schema: \(body)}}}\n"
    }
    let content = response.map { ", content: {application/json: {schema: \($0)}}" } ?? ""
    text += "      responses: {'200': {description: ok\(content)}}\n"
    return text + extra
}
