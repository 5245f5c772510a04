extension StructureTable {
    mutating func defineSecurity() {
        let gateway: [(Field, Value)] = [
            (.awsAuthorizer, .object(.authorizer)), (.awsAuthtype, .any),
        ]
        define(
            .securityScheme30, "security scheme object", required: [.type],
            gateway + [
                (.type, .choice(["apiKey", "http", "oauth2", "openIdConnect"])),
                (.description, .string), (.name, .string),
                (.in, .choice(["query", "header", "cookie"])), (.scheme, .string),
                (.bearerFormat, .string), (.flows, .object(.flows)),
                (.openIdConnectUrl, .string),
            ])
        define(
            .securityScheme20, "security scheme object", required: [.type],
            gateway + [
                (.type, .choice(["basic", "apiKey", "oauth2"])), (.description, .string),
                (.name, .string), (.in, .choice(["query", "header"])),
                (.flow, .choice(["implicit", "password", "application", "accessCode"])),
                (.authorizationUrl, .string), (.tokenUrl, .string), (.scopes, .map(.string)),
            ])
        define(
            .flows, "OAuth flows object",
            [
                (.implicit, .object(.flow)), (.password, .object(.flow)),
                (.clientCredentials, .object(.flow)), (.authorizationCode, .object(.flow)),
            ])
        define(
            .flow, "OAuth flow object", required: [.scopes],
            [
                (.authorizationUrl, .string), (.tokenUrl, .string), (.refreshUrl, .string),
                (.scopes, .map(.string)),
            ])
        define(
            .securityRequirement, "security requirement object", [], otherKeys: .names,
            other: .list(.string))
    }
}
