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

    private func template(_ api: RestAPI) -> String {
        let file = emitCloudFormationTemplate(
            api, body: CloudFormationBody(["openapi": "3.0.1"]), basePathMode: "ignore")
        #expect(file.path == "aws/template.yaml")
        return String(decoding: file.bytes, as: UTF8.self)
    }

    @Test func aDescriptionIsLiteral() {
        #expect(template(named: "Orders").contains("Description: The API 'Orders'\n"))
        let symbolic = SymbolicString(parts: [.reference(.pseudoParameter("AWS::StackName"))])
        let text = template(named: symbolic)
        #expect(text.contains("Description: An API whose name is a parameter\n"))
        #expect(!text.contains("AWS::StackName"))
    }
}
