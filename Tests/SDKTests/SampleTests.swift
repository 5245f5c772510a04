import JSON
import Testing

@testable import SDK

@Suite struct SampleTests {
    /// The sample of the first schema, as JSON.
    private func sample(_ schemas: String) throws -> String? {
        let (api, _) = try readClient(document(schemas: schemas), includingExamples: true)
        var samples = SampleValues(api)
        return samples.value(of: .shape(ShapeID(0)))?.printed(.compact)
    }

    @Test(arguments: [
        (
            #"{"A":{"type":"object","properties":{"s":{"type":"string","example":"Rex"}}}}"#,
            #"{"s":"Rex"}"#
        ),
        // An example of the wrong type gives way.
        (
            #"{"A":{"type":"object","properties":{"n":{"type":"integer","example":"many"},"d":{"type":"number","example":2.5}}}}"#,
            #"{"n":1,"d":2.5}"#
        ),
        (
            #"{"A":{"type":"object","properties":{"t":{"type":"string","format":"date-time","example":"yesterday"},"d":{"type":"string","format":"date","example":"2020-02-30x"}}}}"#,
            #"{"t":"2024-01-31T12:00:00Z","d":"2024-01-31"}"#
        ),
        (
            #"{"A":{"type":"object","properties":{"t":{"type":"string","format":"date-time","example":"2020-02-03T01:02:03.25Z"}}}}"#,
            #"{"t":"2020-02-03T01:02:03.25Z"}"#
        ),
        // What an example lacks and must be there is made up; what it has beyond is left out.
        (
            #"{"A":{"type":"object","required":["a"],"properties":{"a":{"type":"boolean"},"b":{"type":"string"}},"example":{"b":"x","c":1}}}"#,
            #"{"a":true,"b":"x"}"#
        ),
        // A type within itself ends.
        (
            ##"{"A":{"type":"object","required":["kids"],"properties":{"kids":{"type":"array","items":{"$ref":"#/components/schemas/A"}},"up":{"$ref":"#/components/schemas/A"}}}}"##,
            #"{"kids":[]}"#
        ),
        (
            ##"{"A":{"type":"object","required":["up"],"properties":{"up":{"$ref":"#/components/schemas/A"}}}}"##,
            nil
        ),
        (#"{"A":{"type":"string","enum":["low","high"]}}"#, #""low""#),
        (
            ##"{"A":{"oneOf":[{"$ref":"#/components/schemas/B"},{"$ref":"#/components/schemas/C"}],"discriminator":{"propertyName":"k"}},"B":{"type":"object","required":["k"],"properties":{"k":{"type":"string"},"x":{"type":"integer"}}},"C":{"type":"object"}}"##,
            #"{"k":"B","x":1}"#
        ),
    ])
    func makesValuesThatFit(schemas: String, expected: String?) throws {
        #expect(try sample(schemas) == expected)
    }

    /// Every level doubles the value: there is none rather than a thousand million objects.
    @Test func samplesEnd() throws {
        let levels = (0..<30).map { level in
            let next = ##"{"$ref":"#/components/schemas/L\##(level + 1)"}"##
            let members = #"{"a":\#(next),"b":\#(next)}"#
            return #""L\#(level)":{"type":"object","required":["a","b"],"properties":\#(members)}"#
        }
        let schemas = "{" + (levels + [#""L30":{"type":"string"}"#]).joined(separator: ",") + "}"
        #expect(try sample(schemas) == nil)
    }
}
