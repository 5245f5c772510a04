import CLI
import Diagnostics
import Export
import JSON
import Lowering
import Model

/// Imports a case's document, exports it and compares the answer with the recorded one.
@Sendable
func runParityExport(_ parityCase: ParityCase) throws -> String? {
    guard let path = parityCase.specPath else { return "the case names no document" }
    let input = try SpecInput(path)
    guard let document = input.document else { return "the document cannot be read" }
    var log = input.log
    guard case .rest(let api) = lower(document, LoweringOptions(), into: &log) else {
        return "no REST API"
    }
    let wanted = parityCase.json["options"]
    var options = AWSExportOptions()
    if let type = wanted?["exportType"]?.stringValue.flatMap(
        AWSExportOptions.DocumentType.init(rawValue:))
    {
        options.type = type
    }
    options.stage = wanted?["stageName"]?.stringValue ?? options.stage
    let names = wanted?["parameters"]?["extensions"]?.stringValue ?? ""
    options.extensions = Set(
        names.split(separator: ",").compactMap {
            AWSExportOptions.Extension(rawValue: String($0))
        })
    let export = AWSExport(api, options)
    var matcher = RecordedMatcher()
    matcher.match(
        parityCase.expected,
        [
            "contentType": .string(export.contentType),
            "contentDisposition": .string(export.contentDisposition), "body": export.body,
        ], at: "expected")
    return matcher.failure
}
