// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

import Foundation

/// Why a call did not give its result.
public enum APIError<Failure: OperationFailure>: Error {
    /// The API answered with an error that its description documents.
    case failure(Failure, HTTPResponse)
    /// The gateway answered, not the API behind it.
    case gateway(GatewayFault, HTTPResponse)
    /// The API answered with a status that its description does not mention.
    case unexpected(HTTPResponse)
    /// The answer's body is not what the description promises.
    case decoding(any Error, HTTPResponse)
    /// The request's body could not be made.
    case encoding(any Error)
    /// No credentials that this operation takes were given, or their source failed.
    case credentials(any Error)
    /// No answer came.
    case transport(any Error)
    /// The surrounding task was cancelled.
    case cancelled
}

extension APIError {
    /// The answer, where one came.
    public var response: HTTPResponse? {
        switch self {
        case .failure(_, let response), .gateway(_, let response), .unexpected(let response),
            .decoding(_, let response):
            return response
        case .encoding, .credentials, .transport, .cancelled: return nil
        }
    }
}

/// The errors that an operation documents, by status.
public protocol OperationFailure: Sendable {
    /// Reads a documented error; `nil` where the status is not documented.
    static func decode(_ response: HTTPResponse) throws -> Self?
}

/// An operation that documents no errors.
public enum NoFailure: OperationFailure {
    public static func decode(_ response: HTTPResponse) throws -> NoFailure? { nil }
}

/// An answer that Amazon API Gateway itself gives, whatever the API's description says.
public enum GatewayFault: Hashable, Sendable {
    /// The request carries no credentials, or names no resource.
    case missingAuthenticationToken(String)
    case unauthorized(String)
    case accessDenied(String)
    case invalidSignature(String)
    case expiredToken(String)
    /// No valid API key, or a firewall rule.
    case forbidden(String)
    case badRequest(String)
    case notFound(String)
    case requestTooLarge(String)
    case unsupportedMediaType(String)
    /// Too many requests at this moment; the seconds to wait where the answer says so.
    case throttled(retryAfter: TimeInterval?)
    /// The key's quota is used up: trying again does not help.
    case quotaExceeded(String)
    case integrationTimeout(String)
    case integrationFailure(String)
    case other(type: String, message: String)

    /// Reads the gateway's own answer; `nil` where something else gave it.
    ///
    /// Its body is an object with nothing but a message unless the API has templates of its own for
    /// such answers; its kind stands in a header.
    init?(_ response: HTTPResponse, now: Date = Date(), isCustomized: Bool = false) {
        guard response.status >= 400 else { return nil }
        var message = ""
        if case .object(let members)? = try? JSONCoding.decode(response.body) as JSONValue,
            members.count <= 1 || isCustomized,
            let text = (members["message"] ?? members["Message"])?.string
        {
            message = text
        } else if isCustomized, response.headers["x-amzn-errortype"] != nil {
            message = response.text
        } else {
            return nil
        }
        let header = response.headers["x-amzn-errortype"].map { text in
            String(text.prefix { $0 != ":" && $0 != ";" })
        }
        guard let type = header ?? GatewayFault.type(response.status, message) else { return nil }
        switch type {
        case "MissingAuthenticationTokenException": self = .missingAuthenticationToken(message)
        case "UnauthorizedException": self = .unauthorized(message)
        case "AccessDeniedException": self = .accessDenied(message)
        case "InvalidSignatureException", "IncompleteSignatureException",
            "SignatureDoesNotMatchException":
            self = .invalidSignature(message)
        case "ExpiredTokenException", "RequestExpired": self = .expiredToken(message)
        case "ForbiddenException": self = .forbidden(message)
        case "BadRequestException": self = .badRequest(message)
        case "NotFoundException": self = .notFound(message)
        case "RequestTooLargeException": self = .requestTooLarge(message)
        case "UnsupportedMediaTypeException": self = .unsupportedMediaType(message)
        case "LimitExceededException": self = .quotaExceeded(message)
        case "TooManyRequestsException":
            self = .throttled(retryAfter: RetryPolicy.retryAfter(response, now: now))
        case _ where response.status == 504 || message == "Service Unavailable":
            self = .integrationTimeout(message)
        case _ where response.status >= 500: self = .integrationFailure(message)
        default: self = .other(type: type, message: message)
        }
    }

    /// Whether the gateway refused the request before anything happened, for coming too soon.
    var isThrottle: Bool {
        if case .throttled = self { return true }
        return false
    }

    /// The kind of an answer without the header that names it, by the gateway's fixed texts.
    private static func type(_ status: Int, _ message: String) -> String? {
        switch (status, message) {
        case (401, "Unauthorized"): return "UnauthorizedException"
        case (403, "Missing Authentication Token"): return "MissingAuthenticationTokenException"
        case (403, "Forbidden"): return "ForbiddenException"
        case (404, "Not Found"): return "NotFoundException"
        case (413, "Request Too Long"), (413, "Request Entity Too Large"):
            return "RequestTooLargeException"
        case (429, "Limit Exceeded"): return "LimitExceededException"
        case (429, "Too Many Requests"): return "TooManyRequestsException"
        case (500..., "Internal server error"), (500..., "Internal Server Error"),
            (504, "Endpoint request timed out"), (503, "Service Unavailable"):
            return "InternalServerErrorException"
        default: return nil
        }
    }
}

/// What can be wrong before a request is sent.
public enum RequestError: Error, Hashable {
    /// None of the credentials that the operation takes were given.
    case missingCredentials([[String]])
    /// The base URL and the path make no URL.
    case invalidURL(String)
    /// A path parameter is empty: the request would reach another operation.
    case emptyPathParameter(String)
}
