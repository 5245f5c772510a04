package import Diagnostics

/// What a settings file (`gateway.yaml`) says about an API beyond its description.
///
/// Names and meanings are those of API Gateway's own resources. Lists keep the file's order, and
/// names in them are unique. Without a file, everything is empty; see ``effectiveStages``.
package struct GatewaySettings: Sendable {
    package var endpointType: Located<EndpointType>?
    package var stages: [Stage] = []
    package var usagePlans: [UsagePlan] = []
    package var apiKeys: [APIKey] = []
    package var domains: [DomainName] = []

    /// The account's throttling limits, shared by all stages.
    package var accountThrottle = Throttle()

    /// Where private integrations lead by VPC link, by the link's identifier.
    package var vpcLinks: [VPCLink] = []

    /// Where the keys of Cognito and JWT authorizers come from, by the authorizer's name.
    package var authorizerKeys: [AuthorizerKeys] = []

    /// Addresses that are refused as if by a web application firewall: IP addresses or CIDR blocks.
    package var deniedSourceIPs: [Located<String>] = []

    /// Where Lambda functions are called instead of AWS, by function name.
    package var lambdas: [LambdaEndpoint] = []

    package init() {}

    /// The stages of the file, or one named `dev` where there are none.
    package var effectiveStages: [Stage] {
        stages.isEmpty
            ? [Stage(name: Located(Self.defaultStageName, at: .start(of: FileID(rawValue: 0))))]
            : stages
    }

    /// The name of the only stage where no settings name one.
    package static let defaultStageName = "dev"
}

/// From where an API can be reached.
package enum EndpointType: String, Sendable, CaseIterable {
    case edge = "EDGE"
    case regional = "REGIONAL"
    case `private` = "PRIVATE"
}

/// A secret, named by where it comes from; its value is never kept.
package enum SecretReference: Hashable, Sendable {
    /// `env:NAME`
    case environment(String)
    /// `file:PATH`
    case file(String)

    /// The reference as written.
    package var text: String {
        switch self {
        case .environment(let name): "env:\(name)"
        case .file(let path): "file:\(path)"
        }
    }
}

/// Requests a second and the size of a burst; `nil` for no limit of its own.
package struct Throttle: Sendable {
    /// Requests a second, 0 or more.
    package var rateLimit: Located<Double>?

    /// Requests at once, 0 or more.
    package var burstLimit: Located<Int>?

    package init() {}
}

/// A named snapshot of the API that callers can reach, with its own variables and limits.
package struct Stage: Sendable {
    /// Letters, digits, `-` and `_`, at most 128.
    package var name: Located<String>

    package var description: Located<String>?

    /// Stage variables in the file's order.
    package var variables: [Variable] = []

    package var tracingEnabled = false
    package var cacheClusterEnabled = false

    /// Gigabytes, such as `0.5`.
    package var cacheClusterSize: Located<String>?
    package var accessLog: AccessLog?

    /// Settings by method, in the file's order.
    package var methodSettings: [MethodSetting] = []
    package var canary: Canary?

    package init(name: Located<String>) { self.name = name }

    package struct Variable: Hashable, Sendable {
        package var name: Located<String>
        package var value: Located<String>

        package init(name: Located<String>, value: Located<String>) {
            self.name = name
            self.value = value
        }
    }

    package struct AccessLog: Sendable {
        /// An ARN, `stdout`, `stderr` or a path.
        package var destination: Located<String>

        /// The line's text with `$context` variables.
        package var format: Located<String>

        package init(destination: Located<String>, format: Located<String>) {
            self.destination = destination
            self.format = format
        }
    }

    package struct Canary: Sendable {
        /// 0 to 100.
        package var percentTraffic: Located<Double>
        package var stageVariableOverrides: [Variable] = []
        package var useStageCache = false

        package init(percentTraffic: Located<Double>) { self.percentTraffic = percentTraffic }
    }
}

/// A stage's settings for one method, one resource or all of them; `nil` members are inherited.
package struct MethodSetting: Sendable {
    package enum LoggingLevel: String, Sendable, CaseIterable {
        case off = "OFF"
        case error = "ERROR"
        case info = "INFO"
    }

    /// What happens to a request that asks to bypass the cache and may not.
    package enum UnauthorizedCacheControlHeaderStrategy: String, Sendable, CaseIterable {
        case failWith403 = "FAIL_WITH_403"
        case succeedWithResponseHeader = "SUCCEED_WITH_RESPONSE_HEADER"
        case succeedWithoutResponseHeader = "SUCCEED_WITHOUT_RESPONSE_HEADER"
    }

    /// `*` or a resource's path.
    package var resourcePath: String

    /// `*` or an HTTP method.
    package var httpMethod: String

    /// The key in the file, such as `/pets/GET` or `*/*`.
    package var range: SourceRange

    package var throttle = Throttle()
    package var loggingLevel: Located<LoggingLevel>?
    package var metricsEnabled: Located<Bool>?
    package var dataTraceEnabled: Located<Bool>?
    package var cachingEnabled: Located<Bool>?

    /// 0 to 3600.
    package var cacheTTLInSeconds: Located<Int>?
    package var cacheDataEncrypted: Located<Bool>?
    package var requireAuthorizationForCacheControl: Located<Bool>?
    package var unauthorizedCacheControlHeaderStrategy:
        Located<UnauthorizedCacheControlHeaderStrategy>?

    package init(resourcePath: String, httpMethod: String, range: SourceRange) {
        self.resourcePath = resourcePath
        self.httpMethod = httpMethod
        self.range = range
    }
}

/// Who may call which stages, how often.
package struct UsagePlan: Sendable {
    package enum Period: String, Sendable, CaseIterable {
        case day = "DAY"
        case week = "WEEK"
        case month = "MONTH"
    }

    /// So many requests in each period.
    package struct Quota: Sendable {
        package var limit: Located<Int>
        package var period: Located<Period>

        /// Requests that count as made in the first period.
        package var offset: Located<Int>?

        package init(limit: Located<Int>, period: Located<Period>) {
            self.limit = limit
            self.period = period
        }
    }

    /// A stage of the plan, and tighter limits for some of its methods.
    package struct StageReference: Sendable {
        package var stage: Located<String>
        package var throttle: [MethodThrottle] = []

        package init(stage: Located<String>) { self.stage = stage }
    }

    package struct MethodThrottle: Sendable {
        /// A resource's path.
        package var resourcePath: String
        package var httpMethod: String
        package var throttle: Throttle

        /// The key in the file, such as `/pets/GET`.
        package var range: SourceRange

        package init(
            resourcePath: String, httpMethod: String, throttle: Throttle, range: SourceRange
        ) {
            self.resourcePath = resourcePath
            self.httpMethod = httpMethod
            self.throttle = throttle
            self.range = range
        }
    }

    package var name: Located<String>
    package var description: Located<String>?
    package var stages: [StageReference] = []
    package var throttle = Throttle()
    package var quota: Quota?

    /// Names of API keys.
    package var keys: [Located<String>] = []

    package init(name: Located<String>) { self.name = name }
}

/// An API key, named by where its value comes from.
package struct APIKey: Sendable {
    package var name: Located<String>
    package var value: Located<SecretReference>
    package var description: Located<String>?
    package var customerID: Located<String>?
    package var isEnabled = true

    package init(name: Located<String>, value: Located<SecretReference>) {
        self.name = name
        self.value = value
    }
}

/// A custom domain and the stages behind its paths.
package struct DomainName: Sendable {
    package struct BasePathMapping: Sendable {
        /// One path segment or several; empty for the domain's root.
        package var basePath: Located<String>
        package var stage: Located<String>

        package init(basePath: Located<String>, stage: Located<String>) {
            self.basePath = basePath
            self.stage = stage
        }
    }

    package var name: Located<String>
    package var certificateARN: Located<String>?
    package var securityPolicy: Located<String>?
    package var endpointType: Located<EndpointType>?
    package var basePathMappings: [BasePathMapping] = []

    package init(name: Located<String>) { self.name = name }
}

/// Where a VPC link leads when the API does not run on AWS.
package struct VPCLink: Sendable {
    package var id: Located<String>

    /// An `http` or `https` URL without a path.
    package var target: Located<String>

    package init(id: Located<String>, target: Located<String>) {
        self.id = id
        self.target = target
    }
}

/// Where the keys of an authorizer's tokens come from when not from the network.
package struct AuthorizerKeys: Sendable {
    package var authorizer: Located<String>

    /// A JSON Web Key Set.
    package var jwks: Located<SecretReference>

    package init(authorizer: Located<String>, jwks: Located<SecretReference>) {
        self.authorizer = authorizer
        self.jwks = jwks
    }
}

/// Where a Lambda function is called when the API does not run on AWS.
package struct LambdaEndpoint: Sendable {
    package var function: Located<String>

    /// An `http` or `https` URL that takes the event as a POST body; or a command is run instead.
    package var url: Located<String>?

    /// The words of a program that asks for events at Lambda's runtime API; empty with a URL.
    package var command: [Located<String>] = []

    package init(function: Located<String>, url: Located<String>?) {
        self.function = function
        self.url = url
    }
}
