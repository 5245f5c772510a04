internal import Syntax

extension TemplateMerge {
    /// Gives operations the default authorizer and paths their answer to CORS preflights, as SAM
    /// does.
    mutating func mergeOperations() {
        let cors = api.isHTTPAPI ? nil : api.property("Cors")
        let requirement = defaultRequirement
        guard cors != nil || requirement != nil, let old = body["paths"], old.kind == .object
        else { return }
        var paths = NewObject(old)
        for item in old.members where item.value.kind == .object && item.key.hasPrefix("/") {
            var new = NewObject(item.value)
            let methods = item.value.members.filter { Self.methods[$0.key] != nil }
            if methods.isEmpty { continue }
            if let requirement {
                for method in methods where method.value.kind == .object {
                    guard method.value["security"] == nil, demandsAuthorizer(method) else {
                        continue
                    }
                    var operation = NewObject(method.value)
                    operation["security"] = requirement
                    new[method.key] = operation.value
                }
            }
            if let cors, new["options"] == nil {
                let names = methods.compactMap { Self.methods[$0.key] } + ["OPTIONS"]
                new.add(
                    "options", at: item.keyRange,
                    preflight(cors, of: item.key, methods: names.sorted()))
            }
            paths[item.key] = new.value
        }
        set("paths", paths.value)
    }

    private static let methods = [
        "get": "GET", "put": "PUT", "post": "POST", "delete": "DELETE", "patch": "PATCH",
        "head": "HEAD", "options": "OPTIONS", "x-amazon-apigateway-any-method": "ANY",
    ]

    private func demandsAuthorizer(_ method: Node.Member) -> Bool {
        guard method.keyNode.equals("options") else { return true }
        return api.property("Auth")?["AddDefaultAuthorizerToCorsPreflight"]?.bool ?? true
    }

    /// The requirement of operations without their own; `nil` where there is none.
    private var defaultRequirement: NewNode? {
        var schemes = NewObject()
        if let name = defaultAuthorizer, name != "NONE" {
            schemes[name] = defaultScopes.map { .node($0) } ?? .list([])
        }
        if demandsKey { schemes["api_key"] = .list([]) }
        return schemes.members.isEmpty ? nil : .list([schemes.value])
    }

    /// The operation that answers a preflight without a backend.
    private func preflight(_ cors: Node, of path: String, methods: [String]) -> NewNode {
        let every = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]
        let list = (methods.contains("ANY") ? every : methods).joined(separator: ",")
        // Else it is the origin, perhaps as an intrinsic function.
        let isObject = cors.members.contains {
            $0.key.hasPrefix("Allow") || $0.keyNode.equals("MaxAge")
        }
        let origin: NewNode =
            isObject ? cors["AllowOrigin"].map { .node($0) } ?? .text("'*'") : .node(cors)
        var values: [(header: String, value: NewNode)] = []
        if isObject {
            if let headers = cors["AllowHeaders"] {
                values.append(("Access-Control-Allow-Headers", .node(headers)))
            }
            if cors["AllowCredentials"]?.bool ?? false {
                values.append(("Access-Control-Allow-Credentials", .text("'true'")))
            }
            if let age = cors["MaxAge"] { values.append(("Access-Control-Max-Age", .node(age))) }
        }
        values.append(
            (
                "Access-Control-Allow-Methods",
                (isObject ? cors["AllowMethods"] : nil).map { .node($0) } ?? .text("'\(list)'")
            ))
        values.append(("Access-Control-Allow-Origin", origin))
        // A text as a header or parameter of either version says it.
        let text =
            isSwagger
            ? NewObject(["type": .text("string")])
            : NewObject(["schema": NewObject(["type": .text("string")]).value])
        var headers = NewObject()
        var mappings = NewObject()
        for (name, value) in values {
            headers[name] = text.value
            mappings["method.response.header.\(name)"] = value
        }
        let answer = NewObject([
            "statusCode": .text("200"), "responseParameters": mappings.value,
            "responseTemplates": NewObject(["application/json": .text("{}\n")]).value,
        ])
        let parameters = pathParameters(of: path, like: text)
        return NewObject([
            "summary": .text("CORS support"),
            "parameters": parameters.isEmpty ? nil : .list(parameters),
            "responses": NewObject([
                "200": NewObject([
                    "description": .text("Default response for CORS method"),
                    "headers": headers.value,
                ]).value
            ]).value,
            "x-amazon-apigateway-integration": NewObject([
                "type": .text("mock"),
                "requestTemplates": NewObject([
                    "application/json": .text("{\n  \"statusCode\" : 200\n}\n")
                ]).value,
                "responses": NewObject(["default": answer.value]).value,
            ]).value,
        ]).value
    }

    /// Declarations of a path's variables; `text` is how the version says that one is a text.
    private func pathParameters(of path: String, like text: NewObject) -> [NewNode] {
        path.split(separator: "/").filter { $0.hasPrefix("{") }.map { segment in
            var parameter = NewObject([
                "name": .text(String(segment.filter { !"{}+".contains($0) })),
                "in": .text("path"), "required": .bool(true),
            ])
            for member in text.members { parameter[member.name] = member.value }
            return parameter.value
        }
    }
}
