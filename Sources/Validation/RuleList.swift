internal import Diagnostics

/// Rules that the walk over a document applies itself.
let structureRules: [any Rule.Type] = [
    ComponentName.self, InvalidChoice.self, InvalidStatusCode.self, MisplacedExtension.self,
    MissingField.self, PathWithoutSlash.self, ReferenceSiblings.self, ReferenceTarget.self,
    UnknownExtension.self, UnknownField.self, WrongType.self,
]

/// Rules that look at objects of a document one by one.
let objectRules: [any ObjectRule.Type] = [
    ArrayWithoutItems.self, ContradictoryBounds.self, MultiCollectionFormat.self,
    DuplicateEnumValue.self, EnumType.self,
    IncompleteScheme.self, InvalidPattern.self, OptionalPathParameter.self,
    ParameterWithoutSchema.self, UndeclaredRequired.self, UndefinedServerVariable.self,
    UnsupportedKeyword.self,
]

/// Rules about the operations and paths of any document.
let documentRules: [any DocumentRule.Type] = [
    BracesInPath.self, DuplicateOperationID.self, DuplicateParameter.self, EquivalentPaths.self,
    FileParameter.self,
    QueryInPath.self, SeveralBodies.self, TrailingSlash.self, UndeclaredPathParameter.self,
    UnusedPathParameter.self,
]

/// Rules about the methods of a REST API.
let methodRules: [any MethodRule.Type] = [
    AuthorizedPreflight.self, IdleRequestValidator.self, IgnoredOnProxy.self,
    IntegrationTimeout.self, InvalidContentType.self, InvalidIntegrationURI.self,
    InvalidMapping.self, InvalidSelectionPattern.self, LambdaHTTPMethod.self,
    MissingCredentials.self, MissingDefaultResponse.self, MissingHTTPMethod.self,
    MissingIntegration.self, MockWithoutStatus.self, OpenMethod.self, PlainHTTPBackend.self,
    PreflightHeaders.self, PreflightMethods.self, Quota.self, SecretLiteral.self,
    UndeclaredCacheKey.self, UndeclaredIntegrationStatus.self, UndeclaredMappingParameter.self,
    UndeclaredResponseHeader.self, UnknownMappedVariable.self,
    UnreachableSelectionPattern.self, VPCLinkWithoutID.self, WildcardCredentials.self,
]

/// Rules about mapping templates.
let templateRules: [any TemplateRule.Type] = [
    LongLoop.self, RepeatedOverride.self, TemplateArgumentCount.self,
    TemplateInjection.self, TemplateJSONPath.self,
    TemplateNotJSON.self, TemplatePattern.self, TemplateSyntax.self, UndefinedVariable.self,
    UnknownContextVariable.self, UnknownTemplateMember.self, UnknownTemplateMethod.self,
    UnmatchedJSONPath.self,
]

/// Rules about a REST API as a whole.
let gatewayRules: [any GatewayRule.Type] = [
    AccessLogFormat.self, AuthorizerTTL.self, BinaryEverything.self, EmptyDescription.self,
    GatewayResponseCORS.self, GatewayResponseMapping.self, GatewayResponseVariable.self,
    IdentitySource.self,
    IdentityValidationExpression.self, IncompleteAuthorizer.self, InheritedSecurity.self,
    InvalidModelSchema.self, MissingPreflight.self, NoMethods.self, OpenPolicy.self,
    OpenProxy.self, Quota.self, ReservedPath.self, ScopesWithoutEffect.self,
    UndeclaredStageVariable.self,
    UnreachableMethod.self, UnusedAuthorizer.self, UnusedModel.self,
    UnusedRequestValidator.self,
]

/// Every rule once, by name.
package let allRules: [any Rule.Type] = {
    let rules: [any Rule.Type] =
        (structureRules + objectRules) + documentRules + methodRules + templateRules + gatewayRules
    var known: Set<Diagnostic.ID> = []
    return rules.filter { known.insert($0.id).inserted }
        .sorted { $0.id.rawValue < $1.id.rawValue }
}()
