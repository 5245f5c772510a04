import Digest

extension Exchange {
    /// Checks the API key and takes from the throttles: plan, method, account, in AWS's order.
    func admit() -> Step {
        guard let method, let deployment else { return fail(.configuration("No method")) }
        var buckets: [TokenBucket] = []
        var quota: Quota?
        if method.isAPIKeyRequired {
            guard let (plan, key) = findPlan() else { return fail(GatewayFault(.invalidAPIKey)) }
            caller.apiKey = Array(key.value.utf8)
            caller.apiKeyID = key.id
            log(
                "Verifying Usage Plan for request: \(idText). API Key: \(masked(key.value)) API "
                    + "Stage: \(apiIDText)/\(deployment.stage.name)")
            let stage = plan.stages.first { $0.stage == deployment.stage.name }
            let own = stage?.methodThrottles["\(method.resourcePath)/\(method.httpMethod)"]
            if let throttle = own ?? plan.throttle {
                let scope = own == nil ? "" : "\(method.resourcePath)/\(method.httpMethod)"
                buckets.append(
                    bucket("plan/\(plan.id)/\(key.id)/\(deployment.stage.name)/\(scope)", throttle))
            }
            quota = plan.quota.map { quotaNow($0, plan, key) }
        } else if !gateway.settings.usagePlans.isEmpty {
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
        guard !buckets.isEmpty || quota != nil else { return validate() }
        storeRequest = .admit(buckets, quota: quota)
        phase = .admission
        return .askStore
    }

    func readAdmission(_ reply: StoreReply) -> Step {
        switch reply {
        case .throttled: return fail(GatewayFault(.throttled))
        case .quotaExceeded: return fail(GatewayFault(.quotaExceeded))
        default:
            if method?.isAPIKeyRequired == true {
                log("Usage Plan check succeeded for API Key \(masked(caller.apiKeyID ?? ""))")
            }
            return validate()
        }
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
            guard let key = request.headers.last("x-api-key") else { return nil }
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

    /// The quota of the period that the request is in; days, weeks (from Sunday) and months of UTC.
    private func quotaNow(
        _ quota: RuntimeSettings.UsagePlan.Quota, _ plan: RuntimeSettings.UsagePlan,
        _ key: RuntimeSettings.APIKey
    ) -> Quota {
        let days = Int64((Double(started.wallMilliseconds) / 86_400_000).rounded(.down))
        let date = CalendarDate(wallMilliseconds: started.wallMilliseconds)
        let period: Int64 =
            switch quota.period {
            case .day: days
            case .week: Int64((Double(days + 4) / 7).rounded(.down))
            case .month: Int64(date.year * 12 + date.month)
            }
        let name = Array("quota/\(apiIDText)/\(plan.id)/\(key.id)".utf8)
        return Quota(key: name, limit: max(quota.limit - quota.offset, 0), period: period)
    }

    private func masked(_ key: String) -> String {
        String(repeating: "*", count: 6) + key.suffix(6)
    }

    var apiIDText: String { String(decoding: deployment?.apiID ?? [], as: UTF8.self) }
    var idText: String { String(decoding: ids.requestID, as: UTF8.self) }
}
