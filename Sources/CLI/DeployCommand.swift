internal import Deployments
internal import Diagnostics
package import Options
internal import Platform

/// `apigw deploy BUNDLE --stage NAME`: stores a bundle and lets a stage serve it.
package enum DeployCommand: Command {
    package static let syntax = CommandSyntax(
        "deploy", summary: "let a stage serve a bundle",
        operands: [OperandSyntax("BUNDLE", .file)],
        options: [
            stageOption, storeOption,
            OptionSyntax(
                "canary", OperandSyntax("PERCENT", .text),
                help: "serve only this part of the requests, beside what the stage serves"),
            OptionSyntax(
                "variable", OperandSyntax("NAME=VALUE", .text), repeats: true,
                help: "a stage variable that the canary overrides or adds"),
            OptionSyntax(
                flag: "use-stage-cache", help: "let the canary answer from the stage's cache"),
            OptionSyntax(
                "description", OperandSyntax("TEXT", .text), help: "what to keep with it"),
        ],
        examples: [
            .init("apigw deploy orders.apigw --stage prod", "serve a bundle from now on"),
            .init("apigw deploy orders.apigw --stage prod --canary 5", "to 5 % of the requests"),
        ])

    package static func run(
        _ arguments: Arguments, _ console: inout Console
    ) throws -> ProgramStatus {
        let stage = try requiredStage(arguments)
        var canary: DeploymentStore.CanarySettings?
        if let text = arguments.value("canary") {
            guard let percent = Double(text), 0...100 ~= percent else {
                throw UsageError("'--canary' takes a number from 0 to 100, not '\(text)'")
            }
            canary = DeploymentStore.CanarySettings(
                percentTraffic: percent,
                variableOverrides: try arguments.pairs("variable").map {
                    StageVariable($0.name, $0.value)
                },
                useStageCache: arguments.has("use-stage-cache"))
        } else if let lone = ["variable", "use-stage-cache"].first(where: arguments.has) {
            throw UsageError("'--\(lone)' is for a canary", help: "add '--canary PERCENT'")
        }
        let change = try withUsage {
            try store(arguments).deploy(
                arguments.operands[0], to: stage, canary: canary,
                description: arguments.value("description"), now: wallClockMilliseconds())
        }
        guard let made = change.stage.canary, canary != nil else {
            console.write(line(change))
            return .success
        }
        console.write(
            "\(change.stage.api) \(stage): canary \(made.digest.prefix(12)) takes "
                + "\(percentText(made.percentTraffic)) of the requests\n")
        return .success
    }
}

let stageOption = OptionSyntax("stage", OperandSyntax("NAME", .text), help: "the stage; required")

let storeOption = OptionSyntax(
    "store", OperandSyntax("DIR", .file), help: "the folder of deployments (default .apigw)")

let apiOption = OptionSyntax(
    "api", OperandSyntax("NAME", .text), help: "the API, where several have the stage")

func store(_ arguments: Arguments) -> DeploymentStore {
    DeploymentStore(arguments.value("store") ?? ".apigw")
}

func requiredStage(_ arguments: Arguments) throws(UsageError) -> String {
    guard let stage = arguments.value("stage") else { throw UsageError("'--stage' is missing") }
    return stage
}

/// Runs `body` and turns what the user can set right on the command line into a `UsageError`.
func withUsage<Result>(_ body: () throws -> Result) throws -> Result {
    do {
        return try body()
    } catch let error as DeploymentError {
        let help: String?
        switch error {
        case .stageNotInBundle(let name, let known), .unknownStage(let name, let known):
            help = nearest(to: name, in: known).map { "did you mean '\($0)'?" }
        case .severalAPIs: help = "add '--api NAME'"
        case .unknownDeployment: help = "'apigw deployments' lists them"
        case .nothingBefore: help = "name one with '--to N'; 'apigw deployments' lists them"
        case .canaryWithoutDeployment: help = "deploy without '--canary' first"
        case .canaryWithoutStage: help = "name the stage with '--stage'"
        case .noMethods: help = "add a path with an operation to the specification"
        case .noCanary: help = "'apigw deploy --canary PERCENT' makes one"
        case .httpAPI: help = "deploy its 'aws/template.yaml' with CloudFormation"
        case .damagedStore, .newerStore, .damagedBundle: throw error
        }
        throw UsageError("\(error)", help: help)
    }
}

/// One line that says what a stage serves now and served before.
func line(_ change: DeploymentStore.Change) -> String {
    let stage = change.stage
    guard let now = stage.currentDeployment else { return "" }
    var text = "\(stage.api) \(stage.name): serves deployment \(now.number)"
    text += " (\(now.digest.prefix(12)))"
    if let before = change.replaced, before.number != now.number {
        text += ", served \(before.number) (\(before.digest.prefix(12)))"
    }
    return text + "\n"
}

/// A number of hundredths without needless decimals, such as `5 %`.
func percentText(_ percent: Double) -> String {
    percent == percent.rounded() ? "\(Int(percent)) %" : "\(percent) %"
}
