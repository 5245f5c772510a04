import JSON
import Platform
import Templates

/// Renderings of mapping templates; the peer is Velocity 1.7 beside the inputs.
let templatesWorkload = Workload(
    name: "templates",
    summary: "mapping templates, renders a second of CPU time; --input FOLDER with NAME.vm,"
        + " NAME.input.json, NAME.expected.txt",
    run: runTemplatesBench)

private func runTemplatesBench(_ arguments: BenchArguments) throws -> [Figure] {
    guard let folder = arguments.options["input"] else {
        throw BenchInputMissing(help: "templates: give --input FOLDER")
    }
    var figures: [Figure] = []
    let only = arguments.options["only"]
    for name in ["tiny", "medium", "large"] where only == nil || only == name {
        let text = try readFile("\(folder)/\(name).vm")
        let input = try JSONValue(parsing: readFile("\(folder)/\(name).input.json"))
        let expected = try readFile("\(folder)/\(name).expected.txt")
        let template = Template(compiling: text)
        let body = Array((input["body"]?.stringValue ?? "").utf8)
        let variables = benchVariables(input)
        var renderer = TemplateRenderer()
        var output: [UInt8] = []
        let failure = renderer.render(template, body: body, variables: variables, into: &output)
        guard failure == nil, output == expected else {
            struct Differs: Error {
                let template: String
            }
            throw Differs(template: name)
        }
        let count = name == "tiny" ? 100_000 : name == "medium" ? 4_000 : 300
        func render() {
            for _ in 0..<count {
                output.removeAll(keepingCapacity: true)
                _ = renderer.render(template, body: body, variables: variables, into: &output)
            }
        }
        render()
        let seconds = medianSeconds(rounds: arguments.rounds, render)
        figures.append(
            Figure(name: "\(name) renders", value: Double(count) / seconds, unit: "1/s"))
        let allocations = allocationsEach(100) {
            output.removeAll(keepingCapacity: true)
            _ = renderer.render(template, body: body, variables: variables, into: &output)
        }
        if let allocations {
            figures.append(
                Figure(
                    name: "\(name) allocations a render", value: allocations,
                    unit: "allocations"))
        }
        var sizes = 0
        let compile = medianSeconds(rounds: arguments.rounds) {
            for _ in 0..<2_000 { sizes += Template(compiling: text).image.count }
        }
        precondition(sizes > 0)
        figures.append(Figure(name: "\(name) compile", value: compile / 2_000 * 1e6, unit: "us"))
    }
    return figures
}

/// A workload lacks the input that it is about.
private struct BenchInputMissing: Error, CustomStringConvertible {
    let help: String
    var description: String { help }
}

private func benchVariables(_ input: JSONValue) -> JSONTape {
    var builder = JSONTapeBuilder()
    builder.value([
        "context": input["context"] ?? [:], "stageVariables": input["stageVariables"] ?? [:],
        "params": input["params"] ?? [:],
    ])
    return builder.finish()
}
