internal import Diagnostics

/// What can be reported while files are read and documents found in them.
let readingExplanations: [Explanation] = [
    Explanation(
        .init(rawValue: "duplicate-key"), .error,
        "An object has every key once.",
        reason: "Readers differ in which of two equal keys they keep, so one of the two "
            + "values is silently lost. The keys 200 and \"200\" are equal.",
        bad: "get:\n  summary: one\nget:\n  summary: two",
        good: "get:\n  summary: one"),
    Explanation(
        .init(rawValue: "json-syntax"), .error,
        "A text in JSON follows RFC 8259.",
        reason: "Files whose name ends in '.json' are read as JSON and nothing else: "
            + "keys and texts in double quotes, no comments, no comma after the last "
            + "member. Other files that look like JSON and are not are read as YAML.",
        bad: "{'openapi': '3.0.1',}",
        good: "{\"openapi\": \"3.0.1\"}"),
    Explanation(
        .init(rawValue: "yaml-syntax"), .error,
        "A text in YAML follows YAML 1.2.",
        reason: "Nothing after the first mistake can be read with confidence, so "
            + "reading stops there.",
        bad: "info:\n  title: Pets: the API",
        good: "info:\n  title: 'Pets: the API'"),
    Explanation(
        .init(rawValue: "unquoted-placeholder"), .error,
        "A placeholder between brackets or braces stands in quotes.",
        reason: "Between '{' and '}' or '[' and ']' the opening brace of '${name}' ends "
            + "plain text, so that the document cannot be read before a tool fills it "
            + "in.",
        bad: "integration: {type: http, uri: ${backend}}",
        good: "integration: {type: http, uri: '${backend}'}"),
    Explanation(
        .init(rawValue: "yaml-multiple-documents"), .error,
        "A file holds one YAML document.",
        reason: "A specification is one document; a second one after '---' would never "
            + "be read."),
    Explanation(
        .init(rawValue: "yaml-complex-key"), .error,
        "A mapping's keys are texts.",
        reason: "JSON, which every document is turned into, has no other keys.",
        bad: "? [get, put]\n: {}",
        good: "get: {}\nput: {}"),
    Explanation(
        .init(rawValue: "yaml-undefined-alias"), .error,
        "An alias names an anchor before it.",
        reason: "What '*name' stands for is taken from '&name' further up in the same "
            + "file.",
        bad: "a: *base",
        good: "base: &base {type: object}\na: *base"),
    Explanation(
        .init(rawValue: "yaml-recursive-alias"), .error,
        "An alias does not stand inside the node it names.",
        reason: "Such a document has no end. A schema that contains itself is written "
            + "with '$ref'.",
        bad: "Node: &node\n  properties:\n    next: *node",
        good: "Node:\n  properties:\n    next: {$ref: '#/components/schemas/Node'}"),
    Explanation(
        .init(rawValue: "yaml-invalid-merge"), .error,
        "The merge key '<<' names mappings.",
        reason: "It copies the members of a mapping, or of several in a sequence, into "
            + "the mapping that it stands in; nothing else has members.",
        bad: "<<: some text",
        good: "<<: *defaults"),
    Explanation(
        .init(rawValue: "yaml-unknown-tag"), .warning,
        "A tag is one of YAML's own or of CloudFormation's short functions.",
        reason: "Other tags are passed over. A tag such as '!!python/object' asks a "
            + "reader to make objects of a programming language, which is refused as "
            + "an error.",
        bad: "uri: !Subs 'arn:${AWS::Partition}'",
        good: "uri: !Sub 'arn:${AWS::Partition}'"),
    Explanation(
        .init(rawValue: "yaml-tag-mismatch"), .error,
        "A value is what its tag says.",
        reason: "'!!int' asks for a number; whoever reads the document next may refuse "
            + "it or guess.",
        bad: "timeout: !!int soon",
        good: "timeout: 30"),
    Explanation(
        .init(rawValue: "yaml-ambiguous-scalar"), .note,
        "A plain value is read alike by YAML 1.1 and YAML 1.2.",
        reason: "By YAML 1.2, which this compiler follows, 'no' and '12:30:45' are "
            + "texts and '010' is ten; readers of YAML 1.1 take them for false, 45045 "
            + "and eight. Quotes settle it.",
        bad: "enum: [yes, no]",
        good: "enum: ['yes', 'no']"),
    Explanation(
        .init(rawValue: "encoding"), .error,
        "A document is in UTF-8.",
        reason: "Other encodings are not guessed. A byte order mark of UTF-8 is fine."),
    Explanation(
        .init(rawValue: "limit-exceeded"), .error,
        "A document keeps within limits: 64 MB, 256 levels of nesting, 6,000,000 "
            + "values, of which 1,000,000 may come from aliases and merge keys.",
        reason: "A few lines of aliases can stand for billions of values; such a "
            + "document is refused before it is expanded."),
    Explanation(
        .init(rawValue: "not-openapi"), .error,
        "A specification is an OpenAPI or Swagger document, or a template with one.",
        reason: "Its root is an object with 'openapi: 3.0.x' or 'swagger: \"2.0\"', or it "
            + "is a SAM or CloudFormation template with 'Resources'.",
        bad: "title: Pets",
        good: "openapi: 3.0.1\ninfo: {title: Pets, version: '1'}\npaths: {}"),
    Explanation(
        .init(rawValue: "empty-document"), .error,
        "A specification is not empty.",
        reason: "There is nothing to compile. The file may have been cut, or not "
            + "written yet."),
    Explanation(
        .init(rawValue: "unsupported-version"), .error,
        "A document follows OpenAPI 3.0 or Swagger 2.0.",
        reason: "API Gateway imports these two. OpenAPI 3.1 differs in its schemas "
            + "('type' may be a list, 'nullable' is gone), so reading it as 3.0 would "
            + "change its meaning. A number of 3.0.x that was never published is read "
            + "with a warning.",
        bad: "openapi: 3.1.0",
        good: "openapi: 3.0.1"),
    Explanation(
        .init(rawValue: "conflicting-versions"), .error,
        "A document has either 'openapi' or 'swagger'.",
        reason: "The two specifications keep schemas, parameters and bodies in "
            + "different places; only one of them can be meant.",
        bad: "openapi: 3.0.1\nswagger: '2.0'",
        good: "openapi: 3.0.1"),
    Explanation(
        .init(rawValue: "unresolved-reference"), .error,
        "Every '$ref' leads to something.",
        reason: "It is a JSON pointer into this document or into a file below its "
            + "folder. API Gateway passes over a reference to a missing schema with a "
            + "warning, and the model is lost.",
        bad: "schema:\n  $ref: '#/components/schemas/Pett'",
        good: "schema:\n  $ref: '#/components/schemas/Pet'"),
    Explanation(
        .init(rawValue: "reference-cycle"), .error,
        "A chain of references ends in an object.",
        reason: "References that only lead to each other define nothing. A schema that "
            + "contains a reference to itself further down is fine.",
        bad: "A: {$ref: '#/components/schemas/B'}\nB: {$ref: '#/components/schemas/A'}",
        good: "A: {$ref: '#/components/schemas/B'}\nB: {type: object}"),
    Explanation(
        .init(rawValue: "reference-outside"), .error,
        "References to other files stay below the specification's folder.",
        reason: "A document from elsewhere must not make the compiler read whatever "
            + "file it names, through links either. '--allow-outside' lifts this."),
    Explanation(
        .init(rawValue: "no-api-in-template"), .error,
        "A template defines an API.",
        reason: "It has a resource of the type AWS::Serverless::Api, "
            + "AWS::Serverless::HttpApi, AWS::ApiGateway::RestApi or "
            + "AWS::ApiGatewayV2::Api."),
    Explanation(
        .init(rawValue: "unknown-resource"), .error,
        "'--resource' names an API of the template.",
        reason: "It is the resource's logical id, as under 'Resources'."),
    Explanation(
        .init(rawValue: "definition-file-missing"), .error,
        "The file that a template names as an API's definition is there.",
        reason: "'DefinitionUri', 'BodyS3Location' and 'AWS::Include' are read where "
            + "they name a file below the template's folder."),
    Explanation(
        .init(rawValue: "definition-elsewhere"), .error,
        "An API's definition is in the template or in a file beside it.",
        reason: "What lies in an S3 bucket is not fetched: the compiler never uses the "
            + "network."),
    Explanation(
        .init(rawValue: "definition-generated"), .warning,
        "An API of a template has an OpenAPI document.",
        reason: "APIs that a template builds from events, methods and routes have none "
            + "to compile; they are left out."),
]
