import Diagnostics
package import Gateway
package import JSON
import Lowering
import Model
import OpenAPI
import Platform
import Syntax

/// A recorded request with its stage and backends, in the form that `invoke --cases` reads.
package struct InvocationCase {
    package let json: JSONValue

    /// The stage's name.
    package let stage: String

    /// Reads a case.
    package init(_ json: JSONValue) {
        self.json = json
        stage = json["stage"]?["name"]?.stringValue ?? "dev"
    }

    /// Whether the case is a TestInvokeMethod call.
    package var isTest: Bool { json["mode"] == "test-invoke" }

    /// The settings of the case's stage and usage plans.
    package var settings: RuntimeSettings {
        var settings = RuntimeSettings()
        var stage = RuntimeSettings.Stage(name: isTest ? "test-invoke-stage" : self.stage)
        stage.variables = texts(json["stage"]?["variables"])
        if let canary = json["stage"]?["canary"] {
            var value = RuntimeSettings.Canary(
                percentTraffic: number(canary["percentTraffic"]) ?? 0)
            value.variableOverrides = texts(canary["stageVariableOverrides"])
            stage.canary = value
        }
        settings.stages = [stage]
        for (index, plan) in (json["usagePlans"]?.arrayValue ?? []).enumerated() {
            var value = RuntimeSettings.UsagePlan(id: "plan\(index + 1)")
            value.stages = [RuntimeSettings.UsagePlan.APIStage(stage: self.stage)]
            if let throttle = plan["throttle"], let rate = number(throttle["rateLimit"]),
                let burst = number(throttle["burstLimit"])
            {
                value.throttle = RuntimeSettings.Throttle(rateLimit: rate, burstLimit: burst)
            }
            if let quota = plan["quota"], let limit = quota["limit"]?.intValue,
                let period = quota["period"]?.stringValue
                    .flatMap(RuntimeSettings.UsagePlan.Period.init)
            {
                value.quota = RuntimeSettings.UsagePlan.Quota(
                    limit: limit, period: period, offset: quota["offset"]?.intValue ?? 0)
            }
            for (number, key) in (plan["keys"]?.arrayValue ?? []).enumerated() {
                value.keys.append(
                    RuntimeSettings.APIKey(
                        id: key["id"]?.stringValue ?? "key\(index + 1)\(number + 1)",
                        value: key["value"]?.stringValue ?? "",
                        isEnabled: key["enabled"]?.boolValue ?? true))
            }
            settings.usagePlans.append(value)
        }
        return settings
    }

    /// The request.
    package var request: Request {
        let written = json["request"] ?? .null
        var headers: [(String, String)] = []
        for pair in written["headers"]?.arrayValue ?? [] {
            guard let parts = pair.arrayValue, parts.count == 2 else { continue }
            headers.append((parts[0].stringValue ?? "", parts[1].stringValue ?? ""))
        }
        for member in written["headers"]?.objectValue?.members ?? [] {
            headers.append((member.key, member.value.stringValue ?? ""))
        }
        var body = Array((written["body"]?.stringValue ?? "").utf8)
        if let encoded = written["bodyBase64"]?.stringValue { body = decodeBase64(encoded) ?? [] }
        if isTest {
            let path = written["pathWithQueryString"]?.stringValue
            var request = Request(
                method: written["httpMethod"]?.stringValue ?? "GET",
                path: path ?? written["resourcePath"]?.stringValue ?? "/", stage: nil,
                headers: [], body: body)
            request.headers = HeaderFields(headers)
            return request
        }
        let query = written["rawQuery"]?.stringValue.map { "?\($0)" } ?? ""
        return Request(
            method: written["method"]?.stringValue ?? "GET",
            path: (written["path"]?.stringValue ?? "/") + query, stage: stage, headers: headers,
            body: body, host: "abcdefghij.execute-api.us-east-1.amazonaws.com")
    }

    private func texts(_ json: JSONValue?) -> [String: String] {
        var result: [String: String] = [:]
        for member in json?.objectValue?.members ?? [] {
            result[member.key] = member.value.stringValue ?? member.value.printed()
        }
        return result
    }

    private func number(_ json: JSONValue?) -> Double? {
        if case .number(let number)? = json { Double(number.spelling) } else { nil }
    }
}
