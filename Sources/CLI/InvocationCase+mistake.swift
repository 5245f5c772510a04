import Diagnostics
package import JSON

extension InvocationCase {
    /// What is wrong with the form of a case, one line, or `nil`.
    ///
    /// A misspelt expectation would otherwise be one that always holds.
    package static func mistake(in json: JSONValue) -> String? {
        guard json.objectValue != nil else { return "a case is an object" }
        for (path, known) in members {
            var value: JSONValue? = json
            for name in path { value = value?[name] }
            guard let value, value != .null else { continue }
            let place = path.isEmpty ? "a case" : "'\(path.joined(separator: "."))'"
            guard let object = value.objectValue else { return "\(place) is not an object" }
            for member in object.members where !known.contains(member.key) {
                let help = nearest(to: member.key, in: known).map { "; did you mean '\($0)'?" }
                return "\(place) has no member '\(member.key)'" + (help ?? "")
            }
        }
        let isTest = json["mode"] == "test-invoke"
        if let mode = json["mode"], !isTest {
            return "'mode' is \(mode.printed()), and only \"test-invoke\" is known"
        }
        let request = json["request"]
        let names = isTest ? ["httpMethod", "resourcePath"] : ["method", "path"]
        for name in names where request?[name]?.stringValue == nil {
            return "the case has no 'request.\(name)'"
        }
        guard json["expected"]?.objectValue?.members.isEmpty == false else {
            return "the case has no 'expected', so nothing could fail"
        }
        let expectsTest =
            json["expected"]?["testInvoke"] != nil || json["expected"]?["error"] != nil
        if isTest != expectsTest {
            return isTest
                ? "a case of mode \"test-invoke\" expects 'testInvoke' or 'error'"
                : "'testInvoke' and 'error' are for cases of mode \"test-invoke\""
        }
        if let text = request?["bodyBase64"], text.stringValue.flatMap(decodeBase64) == nil {
            return "'request.bodyBase64' is not base64"
        }
        return nil
    }

    private static let members: [(path: [String], known: [String])] = [
        (
            [],
            [
                "id", "kind", "oracle", "source", "features", "spec", "importOptions", "stage",
                "endpointType", "usagePlans", "backend", "mode", "request", "identity", "expected",
                "adaptation", "notes",
            ]
        ),
        (["stage"], ["name", "variables", "canary"]),
        (["stage", "canary"], ["spec", "percentTraffic", "stageVariableOverrides"]),
        (
            ["request"],
            [
                "method", "path", "rawQuery", "headers", "body", "bodyBase64", "bodyEncoding",
                "resourcePath", "httpMethod", "pathWithQueryString",
            ]
        ),
        (
            ["expected"],
            [
                "response", "lambdaEvent", "lambdaEventHeadersAbsent", "backendRequest",
                "testInvoke", "error",
            ]
        ),
        (
            ["expected", "response"],
            ["status", "headers", "headersAbsent", "body", "bodyBase64", "bodyJson"]
        ),
        (
            ["expected", "backendRequest"],
            [
                "method", "path", "query", "queryJoined", "headers", "headersAbsent",
                "headersAbsentUncertain", "body", "bodyBase64", "bodyJson",
            ]
        ),
    ]
}
