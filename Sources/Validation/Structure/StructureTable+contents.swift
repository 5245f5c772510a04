extension StructureTable {
    mutating func defineContents() {
        let common: [(Field, Value)] = [
            (.description, .string), (.required, .boolean), (.deprecated, .boolean),
            (.allowEmptyValue, .boolean), (.explode, .boolean), (.allowReserved, .boolean),
            (.schema, .referable(.schema30)), (.example, .any),
            (.examples, .map(.referable(.example))), (.content, .map(.object(.mediaType))),
        ]
        let styles = [
            "matrix", "label", "form", "simple", "spaceDelimited", "pipeDelimited", "deepObject",
        ]
        define(
            .parameter30, "parameter object", required: [.name, .in],
            common + [
                (.name, .string), (.in, .choice(["query", "header", "path", "cookie"])),
                (.style, .choice(styles)),
            ])
        define(.header30, "header object", common + [(.style, .choice(["simple"]))])
        let simple = ["string", "number", "integer", "boolean", "array"]
        let typed: [(Field, Value)] = [
            (.format, .string), (.items, .object(.items20)),
            (.collectionFormat, .choice(["csv", "ssv", "tsv", "pipes", "multi"])),
            (.default, .any), (.maximum, .number), (.exclusiveMaximum, .boolean),
            (.minimum, .number), (.exclusiveMinimum, .boolean), (.maxLength, .count),
            (.minLength, .count), (.pattern, .string), (.maxItems, .count), (.minItems, .count),
            (.uniqueItems, .boolean), (.enum, .list(.any)), (.multipleOf, .number),
        ]
        define(
            .parameter20, "parameter object", required: [.name, .in],
            typed + [
                (.type, .choice(simple + ["file"])), (.name, .string),
                (.in, .choice(["query", "header", "path", "formData", "body"])),
                (.description, .string), (.required, .boolean), (.allowEmptyValue, .boolean),
                (.schema, .referable(.schema20)),
            ])
        define(
            .items20, "items object", required: [.type],
            typed + [(.type, .choice(simple)), (.reference, .string)])
        define(
            .header20, "header object", required: [.type],
            typed + [(.type, .choice(simple)), (.description, .string)])
        define(
            .requestBody, "request body object", required: [.content],
            [
                (.description, .string), (.content, .map(.object(.mediaType))),
                (.required, .boolean),
            ])
        define(
            .mediaType, "media type object",
            [
                (.schema, .referable(.schema30)), (.example, .any),
                (.examples, .map(.referable(.example))), (.encoding, .map(.object(.encoding))),
            ])
        define(
            .encoding, "encoding object",
            [
                (.contentType, .string), (.headers, .map(.referable(.header30))),
                (.style, .choice(styles)), (.explode, .boolean), (.allowReserved, .boolean),
            ])
        define(
            .responses30, "responses object", [], otherKeys: .statusCodes,
            other: .referable(.response30))
        define(
            .responses20, "responses object", [], otherKeys: .statusCodes,
            other: .referable(.response20))
        define(
            .response30, "response object", required: [.description],
            [
                (.description, .string), (.headers, .map(.referable(.header30))),
                (.content, .map(.object(.mediaType))), (.links, .map(.referable(.link))),
            ])
        define(
            .response20, "response object", required: [.description],
            [
                (.description, .string), (.schema, .referable(.schema20)),
                (.headers, .map(.object(.header20))), (.examples, .any),
            ])
        define(
            .example, "example object",
            [
                (.summary, .string), (.description, .string), (.value, .any),
                (.externalValue, .string),
            ])
        define(
            .link, "link object",
            [
                (.operationRef, .string), (.operationId, .string), (.parameters, .map(.any)),
                (.requestBody, .any), (.description, .string), (.server, .object(.server)),
            ])
    }
}
