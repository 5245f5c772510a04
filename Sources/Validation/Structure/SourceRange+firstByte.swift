package import Diagnostics

extension SourceRange {
    /// The first byte of the range, for findings about a thing as a whole.
    package var firstByte: SourceRange {
        SourceRange(Int(start), Int(min(start + 1, end)), file: file)
    }
}
