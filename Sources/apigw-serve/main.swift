import Platform
import Server

exitProcess(runServeProgram(Array(CommandLine.arguments.dropFirst())))
