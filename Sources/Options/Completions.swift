/// The shells that completion scripts are written for.
package enum Shell: String, Sendable, CaseIterable {
    case bash, zsh, fish
}

/// Returns a script that, read by the shell, completes a program's commands, options and choices.
package func completionScript(
    for shell: Shell, program: String, commands: [CommandSyntax]
) -> String {
    switch shell {
    case .bash: bashScript(program, commands)
    case .zsh: zshScript(program, commands)
    case .fish: fishScript(program, commands)
    }
}

private func bashScript(_ program: String, _ commands: [CommandSyntax]) -> String {
    let function = "_\(program.filter { $0 != "-" })"
    var text = """
        # bash completion for \(program): source <(\(program) completions bash)
        \(function)() {
            local word="${COMP_WORDS[COMP_CWORD]}" last="${COMP_WORDS[COMP_CWORD-1]}"
            COMPREPLY=()
            if [ "$COMP_CWORD" -eq 1 ]; then
                COMPREPLY=($(compgen -W "\(commands.map(\.name).joined(separator: " "))" -- "$word"))
                return
            fi
            case "${COMP_WORDS[1]} $last" in

        """
    for command in commands {
        for option in command.options {
            guard let value = option.value, case .choice(let words) = value.content else {
                continue
            }
            let names = (["--\(option.name)"] + (option.short.map { ["-\($0)"] } ?? []))
                .map { "\"\(command.name) \($0)\"" }
            text += "    \(names.joined(separator: "|")))\n"
            text += "        COMPREPLY=($(compgen -W \"\(words.joined(separator: " "))\""
            text += " -- \"$word\")); return;;\n"
        }
    }
    text += "    esac\n    case \"${COMP_WORDS[1]}\" in\n"
    for command in commands {
        var words = command.options.map { "--\($0.name)" } + ["--help"]
        for operand in command.operands {
            if case .choice(let choices) = operand.content { words += choices }
        }
        text += "    \(command.name)) COMPREPLY=($(compgen -f"
        text += " -W \"\(words.joined(separator: " "))\" -- \"$word\"));;\n"
    }
    text += "    esac\n}\ncomplete -o filenames -F \(function) \(program)\n"
    return text
}

private func zshScript(_ program: String, _ commands: [CommandSyntax]) -> String {
    let function = "_\(program.filter { $0 != "-" })"
    var text = """
        #compdef \(program)
        # zsh completion: \(program) completions zsh > "${fpath[1]}/_\(program)"
        \(function)() {
            local -a commands
            commands=(

        """
    for command in commands {
        text += "        '\(command.name):\(zshQuoted(command.summary))'\n"
    }
    text += """
            )
            if (( CURRENT == 2 )); then
                _describe command commands
                return
            fi
            local command=$words[2]
            shift words
            (( CURRENT-- ))
            case $command in

        """
    for command in commands {
        text += "    \(command.name))\n        _arguments"
        for option in command.options {
            var action = ""
            if let value = option.value { action = ":\(value.name):\(zshAction(value.content))" }
            let star = option.repeats ? "*" : ""
            text += " \\\n            '\(star)--\(option.name)[\(zshQuoted(option.help))]\(action)'"
            if let short = option.short {
                text += " \\\n            '\(star)-\(short)[\(zshQuoted(option.help))]\(action)'"
            }
        }
        text += " \\\n            '--help[show help]'"
        for operand in command.operands {
            let place = operand.repeats ? "*" : operand.isOptional ? ":" : ""
            text += " \\\n            '\(place):\(operand.name):\(zshAction(operand.content))'"
        }
        text += "\n        ;;\n"
    }
    text += "    esac\n}\n\(function) \"$@\"\n"
    return text
}

private func zshAction(_ content: OperandSyntax.Content) -> String {
    switch content {
    case .file: "_files"
    case .text: ""
    case .choice(let words): "(\(words.joined(separator: " ")))"
    }
}

/// Text within single quotes of an `_arguments` specification.
private func zshQuoted(_ text: String) -> String {
    var quoted = ""
    for character in text {
        switch character {
        case "'": quoted += "'\\''"
        case "[", "]", ":", "\\": quoted += "\\\(character)"
        default: quoted.append(character)
        }
    }
    return quoted
}

private func fishScript(_ program: String, _ commands: [CommandSyntax]) -> String {
    var text = """
        # fish completion: \(program) completions fish > ~/.config/fish/completions/\(program).fish

        """
    for command in commands {
        text += "complete -c \(program) -f -n __fish_use_subcommand -a \(command.name)"
        text += " -d '\(fishQuoted(command.summary))'\n"
    }
    for command in commands {
        let here = "complete -c \(program) -n '__fish_seen_subcommand_from \(command.name)'"
        for option in command.options {
            text += "\(here) -l \(option.name)"
            if let short = option.short { text += " -s \(short)" }
            if let value = option.value {
                switch value.content {
                case .file: text += " -r -F"
                case .text: text += " -x"
                case .choice(let words): text += " -x -a '\(words.joined(separator: " "))'"
                }
            }
            text += " -d '\(fishQuoted(option.help))'\n"
        }
        for operand in command.operands {
            if case .choice(let words) = operand.content {
                text += "\(here) -f -a '\(words.joined(separator: " "))'\n"
            }
        }
    }
    return text
}

/// Text within single quotes.
private func fishQuoted(_ text: String) -> String {
    text.map { $0 == "'" || $0 == "\\" ? "\\\($0)" : String($0) }.joined()
}
