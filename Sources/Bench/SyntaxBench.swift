import CLibYAML
import Diagnostics
import JSON
import Platform
import Syntax

/// Reading documents: libyaml's own event loop, then ours, over the same bytes in the same run.
let syntaxWorkloads: [Workload] = [
    Workload(name: "yaml-events", summary: "libyaml's event loop alone, MB/s") { arguments in
        let bytes = try input(arguments, isJSON: false)
        let seconds = medianSeconds(rounds: arguments.rounds) { libYAMLEvents(bytes) }
        return [Figure(name: "speed", value: megabytes(bytes) / seconds, unit: "MB/s")]
    },
    Workload(name: "syntax-yaml", summary: "YAML to tree, beside libyaml's event loop") {
        arguments in
        let bytes = try input(arguments, isJSON: false)
        let (peer, ours) = medianSecondsInTurn(rounds: arguments.rounds) {
            libYAMLEvents(bytes)
        } _: {
            parse(bytes, "bench.yaml")
        }
        return [
            Figure(name: "speed", value: megabytes(bytes) / ours, unit: "MB/s"),
            Figure(name: "time", value: ours * 1000, unit: "ms"),
            Figure(name: "ratio to libyaml", value: ours / peer, unit: "times"),
            Figure(name: "peak memory", value: Double(peakResidentBytes()) / 1e6, unit: "MB"),
        ]
    },
    Workload(name: "syntax-json", summary: "JSON to tree, MB/s") { arguments in
        let bytes = try input(arguments, isJSON: true)
        let ours = medianSeconds(rounds: arguments.rounds) { parse(bytes, "bench.json") }
        var tape = JSONTape()
        let scan = medianSeconds(rounds: arguments.rounds) { tape.scan(bytes) }
        return [
            Figure(name: "speed", value: megabytes(bytes) / ours, unit: "MB/s"),
            Figure(name: "time", value: ours * 1000, unit: "ms"),
            Figure(name: "tape only", value: megabytes(bytes) / scan, unit: "MB/s"),
            Figure(name: "peak memory", value: Double(peakResidentBytes()) / 1e6, unit: "MB"),
        ]
    },
]

func megabytes(_ bytes: [UInt8]) -> Double { Double(bytes.count) / 1e6 }

/// The file named by `--input`, or a document made for the purpose of `--size` bytes (10 MB).
func input(_ arguments: BenchArguments, isJSON: Bool) throws -> [UInt8] {
    if let path = arguments.options["input"] { return try readFile(path) }
    let size = arguments.options["size"].flatMap(Int.init) ?? 10_000_000
    return generatedDocument(byteCount: size, isJSON: isJSON)
}

private func parse(_ bytes: [UInt8], _ path: String) {
    var log = DiagnosticLog()
    let root = parseDocument(SourceFile(path: path, bytes: bytes), into: &log)
    precondition(root.kind != .invalid)
}

func libYAMLEvents(_ bytes: [UInt8]) {
    var parser = unsafe yaml_parser_t()
    unsafe yaml_parser_initialize(&parser)
    defer { unsafe yaml_parser_delete(&parser) }
    unsafe bytes.withUnsafeBufferPointer { input in
        unsafe yaml_parser_set_input_string(&parser, input.baseAddress, input.count)
        var event = unsafe yaml_event_t()
        while unsafe yaml_parser_parse(&parser, &event) != 0 {
            let isLast = unsafe event.type == YAML_STREAM_END_EVENT
            unsafe yaml_event_delete(&event)
            if isLast { break }
        }
    }
}

/// An OpenAPI 3.0 document with integrations, of at least a size; the same for equal arguments.
func generatedDocument(byteCount: Int, isJSON: Bool) -> [UInt8] {
    var paths: [JSONObject.Member] = []
    var written = 0
    var number = 0
    while written < byteCount {
        let path = generatedPath(number)
        written += path.printed(isJSON ? .compact : .indented).utf8.count
        paths.append(JSONObject.Member("/items\(number)/{id}", path))
        number += 1
    }
    let document: JSONValue = [
        "openapi": "3.0.1", "info": ["title": "Generated", "version": "1"],
        "paths": .object(JSONObject(paths)),
        "components": [
            "schemas": ["Item": ["type": "object", "properties": ["id": ["type": "string"]]]]
        ],
    ]
    if isJSON { return Array(document.printed().utf8) }
    var output = ""
    writeYAML(document, indent: 0, to: &output)
    return Array(output.utf8)
}

private func generatedPath(_ number: Int) -> JSONValue {
    let template =
        "#set($id = $input.params('id'))\n{\n  \"id\": \"$id\",\n  \"number\": \(number)\n}\n"
    return [
        "get": [
            "operationId": .string("getItem\(number)"),
            "summary": .string("Returns item \(number) of the collection, or an error."),
            "parameters": [
                ["name": "id", "in": "path", "required": true, "schema": ["type": "string"]]
            ],
            "responses": [
                "200": [
                    "description": "The item",
                    "content": [
                        "application/json": ["schema": ["$ref": "#/components/schemas/Item"]]
                    ],
                ]
            ],
            "x-amazon-apigateway-integration": [
                "type": "http", "httpMethod": "GET",
                "uri": .string("https://backend.example.com/items\(number)/{id}"),
                "requestParameters": ["integration.request.path.id": "method.request.path.id"],
                "responses": [
                    "default": [
                        "statusCode": "200",
                        "responseTemplates": ["application/json": .string(template)],
                    ]
                ],
            ],
        ]
    ]
}

/// Block style, strings plain or as literal blocks: what people write by hand.
private func writeYAML(_ value: JSONValue, indent: Int, to output: inout String) {
    let margin = String(repeating: " ", count: indent)
    switch value {
    case .object(let object):
        for member in object.members {
            let isStatus = member.key.utf8.allSatisfy { (0x30...0x39).contains($0) }
            output += "\(margin)\(isStatus ? "\"\(member.key)\"" : member.key):"
            writeYAMLChild(member.value, indent: indent + 2, to: &output)
        }
    case .array(let elements):
        for element in elements {
            var text = ""
            writeYAML(element, indent: indent + 2, to: &text)
            output += "\(margin)- \(text.dropFirst(indent + 2))"
        }
    default: output += "\(margin)\(value.printed())\n"
    }
}

private func writeYAMLChild(_ value: JSONValue, indent: Int, to output: inout String) {
    switch value {
    case .object, .array:
        output += "\n"
        writeYAML(value, indent: indent, to: &output)
    case .string(let text) where text.contains("\n"):
        output += " |\n"
        for line in text.split(separator: "\n") {
            output += "\(String(repeating: " ", count: indent))\(line)\n"
        }
    case .string(let text) where !text.contains(": ") && !text.contains("#") && !text.contains(","):
        output += " \(text == "3.0.1" ? "\"3.0.1\"" : text)\n"
    default: output += " \(value.printed())\n"
    }
}
