/// What a store knows: every stage of every API.
package struct StoreState: Hashable, Sendable {
    /// Grows by one with every change.
    package var revision = 0

    /// The APIs' stages, sorted by API, then by stage.
    package var stages: [StageState] = []

    /// The stage of an API, or `nil`.
    package func stage(_ name: String, api: String) -> StageState? {
        stages.first { $0.name == name && $0.api == api }
    }
}

/// One stage of one API: what it serves, and what it served before.
package struct StageState: Hashable, Sendable {
    /// The API's name.
    package var api: String

    /// The stage's name.
    package var name: String

    /// The number of the deployment that the stage serves.
    package var current: Int

    /// What takes a part of the requests, if anything does.
    package var canary: Canary?

    /// The stage's deployments by ascending number; never empty, and the current one is in it.
    package var history: [StageDeployment]

    /// The deployment that the stage serves.
    package var currentDeployment: StageDeployment? { deployment(current) }

    /// The deployment of a number, or `nil`.
    package func deployment(_ number: Int) -> StageDeployment? {
        history.first { $0.number == number }
    }
}

/// A bundle as a stage serves it.
package struct StageDeployment: Hashable, Sendable {
    /// Counts from 1 in its stage; numbers are not used again.
    package var number: Int

    /// The bundle: SHA-256 of its manifest, which names the digest of every other file.
    package var digest: String

    /// When it was made, in milliseconds since 1970-01-01T00:00:00Z.
    package var createdMilliseconds: Int64

    /// The number of the deployment that the stage served before, to which a rollback goes.
    package var previous: Int?

    /// Stage variables over those of the bundle's settings, sorted by name; they come from
    /// canaries that were promoted, and pass on from deployment to deployment.
    package var variables: [StageVariable] = []

    /// What the user said about it.
    package var description: String?
}

/// A canary release: a deployment of its own that serves some of a stage's requests.
package struct Canary: Hashable, Sendable {
    /// The bundle: SHA-256 of its manifest.
    package var digest: String

    /// How many of a hundred requests it serves, 0 to 100.
    package var percentTraffic: Double

    /// Stage variables over those of the stage, sorted by name.
    package var variableOverrides: [StageVariable] = []

    /// Whether it answers from the stage's response cache.
    package var useStageCache = false

    /// When it was made, in milliseconds since 1970-01-01T00:00:00Z.
    package var createdMilliseconds: Int64

    /// What the user said about it.
    package var description: String?
}

/// A stage variable's name and value.
package struct StageVariable: Hashable, Sendable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

extension [StageVariable] {
    /// These variables with others put over them, sorted by name.
    package func overridden(by others: [StageVariable]) -> [StageVariable] {
        var values: [String: String] = [:]
        for variable in self + others { values[variable.name] = variable.value }
        return values.map { StageVariable($0.key, $0.value) }
            .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }
}
