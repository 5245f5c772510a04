extension SwiftPrinter {
    /// A protocol with the client's calls, so that tests can put something else in its place.
    func mockFiles() -> [OutputFile] {
        var writer = SwiftWriter(access: access)
        let name = "\(names.client)Protocol"
        writer.line("/// The calls of ``\(names.client)``, for a stand-in of your own in tests.")
        writer.block("\(access)protocol \(name): Sendable") { writer in
            for index in api.operations.indices {
                let parameters = arguments(index).map {
                    "\(parameterName($0.label)): \($0.type)"
                }
                let result = resultType(index).map { " -> \($0)" } ?? ""
                writer.call(
                    "func \(escaped(names.operations[index]))", parameters,
                    " async throws(APIError<\(failureType(index))>)\(result)")
            }
        }
        writer.line()
        writer.line("extension \(names.client): \(name) {}")
        if options.isSingleFile || options.isInternal {
            return [OutputFile("\(name).swift", head() + writer.text)]
        }
        let imports = "\(generatedMarker)\n\nimport Foundation\nimport \(names.module)\n\n"
        return [
            OutputFile("Sources/\(names.module)Testing/\(name).swift", imports + writer.text)
        ]
    }
}
