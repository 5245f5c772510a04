import Diagnostics
import Lowering
import Model
import Testing

private func integrationText(_ members: String) -> String {
    operationText("      x-amazon-apigateway-integration:\n\(members)")
}

@Suite struct IntegrationTests {
    @Test func fillsInTheDefaults() throws {
        let (api, log) = try lowerText(
            integrationText(
                """
                        type: Http_Proxy
                        uri: https://x.example/${stageVariables.v}
                        httpMethod: any
                """))
        #expect(log.diagnostics.isEmpty)
        let integration = try #require(api.methods.first?.method.integration)
        #expect(integration.kind.value == .httpProxy)
        #expect(integration.uri?.value.literal == "https://x.example/${stageVariables.v}")
        #expect(integration.httpMethod?.value == "ANY")
        #expect(integration.timeoutInMillis.value == 29_000)
        #expect(integration.passthroughBehavior.value == .whenNoMatch)
        guard case .internet? = integration.connection else {
            Issue.record("not reached by the internet")
            return
        }
    }

    @Test func keepsTheLastOfTwoResponsesWithOneStatusCode() throws {
        let (api, log) = try lowerText(
            integrationText(
                """
                        type: mock
                        responses:
                          "4..": { statusCode: 400, contentHandling: convert_to_text }
                          default: { statusCode: '200' }
                          "404": { statusCode: 400 }
                """))
        #expect(log.diagnostics.map(\.id.rawValue) == ["integration-response-replaced"])
        let responses = try #require(api.methods.first?.method.integration?.responses)
        #expect(responses.map { $0.selectionPattern?.value ?? "-" } == ["-", "404"])
        #expect(responses.map(\.statusCode.value) == [200, 400])
    }

    @Test func reportsWhatIntegrationsCannotHave() throws {
        try check(
            integrationText("        1️⃣type: https_proxy".replacing("1️⃣type: ", with: "type: 1️⃣")),
            ("1️⃣", "unknown-value"))
        try check(
            operationText("      1️⃣x-amazon-apigateway-integration: { uri: a }"),
            ("1️⃣", "missing-integration-type"))
        try check(
            integrationText(
                """
                        type: aws
                        timeoutInMillis: 1️⃣soon
                        passthroughBehavior: 2️⃣sometimes
                        requestParameters:
                          integration.request.header.a: 3️⃣1
                        requestTemplates: 4️⃣[]
                        responses:
                          5️⃣a: {}
                          b: { statusCode: 6️⃣600 }
                """),
            ("1️⃣", "wrong-value-type"), ("2️⃣", "unknown-value"), ("3️⃣", "mapping-not-a-string"),
            ("4️⃣", "wrong-value-type"), ("5️⃣", "missing-status-code"),
            ("6️⃣", "invalid-status-code"))
    }

    @Test func quotesWhatImportSays() throws {
        let (_, log) = try lowerText(integrationText("        type: mocked"))
        #expect(
            log.diagnostics.first?.aws
                == Diagnostic.AWSWords(
                    .error,
                    "Unable to put integration on 'GET' for resource at path '/a': 1 validation "
                        + "error detected: Value 'mocked' at 'putIntegrationInput.type' failed to "
                        + "satisfy constraint: Member must satisfy enum value set: [HTTP, MOCK, "
                        + "AWS_PROXY, HTTP_PROXY, AWS]"))
        #expect(log.diagnostics.first?.help == "write 'MOCK'")
    }

    @Test(arguments: [
        ("arn:${AWS::Region}:x", "arn:${AWS::Region}:x", ["AWS::Region"]),
        ("{ Ref: Fn }", "${Fn}", ["Fn"]),
        ("{ 'Fn::GetAtt': [ Fn, Arn ] }", "${Fn.Arn}", ["Fn.Arn"]),
        (
            "{ 'Fn::Sub': 'a-${Fn.Arn}-${!b}-${stageVariables.c}' }",
            "a-${Fn.Arn}-${b}-${stageVariables.c}", ["Fn.Arn"]
        ),
        ("{ 'Fn::Sub': [ '${x}/y', { x: { Ref: Z } } ] }", "${Z}/y", ["Z"]),
        (
            "{ 'Fn::Join': [ ':', [ arn, { Ref: 'AWS::Partition' }, z ] ] }",
            "arn:${AWS::Partition}:z", ["AWS::Partition"]
        ),
        ("!Sub 'q${Fn.Arn}'", "q${Fn.Arn}", ["Fn.Arn"]),
        ("{ 'Fn::ImportValue': other }", "${Fn::ImportValue}", ["function"]),
    ])
    func keepsReferencesOfTemplates(uri: String, text: String, references: [String]) throws {
        let (api, log) = try lowerText(integrationText("        type: aws\n        uri: \(uri)"))
        #expect(log.diagnostics.isEmpty)
        let symbolic = try #require(api.methods.first?.method.integration?.uri?.value)
        #expect(symbolic.text == text)
        #expect(
            symbolic.references.map {
                switch $0 {
                case .name(let name), .pseudoParameter(let name): name
                case .attribute(let resource, let attribute): "\(resource).\(attribute)"
                case .function: "function"
                }
            } == references)
    }

    @Test func substitutesWhatIsGiven() throws {
        let members = """
                    type: aws
                    uri: { 'Fn::Sub': '${AWS::Region}/${Fn.Arn}/${Other}' }
                    timeoutInMillis: { Ref: Wait }
            """
        let (api, log) = try lowerText(integrationText(members)) {
            $0.substitutions = ["AWS::Region": "r", "Fn.Arn": "f"]
        }
        #expect(log.diagnostics.map(\.id.rawValue) == ["value-known-at-deployment"])
        #expect(api.methods.first?.method.integration?.uri?.value.text == "r/f/${Other}")
        let (other, otherLog) = try lowerText(integrationText(members)) {
            $0.substitutions = ["Wait": "100", "Other": "o"]
        }
        #expect(otherLog.diagnostics.isEmpty)
        #expect(other.methods.first?.method.integration?.timeoutInMillis.value == 100)
    }
}

@Suite struct SubstitutedTemplateTests {
    @Test func whatADeploymentPutsIntoATemplateIsNoVTL() throws {
        let (api, log) = try lowerText(
            operationText(
                """
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration:
                        type: mock
                        requestTemplates:
                          application/json: !Sub '{"arn": "${AWS::Region}:${Table.Arn}", "b": $input.body}'
                """))
        let template = api.methods.first.map(\.method)?.integration?.requestTemplates.first
        #expect(
            template?.text.value == #"{"arn": "AWS::Region:Table.Arn", "b": $input.body}"#)
        #expect(log.diagnostics.isEmpty)
    }

    @Test func pseudoParametersInATemplateAreNoVTL() throws {
        let (api, _) = try lowerText(
            operationText(
                """
                      responses: {'200': {description: fine}}
                      x-amazon-apigateway-integration:
                        type: mock
                        requestTemplates:
                          application/json: '${AWS::Region} ${AWS::AccountId} ${name} ${AWS::'
                """)
        ) { $0.substitutions["AWS::Region"] = "eu-west-1" }
        let template = api.methods.first.map(\.method)?.integration?.requestTemplates.first
        #expect(template?.text.value == "eu-west-1 AWS::AccountId ${name} ${AWS::")
    }
}
