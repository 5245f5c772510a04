import JSON
import JSONPath
import Schemas

extension Exchange {
    /// Appends the value of a mapping's source; false, and nothing appended, where there is none.
    func append(_ source: ValueSource, to output: inout [UInt8]) -> Bool {
        switch source {
        case .literal(let text): output += text
        case .path(let name):
            guard let value = pathParameter(name) else { return false }
            output += value
        case .query(let name):
            guard let value = query.last(name) else { return false }
            output += value
        case .header(let name):
            guard let value = header(name) else { return false }
            output += value
        case .multiHeader(let name): return appendAll(name, of: headers, to: &output)
        case .multiQuery(let name): return appendAll(name, of: query.fields, to: &output)
        case .body: output += payload.isEmpty ? Array("{}".utf8) : payload
        case .bodyField(let path): return append(path, of: payload, to: &output)
        case .responseHeader(let name):
            let index = backendHeaders.fields.lastIndex {
                isEqualIgnoringCase(backendHeaders.bytes[$0.name], name)
            }
            guard let index else { return false }
            output += backendHeaders.value(index)
        case .responseMultiHeader(let name):
            return appendAll(name, of: backendHeaders, ignoringCase: true, to: &output)
        case .responseBody: output += backendBody
        case .responseBodyField(let path): return append(path, of: backendBody, to: &output)
        case .stageVariable(let name):
            guard let value = deployment?.variable(name) else { return false }
            output += value
        case .context(let name): return appendContext(name, to: &output)
        case .nothing: return false
        }
        return true
    }

    /// The single values of a query parameter, for a mapping that repeats the parameter.
    func queryValues(_ name: [UInt8]) -> [ArraySlice<UInt8>] {
        let fields = query.fields
        return fields.fields.indices.filter { fields.name($0).elementsEqual(name) }
            .map { fields.value($0) }
    }

    private func appendAll(
        _ name: [UInt8], of fields: HeaderFields, ignoringCase: Bool = false,
        to output: inout [UInt8]
    ) -> Bool {
        var isFirst = true
        for index in fields.fields.indices {
            let found = fields.name(index)
            guard
                ignoringCase ? isEqualIgnoringCase(found, name) : found.elementsEqual(name)
            else { continue }
            if !isFirst { output.append(UInt8(ascii: ",")) }
            isFirst = false
            output += fields.value(index)
        }
        return !isFirst
    }

    /// Appends what a path selects in a JSON text: a string as it is, all else as JSON.
    private func append(_ path: JSONPath, of text: [UInt8], to output: inout [UInt8]) -> Bool {
        guard !text.isEmpty else { return false }
        // What validation has read is not read again.
        if worker.validator.tape.bytes == text, !worker.validator.tape.entries.isEmpty {
            return append(path, on: worker.validator.tape, to: &output)
        }
        return readsJSON(text) && append(path, on: worker.tape, to: &output)
    }

    private func append(_ path: JSONPath, on tape: JSONTape, to output: inout [UInt8]) -> Bool {
        guard case .one(let node) = worker.evaluator.evaluate(path, on: tape) else { return false }
        switch tape.entries[node].kind {
        case .string:
            let (isDecoded, range) = tape.stringRange(of: node)
            output += isDecoded ? tape.decoded[range] : tape.bytes[range]
        case .null: return false
        case .object, .array: output += JSONValue(tape, at: node).printed(.compact).utf8
        default: output += tape.spelling(at: node)
        }
        return true
    }

    /// Reads a JSON text onto the worker's tape where it is not there already; false for a text
    /// that is not JSON.
    func readsJSON(_ text: [UInt8]) -> Bool {
        if !worker.tape.entries.isEmpty, worker.tape.bytes == text { return true }
        return worker.tape.scan(text) == nil
    }

    /// Whether the payload must be JSON for a mapping and is not: its first byte promises JSON.
    var isPayloadBrokenJSON: Bool {
        guard let first = payload.first, "{['\"".utf8.contains(first) else { return false }
        if worker.validator.tape.bytes == payload, !worker.validator.tape.entries.isEmpty {
            return false
        }
        return !readsJSON(payload)
    }
}
