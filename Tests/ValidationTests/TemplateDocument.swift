import Testing
import Validation

/// Expects a rule's diagnostics at the markers of a request template and nowhere else.
///
/// The template stands in a block scalar of `POST /pets`, which declares the parameters `name`
/// (string) and `count` (integer) and a model with some properties.
func expect(
    _ rule: any Rule.Type, inTemplate marked: String,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let indentation = String(repeating: " ", count: 12)
    let lines = marked.split(separator: "\n", omittingEmptySubsequences: false)
    let document = #"""
        openapi: 3.0.1
        info: {title: t, version: '1'}
        paths:
          /pets:
            post:
              parameters:
              - {name: name, in: query, schema: {type: string}}
              - {name: count, in: query, schema: {type: integer}}
              requestBody:
                content:
                  application/json: {schema: {$ref: '#/components/schemas/Pet'}}
              responses: {'200': {description: fine}}
              x-amazon-apigateway-integration:
                type: http
                httpMethod: POST
                uri: https://example.com/pets
                requestTemplates:
                  application/json: |

        """# + lines.map { indentation + $0 + "\n" }.joined() + #"""
                    responses: {default: {statusCode: '200'}}
            components:
              schemas:
                Pet:
                  type: object
                  properties:
                    name: {type: string}
                    age: {type: integer}
                    tags: {type: array, items: {type: string}}
                    owner: {type: object, properties: {id: {type: string}}, additionalProperties: true}
                    kind: {allOf: [{type: object, properties: {id: {type: string}}}]}

            """#
    expect(rule, in: document, sourceLocation: sourceLocation)
}
