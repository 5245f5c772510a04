import CLI
import Platform

var console = Console()
exitProcess(runProgram(Array(CommandLine.arguments.dropFirst()), &console).rawValue)
