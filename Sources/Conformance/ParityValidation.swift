import CLI
import Deployments
import Diagnostics
import JSON
import Lowering
import OpenAPI
import Syntax

/// Writes a refused call's parameters into a minimal document and looks for what API Gateway
/// answered among the words of the document's diagnostics.
///
/// An import wraps a call's answer (`Unable to put integration on 'GET' for resource at path '/x':
/// …`), so words that end with it count.
@Sendable
func runParityValidation(_ parityCase: ParityCase) throws -> String? {
    guard let message = parityCase.expected["message"]?.stringValue,
        let operation = parityCase.json["operation"]?.stringValue,
        let parameters = parityCase.json["parameters"]
    else { return "the case has no call" }
    if operation == "CreateDeployment" {
        let refusal = DeploymentStore.canaryRefusal(
            stage: parameters["stageName"]?.stringValue, isDeployed: false)
        let found = refusal.map { "\($0)" } ?? "nothing"
        return found == message ? nil : "wanted: \(message)\nfound: \(found)"
    }
    guard let document = document(operation, parameters) else {
        return "a call of '\(operation)' cannot be written as a document"
    }
    let text = document.printed(.indented)
    let file = SourceFile(path: "case.json", bytes: Array(text.utf8))
    var log = DiagnosticLog()
    let root = parseDocument(file, into: &log)
    if let document = OpenAPIDocument.read(root, into: &log) {
        _ = checkedAPI(
            SpecAPI(document: document), LoweringOptions(), isGateway: true, into: &log)
    }
    let words = log.diagnostics.compactMap(\.aws).filter { $0.kind == .error }.map(\.text)
    if words.contains(where: { $0 == message || $0.hasSuffix(": \(message)") }) { return nil }
    return "wanted: \(message)\nfound: \(words.isEmpty ? "nothing" : words.joined(separator: "\n"))"
}

/// The smallest document whose import makes the call; `nil` for calls that no import makes.
private func document(_ operation: String, _ parameters: JSONValue) -> JSONValue? {
    let mock: JSONValue = [
        "type": "mock", "requestTemplates": ["application/json": "{\"statusCode\": 200}"],
        "responses": ["default": ["statusCode": "200"]],
    ]
    let plain: JSONValue = [
        "responses": ["200": ["description": "fine"]], "x-amazon-apigateway-integration": mock,
    ]
    switch operation {
    case "CreateRestApi":
        return document(
            info: [.init("description", parameters["description"] ?? .null)],
            paths: ["/x": ["get": plain]])
    case "PutIntegration":
        var integration = parameters.objectValue?.members ?? []
        integration.removeAll { $0.key == "httpMethod" }
        integration = integration.map {
            JSONObject.Member($0.key == "integrationHttpMethod" ? "httpMethod" : $0.key, $0.value)
        }
        return document(paths: [
            "/x": [
                methodKey(parameters): [
                    "responses": ["200": ["description": "fine"]],
                    "x-amazon-apigateway-integration": .object(JSONObject(integration)),
                ]
            ]
        ])
    case "PutIntegrationResponse":
        var response = parameters.objectValue?.members ?? []
        response.removeAll { $0.key == "selectionPattern" }
        return document(paths: [
            "/x": [
                "get": [
                    "responses": ["200": ["description": "fine"]],
                    "x-amazon-apigateway-integration": [
                        "type": "mock",
                        "requestTemplates": ["application/json": "{\"statusCode\": 200}"],
                        "responses": ["default": .object(JSONObject(response))],
                    ],
                ]
            ]
        ])
    case "PutMethod":
        var method = plain.objectValue?.members ?? []
        if let models = parameters["requestModels"]?.objectValue {
            let content = models.members.map { type in
                let name = type.value.stringValue ?? ""
                return JSONObject.Member(
                    type.key, ["schema": ["$ref": .string("#/components/schemas/\(name)")]])
            }
            method.append(
                .init("requestBody", ["content": .object(JSONObject(content))]))
        }
        return document(paths: ["/x": [methodKey(parameters): .object(JSONObject(method))]])
    case "PutGatewayResponse":
        var response = parameters.objectValue?.members ?? []
        let type = parameters["responseType"]?.stringValue ?? ""
        response.removeAll { $0.key == "responseType" }
        return document(
            paths: ["/x": ["get": plain]],
            more: [
                .init(
                    "x-amazon-apigateway-gateway-responses",
                    .object(JSONObject([.init(type, .object(JSONObject(response)))])))
            ])
    case "CreateModel":
        let name = parameters["name"]?.stringValue ?? ""
        let schema = parameters["schema"]?.stringValue ?? ""
        let value = (try? JSONValue(parsing: Array(schema.utf8))) ?? [:]
        return document(
            paths: ["/x": ["get": plain]],
            more: [
                .init(
                    "components",
                    ["schemas": .object(JSONObject([.init(name, value)]))])
            ])
    case "CreateResource":
        var paths = (parameters["existingResources"]?.arrayValue ?? []).compactMap(\.stringValue)
        paths.append(
            "\(parameters["parentPath"]?.stringValue ?? "")/\(parameters["pathPart"]?.stringValue ?? "")"
        )
        return document(
            paths: .object(JSONObject(paths.map { JSONObject.Member($0, ["get": plain]) })))
    default: return nil
    }
}

/// The key of a path item for a call's `httpMethod`.
private func methodKey(_ parameters: JSONValue) -> String {
    let method = parameters["httpMethod"]?.stringValue ?? "GET"
    return method == "ANY" ? "x-amazon-apigateway-any-method" : method.lowercased()
}

private func document(
    info: [JSONObject.Member] = [], paths: JSONValue, more: [JSONObject.Member] = []
) -> JSONValue {
    let basic: [JSONObject.Member] = [.init("title", "api"), .init("version", "1")]
    let members: [JSONObject.Member] = [
        .init("openapi", "3.0.1"), .init("info", .object(JSONObject(basic + info))),
        .init("paths", paths),
    ]
    return .object(JSONObject(members + more))
}
