#if os(Linux)
internal import Diagnostics
internal import Gateway
internal import JSON
internal import Options
internal import Platform

/// Reads who may sign requests, from `--signers FILE`: a list of objects.
///
/// Each has `accessKeyId`, `secretAccessKey` and perhaps `sessionToken` (both `env:NAME` or
/// `file:PATH`, never the secret itself), `arn`, and perhaps `accountId`, `userId`,
/// `principalOrgId` and `policies`, the policy documents attached to the identity. The account is
/// by default the ARN's, the user's id the access key's.
///
/// - Throws: `UsageError` for a file in another form, `PlatformError` for one that cannot be read.
func readSigners(_ path: String) throws -> [String: RuntimeSettings.SigningIdentity] {
    let bytes = try readFile(path)
    let json: JSONValue
    do throws(JSONError) {
        json = try JSONValue(parsing: bytes)
    } catch {
        throw UsageError("'\(path)' is not JSON: \(error.message)")
    }
    guard let list = json.arrayValue else { throw UsageError("'\(path)' is not a list") }
    var signers: [String: RuntimeSettings.SigningIdentity] = [:]
    for (index, entry) in list.enumerated() {
        let (key, signer) = try readSigner(entry, "entry \(index + 1) of '\(path)'", beside: path)
        guard signers.updateValue(signer, forKey: key) == nil else {
            throw UsageError("'\(path)' has '\(key)' twice")
        }
    }
    return signers
}

private let signerMembers = [
    "accessKeyId", "secretAccessKey", "sessionToken", "arn", "accountId", "userId",
    "principalOrgId", "policies",
]

private func readSigner(
    _ json: JSONValue, _ name: String, beside path: String
) throws(UsageError) -> (key: String, RuntimeSettings.SigningIdentity) {
    guard let object = json.objectValue else { throw UsageError("\(name) is not an object") }
    for member in object.members where !signerMembers.contains(member.key) {
        throw UsageError(
            "\(name) has an unknown member '\(member.key)'",
            help: nearest(to: member.key, in: signerMembers).map { "did you mean '\($0)'?" })
    }
    func text(_ member: String) throws(UsageError) -> String? {
        guard let value = object[member] else { return nil }
        guard let text = value.stringValue else {
            throw UsageError("'\(member)' in \(name) is not a string")
        }
        return text
    }
    func needed(_ member: String) throws(UsageError) -> String {
        guard let text = try text(member), !text.isEmpty else {
            throw UsageError("\(name) has no '\(member)'")
        }
        return text
    }
    func hidden(_ member: String, _ reference: String) throws(UsageError) -> String {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        guard reference.hasPrefix("env:") || reference.hasPrefix("file:") else {
            throw UsageError(
                "'\(member)' in \(name) is neither 'env:NAME' nor 'file:PATH'",
                help: "put the secret into an environment variable or a file of its own")
        }
        guard let bytes = secret(reference, in: folder), !bytes.isEmpty else {
            throw UsageError("'\(reference)' in \(name) cannot be read")
        }
        return String(decoding: bytes, as: UTF8.self)
    }
    let key = try needed("accessKeyId")
    let arn = try needed("arn")
    let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count >= 6, parts[0] == "arn" else {
        throw UsageError("'\(arn)' in \(name) is no ARN")
    }
    var signer = RuntimeSettings.SigningIdentity(
        secretAccessKey: try hidden("secretAccessKey", try needed("secretAccessKey")),
        accountID: try text("accountId") ?? String(parts[4]), userARN: arn,
        userID: try text("userId") ?? key)
    if let token = try text("sessionToken") {
        signer.sessionToken = try hidden("sessionToken", token)
    }
    signer.principalOrgID = try text("principalOrgId")
    if let policies = object["policies"] {
        guard let list = policies.arrayValue else {
            throw UsageError("'policies' in \(name) is not a list of policy documents")
        }
        signer.policies = list.map { Array($0.printed(.compact).utf8) }
    }
    return (key, signer)
}
#endif
