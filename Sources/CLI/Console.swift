package import Diagnostics
internal import Platform

/// Where a command's results and messages go: standard output and standard error, or memory.
///
/// Both are kept until ``flush()``, or until there is much, so that output costs few system calls.
package struct Console {
    /// What was written to standard output and not flushed yet.
    package private(set) var output: [UInt8] = []

    /// What was written to standard error and not flushed yet.
    package private(set) var errors: [UInt8] = []

    /// Whether text on standard output may be coloured.
    package let colouredOutput: Bool

    /// Whether text on standard error may be coloured.
    package let colouredErrors: Bool

    private let isConnected: Bool

    /// Creates a console on the process's descriptors; colours only on terminals, and never while
    /// the environment has a `NO_COLOR` that is not empty (no-color.org).
    package init() {
        let allowed =
            (environmentVariable("NO_COLOR") ?? "").isEmpty
            && environmentVariable("TERM") != "dumb"
        colouredOutput = allowed && isTerminal(1)
        colouredErrors = allowed && isTerminal(2)
        isConnected = true
    }

    /// Creates a console that keeps everything, for tests.
    package init(inMemory: Void) {
        colouredOutput = false
        colouredErrors = false
        isConnected = false
    }

    /// Writes a text as it is to standard output.
    package mutating func write(_ text: String) { write(Array(text.utf8)) }

    /// Writes bytes to standard output.
    package mutating func write(_ bytes: [UInt8]) {
        if output.isEmpty { output = bytes } else { output += bytes }
        if isConnected, output.count > 1 << 16 { flush() }
    }

    /// Writes a text as it is to standard error.
    package mutating func writeError(_ text: String) { errors += text.utf8 }

    /// Writes diagnostics as text to standard error, worst places included, in their order.
    package mutating func report(_ diagnostics: [Diagnostic], in files: SourceFileSet) {
        guard !diagnostics.isEmpty else { return }
        var renderer = TextRenderer(
            files: files, style: TextRenderer.Style(isColoured: colouredErrors))
        for diagnostic in diagnostics { errors += renderer.render(diagnostic).utf8 }
    }

    /// Writes what is kept to the descriptors.
    ///
    /// A reader that went away is no error.
    package mutating func flush() {
        guard isConnected else { return }
        try? writeAll(output, to: 1, name: "standard output")
        try? writeAll(errors, to: 2, name: "standard error")
        output.removeAll(keepingCapacity: true)
        errors.removeAll(keepingCapacity: true)
    }
}
