import Foundation
import Testing

private let document = """
    openapi: 3.0.1
    info: { title: Vault, version: "1" }
    paths:
      /gold:
        get:
          x-amazon-apigateway-auth: { type: AWS_IAM }
          responses: { "200": { description: who looks at it } }
          x-amazon-apigateway-integration:
            type: mock
            requestTemplates: { application/json: '{"statusCode": 200}' }
            responses:
              default:
                statusCode: "200"
                responseTemplates:
                  application/json: "$context.identity.userArn $context.identity.accountId"

    """

private let signers = """
    [
      {"accessKeyId": "AKIAANNA", "secretAccessKey": "env:ANNA_SECRET",
       "arn": "arn:aws:iam::123456789012:user/anna",
       "policies": [{"Statement": [{"Effect": "Allow", "Action": "execute-api:Invoke",
                                    "Resource": "arn:aws:execute-api:*:*:*/dev/GET/gold"}]}]},
      {"accessKeyId": "AKIABERT", "secretAccessKey": "file:bert.secret",
       "arn": "arn:aws:iam::123456789012:user/bert", "policies": []}
    ]
    """

/// Methods with IAM authorization, called by people of `--signers`.
@Suite(.enabled(if: hasProgram("curl"), "needs curl")) struct SignerTests {
    private func serve(_ signers: String) throws -> ServedProcess {
        let folder = try TemporaryFolder()
        try folder.write(document, to: "vault.yaml")
        try folder.write(signers, to: "signers.json")
        try folder.write("bertbertbert\n", to: "bert.secret")
        let bundle = try folder.compile(folder.path("vault.yaml"), settings: "stages: { dev: {} }")
        return try ServedProcess(
            folder, "apigw-serve", [bundle, "--signers", folder.path("signers.json")],
            environment: ["ANNA_SECRET": "annaannaanna", "AWS_ACCESS_KEY_ID": ""])
    }

    @Test func letsInThoseWhosePoliciesAllowIt() throws {
        let served = try serve(signers)
        func gold(_ user: String) throws -> String {
            try run([
                "curl", "-s", "-w", " %{http_code}", "--aws-sigv4",
                "aws:amz:us-east-1:execute-api", "--user", user,
                "http://127.0.0.1:\(served.port)/dev/gold",
            ]).output
        }
        let anna = try gold("AKIAANNA:annaannaanna")
        #expect(anna == "arn:aws:iam::123456789012:user/anna 123456789012 200")
        #expect(try gold("AKIAANNA:annaannaann").hasSuffix(" 403"))
        #expect(try gold("AKIABERT:bertbertbert").hasSuffix(" 403"))
        #expect(try gold("AKIACARL:carlcarlcarl").hasSuffix(" 403"))
        #expect(served.get("/dev/gold").hasPrefix("403 "))
        try served.folder.write(
            signers.replacingOccurrences(of: "user/anna", with: "user/anne"), to: "signers.json")
        #expect(served.manage("POST", "/reload") == "reloaded\n")
        #expect(try gold("AKIAANNA:annaannaanna").hasPrefix("arn:aws:iam::123456789012:user/anne"))
    }

    @Test(arguments: [
        ("{}", "is not a list"),
        (#"[{"accessKeyId": "A"}]"#, "has no 'arn'"),
        (
            #"[{"accessKeyId": "A", "secretAccessKey": "plain", "arn": "arn:aws:iam::1:user/a"}]"#,
            "neither 'env:NAME' nor 'file:PATH'"
        ),
        (
            #"[{"accessKeyId": "A", "secretAccessKey": "env:NONE", "arn": "arn:aws:iam::1:user/a"}]"#,
            "'env:NONE' in entry 1"
        ),
        (#"[{"accesKeyId": "A"}]"#, "did you mean 'accessKeyId'?"),
    ])
    func saysWhatIsWrongWithTheFile(text: String, words: String) throws {
        let folder = try TemporaryFolder()
        try folder.write(document, to: "vault.yaml")
        try folder.write(text, to: "signers.json")
        let bundle = try folder.compile(folder.path("vault.yaml"), settings: "stages: { dev: {} }")
        let program = productFolder.appending(path: "apigw-serve").path
        let (status, output) = try run([
            program, bundle, "--port", "0", "--signers", folder.path("signers.json"),
        ])
        #expect(status == 2 && output.contains(words), "\(output)")
    }
}
