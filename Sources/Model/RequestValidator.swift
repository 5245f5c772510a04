package import Diagnostics

/// What is checked about a request before the integration is called.
package struct RequestValidator: Hashable, Sendable {
    /// Unique in the API; never blank.
    package var name: Located<String>

    /// Whether the body must satisfy the model of its media type.
    package var validatesBody: Bool

    /// Whether required parameters must be there and not empty.
    package var validatesParameters: Bool

    package init(name: Located<String>, validatesBody: Bool, validatesParameters: Bool) {
        self.name = name
        self.validatesBody = validatesBody
        self.validatesParameters = validatesParameters
    }

    /// The identifier that the gateway goes by here, made from the name.
    package var id: String { stableIdentifier("validator", name.value) }
}
