/// The names that a schema's type cannot have: those of the runtime, of what generated code says
/// without a module, and of what callers have imported with it.
let reservedTypeNames: Set<String> = runtimeTypeNames.union(importedTypeNames)

/// What the runtime and the client declare at the top level.
let runtimeTypeNames: Set<String> = [
    "APIError", "APIModel", "AWSCredentials", "AttemptOutcome", "Authorization", "BasicCredentials",
    "Boxed",
    "CalendarDate", "ClientConfiguration", "ClientCore", "CredentialSet", "CredentialSource",
    "Credentials", "FilePart", "FormBody", "GatewayFault", "HTTPHeaders", "HTTPMethod",
    "HTTPRequest", "HTTPResponse", "IAM", "JSONCoding", "JSONKey", "JSONValue", "MockTransport",
    "MultipartForm", "NoCredentials", "NoFailure", "ObjectReader", "ObjectWriter", "OpenEnum",
    "OperationFailure", "OperationRequest", "ParameterContent", "ParameterStyle",
    "ParameterValue", "Patch", "PercentEncoding", "RequestError", "Response", "ResponseChoice",
    "ResponseStream", "RetryBudget", "RetryPolicy", "SampleAnswer", "SHA256", "SigV4", "Stage",
    "Timestamp",
    "Transport", "URLParts", "URLSessionTransport", "UnionArm", "UnionReader", "UploadBody",
    "CallFailure", "ExchangeOutcome", "CallTable", "TransportSession", "WithResponse", "Foundation",
    "Swift",
]

/// Types of Swift's library and of Foundation that are met often.
private let importedTypeNames: Set<String> = [
    "Any", "AnyObject", "Self", "Type", "Protocol", "Array", "ArraySlice", "AsyncSequence",
    "AsyncStream", "AsyncThrowingStream", "Actor", "Bool", "CancellationError", "CaseIterable",
    "Character", "ClosedRange", "Clock", "Codable", "CodingKey", "Collection", "Comparable",
    "Decodable", "Decoder", "DecodingError", "Dictionary", "Double", "Duration", "Encodable",
    "Encoder", "EncodingError", "Equatable", "Error", "Float", "Hashable", "Hasher",
    "Identifiable", "Int", "Int8", "Int16", "Int32", "Int64", "Iterator", "KeyPath",
    "KeyedDecodingContainer", "KeyedEncodingContainer", "MainActor", "Mirror", "Never", "Optional",
    "Range", "RawRepresentable", "Regex", "Result", "Sendable", "Sequence", "Set", "StaticString",
    "String", "Substring", "SystemRandomNumberGenerator", "Task", "TaskGroup", "UInt", "UInt8",
    "UInt16", "UInt32", "UInt64", "Unicode", "Void", "Sensitive", "Bundle", "Calendar",
    "CharacterSet", "Data", "Date", "DateComponents", "DateFormatter", "DateInterval", "Decimal",
    "Dimension", "FileHandle", "FileManager", "Formatter", "HTTPURLResponse", "Host", "IndexPath",
    "IndexSet", "JSONDecoder", "JSONEncoder", "Locale", "Measurement", "NSObject", "Notification",
    "Operation", "OperationQueue", "Pipe", "Port", "Process", "ProcessInfo", "Progress", "RunLoop",
    "Scanner", "Stream", "Thread", "TimeInterval", "TimeZone", "Timer", "URL", "URLComponents",
    "URLError", "URLQueryItem", "URLRequest", "URLResponse", "URLSession",
    "URLSessionConfiguration",
    "URLSessionDataDelegate", "URLSessionTask", "UUID", "Unit", "UserDefaults",
]
