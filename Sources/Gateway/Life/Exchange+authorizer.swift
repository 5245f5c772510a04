import Faults
import Patterns
import JSON

/// What a Lambda authorizer said, or what a token claims.
struct AuthorizerResult {
    var principalID: String?
    var context: [(key: String, value: String)] = []
    var claims: JSONObject?
    var usageIdentifierKey: String?
    var policy: Policy?

    /// The function's payload, for the cache.
    var payload: [UInt8] = []
}

extension Exchange {
    /// Milliseconds a Lambda authorizer has.
    static var authorizerTimeoutMilliseconds: Int { 29_000 }

    /// Asks a Lambda authorizer, or the cache of what it said before.
    func ask(_ authorizer: PreparedAuthorizer) -> Step {
        if case .assuming(let identity) = mode {
            guard let result = identity.authorizerResult else {
                return fail(GatewayFault(.unauthorized))
            }
            guard read(authorizerPayload: result, needsPolicy: false) else {
                return fail(GatewayFault(.authorizerConfigurationError))
            }
            return decideByAuthorizer()
        }
        guard findIdentity(authorizer) else { return fail(GatewayFault(.unauthorized)) }
        log("Starting authorizer: \(authorizer.id) for request: \(idText)")
        guard authorizer.resultTTLSeconds > 0, !authorizer.identitySources.isEmpty else {
            return callAuthorizer(authorizer)
        }
        storeRequest = .value(key: authorizerKey)
        phase = .authorizerLookUp
        return .askStore
    }

    /// Collects the identity's values into ``authorizerKey``; false where one that must be there is
    /// not, or does not look as it must.
    private func findIdentity(_ authorizer: PreparedAuthorizer) -> Bool {
        guard let deployment else { return false }
        authorizerKey.removeAll(keepingCapacity: true)
        authorizerKey += "authorizer/".utf8
        for part in [
            deployment.apiID, deployment.stageName, deployment.id, Array(authorizer.id.utf8),
        ] {
            appendCacheKeyPart(part, to: &authorizerKey)
        }
        // REQUEST authorizers whose answers are not kept do not need their sources.
        let isNeeded = authorizer.kind == .token || authorizer.resultTTLSeconds > 0
        for source in authorizer.identitySources {
            scratch.removeAll(keepingCapacity: true)
            let isThere = append(source, to: &scratch) && !scratch.isEmpty
            if !isThere, isNeeded { return false }
            appendCacheKeyPart(scratch, to: &authorizerKey)
            if authorizer.kind == .token, let number = authorizer.validationPattern {
                guard let pattern = worker.pattern(number, of: deployment),
                    pattern.matches(whole: scratch)
                else { return false }
            }
        }
        return true
    }

    func readAuthorizerCache(_ reply: StoreReply) -> Step {
        guard case .lambda(let authorizer)? = method?.authorization else {
            return fail(GatewayFault(.authorizerFailure))
        }
        guard case .value(let payload) = reply, read(authorizerPayload: payload, needsPolicy: true)
        else { return callAuthorizer(authorizer) }
        return decideByAuthorizer()
    }

    private func callAuthorizer(_ authorizer: PreparedAuthorizer) -> Step {
        call.clear()
        call.target = .lambda(function: authorizer.function)
        call.method += "POST".utf8
        call.credentials = authorizer.credentials
        call.timeoutMilliseconds = Exchange.authorizerTimeoutMilliseconds
        call.operation = authorizer.name
        call.headers.append("Content-Type".utf8, "application/json".utf8)
        appendAuthorizerEvent(authorizer, to: &call.body)
        callStarted = now
        phase = .authorizerCall
        return .callAuthorizer
    }

    private func appendAuthorizerEvent(
        _ authorizer: PreparedAuthorizer, to output: inout [UInt8]
    ) {
        output += "{\"type\":\"".utf8
        output += (authorizer.kind == .token ? "TOKEN" : "REQUEST").utf8
        output += "\",\"methodArn\":".utf8
        appendJSONString(methodARN.utf8, to: &output)
        if authorizer.kind == .token {
            output += ",\"authorizationToken\":".utf8
            scratch.removeAll(keepingCapacity: true)
            if let source = authorizer.identitySources.first { _ = append(source, to: &scratch) }
            appendJSONString(scratch, to: &output)
        } else {
            output.append(UInt8(ascii: ","))
            appendEventHead(to: &output)
            output += ",\"requestContext\":".utf8
            appendEventContext(to: &output)
        }
        output.append(UInt8(ascii: "}"))
    }

    /// Reads what an authorizer's function answered.
    func readAuthorizer(_ result: CallResult) -> Step {
        authorizerLatency = now.milliseconds(since: callStarted)
        if case .response(let status, let headers, _) = result {
            authorizerStatus = status
            authorizerRequestID = headers.last("x-amzn-requestid").map { text($0) }
        }
        guard case .lambda(let authorizer)? = method?.authorization else {
            return fail(GatewayFault(.authorizerFailure))
        }
        let line = "Execution failed due to configuration error: Authorizer error"
        guard case .response(let status, let headers, let body) = result, status == 200 else {
            if case .failed(.permission) = result {
                return fail(GatewayFault(.authorizerConfigurationError, log: line))
            }
            return fail(GatewayFault(.authorizerFailure, log: line))
        }
        if headers.firstIndex(of: "x-amz-function-error".utf8) != nil {
            let message = (try? JSONValue(parsing: body))?["errorMessage"]?.stringValue
            if message == "Unauthorized" {
                log("Unauthorized request: \(idText)")
                return fail(GatewayFault(.unauthorized))
            }
            return fail(GatewayFault(.authorizerFailure, log: line))
        }
        guard read(authorizerPayload: body, needsPolicy: true) else {
            return fail(
                GatewayFault(
                    .authorizerConfigurationError,
                    log: "Execution failed due to configuration error: Invalid JSON in response"))
        }
        guard authorizer.resultTTLSeconds > 0, !authorizer.identitySources.isEmpty else {
            return decideByAuthorizer()
        }
        storeRequest = .keep(
            key: authorizerKey, value: body,
            milliseconds: Int64(authorizer.resultTTLSeconds) * 1000)
        phase = .authorizerKeep
        return .askStore
    }

    /// Reads an authorizer's result; false where it is not of the form that API Gateway demands.
    private func read(authorizerPayload payload: [UInt8], needsPolicy: Bool) -> Bool {
        guard case .object(let object)? = try? JSONValue(parsing: payload) else { return false }
        var result = AuthorizerResult()
        if let document = object["policyDocument"] {
            guard let policy = Policy(document) else { return false }
            result.policy = policy
        } else if needsPolicy {
            return false
        }
        switch object["principalId"] {
        case .string(let text)?: result.principalID = text
        case nil where !needsPolicy: break
        default: return false
        }
        switch object["usageIdentifierKey"] {
        case .string(let text)?: result.usageIdentifierKey = text
        case nil, .null?: break
        default: return false
        }
        switch object["context"] {
        case nil, .null?: break
        case .object(let members)?:
            for member in members.members {
                switch member.value {
                case .string(let text): result.context.append((member.key, text))
                case .number(let number): result.context.append((member.key, number.spelling))
                case .bool(let value): result.context.append((member.key, value ? "true" : "false"))
                case .null: continue
                case .array, .object: return false
                }
            }
        default: return false
        }
        result.payload = payload
        authorizerResult = result
        return true
    }

    /// Applies the authorizer's policy to this very method, cached or not, with the resource policy.
    func decideByAuthorizer() -> Step {
        accessSteps.enter(.authorize)
        let said =
            authorizerResult.policy?.decide(policyQuestion(), ignoringPrincipals: true) ?? .allowed
        let resource = decideByResourcePolicy() ?? .silent
        switch (said, resource) {
        case (.explicitlyDenied, _), (_, .explicitlyDenied):
            return fail(
                GatewayFault(
                    .accessDenied,
                    message: "User is not authorized to access this resource with an explicit deny")
            )
        case (.allowed, _), (_, .allowed): return admit()
        case (.silent, .silent): return fail(GatewayFault(.accessDenied))
        }
    }
}
