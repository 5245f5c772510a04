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
            throw UsageError(
                "'\(path)' is not a list of cases",
                help: "write '[{\"id\": ..., \"request\": ...}]'")
        }
        if list.isEmpty { throw UsageError("'\(path)' has no cases") }
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
        if let mistake = InvocationCase.mistake(in: json) { return mistake }
        let recorded = InvocationCase(json)
        var settings = loaded.settings
        settings.stages = [stage(of: recorded, in: loaded.settings)]
        let plans = recorded.settings.usagePlans
        if !plans.isEmpty { settings.usagePlans = plans }
        var invocation = Invocation()
        invocation.request = recorded.request
        if recorded.isTest {
            invocation.mode = .test(
                resourcePath: json["request"]?["resourcePath"]?.stringValue ?? "/")
        } else {
            do throws(UsageError) {
                invocation.mode = .assuming(
                    try json["identity"].map { value throws(UsageError) in
                        try AssumedIdentity(value, name: "'identity'")
                    } ?? identity)
            } catch { return error.message }
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
        if recorded.isTest {
            matchTestInvocation(
                json["expected"] ?? .null, outcome, at: invocation.moment, into: &matcher)
        } else {
            matchInvocation(json["expected"] ?? .null, outcome, into: &matcher)
        }
        return matcher.failure
    }

    /// The stage that a case names, as the settings describe it, with what the case says of it; the
    /// first stage where it names none.
    private static func stage(
        of recorded: InvocationCase, in settings: RuntimeSettings
    ) -> RuntimeSettings.Stage {
        var own = recorded.settings.stages[0]
        let known =
            recorded.json["stage"]?["name"] == nil
            ? settings.stages.first : settings.stages.first { $0.name == own.name }
        guard var stage = known else { return own }
        stage.variables.merge(own.variables) { $1 }
        if own.canary != nil { swap(&stage.canary, &own.canary) }
        stage.name = own.name
        return stage
    }

    private static func junitXML(
        _ path: String, _ results: [(name: String, failure: String?)]
    ) -> String {
        let failed = results.count { $0.failure != nil }
        var xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        xml += "<testsuite name=\"\(escapedForXML(path))\" tests=\"\(results.count)\" "
        xml += "failures=\"\(failed)\">\n"
        for (name, failure) in results {
            xml += "  <testcase classname=\"\(escapedForXML(path))\" "
            xml += "name=\"\(escapedForXML(name))\""
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
