import Emitters
import JSON
import Testing

/// Fn::Sub's rules: `${NAME}` is replaced, `${!NAME}` is `${NAME}` (CloudFormation user guide).
@Suite struct CloudFormationBodyTests {
    private func body(_ uri: JSONValue) -> (value: JSONValue?, parameters: [String]) {
        let body = CloudFormationBody(["uri": uri, "responseTemplates": ["a": "${uri} $x"]])
        #expect(body.json["responseTemplates"] == ["a": "${uri} $x"])
        return (body.json["uri"], body.parameters)
    }

    @Test func plainTextStaysPlain() {
        let (value, parameters) = body("https://${stageVariables.host}/x")
        #expect(value == "https://${stageVariables.host}/x")
        #expect(parameters.isEmpty)
    }

    @Test func whatADeploymentKnowsIsSubstituted() {
        let (value, parameters) = body("arn:${AWS::Partition}:${Handler.Arn}/${stageVariables.v}")
        let text = "arn:${AWS::Partition}:${HandlerArn}/${!stageVariables.v}"
        #expect(value == ["Fn::Sub": .string(text)])
        #expect(parameters == ["HandlerArn"])
    }

    @Test func intrinsicFunctionsNameParameters() {
        #expect(body(["Fn::GetAtt": ["Handler", "Arn"]]).value == ["Ref": "HandlerArn"])
        #expect(body(["Ref": "AWS::Region"]).parameters.isEmpty)
        let (value, parameters) = body(["Fn::Sub": ["${a}-${B}", ["a": ["Ref": "C"]]]])
        #expect(value == ["Fn::Sub": ["${a}-${B}", ["a": ["Ref": "C"]]]])
        #expect(parameters == ["B", "C"])
    }

    @Test func nullMembersAreDropped() {
        #expect(CloudFormationBody(["a": .null, "b": [1, .null]]).json == ["b": [1]])
    }
}
