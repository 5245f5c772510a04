extension StructureTable {
    mutating func definePaths() {
        define(
            .paths30, "paths object", [], otherKeys: .paths, other: .object(.pathItem30))
        define(
            .paths20, "paths object", [], otherKeys: .paths, other: .object(.pathItem20))
        let methods: [Field] = [.get, .put, .post, .delete, .options, .head, .patch]
        define(
            .pathItem30, "path item object",
            (methods + [.trace, .awsAnyMethod]).map { ($0, .object(.operation30)) } + [
                (.reference, .string), (.summary, .string), (.description, .string),
                (.servers, .list(.object(.server))),
                (.parameters, .list(.referable(.parameter30))),
            ])
        define(
            .pathItem20, "path item object",
            (methods + [.awsAnyMethod]).map { ($0, .object(.operation20)) } + [
                (.reference, .string), (.parameters, .list(.referable(.parameter20))),
            ])
        let operation: [(Field, Value)] = [
            (.tags, .list(.string)), (.summary, .string), (.description, .string),
            (.externalDocs, .object(.externalDocs)), (.operationId, .string),
            (.deprecated, .boolean), (.security, .list(.object(.securityRequirement))),
            (.awsAuth, .object(.authentication)),
            (.awsIntegration, .referable(.integration)), (.awsRequestValidator, .any),
        ]
        define(
            .operation30, "operation object", required: [.responses],
            operation + [
                (.parameters, .list(.referable(.parameter30))),
                (.requestBody, .referable(.requestBody)), (.responses, .object(.responses30)),
                (.callbacks, .map(.referable(.callback))),
                (.servers, .list(.object(.server))),
                // In `x-amazon-apigateway-any-method` of an HTTP API.
                (.isDefaultRoute, .boolean),
            ])
        define(
            .operation20, "operation object", required: [.responses],
            operation + [
                (.consumes, .list(.string)), (.produces, .list(.string)),
                (.parameters, .list(.referable(.parameter20))),
                (.responses, .object(.responses20)),
                (.schemes, .list(.choice(["http", "https", "ws", "wss"]))),
            ])
        define(.callback, "callback object", [], otherKeys: .names, other: .object(.pathItem30))
    }
}
