import Foundation
import Patterns
import Testing

/// Pattern and text pairs from a seeded generator, run by the real engines where installed.
///
/// `node` for ECMA-262, `java` for Java; says so where they are not.
@Suite struct EngineComparisonTests {
    @Test func findsWhatNodeFinds() throws {
        let script = """
            const lines = require('fs').readFileSync(0, 'utf8').split('\\n').filter(l => l);
            const text = h => Buffer.from(h, 'hex').toString('utf8');
            for (const line of lines) {
                const [p, t] = line.split(' ');
                try {
                    const m = new RegExp(text(p.slice(1))).exec(text(t.slice(1)));
                    console.log(m ? Array.from(m, g => g === undefined ? '-'
                        : 'x' + Buffer.from(g, 'utf8').toString('hex')).join(',') : 'none');
                } catch (e) { console.log('error'); }
            }
            """
        try compare(.ecma262, "node", ["-e", script])
    }

    @Test func findsWhatJavaFinds() throws {
        let source = """
            import java.util.*; import java.util.regex.*; import java.io.*;
            public class Engine {
                static String text(String h) throws Exception {
                    byte[] b = new byte[h.length() / 2];
                    for (int i = 0; i < b.length; i++)
                        b[i] = (byte) Integer.parseInt(h.substring(2 * i, 2 * i + 2), 16);
                    return new String(b, "UTF-8");
                }
                public static void main(String[] a) throws Exception {
                    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
                    StringBuilder out = new StringBuilder();
                    for (String line; (line = in.readLine()) != null; ) {
                        String[] parts = line.split(" ");
                        try {
                            Matcher m = Pattern.compile(text(parts[0].substring(1)))
                                .matcher(text(parts[1].substring(1)));
                            if (!m.find()) { out.append("none\\n"); continue; }
                            for (int g = 0; g <= m.groupCount(); g++) {
                                if (g > 0) out.append(',');
                                if (m.group(g) == null) { out.append('-'); continue; }
                                out.append('x');
                                for (byte b : m.group(g).getBytes("UTF-8"))
                                    out.append(String.format("%02x", b));
                            }
                            out.append('\\n');
                        } catch (PatternSyntaxException e) { out.append("error\\n"); }
                    }
                    System.out.print(out);
                }
            }
            """
        let folder = FileManager.default.temporaryDirectory
            .appending(component: "patterns-\(ProcessInfo.processInfo.processIdentifier)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(component: "Engine.java")
        try Data(source.utf8).write(to: file)
        try compare(.java, "java", [file.path])
    }

    private func compare(_ dialect: Pattern.Dialect, _ tool: String, _ arguments: [String]) throws {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        let paths = folders.map { "\($0)/\(tool)" }
        guard let path = paths.first(where: FileManager.default.isExecutableFile(atPath:)) else {
            FileHandle.standardError.write(Data("skipped: \(tool) is not installed\n".utf8))
            return
        }
        let pairs = makePairs(dialect)
        let input = pairs.map { "p\(hex($0.pattern)) t\(hex($0.text))\n" }.joined()
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        let standardInput = Pipe()
        let standardOutput = Pipe()
        process.standardInput = standardInput
        process.standardOutput = standardOutput
        try process.run()
        let writer = Thread {
            standardInput.fileHandleForWriting.write(Data(input.utf8))
            try? standardInput.fileHandleForWriting.close()
        }
        writer.start()
        let output = standardOutput.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let answers = String(decoding: output, as: UTF8.self).split(separator: "\n")
        try #require(answers.count == pairs.count)
        var differences: [String] = []
        for (pair, answer) in zip(pairs, answers)
        where !agrees(self.answer(pair, dialect), String(answer), dialect) {
            differences.append(
                "\(pair.pattern)  \(pair.text.debugDescription): \(answer), "
                    + "not \(self.answer(pair, dialect))")
        }
        if differences.isEmpty { return }
        let shown = differences.prefix(25).joined(separator: "\n")
        Issue.record("\(differences.count) of \(pairs.count):\n\(shown)")
    }

    /// Java does not take back the groups of an attempt that it gives up: a group that took no
    /// part may still have a text there, which is not copied.
    private func agrees(_ own: String, _ other: String, _ dialect: Pattern.Dialect) -> Bool {
        if own == other { return true }
        let ownGroups = own.split(separator: ",")
        let otherGroups = other.split(separator: ",")
        guard dialect == .java, ownGroups.count == otherGroups.count, own.contains(",") else {
            return false
        }
        return zip(ownGroups, otherGroups).allSatisfy { $0 == $1 || $0 == "-" }
    }

    private func answer(
        _ pair: (pattern: String, text: String), _ dialect: Pattern.Dialect
    ) -> String {
        guard let pattern = try? Pattern(parsing: pair.pattern, dialect: dialect) else {
            return "error"
        }
        let text = Array(pair.text.utf8)
        let match = pattern.firstMatch(in: text)
        if dialect == .ecma262, pattern.isFound(in: text) != (match != nil) { return "verdict" }
        guard let match else { return "none" }
        return match.groups
            .map { range in
                range.map { "x\(hex(String(decoding: text[$0], as: UTF8.self)))" } ?? "-"
            }
            .joined(separator: ",")
    }

    private func hex(_ text: String) -> String {
        text.utf8.map { String(Int($0) + 256, radix: 16).suffix(2) }.joined()
    }

    private func makePairs(_ dialect: Pattern.Dialect) -> [(pattern: String, text: String)] {
        var atoms = [
            "a", "b", "ab", ".", "[ab]", "[^a]", "(a)", "(a|b)", "(?:b|ab)", "(b*)", "\\d", "\\w",
            "\\W", "\\s", "^", "$", "\\b", "(?=a)", "(?!b)", "\\1", "é", "[a-cé]", "1", "\\x61",
            "-",
            "(a*)", "(?:a?)", "(|a)", "[\\d-]", "]", "\\u0062", "(?=(b))",
        ]
        var quantifiers = ["", "", "", "*", "+", "?", "{2}", "{1,2}", "{0,1}?", "*?", "+?", "{2,}"]
        if dialect == .java {
            atoms += [
                "(?<=a)", "(?<!b)", "(?>a|ab)", "[a-c&&[^b]]", "\\Qa.\\E", "(?i:A)", "\\p{L}",
                "\\p{Punct}", "\\z", "\\A", "\\Z", "(?i)B", "\\h", "(?s).", "(?<n>a|b)", "[a[1-3]]",
            ]
            quantifiers += ["*+", "?+", "++"]
        } else {
            atoms += ["[]", "[^]", "{", "a{,2}", "\\cJ", "\\-", "\\2", "\\0", "[\\b]", "}"]
        }
        let pieces = ["a", "b", "ab", "1", "-", " ", "é", "\n", "A", "c", ".", "{", "]"]
        var seed: UInt64 = 20_240_229
        func below(_ bound: Int) -> Int {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(seed >> 33) % bound
        }
        return (0..<2500).map { _ in
            var pattern = ""
            for _ in 0...below(3) {
                pattern += atoms[below(atoms.count)] + quantifiers[below(quantifiers.count)]
            }
            if below(5) == 0 { pattern += "|" + atoms[below(atoms.count)] }
            let text = (0..<below(7)).map { _ in pieces[below(pieces.count)] }.joined()
            return (pattern, text)
        }
    }
}
