import JSON

/// The parts of a Lambda event that are the same for all requests of a method and stage.
struct EventTexts {
    /// From `resource` to the name of `path`.
    let head: [UInt8]
    /// `stageVariables`.
    let stageVariables: [UInt8]
    /// The beginning of `requestContext`, up to where the authorizer's values stand.
    let contextHead: [UInt8]
    /// From `resourcePath` to the name of `httpMethod`.
    let resourcePath: [UInt8]
    /// From `accountId` to the name of `domainPrefix`.
    let account: [UInt8]
    /// `deploymentId`.
    let contextTail: [UInt8]
    /// `apiId` and the end.
    let apiID: [UInt8]

    init(
        resourcePath: String, resourceID: String, operationName: String?, of deployment: Deployment
    ) {
        func text(_ parts: (String, [UInt8])...) -> [UInt8] {
            var output: [UInt8] = []
            for (name, value) in parts {
                output += name.utf8
                appendText(value[...], to: &output)
            }
            return output
        }
        head = text(("\"resource\":", Array(resourcePath.utf8))) + ",\"path\":".utf8
        var variables = Array(",\"stageVariables\":".utf8)
        for (index, variable) in deployment.variables.enumerated() {
            variables.append(UInt8(ascii: index == 0 ? "{" : ","))
            appendText(variable.name[...], to: &variables)
            variables.append(UInt8(ascii: ":"))
            appendText(variable.value[...], to: &variables)
        }
        variables += (deployment.variables.isEmpty ? "null" : "}").utf8
        stageVariables = variables
        var context = text(("{\"resourceId\":", Array(resourceID.utf8)))
        if let operationName {
            context += text((",\"operationName\":", Array(operationName.utf8)))
        }
        contextHead = context
        self.resourcePath =
            text((",\"resourcePath\":", Array(resourcePath.utf8))) + ",\"httpMethod\":".utf8
        account =
            text(
                (",\"accountId\":", Array(deployment.settings.accountID.utf8)),
                (",\"protocol\":", Array("HTTP/1.1".utf8)),
                (",\"stage\":", deployment.stageName)) + ",\"domainPrefix\":".utf8
        contextTail = text((",\"deploymentId\":", deployment.id))
        apiID = text((",\"apiId\":", deployment.apiID)) + "}".utf8
    }
}
