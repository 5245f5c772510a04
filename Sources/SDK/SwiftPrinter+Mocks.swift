extension SwiftPrinter {
    func mockFiles() -> [OutputFile] { [] }
}
