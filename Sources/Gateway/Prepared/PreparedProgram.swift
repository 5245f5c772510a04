import Templates

/// A mapping template and what a rendering has to be given.
final class PreparedProgram {
    let template: Template
    /// The output of a template without a directive or a reference.
    let constantText: [UInt8]?
    /// The `statusCode` that ``constantText`` gives a mock integration.
    let constantStatus: Int?
    let contextMembers: ContextMembers
    let readsStageVariables: Bool
    /// The names given to `$input.params`, sorted; `nil` for all there are.
    let parameterNames: [[UInt8]]?

    init(_ template: Template) {
        self.template = template
        let reads = TemplateReads(template)
        constantText = reads.constantText
        constantStatus = reads.constantText.flatMap(PermissiveJSON.statusCode)
        contextMembers = ContextMembers(reads.contextMembers)
        readsStageVariables = reads.stageVariables
        parameterNames = reads.parameters?.sorted { $0.lexicographicallyPrecedes($1) }
    }
}

/// The members of `$context` in mapping templates.
struct ContextMembers: OptionSet {
    let rawValue: UInt32

    static let resourceID = Self(rawValue: 1 << 0)
    static let authorizer = Self(rawValue: 1 << 1)
    static let operationName = Self(rawValue: 1 << 2)
    static let resourcePath = Self(rawValue: 1 << 3)
    static let httpMethod = Self(rawValue: 1 << 4)
    static let extendedRequestID = Self(rawValue: 1 << 5)
    static let requestTime = Self(rawValue: 1 << 6)
    static let path = Self(rawValue: 1 << 7)
    static let accountID = Self(rawValue: 1 << 8)
    static let `protocol` = Self(rawValue: 1 << 9)
    static let stage = Self(rawValue: 1 << 10)
    static let domainPrefix = Self(rawValue: 1 << 11)
    static let requestTimeEpoch = Self(rawValue: 1 << 12)
    static let requestID = Self(rawValue: 1 << 13)
    static let identity = Self(rawValue: 1 << 14)
    static let domainName = Self(rawValue: 1 << 15)
    static let deploymentID = Self(rawValue: 1 << 16)
    static let isCanaryRequest = Self(rawValue: 1 << 17)
    static let apiID = Self(rawValue: 1 << 18)
    static let wafResponseCode = Self(rawValue: 1 << 19)
    static let awsEndpointRequestID = Self(rawValue: 1 << 20)
    /// Both overrides: what is written to one is kept with what was written to the other.
    static let overrides = Self(rawValue: 1 << 21)
    /// That there is a context at all.
    static let presence = Self(rawValue: 1 << 22)

    static let all = Self(rawValue: 1 << 23 - 1)

    private static let names: [[UInt8]] = [
        "resourceId", "authorizer", "operationName", "resourcePath", "httpMethod",
        "extendedRequestId", "requestTime", "path", "accountId", "protocol", "stage",
        "domainPrefix", "requestTimeEpoch", "requestId", "identity", "domainName", "deploymentId",
        "isCanaryRequest", "apiId", "wafResponseCode", "awsEndpointRequestId",
    ].map { Array($0.utf8) }

    init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The members of some names, `nil` for all; unknown names have no member.
    init(_ names: Set<[UInt8]>?) {
        guard let names else {
            self = .all
            return
        }
        self = names.isEmpty ? [] : .presence
        for name in names {
            if let index = Self.names.firstIndex(of: name) {
                insert(Self(rawValue: 1 << UInt32(index)))
            } else if name.elementsEqual("requestOverride".utf8)
                || name.elementsEqual("responseOverride".utf8)
            {
                insert(.overrides)
            }
        }
    }

    /// The name of a single member but the overrides.
    var name: [UInt8] { Self.names[rawValue.trailingZeroBitCount] }
}
