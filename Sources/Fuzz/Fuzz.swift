import Platform

/// What libFuzzer can feed, by name; each stops the process where something is wrong.
private let fuzzers: [String: @Sendable ([UInt8]) -> Void] = [
    "documents": fuzzDocuments,
    "gateway-image": fuzzGatewayImage,
    "json": fuzzJSON,
    "lint": fuzzLint,
    "patterns": fuzzPatterns,
    "requests": fuzzRequests,
    "responses": fuzzResponses,
    "route-table": fuzzRouteTable,
    "routes": fuzzRoutes,
    "template": fuzzTemplate,
    "template-code": fuzzTemplateCode,
    "jsonpath": fuzzJSONPath,
    "schemas": fuzzSchemas,
    "stored-programs": fuzzStoredPrograms,
]

/// The entry point that libFuzzer calls with each input.
///
/// `APIGW_FUZZ=1 swift build --scratch-path .build/fuzz --sanitize fuzzer --product Fuzz` builds
/// it: libFuzzer brings its own `main`. `APIGW_FUZZER=NAME` chooses one of the list above.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    chosen(bytes)
    return 0
}

private let chosen: @Sendable ([UInt8]) -> Void = {
    guard let fuzzer = fuzzers[environmentVariable("APIGW_FUZZER") ?? ""] else {
        preconditionFailure("set APIGW_FUZZER to one of \(fuzzers.keys.sorted())")
    }
    return fuzzer
}()
