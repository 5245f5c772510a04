internal import Diagnostics

/// What can be reported of expressions, and of what is made from an API.
let outputExplanations: [Explanation] = [
    Explanation(
        .init(rawValue: "template-failed"), .error,
        "A template renders.",
        reason: "It stopped at a limit or at an operation that its input does not "
            + "allow."),
    Explanation(
        .init(rawValue: "mapping-target"), .error,
        "A parameter mapping sets a parameter of the integration request or a header of "
            + "the method response.",
        reason: "The forms are integration.request.{path|querystring|header}.NAME and "
            + "method.response.header.NAME.",
        bad: "requestParameters:\n  header.X-Id: method.request.path.id",
        good: "requestParameters:\n  integration.request.header.X-Id: method.request.path.id"),
    Explanation(
        .init(rawValue: "mapping-jsonpath"), .error,
        "A JSONPath of a mapping source can be read.",
        reason: "It selects a part of a body; one that cannot be read selects nothing."),
    Explanation(
        .init(rawValue: "sdk-unresolved-schema"), .warning,
        "A client knows the schemas of its operations.",
        reason: "A schema that cannot be read becomes a type that takes any JSON value."),
    Explanation(
        .init(rawValue: "sdk-unknown-type"), .warning,
        "A schema's type is one of JSON Schema's.",
        reason: "Another one becomes a type that takes any JSON value."),
    Explanation(
        .init(rawValue: "sdk-unused-path-parameter"), .warning,
        "A path parameter stands in the path.",
        reason: "One that does not cannot be sent, so the client has no argument for "
            + "it."),
    Explanation(
        .init(rawValue: "sdk-unused-server"), .warning,
        "A server of one operation or path has a whole URL.",
        reason: "A relative one, or one with a variable that has no default, leads nowhere that "
            + "can be known; the operation is called where the others are."),
    Explanation(
        .init(rawValue: "sdk-opaque-media-type"), .warning,
        "A body is JSON, a form or text.",
        reason: "Bodies of other types are passed as bytes, without a type of their "
            + "own."),
    Explanation(
        .init(rawValue: "sdk-no-operations"), .warning,
        "A client has operations.",
        reason: "The document has no paths with methods, so there is nothing to call."),
    Explanation(
        .init(rawValue: "sdk-unknown-scheme"), .warning,
        "A client can authorize its calls.",
        reason: "Clients know API keys, bearer tokens, basic authentication and AWS "
            + "signatures; for anything else the caller sets a header."),
    Explanation(
        .init(rawValue: "sdk-undeclared-scheme"), .warning,
        "A security scheme that an operation requires is declared.",
        reason: "Without a declaration nobody can tell where the credential goes; the "
            + "client sends it in 'Authorization'."),
    Explanation(
        .init(rawValue: "not-convertible"), .warning,
        "A document says nothing that the exported kind cannot say.",
        reason: "OpenAPI 3.0 and Swagger 2.0 differ; what has no counterpart is left "
            + "out of an export to the other kind."),
]
