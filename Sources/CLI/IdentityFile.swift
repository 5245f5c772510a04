internal import Diagnostics
internal import Gateway
internal import JSON
internal import Options

extension AssumedIdentity {
    /// Reads who calls, from `--identity FILE` or a case's `identity`.
    ///
    /// Members: `authorizer` (what a Lambda authorizer returns), `claims` (a token's), `callerArn`,
    /// `accountId`, `accessKey`, `userId`, `principalOrgId`, `apiKeyId`, and an identity pool's
    /// `cognitoIdentityId`, `cognitoIdentityPoolId`, `cognitoAuthenticationType` and
    /// `cognitoAuthenticationProvider`.
    init(_ json: JSONValue, name: String) throws(UsageError) {
        guard let object = json.objectValue else { throw UsageError("\(name) is not an object") }
        self.init()
        var pool = RuntimeSettings.CognitoIdentity(
            identityID: "", identityPoolID: "", authenticationType: "authenticated")
        for member in object.members {
            let text = member.value.stringValue
            switch member.key {
            case "authorizer": authorizerResult = Array(member.value.printed(.compact).utf8)
            case "claims": claims = Array(member.value.printed(.compact).utf8)
            case "callerArn": callerARN = text
            case "accountId": accountID = text
            case "accessKey": accessKey = text
            case "userId": userID = text
            case "principalOrgId": principalOrgID = text
            case "apiKeyId": apiKeyID = text
            case "cognitoIdentityId": pool.identityID = text ?? ""
            case "cognitoIdentityPoolId": pool.identityPoolID = text ?? ""
            case "cognitoAuthenticationType": pool.authenticationType = text ?? ""
            case "cognitoAuthenticationProvider": pool.authenticationProvider = text
            default:
                throw UsageError(
                    "\(name) has an unknown member '\(member.key)'",
                    help: nearest(to: member.key, in: Self.members).map { "did you mean '\($0)'?" })
            }
            guard text != nil || member.key == "authorizer" || member.key == "claims" else {
                throw UsageError("'\(member.key)' in \(name) is not a string")
            }
        }
        if !pool.identityID.isEmpty { cognito = pool }
    }

    private static let members = [
        "authorizer", "claims", "callerArn", "accountId", "accessKey", "userId", "principalOrgId",
        "apiKeyId", "cognitoIdentityId", "cognitoIdentityPoolId", "cognitoAuthenticationType",
        "cognitoAuthenticationProvider",
    ]
}
