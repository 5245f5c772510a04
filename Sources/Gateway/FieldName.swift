/// The names and values that the gateway writes itself, as bytes.
enum FieldName {
    static let contentType = Array("Content-Type".utf8)
    static let json = Array("application/json".utf8)
    static let requestID = Array("x-amzn-RequestId".utf8)
    static let extendedRequestID = Array("x-amz-apigw-id".utf8)
    static let traceID = Array("X-Amzn-Trace-Id".utf8)
    static let forwardedFor = Array("X-Forwarded-For".utf8)
    static let forwardedPort = Array("X-Forwarded-Port".utf8)
    static let forwardedProto = Array("X-Forwarded-Proto".utf8)
    static let http = Array("http".utf8)
    static let https = Array("https".utf8)
    static let authorization = Array("Authorization".utf8)
    static let remapped = Array("x-amzn-Remapped-".utf8)
    static let userAgentStart = Array("AmazonAPIGateway_".utf8)
    static let accept = Array("Accept".utf8)
    static let userAgent = Array("User-Agent".utf8)
    static let apiID = Array("x-amzn-apigateway-api-id".utf8)
}
