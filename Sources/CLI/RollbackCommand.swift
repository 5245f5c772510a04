internal import Deployments
package import Options

/// `apigw rollback --stage NAME`: lets a stage serve again what it served before.
package enum RollbackCommand: Command {
    package static let syntax = CommandSyntax(
        "rollback", summary: "let a stage serve what it served before, or end its canary",
        options: [
            stageOption, apiOption, storeOption,
            OptionSyntax(
                "to", OperandSyntax("N", .text),
                help: "the deployment to go to (default the canary's end, else the one before)"),
        ],
        examples: [
            .init("apigw rollback --stage prod", "go one deployment back"),
            .init("apigw rollback --stage prod --to 3", "go to a deployment of the list"),
        ])

    package static func run(
        _ arguments: Arguments, _ console: inout Console
    ) throws -> ProgramStatus {
        let stage = try requiredStage(arguments)
        let number = try arguments.integer("to", in: 1...Int(Int32.max))
        let change = try withUsage {
            try store(arguments).rollBack(
                stage: stage, api: arguments.value("api"), to: number)
        }
        if change.replaced?.number == change.stage.current, number == nil {
            console.write("\(change.stage.api) \(stage): the canary has ended\n")
        }
        console.write(line(change))
        return .success
    }
}
