import JSON

/// The parts of a Lambda event that are the same for all requests of a method and stage.
struct EventTexts {
    /// From `resource` to the name of `path`.
    let head: [UInt8]
    /// `stageVariables`.
    let stageVariables: [UInt8]
    /// The names of path parameters in order, each with its comma and colon.
    let pathParameterNames: [[UInt8]]
    /// The beginning of `requestContext`, up to where the authorizer's values stand.
    let contextHead: [UInt8]
    /// From `resourcePath` to the name of `httpMethod`.
    let resourcePath: [UInt8]
    /// From `accountId` to the name of `domainPrefix`.
    let account: [UInt8]
    /// From `deploymentId` to `isCanaryRequest`, `apiId` and the end.
    let contextTail: [UInt8]

    init(
        resourcePath: String, resourceID: String, operationName: String?,
        pathParameterNames: [[UInt8]], of deployment: Deployment
    ) {
        func text(_ parts: (String, [UInt8])...) -> [UInt8] {
            var output: [UInt8] = []
            for (name, value) in parts {
                output += name.utf8
                appendText(value[...], to: &output)
            }
            return output
        }
        head = text(("\"resource\":", Array(resourcePath.utf8))) + ",\"path\":".utf8
        var variables = Array(",\"stageVariables\":".utf8)
        for (index, variable) in deployment.variables.enumerated() {
            variables.append(UInt8(ascii: index == 0 ? "{" : ","))
            appendText(variable.name[...], to: &variables)
            variables.append(UInt8(ascii: ":"))
            appendText(variable.value[...], to: &variables)
        }
        variables += (deployment.variables.isEmpty ? "null" : "}").utf8
        stageVariables = variables
        self.pathParameterNames = pathParameterNames.enumerated().map { index, name in
            text((index == 0 ? "{" : ",", name)) + ":".utf8
        }
        var context = text(("{\"resourceId\":", Array(resourceID.utf8)))
        if let operationName {
            context += text((",\"operationName\":", Array(operationName.utf8)))
        }
        contextHead = context
        self.resourcePath =
            text((",\"resourcePath\":", Array(resourcePath.utf8))) + ",\"httpMethod\":".utf8
        account =
            text(
                (",\"accountId\":", Array(deployment.settings.accountID.utf8)),
                (",\"protocol\":", Array("HTTP/1.1".utf8)),
                (",\"stage\":", deployment.stageName)) + ",\"domainPrefix\":".utf8
        var tail = text((",\"deploymentId\":", deployment.id))
        if let isCanary = deployment.isCanary {
            tail += (isCanary ? ",\"isCanaryRequest\":true" : ",\"isCanaryRequest\":false").utf8
        }
        contextTail = tail + text((",\"apiId\":", deployment.apiID)) + "}".utf8
    }
}

/// What stands in every event, as bytes.
enum EventText {
    static let null = Array("null".utf8)
    static let httpMethod = Array(",\"httpMethod\":".utf8)
    static let headers = Array(",\"headers\":".utf8)
    static let multiValueHeaders = Array(",\"multiValueHeaders\":".utf8)
    static let query = Array(",\"queryStringParameters\":".utf8)
    static let multiValueQuery = Array(",\"multiValueQueryStringParameters\":".utf8)
    static let pathParameters = Array(",\"pathParameters\":".utf8)
    static let requestContext = Array(",\"requestContext\":".utf8)
    static let authorizer = Array(",\"authorizer\":".utf8)
    /// Before values that are plain text, and between two such.
    static let extendedRequestID = Array(",\"extendedRequestId\":\"".utf8)
    static let requestTime = Array("\",\"requestTime\":\"".utf8)
    static let path = Array("\",\"path\":".utf8)
    static let requestTimeEpoch = Array(",\"requestTimeEpoch\":".utf8)
    static let requestID = Array(",\"requestId\":\"".utf8)
    static let identity = Array("\",\"identity\":".utf8)
    static let domainName = Array(",\"domainName\":".utf8)
    static let body = Array(",\"body\":".utf8)
    static let plainEnd = Array(",\"isBase64Encoded\":false}".utf8)
    static let encodedEnd = Array(",\"isBase64Encoded\":true}".utf8)
    /// The identity of callers that nothing is known of, up to the address and after it.
    static let unknownCaller = Array(
        ("{\"cognitoIdentityPoolId\":null,\"accountId\":null,\"cognitoIdentityId\":null,"
            + "\"caller\":null,\"sourceIp\":").utf8)
    static let unknownUser = Array(
        (",\"principalOrgId\":null,\"accessKey\":null,\"cognitoAuthenticationType\":null,"
            + "\"cognitoAuthenticationProvider\":null,\"userArn\":null").utf8)
    static let userAgent = Array(",\"userAgent\":".utf8)
}
