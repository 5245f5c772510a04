import CLI
import Foundation
import Options
import Testing

/// Runs a command line in memory.
private func run(_ words: [String]) -> (status: ProgramStatus, output: String, errors: String) {
    var console = Console(inMemory: ())
    let status = runProgram(words, &console)
    return (
        status, String(decoding: console.output, as: UTF8.self),
        String(decoding: console.errors, as: UTF8.self)
    )
}

/// A folder for one test, gone after it.
private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
}

private func bytes(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: path)))
}

private func write(_ bytes: [UInt8], to path: String) throws {
    try Data(bytes).write(to: URL(filePath: path))
}

private let specification = """
    openapi: 3.0.1
    info: {title: Kiosk, version: '1'}
    servers: [{url: 'https://example.com/shop'}]
    paths:
      /status:
        get:
          x-amazon-apigateway-auth: {type: NONE}
          responses: {'200': {description: fine}}
          x-amazon-apigateway-integration:
            type: mock
            requestTemplates: {application/json: '{"statusCode": 200}'}
            responses:
              default:
                statusCode: '200'
                responseTemplates: {application/json: '{"open": true}'}

    """

@Suite struct BundleTests {
    /// Compiles the specification below a folder and returns the bundle's path.
    private func compile(_ folder: String, _ options: [String] = []) throws -> String {
        try write(Array(specification.utf8), to: "\(folder)/kiosk.yaml")
        let result = run(
            ["compile", "\(folder)/kiosk.yaml", "-o", "\(folder)/kiosk.apigw"] + options)
        #expect(result.status == .success, "\(result.errors)")
        return "\(folder)/kiosk.apigw"
    }

    private func files(_ bundle: String) throws -> [String] {
        // Folders have no extension.
        try FileManager.default.subpathsOfDirectory(atPath: bundle).sorted().filter {
            $0.contains(".")
        }
    }

    @Test func twoCheckoutsGiveTheSameBytes() throws {
        try withFolder { first in
            try withFolder { second in
                let one = try compile(first)
                let other = try compile(second)
                let names = try files(one)
                #expect(try names == files(other))
                #expect(names.contains("gateway.bin") && names.contains("manifest.json"))
                for name in names {
                    #expect(try bytes("\(one)/\(name)") == bytes("\(other)/\(name)"), "\(name)")
                }
            }
        }
    }

    /// One bit of every 23rd byte; `BundleManifestTests` flip all of them.
    @Test func flippedBytesAreRefused() throws {
        try withFolder { folder in
            let bundle = try compile(folder)
            for name in try files(bundle) {
                let whole = try bytes("\(bundle)/\(name)")
                for offset in stride(from: 0, to: whole.count, by: 23) {
                    var damaged = whole
                    damaged[offset] ^= 1 << UInt8(offset % 8)
                    try write(damaged, to: "\(bundle)/\(name)")
                    try expectRefused(bundle, folder, every: offset % 4 == 0, "\(name) \(offset)")
                }
                try write(whole, to: "\(bundle)/\(name)")
            }
            #expect(run(["inspect", bundle]).status == .success)
        }
    }

    @Test func everyCutFileIsRefused() throws {
        try withFolder { folder in
            let bundle = try compile(folder)
            for name in try files(bundle) {
                let whole = try bytes("\(bundle)/\(name)")
                for length in [0, 1, whole.count / 2, whole.count - 1] {
                    try write(Array(whole[..<length]), to: "\(bundle)/\(name)")
                    try expectRefused(bundle, folder, every: true, "\(name) cut to \(length)")
                }
                try write(whole + [0x0A], to: "\(bundle)/\(name)")
                try expectRefused(bundle, folder, every: true, "\(name) and a byte more")
                try FileManager.default.removeItem(atPath: "\(bundle)/\(name)")
                // Without a manifest it is just a folder.
                if name == "manifest.json" {
                    #expect(run(["inspect", bundle]).status == .wrongUsage)
                } else {
                    try expectRefused(bundle, folder, every: true, "\(name) gone")
                }
                try write(whole, to: "\(bundle)/\(name)")
            }
        }
    }

    private func expectRefused(
        _ bundle: String, _ folder: String, every: Bool, _ what: String
    ) throws {
        var commands = [["inspect", bundle]]
        if every {
            commands += [
                ["invoke", bundle, "GET", "/status"], ["export", bundle, "--format", "json"],
                ["deploy", bundle, "--stage", "dev", "--store", "\(folder)/store"],
            ]
        }
        for command in commands {
            let result = run(command)
            #expect(result.status == .findings, "\(command[0]): \(what)")
            #expect(result.output.isEmpty, "\(command[0]): \(what)")
            #expect(
                result.errors.contains(bundle) && result.errors.hasPrefix("apigw: error: "),
                "\(command[0]): \(what): \(result.errors)")
        }
    }

    @Test func aNewerFormatSaysWhatItNeeds() throws {
        try withFolder { folder in
            let bundle = try compile(folder)
            let text = String(decoding: try bytes("\(bundle)/manifest.json"), as: UTF8.self)
                .replacing("\"formatVersion\": 1,", with: "\"formatVersion\": 7,")
            try write(Array(text.utf8), to: "\(bundle)/manifest.json")
            let errors = run(["inspect", bundle]).errors
            #expect(errors.contains("it has format 7, which needs apigw "))
        }
    }

    @Test(arguments: ["routes", "resources", "models", "templates", "settings"], ["text", "json"])
    func aBundleIsInspectedAsItsSpecification(subject: String, format: String) throws {
        try withFolder { folder in
            for options in [[], ["--basepath", "prepend"]] {
                let bundle = try compile(folder, options)
                let ofBundle = run(["inspect", bundle, subject, "--format", format])
                let ofSpecification = run(
                    ["inspect", "\(folder)/kiosk.yaml", subject, "--format", format] + options)
                #expect(ofBundle.status == .success)
                #expect(ofBundle.output == ofSpecification.output)
                #expect(!ofBundle.output.isEmpty || subject == "models")
                #expect(
                    ofBundle.output.contains("/shop")
                        == (options.count > 0 && subject != "models" && subject != "settings"))
            }
        }
    }

    @Test func aFolderThatIsNoBundleIsSaidToBeNone() throws {
        try withFolder { folder in
            let result = run(["inspect", folder])
            #expect(result.status == .wrongUsage)
            #expect(result.errors.contains("is a folder and no bundle"))
        }
    }

    @Test func anHTTPAPIIsCompiledAndInspectedButNotRun() throws {
        try withFolder { folder in
            let text = """
                openapi: 3.0.1
                info: {title: Kiosk, version: '1'}
                paths:
                  /status:
                    get:
                      responses: {default: {description: passed on}}
                      x-amazon-apigateway-integration:
                        type: http_proxy
                        httpMethod: GET
                        uri: https://example.com/status
                        payloadFormatVersion: '1.0'

                """
            try write(Array(text.utf8), to: "\(folder)/api.yaml")
            let bundle = "\(folder)/api.apigw"
            let compiled = run(
                ["compile", "\(folder)/api.yaml", "--api-type", "http", "-o", bundle])
            #expect(compiled.status == .success, "\(compiled.errors)")
            #expect(run(["inspect", bundle]).output.contains("GET /status  HTTP_PROXY"))
            for command in [
                ["invoke", bundle, "GET", "/status"],
                ["deploy", bundle, "--stage", "dev", "--store", "\(folder)/store"],
                ["invoke", "\(folder)/api.yaml", "GET", "/status", "--api-type", "http"],
            ] {
                let result = run(command)
                #expect(result.status == .wrongUsage)
                #expect(result.errors.contains("HTTP API"), "\(result.errors)")
                #expect(result.errors.contains("help: "))
            }
        }
    }
}
