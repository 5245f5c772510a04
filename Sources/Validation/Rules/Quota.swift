package import Diagnostics
internal import JSON
internal import Model

/// An API stays within API Gateway's quotas.
package enum Quota: GatewayRule, MethodRule {
    package static let explanation = Explanation(
        .init(rawValue: "quota"), .warning,
        "An API has at most 300 resources, 10 authorizers and 2000 documentation parts, a policy "
            + "of 8192 characters, and templates of 300 KB.",
        reason: "API Gateway refuses more. The number of resources can be raised for an account; "
            + "the size of templates and policies cannot, so that these two are errors.",
        bad: nil, good: nil)

    package static func check(_ gateway: GatewayContext, into log: inout DiagnosticLog) {
        let api = gateway.api
        if api.resources.count > 300 {
            log.report(
                .beyond(
                    "\(api.resources.count) resources", "300", .warning, api.resources[300].range))
        }
        if api.authorizers.count > 10 {
            log.report(
                .beyond(
                    "\(api.authorizers.count) authorizers", "10", .warning,
                    api.authorizers[10].name.range))
        }
        if api.documentationParts.count > 2000 {
            log.report(
                .beyond(
                    "\(api.documentationParts.count) documentation parts", "2000", .warning,
                    api.range.firstByte))
        }
        if let policy = api.policy {
            let count = policy.value.printed().unicodeScalars.count
            if count > 8192 {
                log.report(
                    .beyond(
                        "a policy of \(count) characters", "8192", .error, policy.range.firstByte))
            }
        }
    }

    package static func check(
        _ context: MethodContext, in gateway: GatewayContext, into log: inout DiagnosticLog
    ) {
        guard let integration = context.integration else { return }
        check(integration.requestTemplates, into: &log)
        for response in integration.responses { check(response.responseTemplates, into: &log) }
    }

    private static func check(_ templates: [MappingTemplate], into log: inout DiagnosticLog) {
        for place in templates.indices where templates[place].text.value.utf8.count > 300 * 1024 {
            let template = templates[place]
            log.report(
                .beyond(
                    "a template of \(template.text.value.utf8.count) bytes", "307200", .error,
                    template.contentType.range))
        }
    }
}

extension Diagnostic {
    fileprivate static func beyond(
        _ what: String, _ limit: String, _ severity: Severity, _ range: SourceRange
    ) -> Self {
        Self(
            Quota.id, severity, "\(what): more than API Gateway's quota of \(limit)", at: range)
    }
}
