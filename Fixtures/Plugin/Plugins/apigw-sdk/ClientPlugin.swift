import Foundation
import PackagePlugin

/// Writes the client of a target's `openapi.yaml` when the target is built.
///
/// The client is internal to the target and named after it: `ShopClient` in the target `Shop`. The
/// program is `APIGW` of the environment, else the first `apigw` of `PATH`, else where installers
/// put it. A `names.json` beside the document keeps the names that it lists.
@main
struct ClientPlugin: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        try commands(target.name, in: target.directoryURL, to: context.pluginWorkDirectoryURL)
    }

    func commands(_ target: String, in folder: URL, to output: URL) throws -> [Command] {
        let names = ["openapi.yaml", "openapi.yml", "openapi.json"]
        guard let document = names.map({ folder.appendingPathComponent($0) }).first(where: exists) else {
            throw PluginError(text: "\(folder.path) has none of \(names.joined(separator: ", "))")
        }
        guard let program = candidates().first(where: exists) else {
            throw PluginError(text: "'apigw' is not on PATH; APIGW can say where it is")
        }
        let module = target.split { !$0.isLetter && !$0.isNumber }
            .map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
        var arguments = [
            "sdk", document.path, "--lang", "swift", "--internal", "--single-file", "--name", module,
            "-o", output.path,
        ]
        var inputs = [document]
        let pins = folder.appendingPathComponent("names.json")
        if exists(pins) {
            arguments += ["--names", pins.path]
            inputs.append(pins)
        }
        return [
            .buildCommand(
                displayName: "Writing \(module)Client of \(document.lastPathComponent)",
                executable: program, arguments: arguments, inputFiles: inputs,
                outputFiles: [output.appendingPathComponent("\(module).swift")])
        ]
    }

    private func exists(_ file: URL) -> Bool { FileManager.default.fileExists(atPath: file.path) }

    /// Where the program may be.
    private func candidates() -> [URL] {
        let environment = ProcessInfo.processInfo.environment
        let folders =
            (environment["PATH"] ?? "").split(separator: ":").map(String.init)
            + ["/usr/local/bin", "/opt/homebrew/bin"]
        let files = [environment["APIGW"]].compactMap { $0 } + folders.map { $0 + "/apigw" }
        return files.map { URL(fileURLWithPath: $0) }
    }
}

struct PluginError: Error, CustomStringConvertible {
    var text: String
    var description: String { text }
}

#if canImport(XcodeProjectPlugin)
import XcodeProjectPlugin

extension ClientPlugin: XcodeBuildToolPlugin {
    func createBuildCommands(context: XcodePluginContext, target: XcodeTarget) throws -> [Command] {
        let document = target.inputFiles.first { file in
            ["openapi.yaml", "openapi.yml", "openapi.json"].contains(file.url.lastPathComponent)
        }
        guard let folder = document?.url.deletingLastPathComponent() else { return [] }
        return try commands(target.displayName, in: folder, to: context.pluginWorkDirectoryURL)
    }
}
#endif
