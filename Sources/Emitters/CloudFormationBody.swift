package import JSON

/// The specification as CloudFormation can include it, and the names it needs from the template.
///
/// Text that only a deployment knows becomes `Fn::Sub`: `${NAME}` and `${AWS::Region}` in URIs,
/// credentials and ARNs, where `${stageVariables.x}` is escaped. Mapping templates and all other
/// strings stay as they are; null members are dropped, which CloudFormation refuses.
package struct CloudFormationBody: Sendable {
    /// The body, for `AWS::Include`.
    package private(set) var json: JSONValue

    /// Names that `Ref`, `Fn::Sub` and `Fn::GetAtt` in the body use, sorted, without pseudo
    /// parameters; `Resource.Attribute` has become `ResourceAttribute`.
    package private(set) var parameters: [String] = []

    /// Makes the body of a specification.
    package init(_ specification: JSONValue) {
        var names: Set<String> = []
        json = rewritten(specification, key: nil, names: &names) ?? .object(JSONObject())
        parameters = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}

/// Members whose strings may name what a deployment knows.
private let symbolicKeys: Set<String> = [
    "uri", "credentials", "authorizerUri", "authorizerCredentials", "connectionId",
    "integrationTarget", "providerARNs", "vpcEndpointIds", "Resource", "NotResource",
]

private func rewritten(
    _ value: JSONValue, key: String?, names: inout Set<String>
) -> JSONValue? {
    switch value {
    case .null: return nil
    case .array(let elements):
        return .array(elements.compactMap { rewritten($0, key: key, names: &names) })
    case .object(let object):
        if object.members.count == 1, let member = object.members.first,
            let function = intrinsic(member, names: &names)
        {
            return function
        }
        return .object(
            JSONObject(
                object.members.compactMap { member in
                    rewritten(member.value, key: member.key, names: &names).map {
                        JSONObject.Member(member.key, $0)
                    }
                }))
    case .string(let text):
        guard let key, symbolicKeys.contains(key) else { return value }
        return substitution(text, names: &names).map { ["Fn::Sub": .string($0)] } ?? value
    default: return value
    }
}

/// An intrinsic function with its attributes turned into parameters, or `nil` for other members.
private func intrinsic(_ member: JSONObject.Member, names: inout Set<String>) -> JSONValue? {
    switch (member.key, member.value) {
    case ("Ref", .string(let name)):
        if !name.hasPrefix("AWS::") { names.insert(parameterName(name)) }
        return ["Ref": .string(name.hasPrefix("AWS::") ? name : parameterName(name))]
    case ("Fn::GetAtt", .string(let path)):
        names.insert(parameterName(path))
        return ["Ref": .string(parameterName(path))]
    case ("Fn::GetAtt", .array(let parts)):
        let path = parameterName(parts.compactMap(\.stringValue).joined(separator: "."))
        names.insert(path)
        return ["Ref": .string(path)]
    case ("Fn::Sub", .string(let text)):
        return ["Fn::Sub": .string(substitution(text, isSub: true, names: &names) ?? text)]
    case ("Fn::Sub", .array(let parts)):
        guard case .string(let text)? = parts.first else { return nil }
        // Names that the function's own map defines are its own.
        let own = Set(parts.dropFirst().first?.objectValue?.members.map(\.key) ?? [])
        var used: Set<String> = []
        let template = substitution(text, isSub: true, keeping: own, names: &used) ?? text
        names.formUnion(used.subtracting(own))
        let rest = parts.dropFirst().compactMap { rewritten($0, key: nil, names: &names) }
        return ["Fn::Sub": .array([.string(template)] + rest)]
    default: return nil
    }
}

/// The text for `Fn::Sub`, or `nil` where the text names nothing that a deployment knows.
///
/// `isSub` says that the text is `Fn::Sub`'s already, where `${!x}` is an escape; names in `own`
/// stay as they are written.
private func substitution(
    _ text: String, isSub: Bool = false, keeping own: Set<String> = [],
    names: inout Set<String>
) -> String? {
    var result = ""
    var isSymbolic = false
    var rest = text[...]
    while let start = rest.firstRange(of: "${") {
        result += rest[..<start.lowerBound]
        rest = rest[start.upperBound...]
        guard let end = rest.firstIndex(of: "}") else {
            result += "${"
            continue
        }
        let name = String(rest[..<end])
        rest = rest[rest.index(after: end)...]
        if name.hasPrefix("!") {
            result += "${\(name)}"
        } else if name.hasPrefix("AWS::") || own.contains(name) {
            isSymbolic = true
            result += "${\(name)}"
        } else if name.hasPrefix("stageVariables.") || !isLogicalName(name) {
            result += "${!\(name)}"
        } else {
            isSymbolic = true
            names.insert(parameterName(name))
            result += "${\(parameterName(name))}"
        }
    }
    return isSymbolic || isSub ? result + rest : nil
}

/// Whether a text can name a parameter, a resource or a resource's attribute.
private func isLogicalName(_ name: String) -> Bool {
    !name.isEmpty
        && name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"):
                true
            default: false
            }
        }
}

/// Letters and digits of a name: what a template's logical names may have.
func parameterName(_ name: String) -> String { logicalName(name) }

/// A name with everything but letters and digits taken out; `X` where nothing is left.
func logicalName(_ name: String) -> String {
    let bytes = name.utf8.filter { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
    return bytes.isEmpty ? "X" : String(decoding: bytes, as: UTF8.self)
}
