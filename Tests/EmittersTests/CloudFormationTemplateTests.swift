import Diagnostics
import Emitters
import JSON
import Model
import Testing

/// The template's own sections (CloudFormation user guide, template anatomy).
@Suite struct CloudFormationTemplateTests {
    private func template(named name: SymbolicString) -> String {
        let range = SourceRange(0, 0, file: FileID(rawValue: 0))
        let api = RestAPI(name: Located(name, at: range), range: range)
        return template(api)
    }

    private func template(
        _ api: RestAPI, basePathMode: String = "ignore", body: JSONValue = ["openapi": "3.0.1"]
    ) -> String {
        let body = CloudFormationBody(body)
        let file = CloudFormationTemplate(
            .rest(api), parameters: body.parameters, basePathMode: basePathMode
        ).file(bodyDigest: bodyFile(body).digest)
        #expect(file.path == "aws/template.yaml")
        return String(decoding: file.bytes, as: UTF8.self)
    }

    private func bodyFile(_ body: CloudFormationBody) -> BundleFile {
        BundleFile("aws/openapi.yaml", Array(cloudFormationBodyText(body).joined()))
    }

    @Test func aDescriptionIsLiteral() {
        #expect(template(named: "Orders").contains("Description: The API 'Orders'\n"))
        let symbolic = SymbolicString(parts: [.reference(.pseudoParameter("AWS::StackName"))])
        let text = template(named: symbolic)
        #expect(text.contains("Description: An API whose name is a parameter\n"))
        #expect(!text.contains("AWS::StackName"))
    }

    /// A deployment is a snapshot of the API; CloudFormation makes one only for a new logical name.
    @Test func aDeploymentIsNamedAfterTheBodyAndTheBasePathMode() throws {
        let range = SourceRange(0, 0, file: FileID(rawValue: 0))
        let api = RestAPI(name: Located("Orders", at: range), range: range)
        func deployment(_ text: String) throws -> Substring {
            let line = text.split(separator: "\n").first { $0.hasPrefix("  Deployment") }
            return try #require(line)
        }
        let name = try deployment(template(api))
        #expect(try deployment(template(api)) == name)
        #expect(try deployment(template(api, basePathMode: "split")) != name)
        #expect(try deployment(template(api, body: ["openapi": "3.0.2"])) != name)
    }

    @Test func aDeploymentTellsTheDigestOfTheBodyAsItIsInTheBundle() {
        let range = SourceRange(0, 0, file: FileID(rawValue: 0))
        let api = RestAPI(name: Located("Orders", at: range), range: range)
        let body = bodyFile(CloudFormationBody(["openapi": "3.0.1"]))
        #expect(String(decoding: body.bytes, as: UTF8.self) == "openapi: 3.0.1\n")
        // printf 'openapi: 3.0.1\n' | sha256sum
        let digest = "81ae8a79e80245ea3eff12f8e6a6a285a4904b11358e72b866108e03b153e9ab"
        #expect(body.digest == digest)
        #expect(template(api).contains("Description: openapi.yaml sha256 \(digest)\n"))
    }
}
