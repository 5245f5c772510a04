import Export
import JSON
import Model
import TestSupport
import Testing

/// What GetExport writes beyond the recorded cases, by the developer guide's own exports.
@Suite struct AWSExportTests {
    private func export(
        _ type: AWSExportOptions.DocumentType, _ extensions: Set<AWSExportOptions.Extension>
    ) throws -> JSONValue {
        var options = AWSExportOptions()
        options.type = type
        options.extensions = extensions
        options.stage = "prod"
        return AWSExport(try restAPI(try document(of: "harbour.yaml")), options).body
    }

    @Test(arguments: AWSExportOptions.DocumentType.allCases)
    func theFixtureComesToTheRecordedExport(type: AWSExportOptions.DocumentType) throws {
        let value = try export(type, [.apigateway])
        try expectGolden(value.printed(.indented) + "\n", "AWSExport/harbour-\(type).json")
    }

    @Test func withoutExtensionsThereIsNoneButTheKindOfAuthorization() throws {
        let value = try export(.oas30, [])
        let text = value.printed()
        for key in ["integration", "request-validator", "authorizer\""] {
            #expect(!text.contains("x-amazon-apigateway-\(key)"), "\(key)")
        }
        #expect(value["paths"]?["/berths"]?["get"]?["security"] == [["sigv4": []]])
    }

    /// An extension, and a key that it alone brings.
    @Test(arguments: [
        (AWSExportOptions.Extension.integrations, "x-amazon-apigateway-integration\""),
        (.authorizers, "x-amazon-apigateway-authorizer\""),
        (.validators, "x-amazon-apigateway-request-validator\""), (.postman, "x-postman-meta"),
    ])
    func anExtensionBringsItsOwnAlone(
        wanted: AWSExportOptions.Extension, key: String
    ) throws {
        let keys = [
            "x-amazon-apigateway-integration\"", "x-amazon-apigateway-authorizer\"",
            "x-amazon-apigateway-request-validator\"", "x-postman-meta",
        ]
        let text = try export(.oas30, [wanted]).printed()
        #expect(keys.filter(text.contains) == [key])
    }

    /// A method that asks for a token and a key asks for both, and both are defined.
    @Test func authorizersAndKeysAreDefined() throws {
        let value = try export(.swagger, [.authorizers])
        let security = value["paths"]?["/berths/{number}"]?["put"]?["security"]
        #expect(security == [["office": []], ["api_key": []]])
        let schemes = value["securityDefinitions"]
        #expect(schemes?["api_key"]?["name"] == "x-api-key")
        #expect(schemes?["office"]?["x-amazon-apigateway-authtype"] == "custom")
        let authorizer = schemes?["office"]?["x-amazon-apigateway-authorizer"]
        #expect(authorizer?["type"] == "token")
        #expect(authorizer?["authorizerResultTtlInSeconds"] == 120)
    }

    /// Importing the export gives the API again: only texts and parameters' types are lost.
    @Test(arguments: AWSExportOptions.DocumentType.allCases)
    func importingTheExportGivesTheResourcesAgain(type: AWSExportOptions.DocumentType) throws {
        let api = try restAPI(try document(of: "harbour.yaml"))
        let value = try export(type, [.apigateway])
        let again = try restAPI(try document(value.printed()))
        #expect(methods(again) == methods(api))
    }

    private func methods(_ api: RestAPI) -> [JSONValue] {
        let shapes = ResourceShapes(api)
        return (shapes.resources["items"]?.arrayValue ?? []).flatMap { resource in
            (resource["resourceMethods"]?.objectValue?.members ?? []).map(\.value)
        }
    }
}
