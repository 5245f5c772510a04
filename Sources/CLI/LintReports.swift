internal import Diagnostics
internal import Lowering
internal import Platform
internal import Synchronization
internal import Validation

/// Checks specifications, as many at a time as there are processors.
///
/// - Returns: A report each, in the order of the paths, diagnostics by file, place and name; and
///   why paths could not be read.
func lintReports(
    _ paths: [String], _ options: LoweringOptions, resource: String?, allowsOutside: Bool,
    checksExamples: Bool
) -> (reports: [Report], failures: [PlatformError]) {
    let results = Mutex<[Result<Report, PlatformError>?]>(Array(repeating: nil, count: paths.count))
    concurrently(paths.count) { index in
        let result = Result { () throws(PlatformError) in
            try lintReport(
                paths[index], options, resource: resource, allowsOutside: allowsOutside,
                checksExamples: checksExamples)
        }
        results.withLock { $0[index] = result }
    }
    var reports: [Report] = []
    var failures: [PlatformError] = []
    for result in results.withLock({ $0 }) {
        switch result {
        case .success(let report)?: reports.append(report)
        case .failure(let error)?: failures.append(error)
        case nil: break
        }
    }
    return (reports, failures)
}

private func lintReport(
    _ path: String, _ options: LoweringOptions, resource: String?, allowsOutside: Bool,
    checksExamples: Bool
) throws(PlatformError) -> Report {
    let spec = try SpecInput(path, resource: resource, allowsOutside: allowsOutside)
    var log = spec.log
    for api in spec.apis {
        _ = checkedAPI(api, options, isGateway: false, keepsTemplates: false, into: &log)
    }
    if checksExamples {
        for api in spec.apis { checkExamples(in: api.document, into: &log) }
    }
    return Report(
        input: spec.name, files: spec.files, diagnostics: inPrintingOrder(log.diagnostics))
}

/// Diagnostics by file, place and name; of those that are equal, the first.
func inPrintingOrder(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    var keyed = diagnostics.enumerated().map {
        (key: PrintingKey($0.element, $0.offset), $0.element)
    }
    keyed.sort { $0.key < $1.key }
    var result: [Diagnostic] = []
    result.reserveCapacity(keyed.count)
    for (_, diagnostic) in keyed where diagnostic != result.last { result.append(diagnostic) }
    return result
}

private struct PrintingKey: Comparable {
    let file: UInt16
    let start: UInt32
    let end: UInt32
    let name: String
    let place: Int

    init(_ diagnostic: Diagnostic, _ place: Int) {
        file = diagnostic.range.file.rawValue
        start = diagnostic.range.start
        end = diagnostic.range.end
        name = diagnostic.id.rawValue
        self.place = place
    }

    static func < (lhs: Self, rhs: Self) -> Bool {
        if lhs.file != rhs.file { return lhs.file < rhs.file }
        if lhs.start != rhs.start { return lhs.start < rhs.start }
        if lhs.end != rhs.end { return lhs.end < rhs.end }
        if lhs.name != rhs.name { return lhs.name < rhs.name }
        return lhs.place < rhs.place
    }
}
