package import JSON

/// What one rendering may use before it fails.
///
/// API Gateway documents only the loop rounds; the others keep a template from hanging the gateway
/// or filling its memory.
package struct TemplateLimits: Sendable {
    /// The longest output, in bytes: API Gateway's limit on payloads.
    package var outputBytes = 10 * 1024 * 1024

    /// The rounds of one `#foreach`, which then ends silently.
    package var loopRounds = 1_000

    /// Directives and references evaluated, loop rounds and values visited, all together.
    package var steps = 5_000_000

    /// Bytes of texts, lists and maps that a rendering makes.
    package var memoryBytes = 64 * 1024 * 1024

    /// How deep blocks, interpolated strings and printed values may nest.
    package var depth = 200

    package init() {}
}

/// Why a rendering failed; API Gateway answers 500 and keeps the reason for its log.
package struct TemplateFailure: Error, Sendable, Hashable {
    /// One line, lower case, no period.
    package let message: String

    /// Where in the template's text, in bytes.
    package let range: Range<Int>
}

/// What a template wrote into `$context.requestOverride` and `$context.responseOverride`.
package struct TemplateOverrides: Sendable, Hashable {
    /// All members of `$context.requestOverride`: `header`, `path`, `querystring` and others.
    package var request: JSONObject

    /// All members of `$context.responseOverride`: `header`, `status` and others.
    package var response: JSONObject
}
