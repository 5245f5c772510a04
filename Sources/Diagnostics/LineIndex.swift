/// Where the lines of a text begin; made once, then positions cost O(log *n*) in the lines.
package struct LineIndex: Sendable {
    /// Offset of the first byte of each line; the first is 0.
    private var starts: [UInt32] = [0]

    /// Finds the lines of a text in one pass.
    ///
    /// A line ends with LF; a CR before it belongs to it.
    package init(_ bytes: [UInt8]) {
        starts.reserveCapacity(bytes.count / 32)
        for index in bytes.indices where bytes[index] == UInt8(ascii: "\n") {
            starts.append(UInt32(truncatingIfNeeded: index + 1))
        }
    }

    /// The number of lines; a final line break begins one more, empty.
    package var count: Int { starts.count }

    /// The line that holds an offset, counted from 1.
    package func line(at offset: Int) -> Int {
        var low = 0
        var high = starts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if Int(starts[middle]) <= offset { low = middle } else { high = middle }
        }
        return low + 1
    }

    /// The offset of a line's first byte; lines count from 1.
    package func start(ofLine line: Int) -> Int { Int(starts[line - 1]) }

    /// The bytes of a line without its line break.
    package func range(ofLine line: Int, in bytes: [UInt8]) -> Range<Int> {
        let start = Int(starts[line - 1])
        var end = line < starts.count ? Int(starts[line]) - 1 : bytes.count
        if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        return start..<end
    }
}

/// Line indexes of the files of a run, each made when first asked for.
struct LineIndexes {
    let files: SourceFileSet
    private var indexes: [FileID: LineIndex] = [:]

    init(_ files: SourceFileSet) { self.files = files }

    mutating func index(of file: SourceFile) -> LineIndex {
        if let index = indexes[file.id] { return index }
        let index = LineIndex(file.bytes)
        indexes[file.id] = index
        return index
    }

    /// The line and column in bytes of an offset, both from 1.
    mutating func position(at offset: UInt32, in file: SourceFile) -> (line: Int, column: Int) {
        let here = min(Int(offset), file.bytes.count)
        let index = index(of: file)
        let line = index.line(at: here)
        return (line, here - index.start(ofLine: line) + 1)
    }

    /// The line and column in Unicode scalars of an offset, both from 1.
    mutating func scalarPosition(
        at offset: UInt32, in file: SourceFile
    ) -> (line: Int, column: Int) {
        let here = min(Int(offset), file.bytes.count)
        let index = index(of: file)
        let line = index.line(at: here)
        let scalars = file.bytes[index.start(ofLine: line)..<here].count { $0 & 0xC0 != 0x80 }
        return (line, scalars + 1)
    }
}
