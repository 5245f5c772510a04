package import JSON

/// The specification as CloudFormation can include it, and the names it needs from the template.
///
/// Text that only a deployment knows becomes `Fn::Sub`: `${NAME}` and `${AWS::Region}` in URIs,
/// credentials and ARNs, where `${stageVariables.x}` is escaped. Mapping templates and all other
/// strings stay as they are; null members are dropped, which CloudFormation refuses.
package struct CloudFormationBody: Sendable {
    /// The body, for `AWS::Include`.
    package let tape: JSONTape

    /// Names that `Ref`, `Fn::Sub` and `Fn::GetAtt` in the body use, sorted, without pseudo
    /// parameters; `Resource.Attribute` has become `ResourceAttribute`.
    package let parameters: [String]

    /// The body as a value.
    package var json: JSONValue { JSONValue(tape, at: 0) }

    /// Makes the body of a specification, which has neither aliases nor numbers unlike JSON's.
    package init(_ specification: JSONTape) {
        var writer = BodyWriter(source: specification)
        tape = writer.write()
        parameters = writer.names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Makes the body of a specification.
    package init(_ specification: JSONValue) {
        var builder = JSONTapeBuilder()
        builder.value(specification)
        self.init(builder.finish())
    }
}

/// Members whose strings may name what a deployment knows.
private let symbolicKeys: [[UInt8]] = [
    "uri", "credentials", "authorizerUri", "authorizerCredentials", "connectionId",
    "integrationTarget", "providerARNs", "vpcEndpointIds", "Resource", "NotResource",
].map { Array($0.utf8) }

/// The lengths of ``symbolicKeys``, a bit each: most other keys are told by theirs.
private let symbolicKeyLengths = symbolicKeys.reduce(0 as UInt64) { $0 | 1 << UInt64($1.count) }

/// The way through a specification that writes its body.
private struct BodyWriter {
    let source: JSONTape
    var output: JSONTapeWriter
    var names: Set<String> = []

    init(source: JSONTape) {
        self.source = source
        output = JSONTapeWriter(source)
    }

    mutating func write() -> JSONTape {
        // Most documents name nothing that a deployment knows, and stay as they are.
        if isBody(0, isSymbolic: false) { return source }
        if source.entries[0].kind == .null {
            output.value([:])
        } else {
            copy(0, isSymbolic: false)
        }
        return output.finish()
    }

    /// Whether a value is what ``copy(_:isSymbolic:)`` would make of it.
    private func isBody(_ index: Int, isSymbolic: Bool) -> Bool {
        let entry = source.entries[index]
        switch entry.kind {
        case .null: return false
        case .array:
            var child = index + 1
            for _ in 0..<entry.count {
                if !isBody(child, isSymbolic: isSymbolic) { return false }
                child = source.end(of: child)
            }
            return true
        case .object:
            if entry.count == 1, mayBeFunction(index) { return false }
            var key = index + 1
            for _ in 0..<entry.count {
                let kind = source.entries[key + 1].kind
                let mayName = kind == .string || kind == .array
                if !isBody(key + 1, isSymbolic: mayName && isSymbolicKey(key)) { return false }
                key = source.end(of: key + 1)
            }
            return true
        case .string: return !isSymbolic || !mayNameSomething(index)
        default: return true
        }
    }

    /// Copies a value other than null; `isSymbolic` says that its strings may name something.
    private mutating func copy(_ index: Int, isSymbolic: Bool) {
        let entry = source.entries[index]
        switch entry.kind {
        case .array:
            output.beginArray()
            var child = index + 1
            for _ in 0..<entry.count {
                if source.entries[child].kind != .null { copy(child, isSymbolic: isSymbolic) }
                child = source.end(of: child)
            }
            output.end()
        case .object:
            if entry.count == 1, let function = function(at: index) {
                output.value(function)
                return
            }
            output.beginObject()
            var key = index + 1
            for _ in 0..<entry.count {
                let kind = source.entries[key + 1].kind
                if kind != .null {
                    output.key(copying: key)
                    let mayName = kind == .string || kind == .array
                    copy(key + 1, isSymbolic: mayName && isSymbolicKey(key))
                }
                key = source.end(of: key + 1)
            }
            output.end()
        case .string where isSymbolic && mayNameSomething(index):
            let text = source.string(at: index)
            if let substituted = substitution(text, names: &names) {
                output.value(["Fn::Sub": .string(substituted)])
            } else {
                output.scalar(copying: index)
            }
        default: output.scalar(copying: index)
        }
    }

    /// The rewritten form of an object with one member that is an intrinsic function.
    private mutating func function(at object: Int) -> JSONValue? {
        guard mayBeFunction(object), case .object(let value) = JSONValue(source, at: object),
            let member = value.members.first
        else { return nil }
        return intrinsic(member, names: &names)
    }

    /// Whether the only member of an object starts as `Ref` and `Fn::` do.
    private func mayBeFunction(_ object: Int) -> Bool {
        source.withText(at: object + 1) { text in
            guard text.count > 0 else { return false }
            return text[0] == UInt8(ascii: "R") || text[0] == UInt8(ascii: "F")
        }
    }

    /// Whether there is a `$` in a string.
    private func mayNameSomething(_ index: Int) -> Bool {
        source.withText(at: index) { text in
            text.indices.contains { text[$0] == UInt8(ascii: "$") }
        }
    }

    private func isSymbolicKey(_ key: Int) -> Bool {
        source.withText(at: key) { text in
            guard text.count < 64, symbolicKeyLengths & 1 << UInt64(text.count) != 0 else {
                return false
            }
            return symbolicKeys.contains { key in
                key.count == text.count && key.indices.allSatisfy { key[$0] == text[$0] }
            }
        }
    }
}

/// The same for a value: what stands beside the template of `Fn::Sub`.
private func rewritten(_ value: JSONValue, names: inout Set<String>) -> JSONValue? {
    if case .null = value { return nil }
    let body = CloudFormationBody(value)
    names.formUnion(body.parameters)
    return body.json
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
        let rest = parts.dropFirst().compactMap { rewritten($0, names: &names) }
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
