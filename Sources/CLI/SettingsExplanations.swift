internal import Diagnostics

/// What can be reported of settings and of API key files.
let settingsExplanations: [Explanation] = [
    Explanation(
        .init(rawValue: "settings-value-type"), .error,
        "A setting is of the kind that it asks for.",
        reason: "Settings have the names and kinds of API Gateway's own resources.",
        bad: "throttle: fast",
        good: "throttle: {rateLimit: 10, burstLimit: 20}"),
    Explanation(
        .init(rawValue: "unknown-setting"), .error,
        "Settings have the names that exist.",
        reason: "A misspelled limit would protect nothing."),
    Explanation(
        .init(rawValue: "missing-setting"), .error,
        "A setting that needs another one has it.",
        reason: "A domain without a certificate, or a quota without a period, cannot be "
            + "created."),
    Explanation(
        .init(rawValue: "settings-value-range"), .error,
        "A number of a setting is within its bounds.",
        reason: "API Gateway refuses others."),
    Explanation(
        .init(rawValue: "unknown-setting-value"), .error,
        "A word of a setting is one of those that it knows.",
        reason: "API Gateway refuses others."),
    Explanation(
        .init(rawValue: "secret-in-settings"), .error,
        "A secret is named by where it comes from.",
        reason: "What is written in the settings ends up in version control and in "
            + "bundles. The value is read when a gateway starts.",
        bad: "apiKeys:\n  mobile: {value: 4f6c...}",
        good: "apiKeys:\n  mobile: {valueFrom: env:MOBILE_API_KEY}"),
    Explanation(
        .init(rawValue: "invalid-stage-name"), .error,
        "Stage names have up to 128 letters, digits, '-' and '_'.",
        reason: "The name is a segment of every URL of the stage."),
    Explanation(
        .init(rawValue: "invalid-method-key"), .error,
        "Method settings are kept by path and method.",
        reason: "'*/*' stands for all methods of a stage.",
        bad: "methodSettings:\n  GET /pets: {}",
        good: "methodSettings:\n  /pets/GET: {}"),
    Explanation(
        .init(rawValue: "api-key-file"), .error,
        "An API key file is CSV as API Gateway imports it.",
        reason: "Its first line names the columns, 'Name' and 'Key' among them; a key "
            + "has 20 to 128 characters and stands there once.",
        bad: "name;key\nmobile;abc",
        good: "Name,key,description,Enabled,usageplanIds\nmobile,u7Rk2...,,TRUE,basic"),
    Explanation(
        .init(rawValue: "unknown-stage"), .error, "A stage that is named is defined.",
        reason: "Usage plans and domains refer to the stages under 'stages'."),
    Explanation(
        .init(rawValue: "unknown-api-key"), .error, "An API key that is named is defined.",
        reason: "Usage plans refer to the keys under 'apiKeys'."),
]
