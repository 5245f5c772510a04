import Gateway
import Settings
import Testing

/// Resource policies: “How API Gateway resource policies affect authorization workflow”.
@Suite struct ResourcePolicyTests {
    private static let allow = "{Effect: Allow, Principal: '*', Action: '*', Resource: '*'}"
    private static let deny = "{Effect: Deny, Principal: '*', Action: '*', Resource: '*'}"
    private static let other =
        "{Effect: Allow, Principal: '*', Action: '*', Resource: 'execute-api:/other/*'}"

    private func policy(_ statement: String) -> String {
        "x-amazon-apigateway-policy: {Statement: [\(statement)]}"
    }

    @Test func wantsAnAllowanceWhereNobodyIsAuthorized() throws {
        let who =
            "User: anonymous is not authorized to perform: execute-api:Invoke on resource: "
            + "arn:aws:execute-api:us-east-1:********9012:abcdefghij/dev/GET/books"
        for (statement, status, message) in [
            (Self.allow, 200, ""), (Self.other, 403, who),
            (Self.deny, 403, who + " with an explicit deny"),
            (Self.allow + ", " + Self.deny, 403, who + " with an explicit deny"),
        ] {
            let harness = try Harness(mockAPI(["/books"], root: policy(statement)))
            let response = harness.send("GET", "/dev/books")
            #expect(response.status == status, "\(statement)")
            if status == 403 {
                #expect(response.text == #"{"Message":"\#(message)"}"#)
                #expect(response.field("x-amzn-errortype") == "AccessDeniedException")
            }
        }
    }

    /// The policy of an identity that is taken on trust allows: the first, second and fifth row.
    @Test(arguments: [
        ("123456789012", allow, 200), ("123456789012", other, 200), ("123456789012", deny, 403),
        ("210987654321", allow, 200), ("210987654321", other, 403), ("210987654321", deny, 403),
    ])
    func wantsBothPoliciesOfAnotherAccount(account: String, statement: String, status: Int) throws {
        let harness = try Harness(
            mockAPI(
                ["/books"], extra: "      x-amazon-apigateway-auth: {type: AWS_IAM}",
                root: policy(statement)))
        var identity = AssumedIdentity()
        identity.callerARN = "arn:aws:iam::\(account):user/reader"
        identity.accountID = account
        harness.mode = .assuming(identity)
        #expect(harness.send("GET", "/dev/books").status == status)
    }

    /// A denial counts before the function is asked; otherwise its policy and the API's are one.
    @Test(arguments: [
        ("Allow", allow, 200, 1), ("Allow", other, 200, 1), ("Allow", deny, 403, 0),
        ("None", allow, 200, 1), ("None", other, 403, 1), ("None", deny, 403, 0),
        ("Deny", allow, 403, 1), ("Deny", other, 403, 1), ("Deny", deny, 403, 0),
    ])
    func readsThePolicyBeforeAndAfterTheAuthorizer(
        said: String, statement: String, status: Int, calls: Int
    ) throws {
        let root = """
            \(policy(statement))
            components:
              securitySchemes:
                guard:
                  type: apiKey
                  name: X-Token
                  in: header
                  x-amazon-apigateway-authtype: custom
                  x-amazon-apigateway-authorizer:
                    type: token
                    authorizerUri: 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:guard/invocations'
            """
        let harness = try Harness(
            mockAPI(["/books"], extra: "      security: [{guard: []}]", root: root))
        let effect = said == "None" ? "Allow" : said
        let resource = said == "None" ? "arn:aws:execute-api:*:*:*/other/*" : "*"
        harness.functions["guard"] = Array(
            (#"{"principalId":"u1","policyDocument":{"Statement":[{"Effect":"\#(effect)","#
                + #""Action":"execute-api:Invoke","Resource":"\#(resource)"}]}}"#).utf8)
        #expect(harness.send("GET", "/dev/books", [("X-Token", "a")]).status == status)
        #expect(harness.calls.count == calls)
    }

    @Test func admitsNobodyToAPrivateAPIWithoutAPolicy() throws {
        #expect(
            try Harness(mockAPI(["/books"]), endpoint: .private).send("GET", "/dev/books").status
                == 403)
        #expect(
            try Harness(mockAPI(["/books"], root: policy(Self.allow)), endpoint: .private)
                .send("GET", "/dev/books").status == 200)
    }

    @Test(arguments: [
        ("StringEquals", "aws:SourceVpce", "vpce-1", 200),
        ("StringEquals", "aws:SourceVpce", "vpce-2", 403),
        ("StringEquals", "aws:SourceVpc", "vpc-1", 200),
        ("StringNotEquals", "aws:SourceVpc", "vpc-1", 403),
        ("IpAddress", "aws:SourceIp", "192.0.2.0/24", 200),
        ("IpAddress", "aws:SourceIp", "192.0.3.0/24", 403),
        ("StringLike", "aws:UserAgent", "agent/*", 200),
        ("StringEquals", "aws:Referer", "https://example.com/", 200),
        ("Bool", "aws:SecureTransport", "true", 403),
        ("NumericLessThan", "aws:EpochTime", "1770091507", 200),
        ("NumericLessThan", "aws:EpochTime", "1770091506", 403),
        ("DateGreaterThan", "aws:CurrentTime", "2026-02-03T04:05:05Z", 200),
        ("DateGreaterThan", "aws:CurrentTime", "2026-02-03T04:05:06Z", 403),
        ("StringEquals", "aws:PrincipalOrgID", "o-1", 200),
        ("StringEquals", "aws:PrincipalOrgID", "o-2", 403),
        ("StringEquals", "aws:PrincipalAccount", "210987654321", 200),
        ("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:user/reader", 200),
        ("StringEquals", "aws:userid", "AIDA1", 200),
        ("StringEquals", "aws:username", "reader", 200),
        ("StringEquals", "aws:username", "writer", 403),
    ])
    func knowsTheConditionKey(test: String, key: String, value: String, status: Int) throws {
        let statement =
            "{Effect: Allow, Principal: '*', Action: '*', Resource: '*', "
            + "Condition: {\(test): {'\(key)': '\(value)'}}}"
        let harness = try Harness(
            mockAPI(
                ["/books"], extra: "      x-amazon-apigateway-auth: {type: AWS_IAM}",
                root: policy(statement)))
        // Of another account, so that the resource policy has to allow.
        var identity = AssumedIdentity()
        identity.callerARN = "arn:aws:iam::210987654321:user/reader"
        identity.accountID = "210987654321"
        identity.userID = "AIDA1"
        identity.principalOrgID = "o-1"
        harness.mode = .assuming(identity)
        harness.client.address = Array("192.0.2.1".utf8)
        harness.client.vpcID = "vpc-1"
        harness.client.vpcEndpointID = "vpce-1"
        let headers = [("User-Agent", "agent/1"), ("Referer", "https://example.com/")]
        #expect(harness.send("GET", "/dev/books", headers).status == status)
    }
}
