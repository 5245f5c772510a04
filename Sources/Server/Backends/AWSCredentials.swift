/// What requests to AWS are signed with.
package struct AWSCredentials: Hashable, Sendable {
    package var accessKeyID: String
    package var secretAccessKey: String
    package var sessionToken: String?

    /// When they stop being good, in milliseconds since 1970; `nil` for never.
    package var expiry: Int64?

    /// Creates credentials.
    package init(
        accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil,
        expiry: Int64? = nil
    ) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
        self.expiry = expiry
    }
}
