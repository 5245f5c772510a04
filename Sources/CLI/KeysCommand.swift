internal import Diagnostics
internal import JSON
package import Options
internal import Platform
internal import Settings

/// `apigw keys generate NAME...` and `apigw keys import FILE`: API keys in API Gateway's CSV form.
///
/// Values leave the program on standard output only, for the caller to keep; the settings name
/// where they come from.
package enum KeysCommand: Command {
    package static let syntax = CommandSyntax(
        "keys", summary: "make API keys, or turn a key file into settings",
        operands: [
            OperandSyntax("ACTION", .choice(["generate", "import"])),
            OperandSyntax("NAME|FILE", .file, repeats: true),
        ],
        options: [
            OptionSyntax(
                flag: "env",
                help: "with import: print NAME=VALUE lines for the environment instead of settings")
        ],
        examples: [
            .init("apigw keys generate mobile web > keys.csv", "make two keys"),
            .init("apigw keys import keys.csv", "print the settings that name them"),
            .init("apigw keys import --env keys.csv > keys.env", "print their values"),
        ])

    package static func run(
        _ arguments: Arguments, _ console: inout Console
    ) throws -> ProgramStatus {
        let operands = arguments.operands.dropFirst()
        if arguments.operands[0] == "generate" {
            console.write("name,key,description,enabled,usageplanIds\n")
            for name in operands {
                console.write("\(quoted(name)),\(randomKey()),,TRUE,\n")
            }
            return .success
        }
        var files = SourceFileSet()
        var log = DiagnosticLog()
        var entries: [APIKeyEntry] = []
        for path in operands {
            let file = files.add(path: path, bytes: try readFile(path))
            entries += readAPIKeyFile(file, into: &log)
        }
        console.report(log.diagnostics, in: files)
        if log.hasErrors { return .findings }
        console.write(arguments.has("env") ? environment(entries) : settings(entries))
        return .success
    }

    /// Forty characters as API Gateway makes them: 237 bits of the system's randomness.
    private static func randomKey() -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
        var generator = SystemRandomNumberGenerator()
        return String((0..<40).compactMap { _ in alphabet.randomElement(using: &generator) })
    }

    private static func quoted(_ field: String) -> String {
        guard field.utf8.contains(where: { "\",\n\r".utf8.contains($0) }) else { return field }
        return "\"\(field.replacing("\"", with: "\"\""))\""
    }

    private static func settings(_ entries: [APIKeyEntry]) -> String {
        var text = entries.isEmpty ? "" : "apiKeys:\n"
        for (entry, variable) in zip(entries, variableNames(entries)) {
            text += "  \(scalar(entry.name.value)):\n"
            text += "    valueFrom: env:\(variable)\n"
            if let description = entry.description {
                text += "    description: \(scalar(description))\n"
            }
            if !entry.isEnabled { text += "    enabled: false\n" }
        }
        let plans = Set(entries.flatMap(\.usagePlans)).sorted()
        if !plans.isEmpty { text += "usagePlans:\n" }
        for plan in plans {
            let keys = entries.filter { $0.usagePlans.contains(plan) }
            let names = keys.map { scalar($0.name.value) }.joined(separator: ", ")
            text += "  \(scalar(plan)):\n    keys: [ \(names) ]\n"
        }
        return text
    }

    private static func environment(_ entries: [APIKeyEntry]) -> String {
        zip(entries, variableNames(entries)).map { "\($1)=\($0.value.value)\n" }.joined()
    }

    /// The variables' names, numbered where several keys' names come to one.
    private static func variableNames(_ entries: [APIKeyEntry]) -> [String] {
        var used: Set<String> = []
        return entries.map { entry in
            let name = variableName(entry.name.value)
            var candidate = name
            var number = 2
            while !used.insert(candidate).inserted {
                candidate = "\(name)_\(number)"
                number += 1
            }
            return candidate
        }
    }

    /// `APIGW_KEY_` and the name in upper case, other characters than letters and digits as `_`.
    private static func variableName(_ name: String) -> String {
        let letters = name.uppercased().utf8.map { byte in
            0x30...0x39 ~= byte || 0x41...0x5a ~= byte ? byte : UInt8(ascii: "_")
        }
        return "APIGW_KEY_" + String(decoding: letters, as: UTF8.self)
    }

    /// A text as YAML reads it back: plain where it is a word, else as JSON writes it.
    private static func scalar(_ text: String) -> String {
        let isWord =
            text.utf8.allSatisfy { 0x61...0x7a ~= $0 | 0x20 || $0 == UInt8(ascii: "-") }
            && !["", "true", "false", "null", "yes", "no", "on", "off", "y", "n", "-"]
                .contains(text.lowercased())
            && !text.hasPrefix("-")
        return isWord ? text : JSONValue.string(text).printed()
    }
}
