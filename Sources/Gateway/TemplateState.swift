import JSON

/// What mapping templates wrote into `$context`'s overrides, kept from the request's template to
/// the response's.
struct TemplateState {
    var request = JSONObject()
    var response = JSONObject()

    /// Whether any template has written anything.
    var hasOverrides: Bool { !request.members.isEmpty || !response.members.isEmpty }

    mutating func clear() {
        request = JSONObject()
        response = JSONObject()
    }

    /// The value of `requestOverride.header.x` and its kind, as text.
    func overrideText(_ name: String) -> String? {
        let parts = name.split(separator: ".", maxSplits: 2).map(String.init)
        guard parts.count >= 2, parts[0] == "requestOverride" || parts[0] == "responseOverride"
        else { return nil }
        let object = parts[0] == "requestOverride" ? request : response
        var value = object[parts[1]]
        if parts.count == 3 { value = value?[parts[2]] }
        return value.flatMap(TemplateState.text)
    }

    /// The texts of a scalar or of a list's scalars; empty ones and all else are left out.
    static func texts(_ value: JSONValue) -> [String] {
        (value.arrayValue ?? [value]).compactMap(text).filter { !$0.isEmpty }
    }

    /// A scalar as text; `nil` for null and containers.
    static func text(_ value: JSONValue) -> String? {
        switch value {
        case .string(let text): text
        case .number(let number): number.spelling
        case .bool(let value): value ? "true" : "false"
        case .null, .array, .object: nil
        }
    }
}
