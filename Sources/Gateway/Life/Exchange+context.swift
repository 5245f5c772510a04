import Faults
import JSON

extension Exchange {
    /// Appends the value of a `$context` variable by its name after `$context.`; false, and nothing
    /// appended, where the request has none.
    ///
    /// Source: “API Gateway mapping template and access logging variable reference”.
    func appendContext(_ name: [UInt8], to output: inout [UInt8]) -> Bool {
        guard let text = contextText(String(decoding: name, as: UTF8.self)) else { return false }
        output += text.utf8
        return true
    }

    private func contextText(_ name: String) -> String? {
        if name.hasPrefix("identity.") { return identityText(String(name.dropFirst(9))) }
        if name.hasPrefix("authorizer.") { return authorizerText(String(name.dropFirst(11))) }
        if name.hasPrefix("error.") { return errorText(String(name.dropFirst(6))) }
        func text(_ bytes: some Collection<UInt8>) -> String {
            String(decoding: bytes, as: UTF8.self)
        }
        switch name {
        case "requestId": return idText
        case "extendedRequestId": return text(ids.extendedRequestID)
        case "accountId": return gateway.settings.accountID
        case "apiId": return apiIDText
        case "stage": return deployment?.stage.name
        case "deploymentId": return deployment.map { text($0.id) }
        case "domainName": return domainName
        case "domainPrefix": return domainPrefix
        case "httpMethod": return text(httpMethod)
        case "path": return text(request.target[fullPath])
        case "protocol": return "HTTP/1.1"
        case "resourceId": return method?.resourceID
        case "resourcePath": return method?.resourcePath
        case "operationName": return method?.operationName
        case "requestTime":
            return text(worker.logTime(started.wallMilliseconds))
        case "requestTimeEpoch": return String(started.wallMilliseconds)
        case "isCanaryRequest": return deployment?.isCanary.map { $0 ? "true" : "false" }
        case "wafResponseCode":
            return gateway.deniedNetworks.isEmpty
                ? nil : fault?.type == .wafFiltered ? "WAF_BLOCK" : "WAF_ALLOW"
        case "xrayTraceId":
            // A traced request has an id whether or not a backend was told of it.
            if deployment?.stage.isTracingEnabled == true { makeTraceHeader() }
            return hasTraceHeader ? text(traceHeader.prefix { $0 != UInt8(ascii: ";") }) : nil
        case "status": return phase == .over ? String(response.status) : nil
        case "responseLength": return String(response.body.count)
        case "responseLatency": return String(now.milliseconds(since: started))
        case "integrationLatency", "integration.latency": return integrationLatency.map(String.init)
        case "integrationStatus", "integration.integrationStatus":
            return backendStatus == 0 ? nil : String(backendStatus)
        case "integration.status":
            // Of a function behind a proxy integration it is the status that the function chose.
            if method?.integration?.kind == .awsProxy, fault == nil, backendStatus != 0 {
                return String(response.status)
            }
            return backendStatus == 0 ? nil : String(backendStatus)
        case "integration.requestId", "awsEndpointRequestId":
            return ["x-amzn-requestid", "x-amz-request-id"].compactMap { backendHeaders.last($0) }
                .first.map { text($0) }
        case "integration.responseTransferMode": return backendStatus == 0 ? nil : "BUFFERED"
        case "integrationErrorMessage", "integration.error": return integrationError
        case "waf.status": return accessSteps.waf.status.map(String.init)
        case "waf.error": return accessSteps.waf.error
        case "waf.latency": return accessSteps.waf.status.map { _ in "0" }
        case "authenticate.status": return accessSteps.authenticate.status.map(String.init)
        case "authenticate.error": return accessSteps.authenticate.error
        case "authenticate.latency": return accessSteps.authenticate.status.map { _ in "0" }
        case "authorize.status": return accessSteps.authorize.status.map(String.init)
        case "authorize.error": return accessSteps.authorize.error
        case "authorize.latency": return accessSteps.authorize.status.map { _ in "0" }
        case "tlsVersion": return request.client.tls?.version
        case "cipherSuite": return request.client.tls?.cipherSuite
        case "endpointType": return deployment?.endpointType.name
        case "customDomain.basePathMatched":
            return path.lowerBound > 0 && isOnDomain
                ? text(request.target[..<path.lowerBound]) : nil
        default: return templates.overrideText(name)
        }
    }

    private func identityText(_ name: String) -> String? {
        let client = request.client
        let certificate = client.tls?.certificate
        switch name {
        case "sourceIp": return String(decoding: client.address, as: UTF8.self)
        case "userAgent":
            return field(.userAgent).map { String(decoding: $0, as: UTF8.self) }
        case "accessKey": return caller.accessKey
        case "accountId": return caller.accountID
        case "caller", "user": return caller.userID
        case "userArn": return caller.userARN
        case "apiKey": return caller.apiKey.map { String(decoding: $0, as: UTF8.self) }
        case "apiKeyId": return caller.apiKeyID
        case "principalOrgId": return caller.principalOrgID
        case "cognitoIdentityId": return caller.cognitoIdentityID
        case "cognitoIdentityPoolId": return caller.cognitoIdentityPoolID
        case "cognitoAuthenticationType": return caller.cognitoAuthenticationType
        case "cognitoAuthenticationProvider": return caller.cognitoAuthenticationProvider
        case "vpcId": return client.vpcID
        case "vpceId": return client.vpcEndpointID
        case "clientCert.clientCertPem": return certificate?.pem
        case "clientCert.subjectDN": return certificate?.subjectDN
        case "clientCert.issuerDN": return certificate?.issuerDN
        case "clientCert.serialNumber": return certificate?.serialNumber
        case "clientCert.validity.notBefore": return certificate?.notBefore
        case "clientCert.validity.notAfter": return certificate?.notAfter
        default: return nil
        }
    }

    private func authorizerText(_ name: String) -> String? {
        if name.hasPrefix("claims.") {
            return authorizerResult.claims?[String(name.dropFirst(7))].map(Exchange.claimText)
        }
        if name == "principalId" { return authorizerResult.principalID }
        if let own = authorizerResult.context.last(where: { $0.key == name }) { return own.value }
        switch name {
        case "integrationLatency", "latency": return authorizerLatency.map(String.init)
        case "integrationStatus": return authorizerStatus.map(String.init)
        case "requestId": return authorizerRequestID
        case "status": return accessSteps.authorizer.status.map(String.init)
        case "error": return accessSteps.authorizer.error
        default: return nil
        }
    }

    /// A claim as a text: lists in brackets, numbers and booleans as they are spelled.
    static func claimText(_ value: JSONValue) -> String {
        switch value {
        case .string(let text): text
        case .array(let elements): "[\(elements.map(claimText).joined(separator: " "))]"
        default: value.printed(.compact)
        }
    }

    private func errorText(_ name: String) -> String? {
        guard let fault else { return nil }
        switch name {
        case "message": return fault.message
        case "messageString":
            guard let message = fault.message else { return "null" }
            var output: [UInt8] = []
            appendJSONString(message.utf8, to: &output)
            return String(decoding: output, as: UTF8.self)
        case "responseType": return fault.type.rawValue
        case "validationErrorString":
            // Escaped for between the quotes that templates put around it.
            guard let text = fault.validationError else { return nil }
            var output: [UInt8] = []
            appendJSONString(text.utf8, to: &output)
            return String(decoding: output.dropFirst().dropLast(), as: UTF8.self)
        default: return nil
        }
    }

    var domainName: String { String(decoding: domainNameBytes, as: UTF8.self) }

    var domainNameBytes: ArraySlice<UInt8> {
        if let name = gateway.settings.domainName { return Array(name.utf8)[...] }
        if let host = field(.host), !host.isEmpty { return host }
        return Array("\(apiIDText).execute-api.\(gateway.settings.region).amazonaws.com".utf8)[...]
    }

    var domainPrefix: String {
        String(domainName.prefix { $0 != "." && $0 != ":" })
    }

    /// Appends a substitution text's parts with their values.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - missing: What stands for a variable without a value.
    ///   - output: Receives the bytes.
    func append(_ text: SubstitutionText, missing: String, to output: inout [UInt8]) {
        for part in text.parts {
            switch part {
            case .literal(let bytes): output += bytes
            case .context(let name):
                let start = output.count
                if !appendContext(name, to: &output) || output.count == start {
                    output += missing.utf8
                }
            case .stageVariable(let name):
                if let value = deployment?.variable(name) {
                    output += value
                } else {
                    output += missing.utf8
                }
            }
        }
    }
}
