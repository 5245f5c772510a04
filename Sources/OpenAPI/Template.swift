package import Diagnostics
internal import JSON
package import Syntax

/// An API that a SAM or CloudFormation template defines by an OpenAPI document.
package struct TemplateAPI: Sendable {
    /// Where the document is.
    package enum Body: Sendable {
        /// In the template itself.
        case embedded(Node)
        /// In a file beside the template; the path as written.
        case file(Located<String>)
        /// In a place that cannot be read here, such as an S3 bucket.
        case elsewhere(Node)
        /// Nowhere: the template builds the API from resources or events.
        case none
    }

    /// The resource's name in the template.
    package let logicalID: Located<String>

    /// Whether it is an HTTP API rather than a REST API.
    package let isHTTPAPI: Bool

    package let body: Body

    /// The resource's `Properties`; `nil` where it has none.
    package let properties: Node?

    /// What SAM's `Globals` say for resources of the type; `nil` where they say nothing.
    package let defaults: Node?

    /// The template's root.
    package let template: Node
}

extension TemplateAPI {
    /// The APIs of a template in source order, or `nil` for a file that is no template.
    ///
    /// - Parameter root: The file's value.
    /// - Returns: Resources of the types `AWS::Serverless::Api`, `AWS::Serverless::HttpApi`,
    ///   `AWS::ApiGateway::RestApi` and `AWS::ApiGatewayV2::Api`.
    package static func all(in root: Node) -> [TemplateAPI]? {
        guard root.kind == .object, root["openapi"] == nil, root["swagger"] == nil,
            let resources = root["Resources"], resources.kind == .object
        else { return nil }
        var hasTypes = root["AWSTemplateFormatVersion"] != nil || root["Transform"] != nil
        var apis: [TemplateAPI] = []
        for member in resources.members {
            guard let type = member.value["Type"]?.string else { continue }
            hasTypes = hasTypes || type.hasPrefix("AWS::")
            let isHTTPAPI: Bool
            let defaults =
                switch type {
                case "AWS::Serverless::Api": root["Globals"]?["Api"]
                case "AWS::Serverless::HttpApi": root["Globals"]?["HttpApi"]
                default: Node?.none
                }
            switch type {
            case "AWS::Serverless::Api", "AWS::ApiGateway::RestApi": isHTTPAPI = false
            case "AWS::Serverless::HttpApi", "AWS::ApiGatewayV2::Api": isHTTPAPI = true
            default: continue
            }
            let properties = member.value["Properties"]
            if properties?["ProtocolType"]?.equals("WEBSOCKET") ?? false { continue }
            apis.append(
                TemplateAPI(
                    logicalID: Located(member.key, at: member.keyRange), isHTTPAPI: isHTTPAPI,
                    body: Body(properties), properties: properties, defaults: defaults,
                    template: root))
        }
        return hasTypes ? apis : nil
    }
}

extension TemplateAPI.Body {
    fileprivate init(_ properties: Node?) {
        guard let properties else {
            self = .none
            return
        }
        if let body = properties["DefinitionBody"] ?? properties["Body"] {
            self.init(body: body)
        } else if let uri = properties["DefinitionUri"] ?? properties["BodyS3Location"] {
            self.init(location: uri)
        } else {
            self = .none
        }
    }

    private init(body: Node) {
        guard body.kind == .object else {
            self = .elsewhere(body)
            return
        }
        // One member: the whole document is included. Includes beside other members stay.
        if let transform = body["Fn::Transform"], body.count == 1 {
            let location = transform["Parameters"]?["Location"]
            guard transform["Name"]?.equals("AWS::Include") ?? false, let location else {
                self = .elsewhere(body)
                return
            }
            self.init(location: location)
            return
        }
        self = .embedded(body)
    }

    private init(location: Node) {
        guard let path = location.string, !path.contains("://") else {
            self = .elsewhere(location)
            return
        }
        self = .file(Located(path, at: location.range))
    }
}
