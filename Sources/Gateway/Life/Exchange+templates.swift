import Routing
import JSON
import Templates

extension Exchange {
    /// Renders a mapping template on ``payload`` and puts the result there; false where it fails.
    func render(_ number: UInt32, isRequest: Bool) -> Bool {
        guard let deployment, let template = worker.template(number, of: deployment) else {
            return false
        }
        var output: [UInt8] = []
        swap(&output, &scratch)
        output.removeAll(keepingCapacity: true)
        let variables = makeVariables()
        let failure = worker.renderer.render(
            template, body: payload, variables: variables, into: &output)
        swap(&payload, &output)
        swap(&output, &scratch)
        if let failure {
            log("Template failed: \(failure.message)", isError: true)
            return false
        }
        if let overrides = worker.renderer.overrides {
            templates.request = overrides.request
            templates.response = overrides.response
        }
        return true
    }

    /// The variables of a template: `context`, `stageVariables` and `params`.
    private func makeVariables() -> JSONTape {
        worker.variables.reset()
        worker.variables.beginObject()
        addContext()
        worker.variables.key("stageVariables")
        worker.variables.beginObject()
        for (name, value) in deployment?.variables ?? [] {
            worker.variables.key(name)
            worker.variables.string(value)
        }
        worker.variables.end()
        worker.variables.key("params")
        worker.variables.beginObject()
        worker.variables.key("path")
        worker.variables.beginObject()
        for (index, name) in (method?.pathParameterNames ?? []).enumerated()
        where index < match.count {
            worker.variables.key(name)
            worker.variables.string(pathParameter(name) ?? [])
        }
        worker.variables.end()
        worker.variables.key("querystring")
        addFields(query.fields)
        worker.variables.key("header")
        addFields(headers)
        worker.variables.end()
        worker.variables.end()
        return worker.variables.finish()
    }

    /// Adds fields as a map to last values.
    private func addFields(_ fields: HeaderFields) {
        worker.variables.beginObject()
        let all = fields.fields
        for index in all.indices {
            let name = fields.bytes[all[index].name]
            let hasLater = all[(index + 1)...].contains {
                fields.bytes[$0.name].elementsEqual(name)
            }
            if hasLater { continue }
            worker.variables.key(name)
            worker.variables.string(fields.value(index))
        }
        worker.variables.end()
    }

    /// Adds `context`, with the members that API Gateway has there.
    private func addContext() {
        func member(_ name: String, _ value: String?) {
            worker.variables.key(name)
            if let value { worker.variables.string(value) } else { worker.variables.null() }
        }
        func member(_ name: String, _ value: some Collection<UInt8>) {
            worker.variables.key(name)
            worker.variables.string(value)
        }
        worker.variables.key("context")
        worker.variables.beginObject()
        member("resourceId", method?.resourceID)
        if !authorizerResult.isEmpty {
            worker.variables.key("authorizer")
            worker.variables.value(.object(authorizerContext))
        }
        if let name = method?.operationName { member("operationName", name) }
        member("resourcePath", method?.resourcePath)
        member("httpMethod", httpMethod)
        member("extendedRequestId", ids.extendedRequestID)
        var time: [UInt8] = []
        CalendarDate(wallMilliseconds: started.wallMilliseconds).appendLogTime(to: &time)
        member("requestTime", time)
        member("path", request.target[fullPath])
        member("accountId", gateway.settings.accountID)
        member("protocol", "HTTP/1.1")
        worker.variables.key("requestOverride")
        addOverrides(templates.request, ["path", "header", "querystring"])
        member("stage", deployment?.stageName ?? [])
        member("domainPrefix", domainPrefix)
        time.removeAll(keepingCapacity: true)
        appendDecimal(Int(started.wallMilliseconds), to: &time)
        worker.variables.key("requestTimeEpoch")
        worker.variables.number(spelling: time)
        member("requestId", ids.requestID)
        addIdentity()
        member("domainName", domainName)
        worker.variables.key("responseOverride")
        addOverrides(templates.response, ["header"])
        member("deploymentId", deployment?.id ?? [])
        if let isCanary = deployment?.isCanary {
            member("isCanaryRequest", isCanary ? "true" : "false")
        }
        member("apiId", deployment?.apiID ?? [])
        worker.variables.end()
    }

    private func addOverrides(_ object: JSONObject, _ names: [String]) {
        worker.variables.beginObject()
        for name in names where object[name] == nil {
            worker.variables.key(name)
            worker.variables.beginObject()
            worker.variables.end()
        }
        for member in object.members {
            worker.variables.key(member.key)
            worker.variables.value(member.value)
        }
        worker.variables.end()
    }

    private func addIdentity() {
        func member(_ name: String, _ value: String?) {
            worker.variables.key(name)
            if let value { worker.variables.string(value) } else { worker.variables.null() }
        }
        worker.variables.key("identity")
        worker.variables.beginObject()
        member("cognitoIdentityPoolId", nil)
        member("accountId", caller.accountID)
        member("cognitoIdentityId", nil)
        member("caller", caller.userID)
        worker.variables.key("sourceIp")
        worker.variables.string(request.client.address)
        member("principalOrgId", nil)
        member("accessKey", caller.accessKey)
        member("cognitoAuthenticationType", nil)
        member("cognitoAuthenticationProvider", nil)
        member("userArn", caller.userARN)
        worker.variables.key("userAgent")
        if let agent = request.headers.last("user-agent") {
            worker.variables.string(agent)
        } else {
            worker.variables.null()
        }
        member("user", caller.userID)
        if caller.apiKey != nil {
            member("apiKey", caller.apiKey.map { text($0) })
            member("apiKeyId", caller.apiKeyID)
        }
        worker.variables.end()
    }
}
