import CLI
import Diagnostics
import Foundation
import JSON
import Lowering
import Model
import Options
import Settings
import Testing

/// SAM and CloudFormation templates as specifications.
@Suite struct TemplateSpecTests {
    /// The APIs of a template, and what was reported.
    private func apis(
        _ template: String, _ change: (inout CompileOptions) -> Void = { _ in }
    ) throws -> (apis: [String: API], ids: [String]) {
        let path = FileManager.default.temporaryDirectory
            .appending(path: "\(UUID().uuidString).yaml").path
        try Data(template.utf8).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        var options = CompileOptions()
        change(&options)
        let spec = try LoweredSpec(path, options)
        let pairs = spec.apis.map { ($0.spec.logicalID ?? "", $0.api) }
        return (
            Dictionary(uniqueKeysWithValues: pairs), spec.input.log.diagnostics.map(\.id.rawValue)
        )
    }

    private func restAPI(_ properties: String, type: String = "AWS::Serverless::Api") throws
        -> RestAPI
    {
        let indented = properties.split(separator: "\n").map { "      \($0)\n" }.joined()
        let template = """
            Transform: AWS::Serverless-2016-10-31
            Parameters: {StageParameter: {Type: String, Default: live}}
            Resources:
              Kiosk:
                Type: \(type)
                Properties:
            \(indented)
                  \(type.contains("Serverless") ? "DefinitionBody" : "Body"):
                    openapi: 3.0.1
                    info: {title: document, version: '1'}
                    x-amazon-apigateway-binary-media-types: [image/png]
                    paths:
                      /a:
                        get:
                          responses: {'200': {description: fine}}
                          x-amazon-apigateway-integration: {type: mock}
                        post:
                          security: []
                          responses: {'200': {description: fine}}
                          x-amazon-apigateway-integration: {type: mock}
              KioskStage:
                Type: AWS::ApiGateway::Stage
                Properties:
                  RestApiId: !Ref Kiosk
                  StageName: own
                  Variables: {backend: two}
              OtherStage:
                Type: AWS::ApiGateway::Stage
                Properties: {RestApiId: !Ref Other, StageName: other}

            """
        let (apis, ids) = try apis(template)
        #expect(!ids.contains { $0.hasPrefix("yaml") }, "\(ids)")
        guard case .rest(let api)? = apis["Kiosk"] else { throw NoSuchAPI() }
        return api
    }

    private struct NoSuchAPI: Error {}

    @Test func propertiesBesideTheBodyAreApplied() throws {
        let api = try restAPI(
            """
            Name: Kiosk
            Description: sells
            BinaryMediaTypes: [image~1gif]
            MinimumCompressionSize: 512
            ApiKeySourceType: AUTHORIZER
            DisableExecuteApiEndpoint: true
            EndpointConfiguration: {Type: PRIVATE, VPCEndpointIds: [vpce-1]}
            StageName: !Ref StageParameter
            Variables: {backend: one}
            TracingEnabled: true
            MethodSettings:
            - {ResourcePath: /*, HttpMethod: '*', ThrottlingBurstLimit: 7}
            """)
        #expect(api.name.value.text == "Kiosk")
        #expect(api.description?.value == "sells")
        #expect(api.version?.value == "1")
        #expect(api.binaryMediaTypes.map(\.value) == ["image/png", "image/gif"])
        #expect(api.minimumCompressionSize?.value == 512)
        #expect(api.apiKeySource == .authorizer)
        #expect(api.endpoint.type == .private)
        #expect(api.endpoint.disableExecuteAPIEndpoint)
        #expect(api.endpoint.vpcEndpointIDs.map(\.value.text) == ["vpce-1"])
        #expect(api.settings.stages.map(\.name.value) == ["live", "own"])
        #expect(api.settings.stages[0].variables.map(\.value.value) == ["one"])
        #expect(api.settings.stages[0].tracingEnabled)
        #expect(api.settings.stages[0].methodSettings[0].resourcePath == "*")
        #expect(api.settings.stages[0].methodSettings[0].throttle.burstLimit?.value == 7)
        #expect(api.settings.stages[1].variables.map(\.value.value) == ["two"])
    }

    @Test func aPlainRestAPIIsReadToo() throws {
        let api = try restAPI(
            """
            Name: !Sub '${AWS::StackName}-kiosk'
            EndpointConfiguration: {Types: [REGIONAL]}
            Policy: {Version: '2012-10-17', Statement: []}
            Parameters: {basepath: prepend}
            """, type: "AWS::ApiGateway::RestApi")
        #expect(api.name.value.text == "${AWS::StackName}-kiosk")
        #expect(api.endpoint.type == .regional)
        #expect(api.policy?.value["Version"]?.stringValue == "2012-10-17")
        #expect(api.settings.stages.map(\.name.value) == ["own"])
    }

    @Test func authorizersAndTheDefaultOneAreApplied() throws {
        let api = try restAPI(
            """
            StageName: prod
            Auth:
              DefaultAuthorizer: Pool
              ApiKeyRequired: true
              Authorizers:
                Pool: {UserPoolArn: !GetAtt Users.Arn, AuthorizationScopes: [read]}
                Own:
                  FunctionArn: !GetAtt Check.Arn
                  FunctionPayloadType: REQUEST
                  Identity: {Headers: [X-One], QueryStrings: [two], ReauthorizeEvery: 30}
            """)
        #expect(api.authorizers.map(\.name.value) == ["Pool", "Own"])
        #expect(api.authorizers[0].providerARNs.map(\.value.text) == ["${Users.Arn}"])
        #expect(
            api.authorizers[1].identitySource.map(\.value)
                == ["method.request.header.X-One", "method.request.querystring.two"])
        #expect(api.authorizers[1].resultTTLInSeconds?.value == 30)
        #expect(
            api.authorizers[1].uri?.value.text.hasSuffix("functions/${Check.Arn}/invocations")
                ?? false)
        let methods = Dictionary(
            uniqueKeysWithValues: api.methods.map { ($0.method.httpMethod, $0.method) })
        #expect(
            methods[.get]?.authorization.value
                == .cognito(authorizer: "Pool", scopes: ["read"]))
        #expect(methods[.get]?.apiKeyRequired ?? false)
        #expect(methods[.post]?.authorization.value == Authorization.none)
    }

    @Test func corsAnswersPreflights() throws {
        let api = try restAPI(
            """
            StageName: prod
            Cors: {AllowOrigin: "'https://example.com'", MaxAge: "'60'", AllowCredentials: true}
            """)
        let preflight = try #require(
            api.methods.first { $0.method.httpMethod == .options }?.method.integration)
        #expect(preflight.kind.value == .mock)
        let parameters = preflight.responses[0].responseParameters.map {
            "\($0.target.value.split(separator: ".").last ?? "") \($0.source.value)"
        }
        #expect(
            parameters == [
                "Access-Control-Allow-Credentials 'true'", "Access-Control-Max-Age '60'",
                "Access-Control-Allow-Methods 'GET,OPTIONS,POST'",
                "Access-Control-Allow-Origin 'https://example.com'",
            ])
    }

    @Test(arguments: ["\"'*'\"", "{AllowMethods: \"'GET'\"}", "!Sub \"'${Origin}'\""])
    func corsMayBeAnOriginOrAnObject(cors: String) throws {
        let api = try restAPI("StageName: prod\nCors: \(cors)")
        let preflight = try #require(
            api.methods.first { $0.method.httpMethod == .options }?.method.integration)
        let origin = preflight.responses[0].responseParameters.last?.source.value
        #expect(origin == (cors.contains("Sub") ? "'${Origin}'" : "'*'"))
    }

    @Test func gatewayResponsesAndGlobalsAreApplied() throws {
        let template = """
            Transform: AWS::Serverless-2016-10-31
            Globals: {Api: {MinimumCompressionSize: 9}}
            Resources:
              Kiosk:
                Type: AWS::Serverless::Api
                Properties:
                  StageName: prod
                  GatewayResponses:
                    DEFAULT_4XX:
                      StatusCode: 418
                      ResponseParameters: {Headers: {X-Why: "'tea'"}}
                  DefinitionBody: {swagger: '2.0', info: {title: t, version: '1'}, paths: {}}

            """
        guard case .rest(let api)? = try apis(template).apis["Kiosk"] else { throw NoSuchAPI() }
        #expect(api.minimumCompressionSize?.value == 9)
        #expect(api.gatewayResponses[0].statusCode?.value == 418)
        #expect(
            api.gatewayResponses[0].responseParameters.map(\.target.value)
                == ["gatewayresponse.header.X-Why"])
    }

    @Test func httpAPIsOfTemplatesAreHTTPAPIs() throws {
        let template = """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Kiosk:
                Type: AWS::Serverless::HttpApi
                Properties:
                  StageName: prod
                  CorsConfiguration: {AllowOrigins: ['*'], MaxAge: 60}
                  DisableExecuteApiEndpoint: true
                  Auth:
                    DefaultAuthorizer: Token
                    Authorizers:
                      Token:
                        JwtConfiguration: {issuer: 'https://example.com', audience: [a]}
                        IdentitySource: $request.header.Authorization
                        AuthorizationScopes: [read]
                  DefinitionBody:
                    openapi: 3.0.1
                    info: {title: t, version: '1'}
                    paths:
                      /a:
                        get:
                          responses: {default: {description: passed on}}
              Nothing: {Type: AWS::Serverless::HttpApi, Properties: {}}

            """
        let (found, ids) = try apis(template)
        #expect(ids.contains("definition-generated"))
        guard case .http(let api)? = found["Kiosk"] else { throw NoSuchAPI() }
        #expect(api.cors?.value["allowOrigins"] == ["*"])
        #expect(api.disableExecuteAPIEndpoint)
        #expect(api.settings.stages.map(\.name.value) == ["prod"])
        #expect(
            api.routes.map(\.authorization.value) == [.jwt(authorizer: "Token", scopes: ["read"])])
    }

    @Test func oneResourceCanBeChosen() throws {
        let body = "{openapi: 3.0.1, info: {title: t, version: '1'}, paths: {}}"
        let template = """
            Resources:
              One: {Type: AWS::ApiGateway::RestApi, Properties: {Body: \(body)}}
              Two: {Type: AWS::ApiGateway::RestApi, Properties: {Body: \(body)}}

            """
        #expect(try apis(template).apis.keys.sorted() == ["One", "Two"])
        #expect(try apis(template) { $0.resource = "Two" }.apis.keys.sorted() == ["Two"])
        #expect(try apis(template) { $0.resource = "Twoo" }.ids == ["unknown-resource"])
    }
}
