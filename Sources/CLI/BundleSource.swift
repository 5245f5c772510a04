internal import Deployments
internal import JSON
internal import Lowering
internal import Options
internal import Platform

/// What a command reads for its operand `BUNDLE|SPEC` where it works on the API's description.
struct BundleSource {
    /// The file to read as the specification.
    var path: String

    /// The options under which it becomes the API it was.
    var options: CompileOptions

    /// The bundle; `nil` for a specification.
    var contents: BundleContents?

    /// Checks a bundle and finds the specification in it; takes anything else for a specification.
    ///
    /// - Throws: `DeploymentError` for a bundle that is not whole, `UsageError` for another folder.
    init(_ operand: String, _ options: CompileOptions) throws {
        path = operand
        self.options = options
        guard operand != "-", isFolder(operand) else { return }
        guard exists("\(operand)/manifest.json") else {
            throw UsageError(
                "'\(operand)' is a folder and no bundle",
                help: "name a specification, or a folder that 'apigw compile' wrote")
        }
        let contents = try BundleContents.read(operand)
        path = "\(operand)/openapi.json"
        if self.options.settingsPath == nil {
            self.options.settingsPath = "\(operand)/settings.json"
        }
        if contents.isHTTPAPI { self.options.lowering.apiType = .http }
        if let mode = contents.manifest["basePath"]?.stringValue {
            self.options.lowering.basePathMode = .init(rawValue: mode) ?? .ignore
        }
        self.contents = contents
    }
}
