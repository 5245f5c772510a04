internal import Deployments
package import Options
internal import Platform

/// `apigw promote --stage NAME`: lets the whole stage serve what its canary serves.
package enum PromoteCommand: Command {
    package static let syntax = CommandSyntax(
        "promote", summary: "make a stage's canary what the whole stage serves",
        options: [stageOption, apiOption, storeOption],
        examples: [
            .init("apigw promote --stage prod", "end a canary release that went well")
        ])

    package static func run(
        _ arguments: Arguments, _ console: inout Console
    ) throws -> ProgramStatus {
        let stage = try requiredStage(arguments)
        let change = try withUsage {
            try store(arguments).promote(
                stage: stage, api: arguments.value("api"), now: wallClockMilliseconds())
        }
        console.write(line(change))
        return .success
    }
}
