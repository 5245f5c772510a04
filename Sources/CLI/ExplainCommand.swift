internal import Diagnostics
internal import JSON
package import Options

/// `apigw explain ID`: what a diagnostic means, why it matters, and an example set right.
package enum ExplainCommand: Command {
    package static let syntax = CommandSyntax(
        "explain", summary: "tell what a diagnostic means and how to mend it",
        operands: [OperandSyntax("DIAGNOSTIC-ID", .text, isOptional: true)],
        options: [
            OptionSyntax(
                "format", OperandSyntax("FORMAT", .choice(["text", "json"])),
                help: "how to print (default text)")
        ],
        examples: [
            .init("apigw explain undeclared-path-parameter", "explain one diagnostic"),
            .init("apigw explain", "list all of them"),
        ])

    package static func run(
        _ arguments: Arguments, _ console: inout Console
    ) throws -> ProgramStatus {
        let all = allExplanations
        let asJSON = arguments.value("format") == "json"
        guard let name = arguments.operands.first else {
            if asJSON {
                console.write(JSONValue.array(all.map(\.json)).printed(.indented) + "\n")
                return .success
            }
            for explanation in all {
                console.write("\(explanation.id.rawValue): \(explanation.summary)\n")
            }
            return .success
        }
        guard let explanation = all.first(where: { $0.id.rawValue == name }) else {
            throw UsageError(
                "unknown diagnostic '\(name)'",
                help: nearest(to: name, in: all.map(\.id.rawValue)).map { "did you mean '\($0)'?" }
                    ?? "'apigw explain' lists all diagnostics")
        }
        console.write(
            asJSON ? explanation.json.printed(.indented) + "\n" : explanation.text)
        return .success
    }
}

extension Explanation {
    fileprivate var json: JSONValue {
        var members: [JSONObject.Member] = [
            .init("id", .string(id.rawValue)),
            .init("severity", .string("\(severity)")),
            .init("summary", .string(summary)),
            .init("reason", .string(reason)),
        ]
        if let bad { members.append(.init("bad", .string(bad))) }
        if let good { members.append(.init("good", .string(good))) }
        return .object(JSONObject(members))
    }
}
