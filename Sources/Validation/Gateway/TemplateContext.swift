package import Diagnostics
internal import JSON
internal import JSONPath
internal import Model
package import OpenAPI
internal import Syntax
package import Templates

/// A mapping template with its surroundings, as rules about templates see it.
///
/// A class, for every rule is given every one of them.
package final class TemplateContext: Sendable {
    /// What a template transforms.
    package enum Direction: Sendable { case request, response }

    package let text: [UInt8]

    /// What the text says.
    package var outline: TemplateOutline { reading.outline }

    private let reading: TemplateReading

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

    /// The references whose values are written, by their places in the outline, and where in a
    /// JSON document that is, as far as it is certain.
    ///
    /// Empty for templates that do not write JSON.
    let jsonPlacements: [(reference: Int, placement: JSONPlacement)]

    /// Whether it is to write JSON: its media type says so, and it begins as a document does.
    let writesJSON: Bool

    /// The file that the text is a scalar of; `nil` for one that holds nothing else.
    private let document: SourceFile?

    /// Takes a file that holds a template and nothing else.
    package init(text: [UInt8], in file: FileID) {
        self.text = text
        reading = TemplateReading(of: text)
        place = SourceRange(0, text.count, file: file)
        contentType = nil
        direction = .request
        statusCode = nil
        isForMock = false
        operation = nil
        document = nil
        writesJSON = false
        jsonPlacements = []
    }

    /// Takes a template of an integration.
    init(
        _ template: MappingTemplate, _ direction: Direction, _ statusCode: Int?,
        of integration: Integration, _ operation: Operation?, _ readings: inout TemplateReadings
    ) {
        text = Array(template.text.value.utf8)
        reading = readings.read(text)
        place = template.text.range
        contentType = template.contentType.value
        self.direction = direction
        self.statusCode = statusCode
        isForMock = integration.kind.value == .mock && direction == .request
        self.operation = operation
        document = operation?.node.tree.file
        writesJSON = template.contentType.value.holds("json") && beginsAsJSON(reading.outline)
        jsonPlacements = writesJSON ? placements(in: reading.outline.pieces) : []
    }

    /// The text compiled; made anew each time.
    package var compiled: Template { reading.template }

    /// Where bytes of the text stand in the document.
    package func range(_ offsets: Range<Int>) -> SourceRange {
        if contentType == nil {
            return SourceRange(offsets.lowerBound, offsets.upperBound, file: place.file)
        }
        return ScalarLocator(text, at: place, in: document)
            .range(offsets.lowerBound, offsets.upperBound)
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

/// Whether what a template writes first is the beginning of a JSON object or array.
private func beginsAsJSON(_ outline: TemplateOutline) -> Bool {
    for case .text(let bytes, _) in outline.pieces {
        guard let first = bytes.first(where: { $0 > 32 }) else { continue }
        return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
    }
    return false
}

/// What was read of the first templates of an API: many methods have the same few.
struct TemplateReadings {
    /// By the texts' hashes; of texts with one hash the first is kept.
    private var known: [UInt64: (text: [UInt8], reading: TemplateReading)] = [:]

    /// So many different texts are kept, each of so many bytes at most.
    private static let limits = (texts: 64, bytes: 4096)

    /// Reads a template's text.
    mutating func read(_ text: [UInt8]) -> TemplateReading {
        guard text.count <= Self.limits.bytes else { return TemplateReading(of: text) }
        let hash = text.span.contentHash
        let known = known[hash]
        if let known, known.text == text { return known.reading }
        let reading = TemplateReading(of: text)
        if known == nil, self.known.count < Self.limits.texts {
            self.known[hash] = (text, reading)
        }
        return reading
    }
}

extension MethodContext {
    /// Reads the integration's templates, requests' first; none for proxies, which do not use
    /// theirs.
    ///
    /// O(*texts*), and not kept: those of a large API together take more room than all the rest.
    package func templates() -> [TemplateContext] {
        var readings = TemplateReadings()
        return templates(&readings)
    }

    func templates(_ readings: inout TemplateReadings) -> [TemplateContext] {
        guard let integration, !integration.kind.value.isProxy else { return [] }
        var templates = integration.requestTemplates.map {
            TemplateContext($0, .request, nil, of: integration, operation, &readings)
        }
        for response in integration.responses {
            templates += response.responseTemplates.map {
                TemplateContext(
                    $0, .response, response.statusCode.value, of: integration, operation,
                    &readings)
            }
        }
        return templates
    }
}
