package import Diagnostics
package import JSON

/// An API as its callers see it, in no particular language: operations, shapes, credentials.
///
/// Every back end starts from this model and adds names and text. Orders are the document's.
package struct ClientAPI: Sendable {
    /// `info.title`; empty where there is none.
    package var title: String

    /// `info.version`; empty where there is none.
    package var version: String

    /// `info.description`.
    package var description: String?

    /// Where the API is served.
    package var servers: [ClientServer]

    /// The ways to authorize a call that some operation uses, or that the document declares.
    package var schemes: [CredentialScheme]

    package var operations: [ClientOperation]

    /// Every shape; a ``ShapeID`` is a place in it.
    package var shapes: [Shape]

    /// The sets of documented errors, each once; `ClientOperation.failures` is a place in it.
    package var failureSets: [FailureSet]

    /// The header fields that answers document, each once, in document order.
    package var answerHeaders: [ClientHeader] = []

    /// The VPC endpoints of a private API.
    package var vpcEndpoints: [String] = []

    /// Whether the gateway answers under the name that it gave the API.
    package var hasDefaultEndpoint = true

    /// The shape of an id.
    package subscript(id: ShapeID) -> Shape { shapes[id.index] }
}

/// The place of a shape in ``ClientAPI/shapes``.
package struct ShapeID: Hashable, Sendable {
    package let index: Int

    package init(_ index: Int) { self.index = index }
}

/// What a value is.
package indirect enum ValueType: Hashable, Sendable {
    case string
    case bool
    /// An integer of no declared width or 32 bits.
    case int
    case int64
    case double
    /// A point in time, RFC 3339.
    case timestamp
    /// A day, RFC 3339 `full-date`.
    case day
    /// Bytes, in JSON as base64.
    case bytes
    /// Bytes as they are: a file, a body.
    case binary
    /// Anything that JSON can say.
    case any
    case list(ValueType)
    /// An object whose member names are free.
    case map(ValueType)
    /// An array's elements or a map's values that may be null.
    case optional(ValueType)
    case shape(ShapeID)
}

/// A type that needs a declaration.
package struct Shape: Sendable {
    /// How the document leads to a shape.
    package struct Origin: Hashable, Sendable {
        /// Words for a name, outermost first, such as `Pet`, `status`.
        package var words: [String]

        /// Identifies the place across versions of the document, such as `schemas/Pet/status`.
        package var key: String

        package init(words: [String], key: String) {
            self.words = words
            self.key = key
        }
    }

    package enum Kind: Hashable, Sendable {
        case record(Record)
        /// Texts, of which there may be more one day.
        case enumeration([String])
        case union(Union)
        /// Another name for a type.
        case alias(ValueType)
        /// A form with files, `multipart/form-data`.
        case form([FormPart])
    }

    package var kind: Kind

    /// The places that have this shape, in document order; one for named shapes.
    package var origins: [Origin]

    /// Whether the document names it; others may be shared by several places.
    package var isNamed: Bool

    package var documentation: String?
    package var isDeprecated: Bool

    /// A value of the document's own; read only where samples are wanted.
    package var example: JSONValue?

    /// Where the shape was written first.
    package var range: SourceRange
}

/// An object with known members.
package struct Record: Hashable, Sendable {
    package struct Property: Sendable {
        /// The member's name in JSON.
        package var name: String
        package var type: ValueType
        package var isRequired: Bool
        package var isNullable: Bool
        package var documentation: String?
        package var isDeprecated: Bool

        /// A value of the document's own; read only where samples are wanted.
        package var example: JSONValue?
    }

    package var properties: [Property]

    /// The type of members beyond the known ones, where the document says that there may be some.
    package var additional: ValueType?
}

extension Record.Property: Hashable {
    /// Documentation and examples do not tell two properties apart.
    package static func == (lhs: Self, rhs: Self) -> Bool {
        lhs.name == rhs.name && lhs.type == rhs.type && lhs.isRequired == rhs.isRequired
            && lhs.isNullable == rhs.isNullable && lhs.isDeprecated == rhs.isDeprecated
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(type)
    }
}

/// One of several types.
package struct Union: Hashable, Sendable {
    package struct Arm: Hashable, Sendable {
        package var type: ValueType

        /// A word for the arm's name, where the type has none.
        package var word: String

        /// The values of the discriminator that mean this arm.
        package var tags: [String]
    }

    package var arms: [Arm]

    /// The member whose text says which arm it is.
    package var discriminator: String?
}

/// A part of a `multipart/form-data` body.
package struct FormPart: Hashable, Sendable {
    package enum Content: Hashable, Sendable {
        case file
        case files
        case value(ValueType)
        case json(ValueType)
    }

    package var name: String
    package var content: Content
    package var contentType: String?
    package var isRequired: Bool
    package var documentation: String?
}

/// One call that can be made.
package struct ClientOperation: Sendable {
    /// `operationId`, where there is one.
    package var id: String?

    /// As HTTP spells it; `nil` where the caller says.
    package var method: String?

    /// The path with its parameters in braces.
    package var path: String
    package var tag: String?
    package var summary: String?
    package var description: String?
    package var isDeprecated: Bool
    package var parameters: [ClientParameter]
    package var body: ClientBody?
    package var result: ClientResult

    /// The place of the documented errors in ``ClientAPI/failureSets``; `nil` for none.
    package var failures: Int?

    /// Alternatives of places in ``ClientAPI/schemes``; empty where nothing is asked for.
    package var security: [[Int]]

    /// The URL of a server of its own, without a last `/`; `nil` where the API's servers hold.
    package var server: String?

    /// The operation's key.
    package var range: SourceRange

    /// Identifies the operation across versions of the document.
    package var key: String { "\(method ?? "ANY") \(path)" }
}

/// A value that a caller gives beside the body.
package struct ClientParameter: Sendable {
    package enum Location: String, Sendable {
        case path, query, header, cookie
    }

    package enum Style: String, Sendable {
        case simple, label, matrix, form, spaceDelimited, pipeDelimited, tabDelimited, deepObject
    }

    package var name: String
    package var location: Location
    package var type: ValueType
    package var isRequired: Bool
    package var style: Style
    package var explode: Bool

    /// Whether reserved characters stand unescaped.
    package var allowsReserved: Bool

    /// Whether the value is written as JSON.
    package var isJSON: Bool
    package var documentation: String?
    package var isDeprecated: Bool
}

/// The body of a request.
package struct ClientBody: Sendable {
    /// How a member of a form is written.
    package struct MemberStyle: Hashable, Sendable {
        package var name: String
        package var style: ClientParameter.Style
        package var explode: Bool
    }

    package enum Content: Sendable {
        case json(ValueType)
        case urlencoded(ValueType, [MemberStyle])
        case multipart(ShapeID)
        case text
        case binary
    }

    package var content: Content
    package var mediaType: String
    package var isRequired: Bool
    package var documentation: String?
}

/// What a call gives.
package struct ClientResult: Sendable {
    package enum Content: Hashable, Sendable {
        case nothing
        case json(ValueType)
        case text
        case binary
    }

    package enum Kind: Sendable {
        case one(Content)
        /// The content, or nothing where the body is empty.
        case optional(Content)
        /// By status.
        case several([(status: Int, content: Content)])
        /// The document says nothing: the answer itself.
        case undocumented
    }

    package var kind: Kind

    /// The media types to ask for; `nil` where it does not matter.
    package var accept: String?

    /// Documented results outside 200 to 299.
    package var redirects: [Int]

    /// Whether the body may be long or endless: callers get a streaming twin.
    package var isStream: Bool
    package var documentation: String?

    /// A body of the document's own; read only where samples are wanted.
    package var example: JSONValue?
}

/// A header field of answers.
package struct ClientHeader: Sendable {
    package var name: String
    package var type: ValueType
    package var documentation: String?
}

/// The errors that an operation documents.
package struct FailureSet: Hashable, Sendable {
    package struct Case: Hashable, Sendable {
        package enum Status: Hashable, Sendable {
            case code(Int)
            /// Such as `4XX`, by its first digit.
            case range(Int)
            case `default`
        }

        package var status: Status
        package var content: ClientResult.Content
    }

    package var cases: [Case]
}

/// Where an API is served.
package struct ClientServer: Sendable {
    package struct Variable: Sendable {
        package var name: String
        package var defaultValue: String
        package var values: [String]
        package var documentation: String?
    }

    /// The URL with its variables in braces.
    package var url: String
    package var description: String?
    package var variables: [Variable]
}

/// A way to authorize a call.
package struct CredentialScheme: Sendable {
    /// Where a secret stands in a request.
    package enum Place: Hashable, Sendable {
        case header(String)
        case query(String)
        case cookie(String)
    }

    package enum Kind: Sendable {
        /// Name and password.
        case basic
        /// A token after `Bearer` in a header.
        case bearer(header: String)
        /// A secret as it is.
        case key(Place)
        /// AWS Signature Version 4.
        case iam
        /// The values that a Lambda authorizer looks at, each where it is looked for.
        case identity([Place])
    }

    /// The name in the document.
    package var name: String
    package var kind: Kind
    package var documentation: String?
}
