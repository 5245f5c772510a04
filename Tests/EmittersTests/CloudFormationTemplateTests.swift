import Diagnostics
import Emitters
import JSON
import Model
import Testing

/// The template's own sections (CloudFormation user guide, template anatomy).
@Suite struct CloudFormationTemplateTests {
    private func template(named name: SymbolicString) throws -> String {
        let range = SourceRange(0, 0, file: FileID(rawValue: 0))
        let api = RestAPI(name: Located(name, at: range), range: range)
        var specification = JSONTapeBuilder()
        specification.value(["openapi": "3.0.1"])
        let files = emitCloudFormation(
            api, specification: specification.finish(), basePathMode: "ignore")
        let file = try #require(files.first { $0.path == "aws/template.yaml" })
        return String(decoding: file.bytes, as: UTF8.self)
    }

    @Test func aDescriptionIsLiteral() throws {
        #expect(try template(named: "Orders").contains("Description: The API 'Orders'\n"))
        let symbolic = SymbolicString(parts: [.reference(.pseudoParameter("AWS::StackName"))])
        let text = try template(named: symbolic)
        #expect(text.contains("Description: An API whose name is a parameter\n"))
        #expect(!text.contains("AWS::StackName"))
    }
}
