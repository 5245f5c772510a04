/// What became of the steps that let a request in, as access logs tell of them.
struct AccessSteps {
    enum Step {
        case waf, authenticate, authorizer, authorize
    }

    struct Outcome {
        /// 200, or the status of the fault that ended the step; `nil` where it was not taken.
        var status: Int?
        var error: String?
    }

    private(set) var waf = Outcome()
    private(set) var authenticate = Outcome()
    private(set) var authorizer = Outcome()
    private(set) var authorize = Outcome()
    private var current: Step?

    /// Ends the step that is under way well, and begins another.
    mutating func enter(_ step: Step?) {
        end(Outcome(status: 200))
        current = step
    }

    /// Ends the step that is under way by a fault.
    mutating func end(_ outcome: Outcome) {
        switch current {
        case .waf: waf = outcome
        case .authenticate: authenticate = outcome
        case .authorizer: authorizer = outcome
        case .authorize: authorize = outcome
        case nil: break
        }
        current = nil
    }
}
