package import Diagnostics
package import JSON

/// Who decides about a caller: a Lambda function, a Cognito user pool or a token issuer.
package struct Authorizer: Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// A Lambda function that is given one header.
        case token = "TOKEN"
        /// A Lambda function that is given the request.
        case request = "REQUEST"
        case cognitoUserPools = "COGNITO_USER_POOLS"
        case jwt = "JWT"
    }

    /// The name of the security scheme.
    package var name: Located<String>

    package var kind: Located<Kind>

    /// `x-amazon-apigateway-authtype`: a free text without effect.
    package var authType: Located<String>?

    /// The invocation ARN of the Lambda function.
    package var uri: Located<SymbolicString>?

    /// The role to call the Lambda function with.
    package var credentials: Located<SymbolicString>?

    /// Where the caller's identity comes from, such as `method.request.header.Authorization`, in
    /// order; empty is possible for `REQUEST` without caching.
    package var identitySource: [Located<String>] = []

    /// The expression that a token must match as a whole before anybody is asked.
    package var identityValidationExpression: Located<String>?

    /// Seconds for which a decision counts, 0 to 3600; `nil` for API Gateway's default of 300.
    package var resultTTLInSeconds: Located<Int>?

    /// The user pools.
    package var providerARNs: [Located<SymbolicString>] = []

    /// `jwtConfiguration` as written.
    package var jwtConfiguration: Located<JSONValue>?

    /// The extension's key, `x-amazon-apigateway-authorizer`.
    package var range: SourceRange

    package init(name: Located<String>, kind: Located<Kind>, at range: SourceRange) {
        self.name = name
        self.kind = kind
        self.range = range
    }

    /// The identifier that the gateway goes by here, made from the name.
    package var id: String { stableIdentifier("authorizer", name.value) }

    /// Seconds for which a decision counts where the description says nothing.
    package static let defaultResultTTLInSeconds = 300
}
