/// What a gateway is told beside the image: stages, plans, keys, domains and the account.
///
/// The bundle's `settings.json` read, references to secrets already replaced by the secrets.
package struct RuntimeSettings: Sendable {
    package var stages: [Stage] = [Stage(name: "dev")]
    package var usagePlans: [UsagePlan] = []
    package var domains: [Domain] = []

    /// The account's throttle, or `nil` for none.
    package var accountThrottle: Throttle?

    /// VPC link ids and the `http://host:port` each leads to.
    package var vpcLinks: [String: String] = [:]

    /// Authorizer names and the JSON Web Key Set (RFC 7517) whose keys sign their tokens.
    package var keySets: [String: [UInt8]] = [:]

    /// Networks in CIDR form whose requests are answered with WAF_FILTERED.
    package var deniedSources: [String] = []

    /// The identities that may sign requests, by access key id.
    package var identities: [String: SigningIdentity] = [:]

    package var region = "us-east-1"
    package var partition = "aws"
    package var accountID = "123456789012"

    /// The id in ARNs and host names; by default made from the API's name.
    package var apiID: String?

    /// Host name as `$context.domainName` gives it; `nil` takes the request's `Host`.
    package var domainName: String?

    /// Creates settings with one stage, `dev`.
    package init() {}

    /// A rate in requests a second and how many may come at once.
    package struct Throttle: Sendable, Hashable {
        package var rateLimit: Double
        package var burstLimit: Double

        /// Creates a throttle.
        package init(rateLimit: Double, burstLimit: Double) {
            self.rateLimit = rateLimit
            self.burstLimit = burstLimit
        }
    }

    /// A deployed stage.
    package struct Stage: Sendable {
        package var name: String
        package var variables: [String: String] = [:]
        package var deploymentID: String?
        package var isTracingEnabled = false
        package var isCacheEnabled = false

        /// The access log's format, or `nil` for no access log.
        package var accessLogFormat: String?

        /// Settings by method: `*/*`, or resource path and method such as `/pets/GET`.
        package var methodSettings: [String: MethodSettings] = [:]

        package var canary: Canary?

        /// Creates a stage.
        package init(name: String) { self.name = name }
    }

    /// A second deployment that gets a share of a stage's requests.
    package struct Canary: Sendable {
        /// Percent of the requests, 0 to 100.
        package var percentTraffic: Double
        package var deploymentID: String?
        package var variableOverrides: [String: String] = [:]
        package var usesStageCache = false

        /// Creates a canary.
        package init(percentTraffic: Double) { self.percentTraffic = percentTraffic }
    }

    /// A stage's settings for one method or for all; `nil` where not set.
    package struct MethodSettings: Sendable, Hashable {
        package enum LogLevel: String, Sendable, Hashable {
            case off = "OFF"
            case error = "ERROR"
            case info = "INFO"
        }

        /// What an unauthorized `Cache-Control: max-age=0` leads to.
        package enum CacheControlStrategy: String, Sendable, Hashable {
            case fail = "FAIL_WITH_403"
            case succeedWithHeader = "SUCCEED_WITH_RESPONSE_HEADER"
            case succeedWithoutHeader = "SUCCEED_WITHOUT_RESPONSE_HEADER"
        }

        package var rateLimit: Double?
        package var burstLimit: Double?
        package var isCachingEnabled: Bool?
        package var cacheTTLSeconds: Int?
        package var isCacheDataEncrypted: Bool?
        package var requiresCacheControlAuthorization: Bool?
        package var cacheControlStrategy: CacheControlStrategy?
        package var logLevel: LogLevel?
        package var isDataTraceEnabled: Bool?
        package var isMetricsEnabled: Bool?

        /// Creates settings with nothing set.
        package init() {}
    }

    /// A usage plan with the keys attached to it.
    package struct UsagePlan: Sendable {
        /// A stage the plan covers.
        package struct APIStage: Sendable {
            package var stage: String

            /// Throttles of single methods, by `/pets/GET`.
            package var methodThrottles: [String: Throttle] = [:]

            /// Creates a covered stage.
            package init(stage: String) { self.stage = stage }
        }

        package enum Period: String, Sendable, Hashable {
            case day = "DAY"
            case week = "WEEK"
            case month = "MONTH"
        }

        package struct Quota: Sendable, Hashable {
            package var limit: Int
            package var period: Period

            /// Requests to take off the first period's limit.
            package var offset: Int

            /// Creates a quota.
            package init(limit: Int, period: Period, offset: Int = 0) {
                self.limit = limit
                self.period = period
                self.offset = offset
            }
        }

        package var id: String
        package var stages: [APIStage] = []
        package var throttle: Throttle?
        package var quota: Quota?
        package var keys: [APIKey] = []

        /// Creates a plan without stages and keys.
        package init(id: String) { self.id = id }
    }

    /// An API key with its secret value.
    package struct APIKey: Sendable, Hashable {
        package var id: String
        package var value: String
        package var isEnabled: Bool

        /// Creates a key.
        package init(id: String, value: String, isEnabled: Bool = true) {
            self.id = id
            self.value = value
            self.isEnabled = isEnabled
        }
    }

    /// A custom domain.
    package struct Domain: Sendable {
        package var name: String

        /// Base paths without slashes at the ends (empty for all), and the stage each leads to.
        package var basePathMappings: [String: String]

        /// Creates a domain.
        package init(name: String, basePathMappings: [String: String]) {
            self.name = name
            self.basePathMappings = basePathMappings
        }
    }

    /// An identity of a Cognito identity pool, as `$context.identity` tells of it.
    package struct CognitoIdentity: Sendable, Hashable {
        package var identityID: String
        package var identityPoolID: String

        /// `authenticated` or `unauthenticated`.
        package var authenticationType: String

        /// The login providers, joined by commas, or `nil`.
        package var authenticationProvider: String?

        /// Creates an identity.
        package init(
            identityID: String, identityPoolID: String, authenticationType: String,
            authenticationProvider: String? = nil
        ) {
            self.identityID = identityID
            self.identityPoolID = identityPoolID
            self.authenticationType = authenticationType
            self.authenticationProvider = authenticationProvider
        }
    }

    /// An IAM user or role session that may sign requests.
    package struct SigningIdentity: Sendable {
        package var secretAccessKey: String
        package var sessionToken: String?
        package var accountID: String
        package var userARN: String
        package var userID: String

        /// The organization of the account, or `nil`.
        package var principalOrgID: String?

        /// What an identity pool gave these credentials for, or `nil`.
        package var cognito: CognitoIdentity?

        /// IAM policy documents attached to the identity, as JSON.
        package var policies: [[UInt8]]

        /// Creates an identity.
        package init(
            secretAccessKey: String, sessionToken: String? = nil, accountID: String,
            userARN: String, userID: String, policies: [[UInt8]] = []
        ) {
            self.secretAccessKey = secretAccessKey
            self.sessionToken = sessionToken
            self.accountID = accountID
            self.userARN = userARN
            self.userID = userID
            self.policies = policies
        }
    }
}
