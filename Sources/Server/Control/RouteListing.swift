#if os(Linux)
internal import BundleFormat

/// An API's routes with their authorization and integration, and a request to begin with.
struct RouteListing {
    /// A line a method, the first line the API's name.
    let table: String

    /// The method and path of a request, the stage in it; `nil` for an API without methods.
    let firstRequest: (method: String, path: String)?

    /// More methods than these are only counted.
    private static let rowBound = 100

    /// Lists the methods of an API.
    init(_ api: LoadedAPI) {
        let image = api.image
        var rows: [[String]] = []
        for row in 0..<image.count(.methods) {
            let resource = Int(image.word(MethodColumn.resource, row))
            let authorizations = ["NONE", "AWS_IAM", "CUSTOM", "COGNITO_USER_POOLS", "JWT"]
            var authorization = authorizations[Int(image.word(MethodColumn.authorization, row))]
            if image.word(MethodColumn.isAPIKeyRequired, row) == 1 { authorization += " + API key" }
            rows.append([
                image.string(image.word(MethodColumn.httpMethod, row)),
                image.string(image.word(ResourceColumn.path, resource)), authorization,
                Self.target(image, image.word(MethodColumn.integration, row)),
            ])
        }
        let shown = rows.prefix(Self.rowBound)
        let widths = (0..<3).map { column in shown.map { $0[column].count }.max() ?? 0 }
        var text = "\(api.name)\n"
        for row in shown {
            text += " "
            for (cell, width) in zip(row, widths) {
                text += " " + cell + String(repeating: " ", count: width - cell.count + 1)
            }
            text += " \(row[3])\n"
        }
        if rows.count > shown.count { text += "  … and \(rows.count - shown.count) more\n" }
        table = text
        // What needs nothing to be sent along is tried first.
        let first =
            rows.first { $0[0] == "GET" && $0[2] == "NONE" && !$0[1].contains("{") }
            ?? rows.first { $0[0] == "GET" } ?? rows.first
        firstRequest = first.map { row in
            (row[0] == "ANY" ? "GET" : row[0], "/\(api.stages.first ?? "")\(row[1])")
        }
    }

    /// The integration's type and the end of its URI.
    private static func target(_ image: GatewayImage, _ row: UInt32) -> String {
        if row == GatewayImage.none { return "no integration" }
        let types = ["HTTP", "HTTP_PROXY", "AWS", "AWS_PROXY", "MOCK"]
        let type = types[Int(image.word(IntegrationColumn.type, Int(row)))]
        let start = Int(image.word(IntegrationColumn.uri, Int(row)))
        let count = Int(image.word(IntegrationColumn.uriPartCount, Int(row)))
        let uri = (start..<start + count).map { part in
            let text = image.string(image.word(TextPartColumn.text, part))
            return switch image.word(TextPartColumn.role, part) {
            case 1: "${stageVariables.\(text)}"
            case 2: "{\(text)}"
            case 3: "${\(text)}"
            default: text
            }
        }.joined()
        if uri.isEmpty { return type }
        return uri.utf8.count > 70 ? "\(type) …\(uri.suffix(69))" : "\(type) \(uri)"
    }
}
#endif
