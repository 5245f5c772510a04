extension StructureTable {
    mutating func defineDocuments() {
        let gateway: [(Field, Value)] = [
            (.awsApiKeySource, .any), (.awsBinaryMediaTypes, .any), (.awsCors, .object(.cors)),
            (.awsDocumentation, .object(.documentation)), (.awsEndpointAccessMode, .any),
            (.awsEndpointConfiguration, .object(.endpointConfiguration)),
            (.awsGatewayResponses, .map(.object(.gatewayResponse))),
            (.awsImportexportVersion, .any), (.awsMinimumCompressionSize, .any),
            (.awsPolicy, .any), (.awsRequestValidator, .any),
            (.awsRequestValidators, .map(.object(.requestValidator))),
            (.awsSecurityPolicy, .any),
        ]
        define(
            .document30, "OpenAPI object", required: [.openapi, .info, .paths],
            [
                (.openapi, .string), (.info, .object(.info)), (.servers, .list(.object(.server))),
                (.paths, .object(.paths30)), (.components, .object(.components)),
                (.security, .list(.object(.securityRequirement))), (.tags, .list(.object(.tag))),
                (.externalDocs, .object(.externalDocs)),
            ] + gateway)
        define(
            .document20, "Swagger object", required: [.swagger, .info, .paths],
            [
                (.swagger, .string), (.info, .object(.info)), (.host, .string),
                (.basePath, .string),
                (.schemes, .list(.choice(["http", "https", "ws", "wss"]))),
                (.consumes, .list(.string)), (.produces, .list(.string)),
                (.paths, .object(.paths20)), (.definitions, .map(.referable(.schema20))),
                (.parameters, .map(.object(.parameter20))),
                (.responses, .map(.object(.response20))),
                (.securityDefinitions, .map(.object(.securityScheme20))),
                (.security, .list(.object(.securityRequirement))), (.tags, .list(.object(.tag))),
                (.externalDocs, .object(.externalDocs)),
            ] + gateway)
        define(
            .info, "info object", required: [.title, .version],
            [
                (.title, .string), (.description, .string), (.termsOfService, .string),
                (.contact, .object(.contact)), (.license, .object(.license)),
                (.version, .string),
            ])
        define(
            .contact, "contact object", [(.name, .string), (.url, .string), (.email, .string)])
        define(
            .license, "license object", required: [.name], [(.name, .string), (.url, .string)])
        define(
            .externalDocs, "external documentation object", required: [.url],
            [(.description, .string), (.url, .string)])
        define(
            .tag, "tag object", required: [.name],
            [
                (.name, .string), (.description, .string), (.externalDocs, .object(.externalDocs)),
                (.awsTagValue, .string),
            ])
        define(
            .server, "server object", required: [.url],
            [
                (.url, .string), (.description, .string),
                (.variables, .map(.object(.serverVariable))),
                (.awsEndpointConfiguration, .object(.endpointConfiguration)),
            ])
        define(
            .serverVariable, "server variable object", required: [.default],
            [(.enum, .list(.string)), (.default, .string), (.description, .string)])
        define(
            .components, "components object",
            [
                (.schemas, .componentMap(.referable(.schema30))),
                (.responses, .componentMap(.referable(.response30))),
                (.parameters, .componentMap(.referable(.parameter30))),
                (.examples, .componentMap(.referable(.example))),
                (.requestBodies, .componentMap(.referable(.requestBody))),
                (.headers, .componentMap(.referable(.header30))),
                (.securitySchemes, .componentMap(.referable(.securityScheme30))),
                (.links, .componentMap(.referable(.link))),
                (.callbacks, .componentMap(.referable(.callback))),
                (.awsIntegrations, .map(.object(.integration))),
            ])
    }
}
