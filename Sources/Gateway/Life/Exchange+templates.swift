import Routing
import JSON
import Templates

extension Exchange {
    /// Renders a mapping template on ``payload`` and puts the result there; false where it fails.
    func render(_ number: UInt32, isRequest: Bool) -> Bool {
        guard let deployment, let prepared = worker.template(number, of: deployment) else {
            return false
        }
        if let text = prepared.constantText {
            payload.removeAll(keepingCapacity: true)
            payload += text
            constantStatus = prepared.constantStatus
            return true
        }
        // Locals rather than properties: what is changed in place is not looked up each time.
        var output: [UInt8] = []
        swap(&output, &scratch)
        output.removeAll(keepingCapacity: true)
        var variables = JSONTapeBuilder()
        swap(&variables, &worker.variables)
        variables.reset()
        makeVariables(prepared, in: &variables)
        let failure = worker.renderer.render(
            prepared.template, body: payload, variables: variables.finish(), into: &output)
        swap(&variables, &worker.variables)
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

    /// Makes the variables that a template reads: of `context`, `stageVariables` and `params`.
    private func makeVariables(
        _ template: PreparedProgram, in variables: inout JSONTapeBuilder
    ) {
        variables.beginObject()
        if !template.contextMembers.isEmpty { addContext(template.contextMembers, to: &variables) }
        if template.readsStageVariables {
            variables.key(Key.stageVariables)
            variables.beginObject()
            for (name, value) in deployment?.variables ?? [] {
                variables.key(name)
                variables.string(value)
            }
            variables.end()
        }
        if let names = template.parameterNames {
            if !names.isEmpty { addParameters(names, to: &variables) }
        } else {
            addAllParameters(to: &variables)
        }
        variables.end()
    }

    private func addAllParameters(to variables: inout JSONTapeBuilder) {
        variables.key(Key.params)
        variables.beginObject()
        variables.key(Key.path)
        variables.beginObject()
        for (index, name) in (method?.pathParameterNames ?? []).enumerated()
        where index < match.count {
            variables.key(name)
            variables.string(pathParameter(name) ?? [])
        }
        variables.end()
        variables.key(Key.querystring)
        addFields(query.fields, to: &variables)
        variables.key(Key.header)
        addFields(headers, to: &variables)
        variables.end()
    }

    /// Adds the parameters of a few names, each from where `$input.params` finds it first; all
    /// stand under `path`, which is where it looks first.
    private func addParameters(_ names: [[UInt8]], to variables: inout JSONTapeBuilder) {
        variables.key(Key.params)
        variables.beginObject()
        variables.key(Key.path)
        variables.beginObject()
        for name in names {
            guard let value = pathParameter(name) ?? query.last(name) ?? header(name) else {
                continue
            }
            variables.key(name)
            variables.string(value)
        }
        variables.end()
        variables.end()
    }

    private enum Key {
        static let context = Array("context".utf8)
        static let stageVariables = Array("stageVariables".utf8)
        static let params = Array("params".utf8)
        static let path = Array("path".utf8)
        static let querystring = Array("querystring".utf8)
        static let header = Array("header".utf8)
    }

    /// Adds fields as a map to last values.
    private func addFields(_ fields: HeaderFields, to variables: inout JSONTapeBuilder) {
        variables.beginObject()
        let all = fields.fields
        for index in all.indices {
            let hasLater = (index + 1..<all.count).contains {
                fields.haveSameName(index, $0, ignoringCase: false)
            }
            if hasLater { continue }
            variables.key(fields.name(index))
            variables.string(fields.value(index))
        }
        variables.end()
    }

    /// Adds `context`, with those members that are asked for.
    private func addContext(_ members: ContextMembers, to variables: inout JSONTapeBuilder) {
        func member(_ name: ContextMembers, _ value: String?) {
            guard members.contains(name) else { return }
            variables.key(name.name)
            if let value { variables.string(value) } else { variables.null() }
        }
        func member(_ name: ContextMembers, _ value: [UInt8]) {
            guard members.contains(name) else { return }
            variables.key(name.name)
            variables.string(value)
        }
        /// One that access logs have too, and only some requests.
        func loggedMember(_ name: ContextMembers) {
            guard members.contains(name) else { return }
            var value: [UInt8] = []
            if appendContext(name.name, to: &value) { member(name, value) }
        }
        variables.key(Key.context)
        variables.beginObject()
        member(.resourceID, method?.resourceID)
        if members.contains(.authorizer), !authorizerResult.isEmpty {
            variables.key(ContextMembers.authorizer.name)
            variables.value(.object(authorizerContext))
        }
        if let name = method?.operationName { member(.operationName, name) }
        member(.resourcePath, method?.resourcePath)
        member(.httpMethod, httpMethod)
        member(.extendedRequestID, ids.extendedRequestID)
        if members.contains(.requestTime) {
            variables.key(ContextMembers.requestTime.name)
            variables.string(worker.logTime(started.wallMilliseconds))
        }
        if members.contains(.path) {
            variables.key(ContextMembers.path.name)
            variables.string(request.target[fullPath])
        }
        member(.accountID, gateway.settings.accountID)
        member(.protocol, "HTTP/1.1")
        if members.contains(.overrides) {
            variables.key("requestOverride")
            addOverrides(templates.request, ["path", "header", "querystring"], to: &variables)
        }
        member(.stage, deployment?.stageName ?? [])
        if members.contains(.domainPrefix) { member(.domainPrefix, domainPrefix) }
        if members.contains(.requestTimeEpoch) {
            variables.key(ContextMembers.requestTimeEpoch.name)
            variables.integer(Int(started.wallMilliseconds))
        }
        member(.requestID, ids.requestID)
        if members.contains(.identity) { addIdentity(to: &variables) }
        if members.contains(.domainName) { member(.domainName, domainName) }
        if members.contains(.overrides) {
            variables.key("responseOverride")
            addOverrides(templates.response, ["header"], to: &variables)
        }
        member(.deploymentID, deployment?.id ?? [])
        if let isCanary = deployment?.isCanary {
            member(.isCanaryRequest, isCanary ? "true" : "false")
        }
        member(.apiID, deployment?.apiID ?? [])
        loggedMember(.wafResponseCode)
        loggedMember(.awsEndpointRequestID)
        variables.end()
    }

    private func addOverrides(
        _ object: JSONObject, _ names: [String], to variables: inout JSONTapeBuilder
    ) {
        variables.beginObject()
        for name in names where object[name] == nil {
            variables.key(name)
            variables.beginObject()
            variables.end()
        }
        for member in object.members {
            variables.key(member.key)
            variables.value(member.value)
        }
        variables.end()
    }

    private func addIdentity(to variables: inout JSONTapeBuilder) {
        func member(_ name: String, _ value: String?) {
            variables.key(name)
            if let value { variables.string(value) } else { variables.null() }
        }
        variables.key("identity")
        variables.beginObject()
        member("cognitoIdentityPoolId", caller.cognitoIdentityPoolID)
        member("accountId", caller.accountID)
        member("cognitoIdentityId", caller.cognitoIdentityID)
        member("caller", caller.userID)
        variables.key("sourceIp")
        variables.string(request.client.address)
        member("principalOrgId", caller.principalOrgID)
        member("accessKey", caller.accessKey)
        member("cognitoAuthenticationType", caller.cognitoAuthenticationType)
        member("cognitoAuthenticationProvider", caller.cognitoAuthenticationProvider)
        member("userArn", caller.userARN)
        variables.key("userAgent")
        if let agent = field(.userAgent) {
            variables.string(agent)
        } else {
            variables.null()
        }
        member("user", caller.userID)
        if caller.apiKey != nil {
            member("apiKey", caller.apiKey.map { text($0) })
            member("apiKeyId", caller.apiKeyID)
        }
        if let id = request.client.vpcID { member("vpcId", id) }
        if let id = request.client.vpcEndpointID { member("vpceId", id) }
        if let certificate = request.client.tls?.certificate {
            variables.key("clientCert")
            variables.beginObject()
            member("clientCertPem", certificate.pem)
            member("subjectDN", certificate.subjectDN)
            member("issuerDN", certificate.issuerDN)
            member("serialNumber", certificate.serialNumber)
            variables.key("validity")
            variables.beginObject()
            member("notBefore", certificate.notBefore)
            member("notAfter", certificate.notAfter)
            variables.end()
            variables.end()
        }
        variables.end()
    }
}
