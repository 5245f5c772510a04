import BundleFormat
import JSONPath

/// Where a mapped parameter's value comes from, such as `method.request.header.tenant`.
enum ValueSource: Sendable {
    case literal([UInt8])
    case path([UInt8])
    case query([UInt8])
    case multiQuery([UInt8])
    case header([UInt8])
    case multiHeader([UInt8])
    case body
    case bodyField(JSONPath)
    case responseHeader([UInt8])
    case responseMultiHeader([UInt8])
    case responseBody
    case responseBodyField(JSONPath)
    case stageVariable([UInt8])
    case context([UInt8])
    /// What no request has a value for.
    case nothing

    /// Whether the value is a message's body or a part of it.
    var readsBody: Bool {
        switch self {
        case .body, .bodyField, .responseBody, .responseBodyField: true
        default: false
        }
    }

    /// Reads the source of a row of the table `mappings`.
    init(_ row: Int, _ image: GatewayImage) {
        let text = Array(image.bytes[image.stringRange(image.word(MappingColumn.text, row))])
        let number = image.word(MappingColumn.program, row)
        var path: JSONPath?
        if number != GatewayImage.none {
            let (kind, range) = image.program(number)
            if kind == .jsonPath, JSONPath.isValid(range, in: image.bytes) {
                path = JSONPath(trusted: range, in: image.bytes)
            }
        }
        let kind = ImageSourceKind(rawValue: image.word(MappingColumn.sourceKind, row))
        self =
            switch kind {
            case .literal: .literal(text)
            case .path: .path(text)
            case .query: .query(text)
            case .multiQuery: .multiQuery(text)
            case .header: .header(text)
            case .multiHeader: .multiHeader(text)
            case .body: .body
            case .bodyField: path.map { .bodyField($0) } ?? .nothing
            case .responseHeader: .responseHeader(text)
            case .responseMultiHeader: .responseMultiHeader(text)
            case .responseBody: .responseBody
            case .responseBodyField: path.map { .responseBodyField($0) } ?? .nothing
            case .stageVariable: .stageVariable(text)
            case .context: .context(text)
            case .nothing, nil: .nothing
            }
    }
}
