/// Why a store refuses a change, or cannot be read.
package enum DeploymentError: Error, Hashable, Sendable, CustomStringConvertible {
    /// `state.json` is not what a store writes.
    case damagedStore
    /// The store was written by a newer program.
    case newerStore(version: Int)
    /// A folder is no bundle, or not a whole one; the text says which file and why.
    case damagedBundle(path: String, reason: String)
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
    /// A canary needs a stage that something was deployed to.
    case canaryWithoutDeployment(stage: String)

    package var description: String {
        switch self {
        case .damagedStore: "the store's 'state.json' cannot be read"
        case .newerStore(let version):
            "the store has format \(version), which needs a newer apigw"
        case .damagedBundle(let path, let reason): "'\(path)' is not a whole bundle: \(reason)"
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
            "stage '\(stage)' needs a deployment before it can have a canary"
        }
    }
}
