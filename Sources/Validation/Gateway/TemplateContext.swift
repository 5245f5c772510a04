package import Diagnostics
internal import JSON
internal import JSONPath
internal import Model
package import OpenAPI
internal import Syntax
package import Templates

/// A mapping template with its surroundings, as rules about templates see it.
package struct TemplateContext: Sendable {
    /// What a template transforms.
    package enum Direction: Sendable { case request, response }

    package let text: [UInt8]

    /// What the text says.
    package let outline: TemplateOutline

    /// The text compiled.
    package let compiled: Template

    /// Where the text was written as a whole.
    package let place: SourceRange

    /// The media type under which it stands; `nil` for a template on its own.
    package let contentType: String?
    package let direction: Direction

    /// The status of the method response that a response template makes.
    package let statusCode: Int?

    /// Whether API Gateway itself reads what it renders.
    package let isForMock: Bool

    /// The operation in the document.
    package let operation: Operation?

    private let locate: @Sendable (_ start: Int, _ end: Int) -> SourceRange

    /// Takes a file that holds a template and nothing else.
    package init(text: [UInt8], in file: FileID) {
        self.text = text
        (compiled, outline) = Template.read(text)
        place = SourceRange(0, text.count, file: file)
        contentType = nil
        direction = .request
        statusCode = nil
        isForMock = false
        operation = nil
        locate = { SourceRange($0, $1, file: file) }
    }

    /// Takes a template of an integration.
    init(
        _ template: MappingTemplate, _ direction: Direction, _ statusCode: Int?,
        of integration: Integration, _ operation: Operation?
    ) {
        text = Array(template.text.value.utf8)
        (compiled, outline) = Template.read(text)
        place = template.text.range
        contentType = template.contentType.value
        self.direction = direction
        self.statusCode = statusCode
        isForMock = integration.kind.value == .mock && direction == .request
        self.operation = operation
        let locator = ScalarLocator(text, at: place, in: operation?.node.tree.file)
        locate = { locator.range($0, $1) }
    }

    /// Where bytes of the text stand in the document.
    package func range(_ offsets: Range<Int>) -> SourceRange {
        locate(offsets.lowerBound, offsets.upperBound)
    }

    /// Whether it is to write JSON: its media type says so, and it begins as a document does.
    var writesJSON: Bool {
        guard contentType?.contains("json") ?? false else { return false }
        for case .text(let bytes, _) in outline.pieces {
            guard let first = bytes.first(where: { $0 > 32 }) else { continue }
            return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
        }
        return false
    }

    /// The schema of the bodies that a request template reads.
    var bodySchema: Node? {
        guard direction == .request, let operation, let body = operation.requestBody else {
            return nil
        }
        let content = body.content
        if content.count == 1 { return content[0].schema }
        return content.first { $0.name.value == contentType }?.schema
    }

    /// What the request's model says of the value at a path from the body's root.
    func described(_ path: [JSONPath.DefiniteStep]) -> DescribedValue {
        guard let schema = bodySchema, let document = operation?.document else { return .unknown }
        return describedValue(at: path, in: schema, document)
    }
}

extension MethodContext {
    /// The integration's templates, requests' first; proxies have none that count.
    static func templates(of integration: Integration?, _ operation: Operation?)
        -> [TemplateContext]
    {
        guard let integration, !integration.kind.value.isProxy else { return [] }
        var templates = integration.requestTemplates.map {
            TemplateContext($0, .request, nil, of: integration, operation)
        }
        for response in integration.responses {
            templates += response.responseTemplates.map {
                TemplateContext(
                    $0, .response, response.statusCode.value, of: integration, operation)
            }
        }
        return templates
    }
}
