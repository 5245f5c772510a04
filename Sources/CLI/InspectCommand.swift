internal import Diagnostics
internal import Export
internal import JSON
internal import Model
package import Options
internal import Platform

/// `apigw inspect SPEC [SUBJECT]`: prints a part of what a specification comes to.
package enum InspectCommand: Command {
    package static let syntax = CommandSyntax(
        "inspect", summary: "print the routes, resources, models or settings of an API",
        operands: [
            OperandSyntax("SPEC", .file),
            OperandSyntax("SUBJECT", .choice(Subject.allCases.map(\.rawValue)), isOptional: true),
        ],
        options: [
            OptionSyntax(
                "format", OperandSyntax("FORMAT", .choice(["text", "json"])),
                help: "how to print (default text)")
        ] + CompileOptions.syntax,
        examples: [
            .init("apigw inspect api.yaml", "print the routes as a tree"),
            .init(
                "apigw inspect api.yaml resources --format json",
                "print what GetResources would return"),
        ])

    private enum Subject: String, CaseIterable {
        case routes, resources, models, settings
    }

    package static func run(
        _ arguments: Arguments, _ console: inout Console
    ) throws -> ProgramStatus {
        let subject =
            arguments.operands.count > 1 ? Subject(rawValue: arguments.operands[1]) : .routes
        var path = arguments.operands[0]
        if path != "-", isFolder(path) { path += "/openapi.json" }
        let spec = try LoweredSpec(path, CompileOptions(arguments))
        console.report(inPrintingOrder(spec.input.log.diagnostics), in: spec.input.files)
        for lowered in spec.apis {
            let value = shape(subject ?? .routes, of: lowered.api)
            if arguments.value("format") == "json" {
                console.write(value.printed(.indented) + "\n")
            } else {
                console.write(text(subject ?? .routes, of: lowered.api, value))
            }
        }
        return spec.input.log.hasErrors ? .findings : .success
    }

    private static func shape(_ subject: Subject, of api: API) -> JSONValue {
        switch (api, subject) {
        case (.rest(let api), .routes), (.rest(let api), .resources):
            ResourceShapes(api).resources
        case (.rest(let api), .models): ResourceShapes(api).models
        case (.rest(let api), .settings): ResourceShapes(api).everythingElse
        case (.http(let api), .routes), (.http(let api), .resources): httpAPIRoutesShape(api)
        case (.http, .models): ["Items": []]
        case (.http(let api), .settings): httpAPIShape(api)
        }
    }

    private static func text(_ subject: Subject, of api: API, _ value: JSONValue) -> String {
        switch (api, subject) {
        case (.rest(let api), .routes): routeTree(api)
        case (.http(let api), .routes):
            api.routes.map { "\($0.key.value)\n" }.joined()
        default: outline(value, depth: 0)
        }
    }
}

/// The resource tree with each method's integration, a line each.
private func routeTree(_ api: RestAPI) -> String {
    var text = "\(api.name.value.text)\n"
    for resource in api.resources.sorted(by: { $0.path < $1.path }) {
        let depth = resource.path == "/" ? 0 : resource.path.utf8.count { $0 == UInt8(ascii: "/") }
        let indent = String(repeating: "  ", count: depth)
        text += "\(indent)/\(resource.pathPart ?? "")\n"
        let width = resource.methods.map { $0.httpMethod.rawValue.utf8.count }.max() ?? 0
        for method in resource.methods.sorted(by: {
            $0.httpMethod.rawValue < $1.httpMethod.rawValue
        }) {
            let name = method.httpMethod.rawValue
            let padding = String(repeating: " ", count: width - name.utf8.count)
            let kind = method.integration?.kind.value.rawValue ?? "no integration"
            let uri = method.integration?.uri.map { " \($0.value.text)" } ?? ""
            let authorization = method.authorization.value
            let guardText =
                authorization == .none ? "" : " [\(authorization.authorizer ?? "AWS_IAM")]"
            text += "\(indent)  \(name)\(padding)  \(kind)\(uri)\(guardText)\n"
        }
    }
    return text
}

/// A value as indented lines, for people.
private func outline(_ value: JSONValue, depth: Int) -> String {
    let indent = String(repeating: "  ", count: depth)
    switch value {
    case .object(let object):
        return object.members.map { member in
            switch member.value {
            case .object, .array:
                "\(indent)\(member.key):\n" + outline(member.value, depth: depth + 1)
            default: "\(indent)\(member.key): \(scalar(member.value))\n"
            }
        }.joined()
    case .array(let elements):
        return elements.map { element in
            switch element {
            case .object, .array: "\(indent)-\n" + outline(element, depth: depth + 1)
            default: "\(indent)- \(scalar(element))\n"
            }
        }.joined()
    default: return "\(indent)\(scalar(value))\n"
    }
}

private func scalar(_ value: JSONValue) -> String {
    if case .string(let text) = value, !text.contains("\n") { return text }
    return value.printed()
}
