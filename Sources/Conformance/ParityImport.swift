import CLI
import Diagnostics
import Export
import JSON
import Lowering
import Model
import OpenAPI
import Platform
import Syntax

/// Imports a case's document and compares the API that results with the recorded one.
@Sendable
func runParityImport(_ parityCase: ParityCase) throws -> String? {
    guard let path = parityCase.specPath else { return "the case names no document" }
    var matcher = RecordedMatcher()
    let options = parityCase.json["options"]
    let input = try SpecInput(path)
    var log = input.log
    guard let document = input.document else {
        let words = log.diagnostics.compactMap(\.aws).first { $0.kind == .error }
        let message = words?.text ?? "Invalid OpenAPI input."
        matcher.match(
            parityCase.expected,
            [
                "status": 400,
                "error": ["code": "BadRequestException", "message": .string(message)],
            ],
            at: "expected")
        return matcher.failure
    }
    var lowering = LoweringOptions()
    if let mode = options?["basepath"]?.stringValue {
        lowering.basePathMode = LoweringOptions.BasePathMode(rawValue: mode) ?? .ignore
    }
    guard case .rest(let api) = lower(document, lowering, into: &log) else { return "no REST API" }
    for diagnostic in log.diagnostics where diagnostic.severity == .error {
        matcher.differ("reports \(diagnostic.rendered(in: input.files))")
    }
    let shapes = ImportShapes(api)
    for member in parityCase.expected.objectValue?.members ?? [] {
        var actual: JSONValue?
        switch member.key {
        case "status": actual = parityCase.json["operation"] == "ImportRestApi" ? 201 : 200
        case "api": actual = shapes.api(warnings: warnings(log), of: parityCase)
        case "resources": actual = shapes.resources
        case "models": actual = shapes.models
        case "requestValidators": actual = shapes.requestValidators
        case "authorizers": actual = shapes.authorizers(like: member.value)
        case "documentationParts": actual = shapes.documentationParts(like: member.value)
        case "gatewayResponses": actual = shapes.gatewayResponses
        default: actual = nil
        }
        let isPartial = parityCase.json["partial"]?.arrayValue?.contains(.string(member.key))
        let expected = isPartial ?? false ? ["$subset": member.value] : member.value
        matcher.match(expected, actual, at: member.key)
    }
    return matcher.failure
}

private func warnings(_ log: DiagnosticLog) -> [JSONValue] {
    log.diagnostics.compactMap(\.aws).filter { $0.kind == .warning }.map { .string($0.text) }
}

/// The shapes of a REST API in the form of the corpus: by name, without identifiers.
private struct ImportShapes {
    private let restAPI: RestAPI
    private let shapes: ResourceShapes

    init(_ restAPI: RestAPI) {
        self.restAPI = restAPI
        shapes = ResourceShapes(restAPI)
    }

    func api(warnings: [JSONValue], of parityCase: ParityCase) -> JSONValue {
        guard var object = shapes.restAPI.objectValue else { return .null }
        object["id"] = nil
        object["rootResourceId"] = nil
        if parityCase.json["operation"] == "PutRestApi" { object["tags"] = [:] }
        if !warnings.isEmpty { object["warnings"] = .array(warnings) }
        return .object(object)
    }

    var resources: JSONValue {
        byName(shapes.resources, "path") { resource in
            var methods = resource["resourceMethods"]?.objectValue ?? JSONObject()
            for index in methods.members.indices {
                methods.members[index].value = method(methods.members[index].value)
            }
            return ["methods": .object(methods)]
        }
    }

    private func method(_ shape: JSONValue) -> JSONValue {
        guard var object = shape.objectValue else { return shape }
        object["httpMethod"] = nil
        object["integration"] = object["methodIntegration"]
        object["methodIntegration"] = nil
        if let id = object["authorizerId"]?.stringValue {
            object["authorizer"] = restAPI.authorizers.first { $0.id == id }.map {
                .string($0.name.value)
            }
            object["authorizerId"] = nil
        }
        if let id = object["requestValidatorId"]?.stringValue {
            object["requestValidator"] = restAPI.requestValidators.first { $0.id == id }.map {
                .string($0.name.value)
            }
            object["requestValidatorId"] = nil
        }
        return .object(object)
    }

    var models: JSONValue {
        byName(shapes.models, "name") { model in
            guard var object = model.objectValue else { return model }
            object["id"] = nil
            object["name"] = nil
            if let text = object["schema"]?.stringValue {
                object["schema"] = try? JSONValue(parsing: Array(text.utf8))
            }
            return .object(object)
        }
    }

    var requestValidators: JSONValue {
        byName(shapes.requestValidators, "name") { without(["id", "name"], $0) }
    }

    var gatewayResponses: JSONValue {
        byName(shapes.gatewayResponses, "responseType") { without(["responseType"], $0) }
    }

    /// The authorizers in the order of the recorded ones.
    func authorizers(like expected: JSONValue) -> JSONValue {
        let items = (shapes.authorizers["items"]?.arrayValue ?? []).map { without(["id"], $0) }
        return reordered(items, like: expected) { $0["name"] == $1["name"] }
    }

    /// The parts in the order of the recorded ones.
    func documentationParts(like expected: JSONValue) -> JSONValue {
        let items = (shapes.documentationParts["items"]?.arrayValue ?? []).map {
            without(["id"], $0)
        }
        return reordered(items, like: expected) {
            $0["location"]?["type"] == $1["location"]?["type"]
        }
    }

    private func reordered(
        _ items: [JSONValue], like expected: JSONValue, _ isSame: (JSONValue, JSONValue) -> Bool
    ) -> JSONValue {
        var rest = items
        var ordered: [JSONValue] = []
        for wanted in expected.arrayValue ?? [] {
            guard let index = rest.firstIndex(where: { isSame($0, wanted) }) else { continue }
            ordered.append(rest.remove(at: index))
        }
        return .array(ordered + rest)
    }

    private func without(_ keys: [String], _ value: JSONValue) -> JSONValue {
        guard var object = value.objectValue else { return value }
        for key in keys { object[key] = nil }
        return .object(object)
    }

    private func byName(
        _ list: JSONValue, _ key: String, _ transform: (JSONValue) -> JSONValue
    ) -> JSONValue {
        let items = list["items"]?.arrayValue ?? []
        return .object(
            JSONObject(
                items.map { JSONObject.Member($0[key]?.stringValue ?? "", transform($0)) }))
    }
}
