import JSON
import Routing

extension Exchange {
    /// Appends the event of payload format 1.0 as REST APIs send it.
    func appendEvent(to output: inout [UInt8]) {
        output.append(UInt8(ascii: "{"))
        appendEventHead(to: &output)
        output += ",\"requestContext\":".utf8
        appendEventContext(to: &output)
        output += ",\"body\":".utf8
        let types = deployment?.binaryMediaTypes ?? []
        let type = types.isEmpty ? nil : request.headers.last("content-type")
        var isEncoded = false
        if request.body.isEmpty {
            output += "null".utf8
        } else if !types.isEmpty, MediaType(firstOf: type ?? []).isBinary(types) {
            isEncoded = true
            output.append(UInt8(ascii: "\""))
            Base64.encode(request.body, to: &output)
            output.append(UInt8(ascii: "\""))
        } else {
            appendText(request.body[...], to: &output)
        }
        output += (isEncoded ? ",\"isBase64Encoded\":true}" : ",\"isBase64Encoded\":false}").utf8
    }

    /// Appends the members from `resource` to `stageVariables`.
    func appendEventHead(to output: inout [UInt8]) {
        output += method?.eventTexts.head ?? []
        appendText(eventPath, to: &output)
        output += ",\"httpMethod\":".utf8
        appendText(httpMethod[...], to: &output)
        let headers = headers
        output += ",\"headers\":".utf8
        appendMap(headers, isMulti: false, capitalizing: true, to: &output)
        output += ",\"multiValueHeaders\":".utf8
        appendMap(headers, isMulti: true, capitalizing: true, to: &output)
        let fields = query.fields
        output += ",\"queryStringParameters\":".utf8
        appendMap(fields, isMulti: false, capitalizing: false, to: &output)
        output += ",\"multiValueQueryStringParameters\":".utf8
        appendMap(fields, isMulti: true, capitalizing: false, to: &output)
        output += ",\"pathParameters\":".utf8
        let names = method?.pathParameterNames ?? []
        if names.isEmpty || match.count == 0 {
            output += "null".utf8
        } else {
            for (index, name) in names.enumerated() where index < match.count {
                output.append(UInt8(ascii: index == 0 ? "{" : ","))
                appendText(name[...], to: &output)
                output.append(UInt8(ascii: ":"))
                appendText(pathParameter(name) ?? [], to: &output)
            }
            output.append(UInt8(ascii: "}"))
        }
        output += method?.eventTexts.stageVariables ?? []
    }

    /// The path without the stage, its leading slashes as one; with the base path of a domain.
    private var eventPath: ArraySlice<UInt8> {
        let slash = UInt8(ascii: "/")
        let isDomain = gateway.domain(request.headers.last("host")) != nil
        var range = isDomain ? fullPath : path
        while range.count > 1, request.target[range.lowerBound] == slash,
            request.target[range.lowerBound + 1] == slash
        {
            range = range.lowerBound + 1..<range.upperBound
        }
        return range.isEmpty ? [slash] : request.target[range]
    }

    /// Appends a map of names to last values, or to lists of all; `null` for no fields.
    private func appendMap(
        _ fields: HeaderFields, isMulti: Bool, capitalizing: Bool, to output: inout [UInt8]
    ) {
        let count = fields.fields.count
        var isFirst = true
        for index in 0..<count {
            // The place of a name is its first; `headers` has the last value there.
            let isRepeated = (0..<index).contains {
                fields.haveSameName($0, index, ignoringCase: capitalizing)
            }
            if isRepeated { continue }
            output.append(UInt8(ascii: isFirst ? "{" : ","))
            isFirst = false
            let name = fields.name(index)
            if capitalizing, let known = HeaderRules.capitalized(name) {
                appendText(known[...], to: &output)
            } else {
                appendText(name, to: &output)
            }
            output.append(UInt8(ascii: ":"))
            if isMulti { output.append(UInt8(ascii: "[")) }
            var last = index
            if isMulti { appendText(fields.value(index), to: &output) }
            for other in index + 1..<max(count, index + 1)
            where fields.haveSameName(index, other, ignoringCase: capitalizing) {
                last = other
                guard isMulti else { continue }
                output.append(UInt8(ascii: ","))
                appendText(fields.value(other), to: &output)
            }
            if isMulti {
                output.append(UInt8(ascii: "]"))
            } else {
                appendText(fields.value(last), to: &output)
            }
        }
        if isFirst { output += "null".utf8 } else { output.append(UInt8(ascii: "}")) }
    }

    /// Appends `requestContext`.
    func appendEventContext(to output: inout [UInt8]) {
        guard let method, let deployment else {
            output += "{}".utf8
            return
        }
        let texts = method.eventTexts
        output += texts.contextHead
        if !authorizerResult.isEmpty {
            output += ",\"authorizer\":".utf8
            output += JSONValue.object(authorizerContext).printed(.compact).utf8
        }
        output += texts.resourcePath
        appendText(httpMethod[...], to: &output)
        output += ",\"extendedRequestId\":".utf8
        appendText(ids.extendedRequestID[...], to: &output)
        output += ",\"requestTime\":\"".utf8
        CalendarDate(wallMilliseconds: started.wallMilliseconds).appendLogTime(to: &output)
        output += "\",\"path\":".utf8
        appendText(request.target[fullPath], to: &output)
        output += texts.account
        let host = domainNameBytes
        appendText(host.prefix { $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: ":") }, to: &output)
        output += ",\"requestTimeEpoch\":".utf8
        appendDecimal(Int(started.wallMilliseconds), to: &output)
        output += ",\"requestId\":".utf8
        appendText(ids.requestID[...], to: &output)
        output += ",\"identity\":".utf8
        appendIdentity(to: &output)
        output += ",\"domainName\":".utf8
        appendText(host, to: &output)
        output += texts.contextTail
        if let isCanary = deployment.isCanary {
            output += (isCanary ? ",\"isCanaryRequest\":true" : ",\"isCanaryRequest\":false").utf8
        }
        output += texts.apiID
    }

    private func appendIdentity(to output: inout [UInt8]) {
        func member(_ name: String, _ value: String?) {
            output += name.utf8
            guard let value else {
                output += "null".utf8
                return
            }
            appendJSONString(value.utf8, to: &output)
        }
        if caller.isKnown {
            member("{\"cognitoIdentityPoolId\":", caller.cognitoIdentityPoolID)
            member(",\"accountId\":", caller.accountID)
            member(",\"cognitoIdentityId\":", caller.cognitoIdentityID)
            member(",\"caller\":", caller.userID)
        } else {
            output +=
                "{\"cognitoIdentityPoolId\":null,\"accountId\":null,\"cognitoIdentityId\":null,\"caller\":null"
                .utf8
        }
        output += ",\"sourceIp\":".utf8
        appendText(request.client.address[...], to: &output)
        if caller.isKnown {
            member(",\"principalOrgId\":", caller.principalOrgID)
            member(",\"accessKey\":", caller.accessKey)
            member(",\"cognitoAuthenticationType\":", caller.cognitoAuthenticationType)
            member(",\"cognitoAuthenticationProvider\":", caller.cognitoAuthenticationProvider)
            member(",\"userArn\":", caller.userARN)
        } else {
            output +=
                ",\"principalOrgId\":null,\"accessKey\":null,\"cognitoAuthenticationType\":null,\"cognitoAuthenticationProvider\":null,\"userArn\":null"
                .utf8
        }
        output += ",\"userAgent\":".utf8
        if let agent = request.headers.last("user-agent") {
            appendText(agent, to: &output)
        } else {
            output += "null".utf8
        }
        member(",\"user\":", caller.userID)
        if let key = caller.apiKey {
            output += ",\"apiKey\":".utf8
            appendText(key[...], to: &output)
            member(",\"apiKeyId\":", caller.apiKeyID)
        }
        if let certificate = request.client.tls?.certificate {
            member(",\"clientCert\":{\"clientCertPem\":", certificate.pem)
            member(",\"subjectDN\":", certificate.subjectDN)
            member(",\"issuerDN\":", certificate.issuerDN)
            member(",\"serialNumber\":", certificate.serialNumber)
            member(",\"validity\":{\"notBefore\":", certificate.notBefore)
            member(",\"notAfter\":", certificate.notAfter)
            output += "}}".utf8
        }
        if let id = request.client.vpcID { member(",\"vpcId\":", id) }
        if let id = request.client.vpcEndpointID { member(",\"vpceId\":", id) }
        output.append(UInt8(ascii: "}"))
    }

    /// `$context.authorizer` as an object.
    var authorizerContext: JSONObject {
        var object = JSONObject()
        if let claims = authorizerResult.claims {
            object["claims"] = .object(
                JSONObject(
                    claims.members.map {
                        JSONObject.Member($0.key, .string(Exchange.claimText($0.value)))
                    }))
            return object
        }
        for (key, value) in authorizerResult.context { object[key] = .string(value) }
        if let id = authorizerResult.principalID { object["principalId"] = .string(id) }
        object["integrationLatency"] = .number(JSONNumber(authorizerLatency ?? 0))
        return object
    }
}
