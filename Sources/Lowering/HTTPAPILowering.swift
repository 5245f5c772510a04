import Diagnostics
import Model
import OpenAPI

/// Lowers a document to an HTTP API.
func lowerHTTPAPI(
    _ document: OpenAPIDocument, _ options: LoweringOptions, into log: inout DiagnosticLog
) -> HTTPAPI {
    HTTPAPI(
        name: Located(SymbolicString("Untitled"), at: document.root.firstByte),
        range: document.root.firstByte)
}
