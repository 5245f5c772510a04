package import Diagnostics
internal import Model
internal import Settings
internal import Templates

/// A line of the access log can be found again, and says something.
package enum AccessLogFormat: GatewayRule {
    package static let explanation = Explanation(
        .init(rawValue: "access-log-format"), .warning,
        "An access log's format has '$context.requestId' or '$context.extendedRequestId', and no "
            + "variable that does not exist.",
        reason: "API Gateway wants a request's identifier in every line: with it a line is found "
            + "from a caller's 'x-amzn-RequestId' and joins the execution log. A variable that "
            + "does not exist is logged as '-'.",
        bad: "format: '$context.status $context.resourcepath'",
        good: "format: '$context.requestId $context.status $context.resourcePath'")

    package static func check(_ gateway: GatewayContext, into log: inout DiagnosticLog) {
        for stage in gateway.api.settings.stages {
            guard let format = stage.accessLog?.format else { continue }
            GatewayResponseVariable.check(format, in: nil, id, .warning, into: &log)
            let bytes = Array(format.value.utf8)
            let hasIdentifier = SubstitutionTemplate.references(in: bytes).contains { names in
                names.count == 2
                    && (bytes[names[1]].elementsEqual("requestId".utf8)
                        || bytes[names[1]].elementsEqual("extendedRequestId".utf8))
            }
            // What only a deployment knows may bring it.
            guard !hasIdentifier, !format.value.holds("${"), !format.value.isEmpty else {
                continue
            }
            log.report(
                Diagnostic(
                    id, .warning,
                    "the access log of stage '\(stage.name.value)' does not say which request a "
                        + "line is about",
                    at: format.range, help: "add '$context.requestId'"))
        }
    }
}
