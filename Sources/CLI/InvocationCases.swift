internal import BundleFormat
internal import Diagnostics
internal import Gateway
internal import JSON
internal import Options
internal import Platform

extension InvokeCommand {
    /// Runs the cases of a file and compares responses and calls with what they expect.
    ///
    /// - Parameters:
    ///   - path: A JSON list of cases.
    ///   - loaded: The gateway they go to.
    ///   - backends: Stubs for cases that have none of their own.
    ///   - identity: Who calls where a case has no identity of its own.
    ///   - junit: Where to write the results as JUnit XML, or `nil`.
    ///   - console: Receives a line a failing case, with what differed, and the counts.
    /// - Returns: `findings` where a case failed.
    /// - Throws: Where a file cannot be read or written.
    static func runCases(
        _ path: String, _ loaded: Loaded, _ backends: StubBackends, identity: AssumedIdentity,
        junit: String?, _ console: inout Console
    ) throws -> ProgramStatus {
        guard let list = try readJSON(path).arrayValue else {
            throw UsageError("'\(path)' is not a list of cases")
        }
        var results: [(name: String, failure: String?)] = []
        for (index, json) in list.enumerated() {
            let name = json["id"]?.stringValue ?? "case \(index + 1)"
            results.append((name, try failure(of: json, loaded, backends, identity)))
        }
        for (name, failure) in results {
            guard let failure else { continue }
            console.write("\(name): FAILED\n    \(failure.replacing("\n", with: "\n    "))\n")
        }
        let failed = results.count { $0.failure != nil }
        console.write("\(results.count - failed) passed, \(failed) failed\n")
        if let junit { try writeFile(Array(junitXML(path, results).utf8), to: junit) }
        return failed == 0 ? .success : .findings
    }

    private static func failure(
        of json: JSONValue, _ loaded: Loaded, _ backends: StubBackends, _ identity: AssumedIdentity
    ) throws -> String? {
        let recorded = InvocationCase(json)
        var settings = loaded.settings
        if json["stage"] != nil || json["usagePlans"] != nil {
            let own = recorded.settings
            settings.stages = own.stages
            if !own.usagePlans.isEmpty { settings.usagePlans = own.usagePlans }
        } else if let first = settings.stages.first {
            settings.stages = [first]
            settings.stages[0].name = recorded.stage
        }
        var invocation = Invocation()
        invocation.request = recorded.request
        if recorded.isTest {
            invocation.mode = .test(
                resourcePath: json["request"]?["resourcePath"]?.stringValue ?? "/")
        } else {
            let own = try json["identity"].map { try AssumedIdentity($0, name: "'identity'") }
            invocation.mode = .assuming(own ?? identity)
        }
        let stubs: StubBackends
        do { stubs = try json["backend"].map { try StubBackends($0) } ?? backends } catch {
            return "\(error)"
        }
        let outcome = invocation.run(
            on: Worker(Gateway(image: loaded.image, settings: settings)), backends: stubs,
            store: MemoryStore())
        var matcher = RecordedMatcher()
        for name in outcome.missingStubs { matcher.differ("\(name): called and has no stub") }
        matchInvocation(json["expected"] ?? .null, outcome, into: &matcher)
        return matcher.failure
    }

    private static func junitXML(
        _ path: String, _ results: [(name: String, failure: String?)]
    ) -> String {
        let failed = results.count { $0.failure != nil }
        var xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        xml += "<testsuite name=\"\(escapedForXML(path))\" tests=\"\(results.count)\" "
        xml += "failures=\"\(failed)\">\n"
        for (name, failure) in results {
            xml += "  <testcase name=\"\(escapedForXML(name))\""
            guard let failure else {
                xml += "/>\n"
                continue
            }
            let first = failure.split(separator: "\n").first.map(String.init) ?? ""
            xml +=
                ">\n    <failure message=\"\(escapedForXML(first))\">\(escapedForXML(failure))</failure>\n"
            xml += "  </testcase>\n"
        }
        return xml + "</testsuite>\n"
    }
}
