internal import Diagnostics
internal import Export
internal import JSON
internal import Model
package import Options
internal import Platform

/// `apigw inspect BUNDLE|SPEC [SUBJECT]`: prints a part of what an API comes to.
package enum InspectCommand: Command {
    package static let syntax = CommandSyntax(
        "inspect", summary: "print the routes, resources, models, templates or settings of an API",
        operands: [
            OperandSyntax("BUNDLE|SPEC", .file),
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
            .init("apigw inspect api.apigw templates", "print the templates of a bundle"),
        ])

    private enum Subject: String, CaseIterable {
        case routes, resources, models, templates, settings
    }

    package static func run(
        _ arguments: Arguments, _ console: inout Console
    ) throws -> ProgramStatus {
        let subject =
            arguments.operands.count > 1 ? Subject(rawValue: arguments.operands[1]) : .routes
        let source = try BundleSource(arguments.operands[0], CompileOptions(arguments))
        let spec = try LoweredSpec(source.path, source.options)
        // A bundle was compiled without errors, and what else was found then was said then.
        if source.contents == nil {
            console.report(inPrintingOrder(spec.input.log.diagnostics), in: spec.input.files)
        }
        let names = spec.apis.map { $0.spec.logicalID ?? "" }
        let values = spec.apis.map { shape(subject ?? .routes, of: $0.api) }
        if arguments.value("format") == "json" {
            // A template's several APIs are one object, by their logical ids.
            let all = zip(names, values).map { JSONObject.Member($0, $1) }
            let value = values.count == 1 ? values[0] : .object(JSONObject(all))
            console.write(value.printed(.indented) + "\n")
        } else {
            for (index, api) in spec.apis.enumerated() {
                if spec.apis.count > 1 {
                    console.write("\(index > 0 ? "\n" : "")\(names[index]):\n")
                }
                console.write(text(subject ?? .routes, of: api.api, values[index]))
            }
        }
        return spec.input.log.hasErrors ? .findings : .success
    }

    private static func shape(_ subject: Subject, of api: API) -> JSONValue {
        switch (api, subject) {
        case (.rest(let api), .routes), (.rest(let api), .resources):
            ResourceShapes(api).resources
        case (.rest(let api), .models): ResourceShapes(api).models
        case (.rest(let api), .templates): ResourceShapes(api).mappingTemplates
        case (.rest(let api), .settings): ResourceShapes(api).everythingElse
        case (.http(let api), .routes), (.http(let api), .resources): httpAPIRoutesShape(api)
        case (.http, .models), (.http, .templates): ["Items": []]
        case (.http(let api), .settings): httpAPIShape(api)
        }
    }

    private static func text(_ subject: Subject, of api: API, _ value: JSONValue) -> String {
        switch (api, subject) {
        case (.rest(let api), .routes): routeTree(api)
        case (.rest(let api), .templates): ResourceShapes(api).templateText
        case (.http(let api), .routes): routeList(api)
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

/// A line a route, with its integration and who may call it.
private func routeList(_ api: HTTPAPI) -> String {
    var text = "\(api.name.value.text)\n"
    let width = api.routes.map { $0.key.value.utf8.count }.max() ?? 0
    for route in api.routes.sorted(by: { $0.key.value < $1.key.value }) {
        let padding = String(repeating: " ", count: width - route.key.value.utf8.count)
        let kind = route.integration?.kind.value.rawValue ?? "no integration"
        let target = route.integration?.subtype?.value ?? route.integration?.uri?.value.text
        let authorization = route.authorization.value
        let guardText =
            authorization == .none ? "" : " [\(authorization.authorizer ?? "AWS_IAM")]"
        text += "  \(route.key.value)\(padding)  \(kind)\(target.map { " \($0)" } ?? "")"
        text += "\(guardText)\n"
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
