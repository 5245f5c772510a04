/// Why a store refuses a change, or cannot be read.
package enum DeploymentError: Error, Hashable, Sendable, CustomStringConvertible {
    /// `state.json` is not what a store writes.
    case damagedStore
    /// The store was written by a newer program.
    case newerStore(version: Int)
    /// A folder is no bundle, or not a whole one; the text says which file and why.
    case damagedBundle(path: String, reason: String)
    /// The bundle of an HTTP API, which the gateway does not run.
    case httpAPI(path: String)
    /// The bundle has no such stage; its stages are listed.
    case stageNotInBundle(String, stages: [String])
    /// Nothing was deployed to this stage; what was is listed.
    case unknownStage(String, known: [String])
    /// Several APIs have this stage, so that one must be named.
    case severalAPIs(stage: String, apis: [String])
    /// The stage has no such deployment.
    case unknownDeployment(Int, stage: String)
    /// The stage served nothing before its current deployment.
    case nothingBefore(stage: String)
    /// There is no canary to promote; API Gateway's words.
    case noCanary
    /// A canary needs a stage that something was deployed to; API Gateway's words.
    case canaryWithoutDeployment(stage: String)
    /// A canary needs the name of a stage; API Gateway's words.
    case canaryWithoutStage(String?)
    /// The API has no methods; API Gateway's words.
    case noMethods

    package var description: String {
        switch self {
        case .damagedStore: "the store's 'state.json' cannot be read"
        case .newerStore(let version):
            "the store has format \(version), which needs a newer apigw"
        case .damagedBundle(let path, let reason): "'\(path)' is not a whole bundle: \(reason)"
        case .httpAPI(let path):
            "'\(path)' is the bundle of an HTTP API, which this gateway does not run"
        case .stageNotInBundle(let name, _): "the bundle has no stage '\(name)'"
        case .unknownStage(let name, _): "nothing was deployed to stage '\(name)'"
        case .severalAPIs(let stage, let apis):
            "several APIs have a stage '\(stage)': \(apis.joined(separator: ", "))"
        case .unknownDeployment(let number, let stage):
            "stage '\(stage)' has no deployment \(number)"
        case .nothingBefore(let stage):
            "stage '\(stage)' served nothing before its current deployment"
        case .noCanary: "Promotion not available. Canary does not exist."
        case .canaryWithoutDeployment(let stage):
            "Invalid deployment content specified.Stage \(stage) must already be created before "
                + "making a canary release deployment"
        case .canaryWithoutStage(let name):
            "Invalid deployment content specified.Non null and non empty stageName must be "
                + "provided for canary deployment. Provided value is \(name ?? "null")"
        case .noMethods: "The REST API doesn't contain any methods"
        }
    }
}
