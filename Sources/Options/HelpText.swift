/// Help for a whole program: its commands, a line each.
package func helpText(program: String, summary: String, commands: [CommandSyntax]) -> String {
    let width = commands.map(\.name.utf8.count).max() ?? 0
    var text = "\(summary)\n\nUsage: \(program) COMMAND [OPTIONS]\n\nCommands:\n"
    for command in commands {
        text += "  \(padded(command.name, width))  \(command.summary)\n"
    }
    text += "\n'\(program) COMMAND --help' tells the options of a command.\n"
    return text
}

/// Help for a command: usage, options, examples.
///
/// A program without commands gives its own name for both.
package func helpText(program: String, command: CommandSyntax) -> String {
    var usage = command.name == program ? program : "\(program) \(command.name)"
    for operand in command.operands {
        var name = operand.shownName
        if operand.repeats { name += "..." }
        usage += operand.isOptional ? " [\(name)]" : " \(name)"
    }
    if !command.options.isEmpty { usage += " [OPTIONS]" }
    var text = "\(command.summary)\n\nUsage: \(usage)\n\nOptions:\n"
    var rows = command.options.map { option in
        var left = option.short.map { "-\($0), " } ?? "    "
        left += "--\(option.name)"
        if let value = option.value { left += " \(value.shownName)" }
        return (left, option.help)
    }
    rows.append(("    --help", "show this text"))
    let width = min(rows.map(\.0.utf8.count).max() ?? 0, 32)
    for (left, right) in rows {
        if left.utf8.count > width {
            text += "  \(left)\n  \(padded("", width))  \(right)\n"
        } else {
            text += "  \(padded(left, width))  \(right)\n"
        }
    }
    text += command.examples.count == 1 ? "\nExample:\n" : "\nExamples:\n"
    for example in command.examples {
        text += "  \(example.line)\n      \(example.meaning)\n"
    }
    return text
}

private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.utf8.count))
}
