import Platform

// Measures named workloads:
//
//     Bench WORKLOAD... [--input FILE] [--rounds N] [--json true]
//
// Build it with `swift build -c release --product Bench`. Times are CPU time of this process.

let workloads: [Workload] =
    syntaxWorkloads + compilerWorkloads + routingWorkloads + schemasWorkloads + sdkWorkloads
    + gatewayWorkloads + [templatesWorkload]

func fail(_ message: String) -> Never {
    try? writeAll(Array("Bench: \(message)\n".utf8), to: 2, name: "standard error")
    exitProcess(2)
}

var words = Array(CommandLine.arguments.dropFirst())
var names: [String] = []
var arguments = BenchArguments()
while !words.isEmpty {
    let word = words.removeFirst()
    if word.hasPrefix("--") {
        guard !words.isEmpty else { fail("'\(word)' needs a value") }
        arguments.options[String(word.dropFirst(2))] = words.removeFirst()
    } else {
        names.append(word)
    }
}
let chosen = names.compactMap { name in workloads.first { $0.name == name } }
guard !names.isEmpty, chosen.count == names.count else {
    let list = workloads.map { "  \($0.name): \($0.summary)" }.joined(separator: "\n")
    fail("usage: Bench WORKLOAD... [--input FILE] [--rounds N] [--json true]\n\(list)")
}
for workload in chosen {
    do {
        let figures = try workload.run(arguments)
        for figure in figures {
            if arguments.options["json"] != nil {
                Swift.print(
                    "{\"workload\":\"\(workload.name)\",\"name\":\"\(figure.name)\","
                        + "\"value\":\(figure.value),\"unit\":\"\(figure.unit)\"}")
            } else {
                let value = (figure.value * 1000).rounded() / 1000
                Swift.print("\(workload.name)\t\(figure.name)\t\(value) \(figure.unit)")
            }
        }
    } catch {
        fail("\(error)")
    }
}
