internal import Diagnostics

/// What can be reported while a document becomes an API.
let loweringExplanations: [Explanation] = [
    Explanation(
        .init(rawValue: "wrong-value-type"), .error,
        "A value of an extension is of the kind that API Gateway reads there.",
        reason: "A number or a list where a text belongs would be refused by the "
            + "import, or lost.",
        bad: "timeoutInMillis: fast",
        good: "timeoutInMillis: 5000"),
    Explanation(
        .init(rawValue: "value-known-at-deployment"), .note,
        "A value that the model needs is known when compiling.",
        reason: "What CloudFormation's functions and placeholders give is known only "
            + "when the template is deployed. Texts keep them; numbers, booleans and "
            + "words take their default here.",
        bad: "timeoutInMillis: ${Timeout}",
        good: "apigw compile api.yaml --set Timeout=5000"),
    Explanation(
        .init(rawValue: "unknown-value"), .error,
        "A word is one of those that its field knows.",
        reason: "API Gateway refuses other words, in this case an import as a whole.",
        bad: "type: lambda",
        good: "type: aws_proxy"),
    Explanation(
        .init(rawValue: "missing-title"), .warning,
        "An API has a name.",
        reason: "'info.title' becomes the API's name; without it a template's or the "
            + "word 'Untitled' is used."),
    Explanation(
        .init(rawValue: "minimum-compression-size"), .error,
        "The minimum compression size is 0 to 10485760 bytes.",
        reason: "API Gateway refuses other sizes.",
        bad: "x-amazon-apigateway-minimum-compression-size: -1",
        good: "x-amazon-apigateway-minimum-compression-size: 1024"),
    Explanation(
        .init(rawValue: "several-servers"), .warning,
        "A REST API reads the first of 'servers' only.",
        reason: "Base path and endpoint configuration are taken from it; the others are "
            + "passed over with the same warning by an import."),
    Explanation(
        .init(rawValue: "unknown-request-validator"), .error,
        "A request validator that is named is defined.",
        reason: "A name without a definition under 'x-amazon-apigateway-request- "
            + "validators' checks nothing.",
        bad: "x-amazon-apigateway-request-validator: al",
        good:
            "x-amazon-apigateway-request-validators:\n  all: {validateRequestBody: true}\nx-amazon-apigateway-request-validator: all"
    ),
    Explanation(
        .init(rawValue: "unknown-gateway-response"), .error,
        "Gateway responses have the names that API Gateway gives them.",
        reason: "An import with any other name is refused.",
        bad: "x-amazon-apigateway-gateway-responses:\n  DEFAULT_4xx: {}",
        good: "x-amazon-apigateway-gateway-responses:\n  DEFAULT_4XX: {}"),
    Explanation(
        .init(rawValue: "invalid-path-part"), .error,
        "Path segments consist of letters, digits and '_-.:', or are one variable.",
        reason: "A resource of API Gateway has no other; a variable is a whole segment, "
            + "with '+' at its end if it is greedy.",
        bad: "paths:\n  /pets/v{version}: {}",
        good: "paths:\n  /pets/{version}: {}"),
    Explanation(
        .init(rawValue: "child-of-greedy-variable"), .error,
        "A greedy variable stands at a path's end.",
        reason: "'{proxy+}' takes everything that follows, so nothing can stand below "
            + "it.",
        bad: "paths:\n  /{proxy+}/details: {}",
        good: "paths:\n  /{proxy+}: {}"),
    Explanation(
        .init(rawValue: "sibling-path-variables"), .error,
        "Beside each other stands one variable only.",
        reason: "API Gateway keeps a tree of resources in which each has at most one "
            + "child with a variable; a second one is refused.",
        bad: "paths:\n  /pets/{id}: {}\n  /pets/{name}/toys: {}",
        good: "paths:\n  /pets/{id}: {}\n  /pets/{id}/toys: {}"),
    Explanation(
        .init(rawValue: "invalid-documentation"), .error,
        "Documentation parts say what they are about.",
        reason: "An import stops at a part without 'location' or 'properties'."),
    Explanation(
        .init(rawValue: "unsupported-parameter-location"), .warning,
        "Parameters are in the path, the query or a header.",
        reason: "API Gateway knows no cookies and no form fields: such parameters are "
            + "neither checked nor mapped."),
    Explanation(
        .init(rawValue: "invalid-parameter-name"), .error,
        "Parameter names consist of letters, digits and '._$-'.",
        reason: "A mapping expression could not name others, and an import refuses "
            + "them.",
        bad: "name: page[size]",
        good: "name: pageSize"),
    Explanation(
        .init(rawValue: "ambiguous-parameter-name"), .error,
        "No two parameters of an operation have one name.",
        reason: "API Gateway wants names unique across query, headers and path."),
    Explanation(
        .init(rawValue: "invalid-response-key"), .error,
        "Responses are named by a status code.",
        reason: "A method response has one of 100 to 599; ranges such as '2XX' have no "
            + "counterpart.",
        bad: "responses:\n  2XX: {description: fine}",
        good: "responses:\n  '200': {description: fine}"),
    Explanation(
        .init(rawValue: "default-response-ignored"), .note,
        "API Gateway has no default method response.",
        reason: "The response 'default' documents; nothing of it reaches the gateway. "
            + "Integration responses may be called 'default'."),
    Explanation(
        .init(rawValue: "unsupported-inline-schema"), .warning,
        "A schema in an operation is a named one, an object or an array.",
        reason: "An import leaves out single values and compositions that have no name, "
            + "and says so. Under a name they are kept.",
        bad: "schema: {type: string}",
        good: "schema: {$ref: '#/components/schemas/Name'}"),
    Explanation(
        .init(rawValue: "http-api-document"), .warning,
        "A document for a REST API uses what REST APIs have.",
        reason: "CORS objects, JWT authorizers, payload format 2.0 and '$request' sources belong "
            + "to HTTP APIs. An import as a REST API passes over some and refuses others."),
    Explanation(
        .init(rawValue: "http-api-integration"), .error,
        "A REST API's integration names a service by its URI.",
        reason: "Integrations with 'integrationSubtype' belong to HTTP APIs; a REST API calls a "
            + "service's action by an ARN in 'uri'.",
        bad: "type: aws_proxy\nintegrationSubtype: SQS-SendMessage",
        good: "type: aws\nhttpMethod: POST\nuri: arn:aws:apigateway:us-east-1:sqs:path/..."),
    Explanation(
        .init(rawValue: "http-api-swagger"), .error,
        "An HTTP API is described in OpenAPI 3.0.",
        reason: "Its import does not read Swagger 2.0. REST APIs do."),
    Explanation(
        .init(rawValue: "http-api-unsupported"), .warning,
        "A document for an HTTP API uses what HTTP APIs have.",
        reason: "Models, request validators, gateway responses, templates, API keys and "
            + "resource policies belong to REST APIs; an import leaves them out."),
    Explanation(
        .init(rawValue: "http-api-integration-type"), .error,
        "An integration of an HTTP API is 'http_proxy' or 'aws_proxy'.",
        reason: "HTTP APIs have no 'mock', 'http' or 'aws' integrations; an import "
            + "leaves the route without one.",
        bad: "x-amazon-apigateway-integration: {type: mock}",
        good:
            "x-amazon-apigateway-integration:\n  type: http_proxy\n  httpMethod: GET\n  uri: https://example.com/\n  payloadFormatVersion: '1.0'"
    ),
    Explanation(
        .init(rawValue: "http-api-authorizer-type"), .error,
        "An authorizer of an HTTP API is of the type 'jwt' or 'request'.",
        reason: "HTTP APIs have no 'token' and 'cognito_user_pools' authorizers; a user "
            + "pool is named as a JWT issuer."),
    Explanation(
        .init(rawValue: "http-api-several-requirements"), .error,
        "A route of an HTTP API has one security requirement.",
        reason: "Its import refuses operations with several: exactly one of IAM, Lambda "
            + "or JWT."),
    Explanation(
        .init(rawValue: "missing-payload-format-version"), .warning,
        "A Lambda integration of an HTTP API says which payload it sends.",
        reason: "Version 2.0 differs from 1.0 in every field; import demands one, and "
            + "guessing would break the function.",
        bad: "x-amazon-apigateway-integration:\n  type: aws_proxy",
        good: "x-amazon-apigateway-integration:\n  type: aws_proxy\n  payloadFormatVersion: '2.0'"),
    Explanation(
        .init(rawValue: "unsupported-http-method"), .warning,
        "Operations have methods that API Gateway knows.",
        reason: "It has GET, PUT, POST, DELETE, PATCH, OPTIONS, HEAD and ANY; 'trace' "
            + "is left out."),
    Explanation(
        .init(rawValue: "duplicate-method"), .error,
        "A path and method are defined once.",
        reason: "Paths that differ only in slashes lead to one resource."),
    Explanation(
        .init(rawValue: "missing-integration-type"), .error,
        "An integration says what kind it is.",
        reason: "Without 'type' nothing can be called, and an import refuses the "
            + "method.",
        bad: "x-amazon-apigateway-integration:\n  uri: https://example.com/",
        good: "x-amazon-apigateway-integration:\n  type: http_proxy\n  uri: https://example.com/"),
    Explanation(
        .init(rawValue: "integration-reference"), .error,
        "A REST API's integration is written in place.",
        reason: "Only the import of HTTP APIs reads '$ref' to 'components.x-amazon- "
            + "apigateway-integrations'."),
    Explanation(
        .init(rawValue: "mapping-not-a-string"), .warning,
        "A parameter mapping is a text.",
        reason: "An import leaves out mappings to booleans and numbers with a warning. "
            + "A literal stands in single quotes within the text.",
        bad: "requestParameters:\n  integration.request.header.X-Flag: true",
        good: "requestParameters:\n  integration.request.header.X-Flag: \"'true'\""),
    Explanation(
        .init(rawValue: "integration-response-replaced"), .warning,
        "Integration responses have different status codes.",
        reason: "API Gateway keeps them by status code, so that of two with the same "
            + "code the last one is left.",
        bad: "responses:\n  '4\\\\d{2}': {statusCode: '400'}\n  '5\\\\d{2}': {statusCode: '400'}",
        good: "responses:\n  '[45]\\\\d{2}': {statusCode: '400'}"),
    Explanation(
        .init(rawValue: "missing-status-code"), .error,
        "An integration response has a status code.",
        reason: "It says which of the method's responses it becomes.",
        bad: "responses:\n  default: {}",
        good: "responses:\n  default: {statusCode: '200'}"),
    Explanation(
        .init(rawValue: "invalid-model-name"), .error,
        "The names of schemas consist of letters and digits.",
        reason: "They become the names of models, and an import with another name is "
            + "refused.",
        bad: "components:\n  schemas:\n    pet-list: {type: array}",
        good: "components:\n  schemas:\n    PetList: {type: array}"),
    Explanation(
        .init(rawValue: "empty-model-schema"), .error,
        "A model's schema says something.",
        reason: "API Gateway refuses an empty one.",
        bad: "components:\n  schemas:\n    Anything: {}",
        good: "components:\n  schemas:\n    Anything: {type: object}"),
    Explanation(
        .init(rawValue: "unsupported-security-scheme"), .warning,
        "A security scheme is one that a REST API enforces.",
        reason: "Schemes of the types http, oauth2 and openIdConnect are passed over by "
            + "an import with a warning: operations that name them stay open to "
            + "everyone.",
        bad: "type: http\nscheme: bearer",
        good:
            "type: apiKey\nname: Authorization\nin: header\nx-amazon-apigateway-authtype: cognito_user_pools\nx-amazon-apigateway-authorizer:\n  type: cognito_user_pools\n  providerARNs: [...]"
    ),
    Explanation(
        .init(rawValue: "security-scheme-without-effect"), .warning,
        "A security scheme names an authorizer, IAM or the API key header.",
        reason: "Any other one is documentation only: operations that require it are "
            + "open."),
    Explanation(
        .init(rawValue: "authtype-without-authorizer"), .error,
        "An auth type other than 'awsSigv4' comes with its authorizer.",
        reason: "The type alone names nobody who could decide."),
    Explanation(
        .init(rawValue: "missing-authorizer-type"), .error,
        "An authorizer says what kind it is.",
        reason: "It is 'token', 'request' or 'cognito_user_pools'."),
    Explanation(
        .init(rawValue: "undefined-security-scheme"), .error,
        "A security scheme that is required is defined.",
        reason: "An operation whose requirement names nothing would be open.",
        bad: "security:\n- pool: []",
        good: "components:\n  securitySchemes:\n    pool: {...}"),
    Explanation(
        .init(rawValue: "several-authorizers"), .warning,
        "A method has one authorizer.",
        reason: "Of several requirements the first with an authorizer is used; an API "
            + "key may be asked for beside it."),
]
