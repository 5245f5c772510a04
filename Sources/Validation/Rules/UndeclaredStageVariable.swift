package import Diagnostics
internal import Model
internal import Settings

/// Every stage variable that an API uses is set by its stages.
package enum UndeclaredStageVariable: GatewayRule {
    package static let explanation = Explanation(
        .init(rawValue: "undeclared-stage-variable"), .warning,
        "Every stage variable that an integration or authorizer uses is set by every stage.",
        reason: "A variable that a stage does not set is empty: a URL loses its host. Without a "
            + "settings file nothing is known about stages, and this is a note.",
        bad: "uri: https://${stageVariables.backend}/pets",
        good: "# gateway.yaml\nstages:\n  dev:\n    variables: {backend: pets.example.com}")

    package static func check(_ gateway: GatewayContext, into log: inout DiagnosticLog) {
        var reported: Set<String> = []
        let stages = gateway.api.settings.stages
        func use(_ text: String, at range: SourceRange) {
            for name in names(in: text) where !reported.contains(name) {
                let missing = stages.filter { stage in
                    !stage.variables.contains { $0.name.value == name }
                }
                if missing.isEmpty, !stages.isEmpty { continue }
                reported.insert(name)
                log.report(.undeclared(name, missing, at: range))
            }
        }
        func use(_ text: Located<SymbolicString>?) {
            if let text { use(text.value.text, at: text.range) }
        }
        func use(_ mappings: [ParameterMapping], _ templates: [MappingTemplate]) {
            for mapping in mappings { use(mapping.source.value, at: mapping.source.range) }
            for template in templates { use(template.text.value, at: template.text.range) }
        }
        for context in gateway.methods {
            guard let integration = context.integration, integration.mentionsStageVariables else {
                continue
            }
            use(integration.uri)
            use(integration.credentials)
            if case .vpcLink(let id)? = integration.connection { use(id) }
            use(integration.requestParameters, integration.requestTemplates)
            for response in integration.responses {
                use(response.responseParameters, response.responseTemplates)
            }
        }
        for authorizer in gateway.api.authorizers { use(authorizer.uri) }
    }

    /// The names after `stageVariables.` in a text.
    private static func names(in text: String) -> [String] {
        let bytes = Array(text.utf8)
        var names: [String] = []
        var start = 0
        while let word = bytes.firstIndex(of: stageVariablePrefix, from: start) {
            start = word + stageVariablePrefix.utf8CodeUnitCount
            let name = bytes[start...].prefix {
                UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0
                    || UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 | 0x20
                    || $0 == UInt8(ascii: "_")
            }
            if !name.isEmpty { names.append(String(decoding: name, as: UTF8.self)) }
            start += name.count
        }
        return names
    }
}

extension Diagnostic {
    fileprivate static func undeclared(
        _ name: String, _ stages: [Stage], at range: SourceRange
    ) -> Self {
        if stages.isEmpty {
            return Self(
                UndeclaredStageVariable.id, .note,
                "every stage must set the stage variable '\(name)'", at: range,
                help: "name it under 'variables' of the stages in 'gateway.yaml'")
        }
        let list = stages.map { "'\($0.name.value)'" }.joined(separator: ", ")
        return Self(
            UndeclaredStageVariable.id, .warning,
            "the stage variable '\(name)' is not set by \(list)", at: range,
            help: "add it to 'variables' in 'gateway.yaml'")
    }
}
