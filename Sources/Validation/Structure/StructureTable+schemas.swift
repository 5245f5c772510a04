extension StructureTable {
    mutating func defineSchemas() {
        let types = ["string", "number", "integer", "boolean", "array", "object"]
        let common: [(Field, Value)] = [
            (.title, .string), (.description, .string), (.format, .string), (.default, .any),
            (.multipleOf, .number), (.maximum, .number), (.exclusiveMaximum, .boolean),
            (.minimum, .number), (.exclusiveMinimum, .boolean), (.maxLength, .count),
            (.minLength, .count), (.pattern, .string), (.maxItems, .count), (.minItems, .count),
            (.uniqueItems, .boolean), (.maxProperties, .count), (.minProperties, .count),
            (.required, .list(.string)), (.enum, .list(.any)), (.readOnly, .boolean),
            (.xml, .object(.xml)), (.externalDocs, .object(.externalDocs)), (.example, .any),
        ]
        let schema = Value.referable(.schema30)
        define(
            .schema30, "schema object",
            common + [
                (.type, .choice(types)), (.allOf, .list(schema)), (.oneOf, .list(schema)),
                (.anyOf, .list(schema)), (.not, schema), (.items, schema),
                (.properties, .map(schema)),
                (.additionalProperties, .booleanOrSchema(.schema30)), (.nullable, .boolean),
                (.discriminator, .object(.discriminator)), (.writeOnly, .boolean),
                (.deprecated, .boolean),
            ])
        let old = Value.referable(.schema20)
        define(
            .schema20, "schema object",
            common + [
                (.type, .choice(types + ["file", "null"])),
                (.allOf, .list(old)),
                (.items, old), (.properties, .map(old)),
                (.additionalProperties, .booleanOrSchema(.schema20)), (.discriminator, .string),
            ])
        define(
            .discriminator, "discriminator object", required: [.propertyName],
            [(.propertyName, .string), (.mapping, .map(.string))])
        define(
            .xml, "XML object",
            [
                (.name, .string), (.namespace, .string), (.prefix, .string),
                (.attribute, .boolean), (.wrapped, .boolean),
            ])
    }
}
