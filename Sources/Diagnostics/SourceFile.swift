/// The text of one input file, and where its lines are.
///
/// The bytes are kept exactly as read: no newline translation and no BOM removal, so every
/// offset in a ``SourceRange`` indexes `bytes` directly.
@usableFromInline
package final class SourceFile: Sendable {
    /// The path as the user wrote it, or `<stdin>`; only ever printed, never opened.
    package let path: String

    /// The file's bytes; any length below 4 GiB, not necessarily valid UTF-8.
    package let bytes: [UInt8]

    /// Which file of a run this is; copied into every ``SourceRange`` made for it.
    @usableFromInline package let id: FileID

    /// Creates a source file; O(1), lines are counted when a position is asked for.
    package init(path: String, bytes: [UInt8], id: FileID = FileID(rawValue: 0)) {
        precondition(bytes.count < UInt32.max, "source files are limited to 4 GiB")
        self.path = path
        self.bytes = bytes
        self.id = id
    }

    /// Returns the line and column of a byte offset, both counted from 1, the column in bytes.
    ///
    /// O(*n*) in the offset: rendering a diagnostic asks once. Offsets past the end give the
    /// position just past it.
    package func position(at offset: UInt32) -> (line: Int, column: Int) {
        let end = min(Int(offset), bytes.count)
        var line = 1
        var lineStart = 0
        for index in 0..<end where bytes[index] == UInt8(ascii: "\n") {
            line += 1
            lineStart = index + 1
        }
        return (line, end - lineStart + 1)
    }

    /// Returns the text of the line that holds a byte offset, without its line break.
    ///
    /// Bytes that are not UTF-8 come out as replacement characters.
    package func lineText(at offset: UInt32) -> String {
        let here = min(Int(offset), bytes.count)
        let newline = UInt8(ascii: "\n")
        let start = bytes[..<here].lastIndex(of: newline).map { $0 + 1 } ?? 0
        var end = bytes[here...].firstIndex(of: newline) ?? bytes.count
        if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        return String(decoding: bytes[start..<max(start, end)], as: UTF8.self)
    }
}

/// The number of a file within one run: 0 for the document itself, then files it refers to.
@usableFromInline
package struct FileID: RawRepresentable, Hashable, Sendable {
    @usableFromInline package let rawValue: UInt16

    @inlinable
    package init(rawValue: UInt16) { self.rawValue = rawValue }
}

/// A half-open range of byte offsets in one source file.
@usableFromInline
package struct SourceRange: Hashable, Sendable {
    /// Offset of the first byte, from 0.
    @usableFromInline package var start: UInt32

    /// Offset just past the last byte; equal to `start` for an empty range.
    @usableFromInline package var end: UInt32

    /// The file that the offsets count in.
    @usableFromInline package var file: FileID

    /// Creates the range `start..<end` of `file`.
    @inlinable
    package init(_ start: Int, _ end: Int, file: FileID = FileID(rawValue: 0)) {
        precondition(start <= end)
        self.start = UInt32(start)
        self.end = UInt32(end)
        self.file = file
    }

    /// The empty range at the start of a file, for findings about the file as a whole.
    package static func start(of file: FileID) -> Self { Self(0, 0, file: file) }
}

/// The files of one run, found by their ``FileID``; what a diagnostic is rendered against.
package struct SourceFileSet: Sendable {
    /// The files in the order of their ids.
    package private(set) var files: [SourceFile] = []

    package init() {}

    /// Creates a set of files whose ids are their places in the array.
    package init(_ files: [SourceFile]) {
        precondition(files.enumerated().allSatisfy { $0.offset == Int($0.element.id.rawValue) })
        self.files = files
    }

    /// Adds a file under the next free id.
    package mutating func add(path: String, bytes: [UInt8]) -> SourceFile {
        precondition(files.count < Int(UInt16.max), "a run is limited to 65,535 files")
        let file = SourceFile(
            path: path, bytes: bytes, id: FileID(rawValue: UInt16(files.count)))
        files.append(file)
        return file
    }

    /// The file that a range counts in, or `nil` for one from another set.
    package subscript(id: FileID) -> SourceFile? {
        Int(id.rawValue) < files.count ? files[Int(id.rawValue)] : nil
    }
}
