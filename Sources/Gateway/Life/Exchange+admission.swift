import Digest
import Faults

extension Exchange {
    /// Checks the API key and takes from the throttles: plan, method, account, in AWS's order.
    func admit() -> Step {
        guard let method, let deployment else { return fail(.configuration("No method")) }
        accessSteps.enter(nil)
        var buckets: [TokenBucket] = []
        var quota: Quota?
        if method.isAPIKeyRequired {
            guard let (plan, key) = findPlan() else { return fail(GatewayFault(.invalidAPIKey)) }
            caller.apiKey = Array(key.value.utf8)
            caller.apiKeyID = key.id
            log(
                "Verifying Usage Plan for request: \(idText). API Key: \(maskedKey) API "
                    + "Stage: \(apiIDText)/\(deployment.stage.name)")
            let stage = plan.stages.first { $0.stage == deployment.stage.name }
            let own = stage?.methodThrottles["\(method.resourcePath)/\(method.httpMethod)"]
            if let throttle = own ?? plan.throttle {
                let scope = own == nil ? "" : "\(method.resourcePath)/\(method.httpMethod)"
                buckets.append(
                    bucket("plan/\(plan.id)/\(key.id)/\(deployment.stage.name)/\(scope)", throttle))
            }
            quota = plan.quota.map { quotaNow($0, plan, key) }
        } else {
            log(
                "Verifying Usage Plan for request: \(idText). API Key:  API Stage: "
                    + "\(apiIDText)/\(deployment.stage.name)")
            log(
                "API Key  authorized because method '\(method.httpMethod) \(method.resourcePath)' "
                    + "does not contain API Key. Request will not contribute to throttle or quota "
                    + "limits")
        }
        if let rate = method.settings.rateLimit, rate >= 0 {
            let burst = method.settings.burstLimit ?? rate
            buckets.append(
                bucket(
                    "method/\(deployment.stage.name)/\(method.resourcePath)/\(method.httpMethod)",
                    RuntimeSettings.Throttle(rateLimit: rate, burstLimit: burst)))
        }
        if let throttle = gateway.settings.accountThrottle {
            buckets.append(bucket("account", throttle))
        }
        guard !buckets.isEmpty || quota != nil else { return admitted() }
        storeRequest = .admit(buckets, quota: quota)
        phase = .admission
        return .askStore
    }

    func readAdmission(_ reply: StoreReply) -> Step {
        switch reply {
        case .throttled(let index): return fail(GatewayFault(.throttled, log: throttleLine(index)))
        case .quotaExceeded: return fail(GatewayFault(.quotaExceeded, log: quotaLine))
        default: return admitted()
        }
    }

    private func admitted() -> Step {
        log("Usage Plan check succeeded for API Key \(maskedKey) and API Stage \(apiStage)")
        return validate()
    }

    private var apiStage: String { "\(apiIDText)/\(deployment?.stage.name ?? "")" }

    /// The caller's key but for its last six characters.
    private var maskedKey: String {
        caller.apiKey.map { maskedSecret(String(decoding: $0, as: UTF8.self)) } ?? ""
    }

    /// What the log says of a plan's throttle; nothing of the throttles of methods and account.
    private func throttleLine(_ index: Int) -> String? {
        guard index == 0, caller.apiKey != nil, let method, let (plan, _) = findPlan() else {
            return nil
        }
        let stage = plan.stages.first { $0.stage == deployment?.stage.name }
        let own = stage?.methodThrottles["\(method.resourcePath)/\(method.httpMethod)"]
        guard let throttle = own ?? plan.throttle else { return nil }
        let rate = Int((min(throttle.rateLimit, 1e12) * 100).rounded())
        let burst = Int(min(throttle.burstLimit, 1e12))
        return "API Key \(maskedKey) exceeded throttle limit for API Stage \(apiStage): Key "
            + "throttle limit exceeded for Usage Plan ID \(plan.id), RestApi \(apiIDText), Stage "
            + "\(deployment?.stage.name ?? ""), Resource \(method.resourceID), HttpMethod "
            + "\(method.httpMethod). Limit: \(rate / 100).\(rate % 100 / 10)\(rate % 10) Burst: "
            + "\(burst)"
    }

    private var quotaLine: String? {
        guard let (plan, _) = findPlan(), let quota = plan.quota else { return nil }
        return "API Key \(maskedKey) exceeded quota limit for API Stage \(apiStage): Key quota "
            + "exhausted for Usage Plan ID \(plan.id). Q Limit: \(quota.limit) Period: "
            + quota.period.rawValue
    }

    /// The plan of this stage that the request's key belongs to.
    private func findPlan() -> (RuntimeSettings.UsagePlan, RuntimeSettings.APIKey)? {
        guard let deployment else { return nil }
        let plans = gateway.settings.usagePlans.filter { plan in
            plan.stages.contains { $0.stage == deployment.stage.name }
        }
        if case .assuming(let identity) = mode, let id = identity.apiKeyID {
            for plan in plans {
                if let key = plan.keys.first(where: { $0.id == id && $0.isEnabled }) {
                    return (plan, key)
                }
            }
            var key = RuntimeSettings.APIKey(id: id, value: id)
            key.isEnabled = true
            return plans.isEmpty ? (RuntimeSettings.UsagePlan(id: "assumed"), key) : nil
        }
        let value: [UInt8]
        if deployment.apiKeySource == 1 {
            guard let key = authorizerResult.usageIdentifierKey else { return nil }
            value = Array(key.utf8)
        } else {
            guard let key = field(.apiKey) else { return nil }
            value = Array(key)
        }
        var found: (RuntimeSettings.UsagePlan, RuntimeSettings.APIKey)?
        for plan in plans {
            for key in plan.keys
            where equalsInConstantTime(Array(key.value.utf8), value) && key.isEnabled {
                if found == nil { found = (plan, key) }
            }
        }
        return found
    }

    private func bucket(_ name: String, _ throttle: RuntimeSettings.Throttle) -> TokenBucket {
        let key = Array("bucket/\(apiIDText)/\(name)".utf8)
        return TokenBucket(key: key, rate: throttle.rateLimit, burst: throttle.burstLimit)
    }

    /// The quota of the period that the request is in.
    private func quotaNow(
        _ quota: RuntimeSettings.UsagePlan.Quota, _ plan: RuntimeSettings.UsagePlan,
        _ key: RuntimeSettings.APIKey
    ) -> Quota {
        let name = Array("quota/\(apiIDText)/\(plan.id)/\(key.id)".utf8)
        return Quota(
            key: name, limit: quota.limit, offset: quota.offset,
            period: quota.period.range(at: started.wallMilliseconds))
    }

    var apiIDText: String { String(decoding: deployment?.apiID ?? [], as: UTF8.self) }
    var idText: String { String(decoding: ids.requestID, as: UTF8.self) }
}

extension RuntimeSettings.UsagePlan.Period {
    /// The day, the week (from Sunday) or the month of UTC that a moment is in, all in
    /// milliseconds since 1970.
    func range(at wallMilliseconds: Int64) -> Range<Int64> {
        let date = CalendarDate(wallMilliseconds: wallMilliseconds)
        let today = daysSinceEpoch(year: date.year, month: date.month, day: date.day)
        let days: Range<Int64>
        switch self {
        case .day: days = today..<today + 1
        case .week:
            let sunday = today - Int64(date.weekday)
            days = sunday..<sunday + 7
        case .month:
            let isDecember = date.month == 12
            days =
                daysSinceEpoch(
                    year: date.year, month: date.month, day: 1)..<daysSinceEpoch(
                    year: isDecember ? date.year + 1 : date.year,
                    month: isDecember ? 1 : date.month + 1, day: 1)
        }
        return days.lowerBound * 86_400_000..<days.upperBound * 86_400_000
    }
}
