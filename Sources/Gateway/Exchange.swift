import Faults
import Routing

/// One request's life, from the request to the response: a state machine that the host drives.
///
/// ```
/// var step = exchange.start(request, at: now, entropy: bits)
/// while step != .respond {
///     step = exchange.resume(perform(step), at: now)
/// }
/// ```
///
/// Not shared between threads. After ``Step/respond`` it can be started anew and reuses its storage.
package final class Exchange {
    /// What the client gets; complete after ``Step/respond``.
    ///
    /// The host may take the body's storage.
    package var response = Response()

    /// The call to make for ``Step/callIntegration`` and ``Step/callAuthorizer``.
    package internal(set) var call = BackendCall()

    /// The question for ``Step/askStore``.
    package internal(set) var storeRequest = StoreRequest.value(key: [])

    /// Logs and metrics; complete after ``Step/respond``.
    package internal(set) var record = ExchangeRecord()

    /// What happened on the way, for people; filled only where ``tracesMappings`` is set.
    package internal(set) var trace: [TraceEntry] = []

    /// Whether ``trace`` is kept.
    package var tracesMappings = false

    let worker: Worker
    var gateway: Gateway { worker.gateway }

    // What came in.
    var request = Request()
    /// Where ``request`` has the fields that the gateway reads.
    var known = KnownFields()
    /// The request as it was signed, where ``request`` is not any more.
    var signedRequest: Request?
    var mode = Mode.deployed
    var started = Moment(wallMilliseconds: 0, monotonicNanoseconds: 0)
    var now = Moment(wallMilliseconds: 0, monotonicNanoseconds: 0)
    var ids = Identifiers()
    var phase = Phase.over

    // What it was found to be.
    var stage: StageRuntime?
    var deployment: Deployment?
    var method: PreparedMethod?
    var match = RouteMatch()
    /// The whole path, the path after the stage, and the query, in ``Request/target``.
    var fullPath = 0..<0
    var path = 0..<0
    var queryRange = 0..<0
    var httpMethod: [UInt8] = []
    var parsedQuery = QueryParameters()
    var isQueryParsed = false
    var visibleHeaders = HeaderFields()
    var areHeadersRead = false
    var caller = Caller() { didSet { isIdentified = true } }
    var authorizerResult = AuthorizerResult() { didSet { isIdentified = true } }
    /// Whether anything is in ``caller`` or ``authorizerResult``; most requests need no identity.
    private var isIdentified = false
    var authorizerKey: [UInt8] = []
    var accessSteps = AccessSteps()

    // What goes to the integration.
    /// The body as mappings and templates see it.
    var payload: [UInt8] = []
    /// Whether the payload is bytes that no template can read.
    var isPayloadBinary = false
    /// The status that a constant template put into ``payload``, if it did.
    var constantStatus: Int?
    var mappedHeaders = HeaderFields()
    var mappedQuery = HeaderFields()
    var mappedPath = HeaderFields()
    var templates = TemplateState()

    // What came back.
    var backendStatus = 0
    var backendHeaders = HeaderFields()
    var backendBody: [UInt8] = []
    var callStarted = Moment(wallMilliseconds: 0, monotonicNanoseconds: 0)
    var integrationLatency: Int?
    var integrationError: String?
    var authorizerLatency: Int?
    /// The status and request id of the call to a Lambda authorizer.
    var authorizerStatus: Int?
    var authorizerRequestID: String?
    var fault: GatewayFault?
    var cacheKey: [UInt8] = []
    var warnsOfStaleCache = false
    var wasCompressed = false
    var hasTraceHeader = false
    var traceHeader: [UInt8] = []
    /// Lists of values while an event's single values are written.
    var eventLists: [UInt8] = []
    var scratch: [UInt8] = []
    /// For a field's value while ``scratch`` is filled by who asks for the fields.
    var fieldValue: [UInt8] = []

    init(_ worker: Worker) { self.worker = worker }

    /// How much of the life a request goes through.
    package enum Mode: Sendable {
        /// All of it, as a deployed stage runs it.
        case deployed
        /// All of it, with an identity that is taken on trust.
        case assuming(AssumedIdentity)
        /// No authorization, API key or throttle, with the whole execution log: TestInvokeMethod
        /// on a resource, which the request's path need not lead to.
        case test(resourcePath: String)
        /// The same on the resource that the request's path leads to.
        case testing
    }

    /// Where the exchange waits.
    enum Phase {
        case over
        case authorizerLookUp
        case authorizerCall
        case authorizerKeep
        case admission
        case cacheLookUp
        case integration
        case cacheKeep
    }

    /// Begins with a request.
    ///
    /// - Parameters:
    ///   - request: The request; kept until the exchange is over.
    ///   - now: When its last byte came in.
    ///   - entropy: Random bits, new for each request.
    ///   - mode: How much of the life it goes through.
    /// - Returns: What to do next.
    package func start(
        _ request: Request, at now: Moment, entropy: Entropy, mode: Mode = .deployed
    ) -> Step {
        self.request = request
        begin(at: now, entropy: entropy, mode: mode)
        if case .test(let resourcePath) = mode { return arrive(atResource: resourcePath) }
        return arrive()
    }

    /// Begins with a request that is handed over with its storage: nothing is copied or counted.
    ///
    /// The host gets another request in exchange, and its own back from ``giveBack(_:)`` when the
    /// exchange is over.
    package func start(taking request: inout Request, at now: Moment, entropy: Entropy) -> Step {
        swap(&request, &self.request)
        begin(at: now, entropy: entropy, mode: .deployed)
        return arrive()
    }

    /// Returns the request that ``start(taking:at:entropy:)`` took, and lets go of the fields of
    /// the backend's response, so that the host can use their storage again.
    package func giveBack(_ request: inout Request) {
        swap(&request, &self.request)
        backendHeaders = HeaderFields()
    }

    /// Goes on with a call's result.
    package func resume(_ result: CallResult, at now: Moment) -> Step {
        self.now = now
        switch phase {
        case .authorizerCall: return readAuthorizer(result)
        case .integration: return readIntegration(result)
        default: return phase == .over ? .respond : fail(.configuration("Unexpected result"))
        }
    }

    /// Goes on with the store's reply.
    package func resume(_ reply: StoreReply, at now: Moment) -> Step {
        self.now = now
        switch phase {
        case .authorizerLookUp: return readAuthorizerCache(reply)
        case .authorizerKeep: return decideByAuthorizer()
        case .admission: return readAdmission(reply)
        case .cacheLookUp: return readCache(reply)
        case .cacheKeep: return finish()
        default: return phase == .over ? .respond : fail(.configuration("Unexpected reply"))
        }
    }

    /// Answers a request that the host could not read to its end, with the gateway response that
    /// API Gateway gives.
    package func refuse(
        _ request: Request, _ refusal: Refusal, at now: Moment, entropy: Entropy
    ) -> Step {
        self.request = request
        begin(at: now, entropy: entropy, mode: .deployed)
        splitTarget()
        _ = findStage()
        return fail(GatewayFault(.requestTooLarge))
    }

    /// Answers a request with a fault that the host found, such as one of a connection.
    package func answer(
        _ request: Request, _ fault: GatewayFault, at now: Moment, entropy: Entropy
    ) -> Step {
        self.request = request
        begin(at: now, entropy: entropy, mode: .deployed)
        splitTarget()
        _ = findStage()
        return fail(fault)
    }

    /// The id of the request, a UUID: the client's where it sends one as `x-amzn-RequestId`.
    package var requestID: String { idText }

    /// Why a request was not read to its end.
    package enum Refusal: Sendable, Hashable {
        /// The body is over 10 MB: REQUEST_TOO_LARGE.
        case bodyTooLarge
    }

    /// The largest body of a request and of a response, in bytes.
    package static let maximumBodyCount = 10 * 1024 * 1024

    private func begin(at now: Moment, entropy: Entropy, mode: Mode) {
        signedRequest = nil
        known.read(request.headers)
        self.mode = mode
        started = now
        self.now = now
        ids.make(entropy)
        if let given = field(.requestID) { _ = ids.take(requestID: given) }
        phase = .over
        stage = nil
        deployment = nil
        method = nil
        httpMethod = request.method
        isQueryParsed = false
        areHeadersRead = false
        if isIdentified {
            caller = Caller()
            authorizerResult = AuthorizerResult()
            isIdentified = false
        }
        accessSteps = AccessSteps()
        isPayloadBinary = false
        constantStatus = nil
        // Most are empty already, and looking costs less than emptying.
        if !mappedHeaders.isEmpty { mappedHeaders.removeAll() }
        if !mappedQuery.isEmpty { mappedQuery.removeAll() }
        if !mappedPath.isEmpty { mappedPath.removeAll() }
        if templates.hasOverrides { templates.clear() }
        backendStatus = 0
        backendHeaders = HeaderFields()
        integrationLatency = nil
        integrationError = nil
        authorizerLatency = nil
        authorizerStatus = nil
        authorizerRequestID = nil
        fault = nil
        if !cacheKey.isEmpty { cacheKey.removeAll(keepingCapacity: true) }
        warnsOfStaleCache = false
        wasCompressed = false
        hasTraceHeader = false
        response.clear()
        record.clear()
        if !trace.isEmpty { trace.removeAll(keepingCapacity: true) }
    }
}

/// Who calls, as far as it is known.
struct Caller {
    var accessKey: String?
    var accountID: String?
    var userARN: String?
    var userID: String?
    var principalOrgID: String?
    /// What an identity pool of Cognito gave the caller his credentials for.
    var cognitoIdentityID: String?
    var cognitoIdentityPoolID: String?
    /// `authenticated` or `unauthenticated`.
    var cognitoAuthenticationType: String?
    var cognitoAuthenticationProvider: String?
    var apiKey: [UInt8]?
    var apiKeyID: String?

    mutating func set(_ identity: RuntimeSettings.CognitoIdentity?) {
        cognitoIdentityID = identity?.identityID
        cognitoIdentityPoolID = identity?.identityPoolID
        cognitoAuthenticationType = identity?.authenticationType
        cognitoAuthenticationProvider = identity?.authenticationProvider
    }

    /// Whether he has shown who he is by a signature.
    var isKnown: Bool { userARN != nil || accessKey != nil || accountID != nil }
}

/// An identity that an exchange takes on trust, for `apigw invoke --identity`.
package struct AssumedIdentity: Sendable {
    /// The caller's ARN, for AWS_IAM.
    package var callerARN: String?
    package var accountID: String?
    package var accessKey: String?
    package var userID: String?
    package var principalOrgID: String?
    /// The identity pool's identity that the caller's credentials are for.
    package var cognito: RuntimeSettings.CognitoIdentity?
    /// What a Lambda authorizer returns, as JSON text.
    package var authorizerResult: [UInt8]?
    /// The claims of a token, as JSON text of an object.
    package var claims: [UInt8]?
    /// An API key's id, in place of a key in the request.
    package var apiKeyID: String?

    /// Creates an identity that nothing is known of.
    package init() {}
}

/// One thing that happened on a request's way.
package struct TraceEntry: Sendable, Hashable {
    /// What it is, such as `method request` or `mapping`.
    package var title: String
    package var text: String
}
