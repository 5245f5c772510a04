internal import Diagnostics
package import Syntax

extension TemplateAPI {
    /// The document that a deployment of the resource imports: its body with what the resource's
    /// other properties say.
    ///
    /// Names win over the document's; lists, schemes and responses are added to it. A default
    /// authorizer and CORS change the operations as SAM does. Settings of stages are not here.
    ///
    /// - Parameter body: The resource's own document.
    /// - Returns: The body itself where no property changes it.
    package func document(_ body: Node) -> Node {
        guard body.kind == .object, properties != nil || defaults != nil else { return body }
        var merge = TemplateMerge(self, body)
        merge.run()
        guard merge.isChanged else { return body }
        let range =
            body.tree === template.tree
            ? logicalID.range
            : SourceRange(
                Int(body.range.start), Int(body.range.start), file: body.range.file)
        return merge.root.value.placed(in: body.tree, at: range)
    }

    /// A property of the resource, or else of SAM's `Globals`.
    package func property(_ name: String) -> Node? {
        for node in [properties, defaults] {
            guard let value = node?[dynamic: name], value.kind != .null else { continue }
            return value["Ref"]?.equals("AWS::NoValue") ?? false ? nil : value
        }
        return nil
    }
}

/// A document while the properties of a resource are put into it.
struct TemplateMerge {
    let api: TemplateAPI
    let body: Node
    var root: NewObject
    var isChanged = false

    /// Whether the document is Swagger 2.0.
    let isSwagger: Bool

    init(_ api: TemplateAPI, _ body: Node) {
        self.api = api
        self.body = body
        root = NewObject(body)
        isSwagger = body["swagger"] != nil
    }

    mutating func run() {
        mergeInfo()
        if api.isHTTPAPI {
            mergeHTTPAttributes()
        } else {
            mergeAttributes()
            mergeGatewayResponses()
            mergeModels()
        }
        mergeAuthorizers()
        mergeOperations()
    }

    mutating func set(_ name: String, _ value: NewNode?) {
        guard let value else { return }
        root[name] = value
        isChanged = true
    }

    private mutating func mergeInfo() {
        let name = api.property("Name")
        let description = api.property("Description")
        guard name != nil || description != nil else { return }
        var info = NewObject(body["info"])
        if let name { info["title"] = .node(name) }
        if let description { info["description"] = .node(description) }
        set("info", info.value)
    }

    /// The attributes of a REST API that a document can say as well.
    private mutating func mergeAttributes() {
        let key = "x-amazon-apigateway-binary-media-types"
        if let types = api.property("BinaryMediaTypes"), types.kind == .array {
            let own = body[dynamic: key].map { Array($0.elements) } ?? []
            set(key, .list((own + Array(types.elements)).map { .node($0) }))
        }
        for (property, key) in [
            ("MinimumCompressionSize", "x-amazon-apigateway-minimum-compression-size"),
            ("ApiKeySourceType", "x-amazon-apigateway-api-key-source"),
            ("Policy", "x-amazon-apigateway-policy"),
            ("SecurityPolicy", "x-amazon-apigateway-security-policy"),
            ("EndpointAccessMode", "x-amazon-apigateway-endpoint-access-mode"),
        ] {
            set(key, api.property(property).map { .node($0) })
        }
        if let statements = api.property("Auth")?["ResourcePolicy"]?["CustomStatements"] {
            let list: NewNode =
                statements.kind == .array ? .node(statements) : .list([.node(statements)])
            set(
                "x-amazon-apigateway-policy",
                NewObject(["Version": .text("2012-10-17"), "Statement": list]).value)
        }
        mergeEndpoint()
    }

    private mutating func mergeEndpoint() {
        let key = "x-amazon-apigateway-endpoint-configuration"
        let endpoint = api.property("EndpointConfiguration")
        var configuration = NewObject(body[dynamic: key])
        let before = configuration.members.count
        if let disabled = api.property("DisableExecuteApiEndpoint") {
            configuration["disableExecuteApiEndpoint"] = .node(disabled)
        }
        if let ids = endpoint?["VpcEndpointIds"] ?? endpoint?["VPCEndpointIds"] {
            configuration["vpcEndpointIds"] = .node(ids)
        }
        if let type = endpoint?["IpAddressType"] ?? endpoint?["IPAddressType"] {
            configuration["ipAddressType"] = .node(type)
        }
        if configuration.members.count > before { set(key, configuration.value) }
    }

    private mutating func mergeHTTPAttributes() {
        if let cors = api.property("CorsConfiguration") {
            if cors.kind == .object {
                var object = NewObject()
                for member in cors.members {
                    let name = member.key.prefix(1).lowercased() + member.key.dropFirst()
                    object[name] = .node(member.value)
                }
                set("x-amazon-apigateway-cors", object.value)
            } else if cors.bool ?? false {
                set(
                    "x-amazon-apigateway-cors",
                    NewObject(["allowOrigins": .list([.text("*")])]).value)
            }
        }
        // The import of HTTP APIs reads it in the first server.
        guard let disabled = api.property("DisableExecuteApiEndpoint") else { return }
        var servers = (body["servers"]?.elements).map { $0.map { NewNode.node($0) } } ?? []
        var server = NewObject(body["servers"]?.elements.first { _ in true })
        if server["url"] == nil { server["url"] = .text("/") }
        server["x-amazon-apigateway-endpoint-configuration"] =
            NewObject(["disableExecuteApiEndpoint": .node(disabled)]).value
        if servers.isEmpty {
            servers = [server.value]
        } else {
            servers[0] = server.value
        }
        set("servers", .list(servers))
    }

    /// SAM's `GatewayResponses`, whose parameters are grouped by where they go.
    private mutating func mergeGatewayResponses() {
        guard let responses = api.property("GatewayResponses"), responses.kind == .object else {
            return
        }
        let key = "x-amazon-apigateway-gateway-responses"
        var all = NewObject(body[dynamic: key])
        for member in responses.members {
            var response = NewObject()
            response["statusCode"] = member.value["StatusCode"].map { .node($0) }
            response["responseTemplates"] = member.value["ResponseTemplates"].map { .node($0) }
            var parameters = NewObject()
            for (group, place) in [
                ("Headers", "header"), ("Paths", "path"), ("QueryStrings", "querystring"),
            ] {
                guard let group = member.value["ResponseParameters"]?[dynamic: group] else {
                    continue
                }
                for parameter in group.members {
                    parameters["gatewayresponse.\(place).\(parameter.key)"] =
                        .node(parameter.value)
                }
            }
            if !parameters.members.isEmpty { response["responseParameters"] = parameters.value }
            all[member.key] = response.value
        }
        set(key, all.value)
    }

    private mutating func mergeModels() {
        guard let models = api.property("Models"), models.kind == .object else { return }
        setComponents("schemas", swagger: "definitions") { schemas in
            for member in models.members { schemas[member.key] = .node(member.value) }
        }
    }

    /// Changes the named components of a kind.
    mutating func setComponents(
        _ name: String, swagger: String, _ change: (inout NewObject) -> Void
    ) {
        if isSwagger {
            var object = NewObject(body[dynamic: swagger])
            change(&object)
            set(swagger, object.value)
        } else {
            let old = body["components"]
            var object = NewObject(old?[dynamic: name])
            change(&object)
            var components =
                (root["components"]).flatMap { value -> NewObject? in
                    if case .object(let object) = value { object } else { nil }
                } ?? NewObject(old)
            components[name] = object.value
            set("components", components.value)
        }
    }
}
