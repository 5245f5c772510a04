import JSON
import Routing

extension Exchange {
    /// Appends the event of payload format 1.0 as REST APIs send it.
    func appendEvent(to output: inout [UInt8]) {
        output.append(UInt8(ascii: "{"))
        appendEventHead(to: &output)
        output += EventText.requestContext
        appendEventContext(to: &output)
        output += EventText.body
        let body = request.body
        let types = deployment?.binaryMediaTypes ?? []
        if body.isEmpty {
            output += EventText.null
            output += EventText.plainEnd
        } else if !types.isEmpty, MediaType(firstOf: field(.contentType) ?? []).isBinary(types) {
            output.append(UInt8(ascii: "\""))
            Base64.encode(body, to: &output)
            output.append(UInt8(ascii: "\""))
            output += EventText.encodedEnd
        } else {
            appendText(body[...], to: &output)
            output += EventText.plainEnd
        }
    }

    /// Appends the members from `resource` to `stageVariables`.
    func appendEventHead(to output: inout [UInt8]) {
        guard let texts = method?.eventTexts else { return }
        output += texts.head
        appendText(eventPath, to: &output)
        output += EventText.httpMethod
        appendText(httpMethod[...], to: &output)
        var lists: [UInt8] = []
        swap(&lists, &eventLists)
        appendMaps(
            headers, EventText.headers, EventText.multiValueHeaders, areHeaders: true, &lists,
            to: &output)
        appendMaps(
            query.fields, EventText.query, EventText.multiValueQuery, areHeaders: false, &lists,
            to: &output)
        swap(&lists, &eventLists)
        output += EventText.pathParameters
        let count = min(texts.pathParameterNames.count, match.count)
        if count == 0 {
            output += EventText.null
        } else {
            for index in 0..<count {
                output += texts.pathParameterNames[index]
                appendText(pathParameter(at: index), to: &output)
            }
            output.append(UInt8(ascii: "}"))
        }
        output += texts.stageVariables
    }

    /// The path without the stage, its leading slashes as one; with the base path of a domain.
    private var eventPath: ArraySlice<UInt8> {
        let slash = UInt8(ascii: "/")
        let target = request.target
        var range = isOnDomain ? fullPath : path
        while range.count > 1, target[range.lowerBound] == slash,
            target[range.lowerBound + 1] == slash
        {
            range = range.lowerBound + 1..<range.upperBound
        }
        return range.isEmpty ? [slash] : target[range]
    }

    /// Appends two members, names to last values and names to lists of all; `null` for no fields.
    ///
    /// - Parameters:
    ///   - fields: The fields; a name stands where it stands first.
    ///   - single: The first member's name with its comma and colon.
    ///   - multi: The second one's.
    ///   - areHeaders: Whether case does not count in names.
    ///   - lists: Holds the second member while the first is written.
    ///   - output: Receives the members.
    private func appendMaps(
        _ fields: HeaderFields, _ single: [UInt8], _ multi: [UInt8], areHeaders: Bool,
        _ lists: inout [UInt8], to output: inout [UInt8]
    ) {
        output += single
        guard !fields.isEmpty else {
            output += EventText.null
            output += multi
            output += EventText.null
            return
        }
        lists.removeAll(keepingCapacity: true)
        for index in fields.fields.indices {
            guard let last = fields.lastOfName(first: index, ignoringCase: areHeaders) else {
                continue
            }
            // The first field is the first of its name.
            output.append(UInt8(ascii: index == 0 ? "{" : ","))
            let start = output.count
            let name = fields.name(index)
            if areHeaders, let known = HeaderRules.capitalized(name) {
                appendText(known[...], to: &output)
            } else {
                appendText(name, to: &output)
            }
            output.append(UInt8(ascii: ":"))
            lists.append(UInt8(ascii: index == 0 ? "{" : ","))
            lists += output[start...]
            lists.append(UInt8(ascii: "["))
            for other in index..<last
            where other == index
                || fields.haveSameName(index, other, ignoringCase: areHeaders)
            {
                appendText(fields.value(other), to: &lists)
                lists.append(UInt8(ascii: ","))
            }
            let valueStart = output.count
            appendText(fields.value(last), to: &output)
            lists += output[valueStart...]
            lists.append(UInt8(ascii: "]"))
        }
        output.append(UInt8(ascii: "}"))
        output += multi
        output += lists
        output.append(UInt8(ascii: "}"))
    }

    /// Appends `requestContext`.
    func appendEventContext(to output: inout [UInt8]) {
        guard let texts = method?.eventTexts else {
            output += "{}".utf8
            return
        }
        output += texts.contextHead
        if !authorizerResult.isEmpty {
            output += EventText.authorizer
            output += JSONValue.object(authorizerContext).printed(.compact).utf8
        }
        output += texts.resourcePath
        appendText(httpMethod[...], to: &output)
        output += EventText.extendedRequestID
        output += ids.extendedRequestID
        output += EventText.requestTime
        output += worker.logTime(started.wallMilliseconds)
        output += EventText.path
        appendText(request.target[fullPath], to: &output)
        output += texts.account
        let host = domainNameBytes
        appendText(host.prefix { $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: ":") }, to: &output)
        output += EventText.requestTimeEpoch
        appendDecimal(Int(started.wallMilliseconds), to: &output)
        output += EventText.requestID
        output += ids.requestID
        output += EventText.identity
        appendIdentity(to: &output)
        output += EventText.domainName
        appendText(host, to: &output)
        output += texts.contextTail
    }

    private func appendIdentity(to output: inout [UInt8]) {
        func member(_ name: String, _ value: String?) {
            output += name.utf8
            guard let value else {
                output += EventText.null
                return
            }
            appendJSONString(value.utf8, to: &output)
        }
        let isKnown = caller.isKnown
        if isKnown {
            member("{\"cognitoIdentityPoolId\":", caller.cognitoIdentityPoolID)
            member(",\"accountId\":", caller.accountID)
            member(",\"cognitoIdentityId\":", caller.cognitoIdentityID)
            member(",\"caller\":", caller.userID)
            output += ",\"sourceIp\":".utf8
        } else {
            output += EventText.unknownCaller
        }
        appendText(request.client.address[...], to: &output)
        if isKnown {
            member(",\"principalOrgId\":", caller.principalOrgID)
            member(",\"accessKey\":", caller.accessKey)
            member(",\"cognitoAuthenticationType\":", caller.cognitoAuthenticationType)
            member(",\"cognitoAuthenticationProvider\":", caller.cognitoAuthenticationProvider)
            member(",\"userArn\":", caller.userARN)
        } else {
            output += EventText.unknownUser
        }
        output += EventText.userAgent
        if let agent = field(.userAgent) {
            appendText(agent, to: &output)
        } else {
            output += EventText.null
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
