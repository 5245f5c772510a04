import JSON
import JSONPath
import Mapping
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
        case .body: appendBody(payload, to: &output)
        case .bodyField(let path): return append(path, of: payload, to: &output)
        case .responseHeader(let name):
            let index = backendHeaders.fields.lastIndex {
                backendHeaders.bytes[$0.name].elementsEqual(name)
            }
            guard let index else { return false }
            output += backendHeaders.value(index)
        case .responseMultiHeader(let name):
            return appendAll(name, of: backendHeaders, to: &output)
        case .responseBody: appendBody(backendBody, to: &output)
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
        _ name: [UInt8], of fields: HeaderFields, to output: inout [UInt8]
    ) -> Bool {
        var isFirst = true
        for index in fields.fields.indices where fields.name(index).elementsEqual(name) {
            if !isFirst { output.append(UInt8(ascii: ",")) }
            isFirst = false
            output += fields.value(index)
        }
        return !isFirst
    }

    /// Appends a whole body: `{}` for none.
    private func appendBody(_ body: [UInt8], to output: inout [UInt8]) {
        let text = trimmed(body)
        if text.isEmpty { output += "{}".utf8 } else { output += text }
    }

    /// Appends what a path selects in a JSON text; false for one that does not begin like JSON.
    private func append(_ path: JSONPath, of text: [UInt8], to output: inout [UInt8]) -> Bool {
        guard promisesJSON(text) else { return false }
        // What validation has read is not read again.
        if worker.validator.tape.bytes == text, !worker.validator.tape.entries.isEmpty {
            return append(path, on: worker.validator.tape, to: &output)
        }
        return readsJSON(text) && append(path, on: worker.tape, to: &output)
    }

    private func append(_ path: JSONPath, on tape: JSONTape, to output: inout [UInt8]) -> Bool {
        let outcome = worker.evaluator.evaluate(path, on: tape)
        return appendMapped(outcome, worker.evaluator, on: tape, to: &output)
    }

    /// Reads a JSON text onto the worker's tape where it is not there already; false for a text
    /// that is not JSON.
    func readsJSON(_ text: [UInt8]) -> Bool {
        if !worker.tape.entries.isEmpty, worker.tape.bytes == text { return true }
        return worker.tape.scan(text) == nil
    }

    /// Whether a body must be JSON for a mapping that reads it, and is not.
    func isBrokenJSON(_ body: [UInt8]) -> Bool {
        guard promisesJSON(body) else { return false }
        if worker.validator.tape.bytes == body, !worker.validator.tape.entries.isEmpty {
            return false
        }
        return !readsJSON(body)
    }
}
