internal import JSON

// `state.json`: {"formatVersion": 1, "revision": N, "stages": [...]}. Members are named as in
// `StageState`; absent ones are nil or empty.

extension StoreState {
    private static let formatVersion = 1

    /// Reads `state.json`.
    init(decoding bytes: [UInt8]) throws(DeploymentError) {
        guard let json = try? JSONValue(parsing: bytes),
            let version = json["formatVersion"]?.intValue
        else { throw .damagedStore }
        guard version <= Self.formatVersion else { throw .newerStore(version: version) }
        guard let revision = json["revision"]?.intValue, let list = json["stages"]?.arrayValue
        else { throw .damagedStore }
        self.revision = revision
        for element in list {
            guard let stage = StageState(element) else { throw .damagedStore }
            stages.append(stage)
        }
    }

    /// The text of `state.json`.
    var encoded: [UInt8] {
        let json: JSONValue = [
            "formatVersion": .number(JSONNumber(Self.formatVersion)),
            "revision": .number(JSONNumber(revision)),
            "stages": .array(stages.map(\.json)),
        ]
        return Array((json.printed(.indented) + "\n").utf8)
    }
}

extension StageState {
    fileprivate init?(_ json: JSONValue) {
        guard let api = json["api"]?.stringValue, let name = json["name"]?.stringValue,
            let current = json["current"]?.intValue, let list = json["history"]?.arrayValue
        else { return nil }
        let history = list.compactMap(StageDeployment.init)
        guard history.count == list.count, history.contains(where: { $0.number == current }),
            zip(history, history.dropFirst()).allSatisfy({ $0.number < $1.number })
        else { return nil }
        var canary: Canary?
        if let member = json["canary"] {
            guard let read = Canary(member) else { return nil }
            canary = read
        }
        self.init(api: api, name: name, current: current, canary: canary, history: history)
    }

    fileprivate var json: JSONValue {
        var object: JSONObject = [
            "api": .string(api), "name": .string(name), "current": .number(JSONNumber(current)),
        ]
        object["canary"] = canary?.json
        object["history"] = .array(history.map(\.json))
        return .object(object)
    }
}

extension StageDeployment {
    fileprivate init?(_ json: JSONValue) {
        guard let number = json["number"]?.intValue, let digest = json["digest"]?.stringValue,
            isDigest(digest), let created = json["createdMilliseconds"]?.intValue
        else { return nil }
        self.init(
            number: number, digest: digest, createdMilliseconds: Int64(created),
            previous: json["previous"]?.intValue, variables: readVariables(json["variables"]),
            description: json["description"]?.stringValue)
    }

    fileprivate var json: JSONValue {
        var object: JSONObject = [
            "number": .number(JSONNumber(number)), "digest": .string(digest),
            "createdMilliseconds": .number(JSONNumber(Int(createdMilliseconds))),
        ]
        object["previous"] = previous.map { .number(JSONNumber($0)) }
        object["variables"] = variablesJSON(variables)
        object["description"] = description.map { .string($0) }
        return .object(object)
    }
}

extension Canary {
    fileprivate init?(_ json: JSONValue) {
        guard let digest = json["digest"]?.stringValue, isDigest(digest),
            case .number(let percent)? = json["percentTraffic"],
            let percentTraffic = Double(percent.spelling), 0...100 ~= percentTraffic,
            let created = json["createdMilliseconds"]?.intValue
        else { return nil }
        self.init(
            digest: digest, percentTraffic: percentTraffic,
            variableOverrides: readVariables(json["variableOverrides"]),
            useStageCache: json["useStageCache"]?.boolValue ?? false,
            createdMilliseconds: Int64(created), description: json["description"]?.stringValue)
    }

    fileprivate var json: JSONValue {
        var object: JSONObject = [
            "digest": .string(digest),
            "percentTraffic": .number(JSONNumber(spelling: "\(percentTraffic)")),
        ]
        object["variableOverrides"] = variablesJSON(variableOverrides)
        object["useStageCache"] = .bool(useStageCache)
        object["createdMilliseconds"] = .number(JSONNumber(Int(createdMilliseconds)))
        object["description"] = description.map { .string($0) }
        return .object(object)
    }
}

/// Whether a text is a digest's 64 digits; only such a text becomes a folder's name.
func isDigest(_ text: String) -> Bool {
    text.utf8.count == 64
        && text.utf8.allSatisfy { 0x30...0x39 ~= $0 || 0x61...0x66 ~= $0 }
}

private func readVariables(_ json: JSONValue?) -> [StageVariable] {
    (json?.objectValue?.members ?? []).compactMap { member in
        member.value.stringValue.map { StageVariable(member.key, $0) }
    }
}

private func variablesJSON(_ variables: [StageVariable]) -> JSONValue? {
    if variables.isEmpty { return nil }
    return .object(
        JSONObject(variables.map { JSONObject.Member($0.name, .string($0.value)) }))
}
