internal import Diagnostics
internal import Syntax

extension SettingsReader {
    mutating func usagePlans(of root: Node) -> [UsagePlan] {
        objects("usagePlans", of: root).map { usagePlan($0) }
    }

    private mutating func usagePlan(_ member: Node.Member) -> UsagePlan {
        let node = member.value
        checkKeys(node, ["description", "apiStages", "throttle", "quota", "keys"])
        var plan = UsagePlan(name: Located(member.key, at: member.keyRange))
        plan.description = string("description", of: node)
        plan.stages = stageReferences(of: node)
        if let limits = object("throttle", of: node) {
            checkKeys(limits, ["rateLimit", "burstLimit"])
            plan.throttle = throttle(rate: "rateLimit", burst: "burstLimit", of: limits)
        }
        if let member = node.member("quota"), object("quota", of: node) != nil {
            plan.quota = quota(member)
        }
        plan.keys = strings("keys", of: node)
        return plan
    }

    private mutating func quota(_ member: Node.Member) -> UsagePlan.Quota? {
        checkKeys(member.value, ["limit", "period", "offset"])
        guard required("limit", of: member) != nil, required("period", of: member) != nil,
            let limit = integer("limit", of: member.value),
            let period = word("period", of: member.value, UsagePlan.Period.self)
        else { return nil }
        var quota = UsagePlan.Quota(limit: limit, period: period)
        quota.offset = integer("offset", of: member.value)
        return quota
    }

    /// Stages by name, or as objects with limits of their own.
    private mutating func stageReferences(of node: Node) -> [UsagePlan.StageReference] {
        guard let list = value("apiStages", of: node) else { return [] }
        guard list.kind == .array else {
            log.report(.wrongType("apiStages", "a list", list))
            return []
        }
        var references: [UsagePlan.StageReference] = []
        for element in list.elements {
            if let name = element.scalarText {
                references.append(
                    UsagePlan.StageReference(stage: Located(name, at: element.range)))
                continue
            }
            guard element.kind == .object, let stage = string("stage", of: element) else {
                log.report(.wrongType("apiStages", "a list of stages", element))
                continue
            }
            checkKeys(element, ["stage", "throttle"])
            var reference = UsagePlan.StageReference(stage: stage)
            for member in objects("throttle", of: element) {
                guard let (path, method) = methodKey(member) else { continue }
                checkKeys(member.value, ["rateLimit", "burstLimit"])
                reference.throttle.append(
                    UsagePlan.MethodThrottle(
                        resourcePath: path, httpMethod: method,
                        throttle: throttle(
                            rate: "rateLimit", burst: "burstLimit", of: member.value),
                        range: member.keyRange))
            }
            references.append(reference)
        }
        return references
    }
}
