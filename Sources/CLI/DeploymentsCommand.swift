internal import Deployments
internal import JSON
package import Options

/// `apigw deployments`: what each stage serves, and what it served before.
package enum DeploymentsCommand: Command {
    package static let syntax = CommandSyntax(
        "deployments", summary: "list the deployments of each stage",
        options: [
            OptionSyntax("stage", OperandSyntax("NAME", .text), help: "only this stage"),
            OptionSyntax("api", OperandSyntax("NAME", .text), help: "only this API"),
            storeOption,
            OptionSyntax(
                "prune", OperandSyntax("N", .text),
                help: "first drop all but the newest N of each stage"),
            OptionSyntax(
                "format", OperandSyntax("FORMAT", .choice(["text", "json"])),
                help: "how to print (default text)"),
        ],
        examples: [
            .init("apigw deployments", "list everything"),
            .init("apigw deployments --stage prod --format json", "list a stage for a program"),
        ])

    package static func run(
        _ arguments: Arguments, _ console: inout Console
    ) throws -> ProgramStatus {
        let store = store(arguments)
        if let count = try arguments.integer(
            "prune", in: 1...DeploymentStore.historyLimit), store.version != nil
        {
            try store.prune(keeping: count)
        }
        let stages = try store.read().stages.filter { stage in
            stage.name == arguments.value("stage") ?? stage.name
                && stage.api == arguments.value("api") ?? stage.api
        }
        if arguments.value("format") == "json" {
            let list = JSONValue.array(stages.map { json($0) })
            console.write(list.printed(.indented) + "\n")
        } else if stages.isEmpty {
            console.write("no deployments\n")
        } else {
            for stage in stages { console.write(text(stage)) }
        }
        return .success
    }

    private static func text(_ stage: StageState) -> String {
        var lines = ["\(stage.api) \(stage.name)"]
        for deployment in stage.history.reversed() {
            let mark = deployment.number == stage.current ? "*" : " "
            var line = "\(mark) \(deployment.number)  \(deployment.digest.prefix(12))"
            line += "  \(timestamp(deployment.createdMilliseconds))"
            if let description = deployment.description { line += "  \(description)" }
            lines.append(line)
            lines += deployment.variables.map { "      \($0.name)=\($0.value)" }
        }
        if let canary = stage.canary {
            lines.append(
                "~ canary \(percentText(canary.percentTraffic))  \(canary.digest.prefix(12))"
                    + "  \(timestamp(canary.createdMilliseconds))")
            lines += canary.variableOverrides.map { "      \($0.name)=\($0.value)" }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func json(_ stage: StageState) -> JSONValue {
        var object: JSONObject = [
            "api": .string(stage.api), "stage": .string(stage.name),
            "current": .number(JSONNumber(stage.current)),
        ]
        if let canary = stage.canary {
            object["canary"] = [
                "sha256": .string(canary.digest),
                "percentTraffic": .number(JSONNumber(spelling: "\(canary.percentTraffic)")),
                "stageVariableOverrides": variables(canary.variableOverrides),
                "useStageCache": .bool(canary.useStageCache),
                "createdDate": .string(timestamp(canary.createdMilliseconds)),
            ]
        }
        object["deployments"] = .array(
            stage.history.map { deployment in
                var object: JSONObject = [
                    "number": .number(JSONNumber(deployment.number)),
                    "sha256": .string(deployment.digest),
                    "createdDate": .string(timestamp(deployment.createdMilliseconds)),
                    "variables": variables(deployment.variables),
                ]
                object["description"] = deployment.description.map { .string($0) }
                return .object(object)
            })
        return .object(object)
    }

    private static func variables(_ variables: [StageVariable]) -> JSONValue {
        .object(JSONObject(variables.map { JSONObject.Member($0.name, .string($0.value)) }))
    }
}

/// A time in milliseconds since 1970 as RFC 3339 writes it, in UTC and whole seconds.
private func timestamp(_ milliseconds: Int64) -> String {
    let seconds = max(0, milliseconds / 1000)
    // Days to a date by shifting the year's start to March (Howard Hinnant, "chrono-Compatible
    // Low-Level Date Algorithms").
    let days = Int(seconds / 86_400) + 719_468
    let era = days / 146_097
    let dayOfEra = days % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let month = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * month + 2) / 5 + 1
    let calendarMonth = month < 10 ? month + 3 : month - 9
    let year = yearOfEra + era * 400 + (calendarMonth <= 2 ? 1 : 0)
    let time = Int(seconds % 86_400)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(year)-\(two(calendarMonth))-\(two(day))T\(two(time / 3600)):"
        + "\(two(time / 60 % 60)):\(two(time % 60))Z"
}
