import Faults
import JSON
import Patterns

extension Exchange {
    /// The longest method ARN that a policy is asked about, in bytes.
    static var maximumARNCount: Int { 1_600 }

    /// Decides whether the caller may call the method, before anything of the request is looked at.
    func authorize() -> Step {
        guard let method, let deployment else { return fail(.configuration("No method")) }
        if isTest { return validate() }
        if deployment.isPolicyBroken || deployment.isPrivate && deployment.policy == nil {
            return deny(explicitly: false)
        }
        if method.authorization.needsARN, methodARN.utf8.count > Exchange.maximumARNCount {
            return fail(.targetTooLong)
        }
        switch method.authorization {
        case .none:
            switch decideByResourcePolicy() {
            case .allowed, nil: return admit()
            case .silent: return deny(explicitly: false)
            case .explicitlyDenied: return deny(explicitly: true)
            }
        case .iam:
            accessSteps.enter(.authenticate)
            return authorizeSignature()
        case .lambda(let authorizer):
            accessSteps.enter(.authorizer)
            // First phase: a denial counts before the authorizer is asked.
            if decideByResourcePolicy() == .explicitlyDenied { return deny(explicitly: true) }
            return ask(authorizer)
        case .token(let authorizer, let scopes, let isCognito):
            accessSteps.enter(.authorizer)
            return authorizeToken(authorizer, scopes, isCognito: isCognito)
        }
    }

    /// The ARN of the method as this request calls it.
    ///
    /// The path is what was routed, byte for byte, without slashes at the ends, which routing does
    /// not see either: nothing can be routed one way and authorized another.
    var methodARN: String {
        guard let deployment else { return "" }
        let slash = UInt8(ascii: "/")
        var range = path
        while !range.isEmpty, request.target[range.lowerBound] == slash {
            range = range.lowerBound + 1..<range.upperBound
        }
        while !range.isEmpty, request.target[range.upperBound - 1] == slash {
            range = range.lowerBound..<range.upperBound - 1
        }
        let text = String(decoding: request.target[range], as: UTF8.self)
        let verb = String(decoding: httpMethod, as: UTF8.self)
        return "\(apiARN)/\(deployment.stage.name)/\(verb)/\(text)"
    }

    /// `arn:aws:execute-api:REGION:ACCOUNT:API`.
    var apiARN: String {
        let settings = gateway.settings
        let id = String(decoding: deployment?.apiID ?? [], as: UTF8.self)
        return
            "arn:\(settings.partition):execute-api:\(settings.region):\(settings.accountID):\(id)"
    }

    /// What the resource policy says of this request; `nil` where there is none.
    func decideByResourcePolicy(action: String = "execute-api:Invoke") -> Policy.Decision? {
        guard let policy = deployment?.policy else { return nil }
        return policy.decide(policyQuestion(action: action), ignoringPrincipals: false)
    }

    func policyQuestion(action: String = "execute-api:Invoke") -> Policy.Question {
        var question = Policy.Question(action: action, resource: methodARN, apiARN: apiARN)
        question.principalARN = caller.userARN
        question.principalAccount = caller.accountID
        var keys: [String: [String]] = [:]
        func set(_ name: String, _ value: String?) {
            if let value { keys[name] = [value] }
        }
        set("aws:sourceip", String(decoding: request.client.address, as: UTF8.self))
        set("aws:sourcevpc", request.client.vpcID)
        set("aws:sourcevpce", request.client.vpcEndpointID)
        set("aws:securetransport", request.client.tls == nil ? "false" : "true")
        let seconds = started.wallMilliseconds / 1000
        set("aws:currenttime", String(seconds))
        set("aws:epochtime", String(seconds))
        set("aws:useragent", field(.userAgent).map(text))
        set("aws:referer", request.headers.last("referer").map(text))
        set("aws:principalarn", caller.userARN)
        set("aws:principalaccount", caller.accountID)
        set("aws:principalorgid", caller.principalOrgID)
        set("aws:userid", caller.userID)
        if let name = caller.userARN?.split(separator: "/").last,
            caller.userARN?.contains(":user/") == true
        {
            set("aws:username", String(name))
        }
        question.keys = keys
        return question
    }

    private func text(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes, as: UTF8.self)
    }

    /// The denial of a policy, in the words of IAM where the caller is known by IAM or not at all.
    func deny(explicitly: Bool) -> Step {
        let who = caller.userARN ?? "anonymous"
        var arn = methodARN
        let account = gateway.settings.accountID
        if account.utf8.count == 12, let range = arn.utf8Range(of: ":\(account):") {
            arn.replaceSubrange(range, with: ":********\(account.suffix(4)):")
        }
        let end = explicitly ? " with an explicit deny" : ""
        return fail(
            GatewayFault(
                .accessDenied,
                message: "User: \(who) is not authorized to perform: execute-api:Invoke on "
                    + "resource: \(arn)\(end)"))
    }

    /// AWS_IAM: who signed, then what his policies and the resource policy say together.
    private func authorizeSignature() -> Step {
        var own = Policy.Decision.allowed
        if case .assuming(let identity) = mode {
            guard let arn = identity.callerARN else {
                return fail(GatewayFault(.missingAuthenticationToken))
            }
            caller.userARN = arn
            caller.accountID = identity.accountID ?? gateway.settings.accountID
            caller.accessKey = identity.accessKey
            caller.userID = identity.userID
            caller.principalOrgID = identity.principalOrgID
            caller.set(identity.cognito)
        } else {
            switch RequestSignature.check(signedRequest ?? request, gateway.settings, at: now) {
            case .failure(let fault): return fail(fault)
            case .success((let accessKey, let identity)):
                caller.accessKey = accessKey
                caller.accountID = identity.accountID
                caller.userARN = identity.userARN
                caller.userID = identity.userID
                caller.principalOrgID = identity.principalOrgID
                caller.set(identity.cognito)
                own = decide(identity.policies)
            }
        }
        accessSteps.enter(.authorize)
        let resource = decideByResourcePolicy() ?? .silent
        let isSameAccount = caller.accountID == gateway.settings.accountID
        switch (own, resource) {
        case (.explicitlyDenied, _), (_, .explicitlyDenied): return deny(explicitly: true)
        case (.allowed, .allowed): return admit()
        case (.silent, .silent): return deny(explicitly: false)
        case (.allowed, .silent), (.silent, .allowed):
            return isSameAccount ? admit() : deny(explicitly: false)
        }
    }

    /// What a set of identity policies says together.
    private func decide(_ policies: [[UInt8]], action: String = "execute-api:Invoke")
        -> Policy.Decision
    {
        var decision = Policy.Decision.silent
        for bytes in policies {
            guard let policy = (try? JSONValue(parsing: bytes)).flatMap(Policy.init) else {
                return .explicitlyDenied
            }
            switch policy.decide(policyQuestion(action: action), ignoringPrincipals: true) {
            case .explicitlyDenied: return .explicitlyDenied
            case .allowed: decision = .allowed
            case .silent: break
            }
        }
        return decision
    }

    /// Whether the caller may make the cache fetch anew.
    func mayInvalidateCache() -> Bool {
        let action = "execute-api:InvalidateCache"
        var decision = decideByResourcePolicy(action: action) ?? .silent
        if let accessKey = caller.accessKey,
            let identity = gateway.settings.identities[accessKey]
        {
            let own = decide(identity.policies, action: action)
            if own == .explicitlyDenied || decision == .silent { decision = own }
        }
        if let policy = authorizerResult.policy, decision == .silent {
            decision = policy.decide(policyQuestion(action: action), ignoringPrincipals: true)
        }
        return decision == .allowed
    }

    /// A Cognito or JWT authorizer: a signed token in a header.
    private func authorizeToken(
        _ authorizer: PreparedAuthorizer, _ scopes: [String], isCognito: Bool
    ) -> Step {
        if case .assuming(let identity) = mode {
            guard let claims = identity.claims,
                let object = (try? JSONValue(parsing: claims))?.objectValue
            else { return fail(GatewayFault(.unauthorized)) }
            authorizerResult.claims = object
        } else {
            scratch.removeAll(keepingCapacity: true)
            guard let source = authorizer.identitySources.first, append(source, to: &scratch),
                let keys = authorizer.keys
            else { return fail(GatewayFault(.unauthorized)) }
            var token = scratch[...]
            if token.count > 7, isEqualIgnoringCase(token.prefix(7), "bearer ".utf8) {
                token = token.dropFirst(7)
            }
            var demands = JSONWebToken.Demands(issuers: authorizer.issuers)
            demands.audiences = authorizer.audiences
            demands.scopes = scopes
            if isCognito { demands.use = scopes.isEmpty ? "id" : "access" }
            let result = JSONWebToken.check(
                token, keys: keys, demands: demands, cryptography: gateway.cryptography,
                at: Double(now.wallMilliseconds) / 1000)
            switch result {
            case .success(let token):
                guard isAccepted(token, authorizer) else {
                    return fail(GatewayFault(.unauthorized))
                }
                authorizerResult.claims = token.claims
            case .failure(.expired):
                return fail(GatewayFault(.unauthorized, message: "The incoming token has expired"))
            case .failure: return fail(GatewayFault(.unauthorized))
            }
        }
        accessSteps.enter(.authorize)
        switch decideByResourcePolicy() {
        case .allowed, nil: return admit()
        case .silent: return deny(explicitly: false)
        case .explicitlyDenied: return deny(explicitly: true)
        }
    }
    /// Whether a token's audience is of the authorizer's form, if it asks for one; access tokens
    /// of a user pool have no audience and then fail.
    private func isAccepted(_ token: JSONWebToken, _ authorizer: PreparedAuthorizer) -> Bool {
        guard let number = authorizer.validationPattern else { return true }
        guard let deployment, let pattern = worker.pattern(number, of: deployment) else {
            return false
        }
        return token.audiences.contains { pattern.matches(whole: Array($0.utf8)) }
    }
}
