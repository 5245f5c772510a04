import JSON

/// An IAM policy document: what a resource policy or a Lambda authorizer says.
struct Policy: Sendable {
    enum Decision: Sendable, Hashable {
        case allowed
        case explicitlyDenied
        /// No statement applies.
        case silent
    }

    /// A request as policies see it.
    struct Question {
        /// `execute-api:Invoke` or `execute-api:InvalidateCache`.
        var action = "execute-api:Invoke"
        /// The method's ARN.
        var resource: String
        /// `arn:aws:execute-api:REGION:ACCOUNT:API`, what `execute-api:` stands for in a resource.
        var apiARN: String
        /// The caller's ARN and account, or `nil` for anonymous callers.
        var principalARN: String?
        var principalAccount: String?
        /// Condition keys in lower case, such as `aws:sourceip`.
        var keys: [String: [String]] = [:]
    }

    private var statements: [Statement]

    /// Reads a policy document; `nil` for what is none.
    init?(_ json: JSONValue) {
        guard case .object = json, let written = json["Statement"] else { return nil }
        var statements: [Statement] = []
        for value in written.arrayValue ?? [written] {
            guard let statement = Statement(value) else { return nil }
            statements.append(statement)
        }
        guard !statements.isEmpty else { return nil }
        self.statements = statements
    }

    /// The decision: an explicit denial wins over any number of allowances.
    ///
    /// - Parameters:
    ///   - question: What is asked.
    ///   - ignoringPrincipals: For policies of an identity, which name no principal.
    /// - Returns: The decision.
    func decide(_ question: Question, ignoringPrincipals: Bool) -> Decision {
        var decision = Decision.silent
        for statement in statements
        where statement.applies(to: question, ignoringPrincipals: ignoringPrincipals) {
            if statement.isDenial { return .explicitlyDenied }
            decision = .allowed
        }
        return decision
    }
}

private struct Statement: Sendable {
    /// Texts of which one must match, or none may.
    struct Patterns: Sendable {
        var texts: [String]
        var isNegated: Bool
    }

    enum Principal: Sendable {
        case anybody
        case arns([String], isNegated: Bool)
    }

    var isDenial: Bool
    var actions: Patterns
    var resources: Patterns
    var principal: Principal?
    var conditions: [PolicyCondition] = []

    init?(_ json: JSONValue) {
        switch json["Effect"]?.stringValue {
        case "Allow": isDenial = false
        case "Deny": isDenial = true
        default: return nil
        }
        guard let actions = Statement.patterns("Action", of: json),
            let resources = Statement.patterns("Resource", of: json)
        else { return nil }
        self.actions = actions
        self.resources = resources
        if let written = json["Principal"] ?? json["NotPrincipal"] {
            let isNegated = json["Principal"] == nil
            if written == .string("*") || written["AWS"] == .string("*") {
                principal = isNegated ? .arns(["*"], isNegated: true) : .anybody
            } else {
                let texts = written["AWS"].flatMap(strings) ?? []
                principal =
                    texts.contains("*") && !isNegated
                    ? .anybody : .arns(texts, isNegated: isNegated)
            }
        }
        guard let written = json["Condition"] else { return }
        guard case .object(let operators) = written else { return nil }
        for member in operators.members {
            guard case .object(let keys) = member.value else { return nil }
            for key in keys.members {
                // An unknown operator must not make a statement wider than it was meant.
                guard let values = strings(key.value),
                    let condition = PolicyCondition(member.key, key: key.key, values: values)
                else { return nil }
                conditions.append(condition)
            }
        }
    }

    private static func patterns(_ name: String, of json: JSONValue) -> Patterns? {
        switch (json[name], json["Not\(name)"]) {
        case (let value?, nil): strings(value).map { Patterns(texts: $0, isNegated: false) }
        case (nil, let value?): strings(value).map { Patterns(texts: $0, isNegated: true) }
        default: nil
        }
    }

    func applies(to question: Policy.Question, ignoringPrincipals: Bool) -> Bool {
        let action = lowercasedASCII(question.action)
        let hasAction = actions.texts.contains {
            $0 == "*" || matchesWildcard(action, lowercasedASCII($0))
        }
        guard hasAction != actions.isNegated else { return false }
        let hasResource = resources.texts.contains {
            matchesWildcard(question.resource, expanded($0, question))
        }
        guard hasResource != resources.isNegated else { return false }
        guard ignoringPrincipals || principalApplies(question) else { return false }
        return conditions.allSatisfy { $0.holds(question.keys) }
    }

    /// `execute-api:/stage/GET/pets` stands for the whole ARN of this API.
    private func expanded(_ resource: String, _ question: Policy.Question) -> String {
        guard resource.hasPrefix("execute-api:/") else { return resource }
        return question.apiARN + resource.dropFirst("execute-api:".count)
    }

    private func principalApplies(_ question: Policy.Question) -> Bool {
        switch principal {
        case nil: return false
        case .anybody: return true
        case .arns(let texts, let isNegated):
            let has = texts.contains { text in
                guard let arn = question.principalARN else { return false }
                if text == "*" || text == arn || isSession(arn, ofRole: text) { return true }
                guard let account = question.principalAccount else { return false }
                return text == account
                    || text.hasPrefix("arn:") && text.hasSuffix(":iam::\(account):root")
            }
            return has != isNegated
        }
    }
}

/// Whether an ARN is that of a session of a role: `arn:aws:sts::ACCOUNT:assumed-role/NAME/SESSION`
/// of `arn:aws:iam::ACCOUNT:role/PATH/NAME`.
private func isSession(_ arn: String, ofRole role: String) -> Bool {
    let session = arn.split(separator: ":", omittingEmptySubsequences: false)
    let named = role.split(separator: ":", omittingEmptySubsequences: false)
    guard session.count == 6, named.count == 6, session[1] == named[1], session[2] == "sts",
        named[2] == "iam", session[4] == named[4], named[5].hasPrefix("role/")
    else { return false }
    let parts = session[5].split(separator: "/", omittingEmptySubsequences: false)
    return parts.count == 3 && parts[0] == "assumed-role"
        && parts[1] == named[5].split(separator: "/").last
}

/// A text or a list of texts; numbers and booleans as they are spelled.
private func strings(_ json: JSONValue) -> [String]? {
    switch json {
    case .string(let text): return [text]
    case .number(let number): return [number.spelling]
    case .bool(let value): return [value ? "true" : "false"]
    case .array(let elements):
        var texts: [String] = []
        for element in elements {
            guard case .array = element else {
                guard let text = strings(element)?.first else { return nil }
                texts.append(text)
                continue
            }
            return nil
        }
        return texts
    case .null, .object: return nil
    }
}

/// A text with `A` to `Z` in lower case.
func lowercasedASCII(_ text: some StringProtocol) -> String {
    String(decoding: text.utf8.map(lowercased), as: UTF8.self)
}
