import Foundation
import Testing

@testable import SDKRuntime

@Suite struct CodingTests {
    private struct Model: APIModel {
        var required: Int
        var nullable: String?
        var optional: Bool?
        var patch: Patch<String> = .absent
        var additional: [String: Int] = [:]

        init(required: Int, nullable: String?, patch: Patch<String> = .absent) {
            self.required = required
            self.nullable = nullable
            self.patch = patch
        }

        init(from decoder: any Decoder) throws {
            let object = try ObjectReader(decoder)
            required = try object.required("required")
            nullable = try object.optional("nullable")
            optional = try object.optional("optional")
            patch = try object.patch("patch")
            additional = try object.additional(
                besides: ["required", "nullable", "optional", "patch"])
        }

        func write(to object: inout ObjectWriter) {
            object.put("required", required)
            object.put("nullable", nullable)
            object.put(ifPresent: "optional", optional)
            object.put(patch: "patch", patch)
            object.put(additional: additional)
        }
    }

    private func text(_ value: some Encodable) throws -> String {
        String(decoding: try JSONCoding.encode(value), as: UTF8.self)
    }

    @Test func tellsNullFromAbsent() throws {
        #expect(
            try text(Model(required: 1, nullable: nil)) == #"{"nullable":null,"required":1}"#)
        #expect(
            try text(Model(required: 1, nullable: "a", patch: .null))
                == #"{"nullable":"a","patch":null,"required":1}"#)
        #expect(
            try text(Model(required: 1, nullable: nil, patch: .value("x")))
                == #"{"nullable":null,"patch":"x","required":1}"#)
        let read: Model = try JSONCoding.decode(Data(#"{"required":1,"patch":null,"more":7}"#.utf8))
        #expect(read.patch == .null)
        #expect(read.additional == ["more": 7])
        #expect(throws: DecodingError.self) {
            try JSONCoding.decode(Data(#"{"required":null}"#.utf8)) as Model
        }
    }

    /// Equality and hashes see every member and nothing else.
    @Test func comparesByTheMembersItWrites() {
        let one = Model(required: 1, nullable: nil)
        var other = one
        #expect(one == other)
        #expect(one.hashValue == other.hashValue)
        let changes: [(inout Model) -> Void] = [
            { $0.required = 2 }, { $0.nullable = "" }, { $0.optional = false },
            { $0.patch = .null }, { $0.patch = .value("") }, { $0.additional = ["a": 1] },
        ]
        for change in changes {
            other = one
            change(&other)
            #expect(one != other)
            #expect(Set([one, other]).count == 2)
        }
        var sorted = one
        var reversed = one
        for number in 0..<50 { sorted.additional["\(number)"] = number }
        for number in (0..<50).reversed() { reversed.additional["\(number)"] = number }
        #expect(sorted == reversed)
        #expect(sorted.hashValue == reversed.hashValue)
    }

    @Test func reportsWhatCannotBeEncoded() {
        struct Measure: APIModel {
            var value: Double

            func write(to object: inout ObjectWriter) {
                object.put("value", value)
                object.put("text", "after")
            }
        }
        #expect(throws: EncodingError.self) { try JSONCoding.encode(Measure(value: .nan)) }
        #expect(throws: EncodingError.self) { try JSONCoding.encode([Measure(value: .infinity)]) }
    }

    @Test(arguments: [
        ("2024-02-29T12:34:56Z", 1_709_210_096.0), ("2024-02-29T12:34:56.5Z", 1_709_210_096.5),
        ("2024-02-29T12:34:56.123456789Z", 1_709_210_096.123456789),
        ("2024-02-29t12:34:56z", 1_709_210_096.0), ("2024-02-29 12:34:56", 1_709_210_096.0),
        ("2024-02-29T12:34:56+02:00", 1_709_202_896.0), ("2024-02-29T12:34Z", 1_709_210_040.0),
        ("2024-02-29T12:34:56-0330", 1_709_222_696.0), ("1969-12-31T23:59:59Z", -1.0),
        ("2024-02-29", 1_709_164_800.0),
    ])
    func readsTimes(text: String, seconds: Double) throws {
        let date = try #require(Timestamp.parse(text))
        #expect(abs(date.timeIntervalSince1970 - seconds) < 1e-6)
    }

    @Test(arguments: [
        "", "2024", "2024-13-01T00:00:00Z", "2024-02-29T", "2024-02-29T1:00:00Z",
        "2024-02-29T12:34:56.Z", "2024-02-29T12:34:56+", "2024-02-29T12:34:56Zx",
    ])
    func refusesWhatIsNoTime(text: String) { #expect(Timestamp.parse(text) == nil) }

    @Test func writesTimesWithAndWithoutFractions() {
        #expect(Timestamp.format(Date(timeIntervalSince1970: 0)) == "1970-01-01T00:00:00Z")
        #expect(Timestamp.format(Date(timeIntervalSince1970: 1.25)) == "1970-01-01T00:00:01.250Z")
        #expect(Timestamp.format(Date(timeIntervalSince1970: -0.5)) == "1969-12-31T23:59:59.500Z")
        #expect(Timestamp.compact(Date(timeIntervalSince1970: 1e9 + 0.9)) == "20010909T014640Z")
    }

    @Test func daysSurviveTheirNumber() {
        for number in stride(from: -800_000, to: 800_000, by: 37) {
            let day = CalendarDate(daysSince1970: number)
            #expect(day.daysSince1970 == number)
            #expect(CalendarDate(day.description) == day || day.year < 0 || day.year > 9999)
        }
    }

    private enum Status: OpenEnum {
        case ready, unrecognized(String)

        init(rawValue: String) { self = rawValue == "ready" ? .ready : .unrecognized(rawValue) }
        var rawValue: String {
            switch self {
            case .ready: "ready"
            case .unrecognized(let value): value
            }
        }
    }

    @Test func keepsUnknownValues() throws {
        let read: [Status] = try JSONCoding.decode(Data(#"["ready","new"]"#.utf8))
        #expect(read == [.ready, .unrecognized("new")])
        #expect(try text(read) == #"["ready","new"]"#)
        #expect(Set(read + read).count == 2)
    }

    @Test func keepsAnyValue() throws {
        let source = #"{"a":[1,2.5,"x",null,true,{}],"big":9007199254740993}"#
        let value: JSONValue = try JSONCoding.decode(Data(source.utf8))
        #expect(try text(value) == source)
        #expect(value["a"]?[3] == .null)
    }

    @Test func ranksAlternatives() throws {
        let arms: [UnionArm] = [
            .object(required: ["id"], known: ["id", "name"]),
            .object(required: ["id", "kind"], constants: ["kind": "cat"], known: ["id", "kind"]),
            .object(required: ["id", "kind"], constants: ["kind": "dog"], known: ["id", "kind"]),
            .text(["on", "off"]), .text(), .integer, .number, .array,
        ]
        func best(_ json: String) throws -> [Int] {
            struct Probe: Decodable {
                var union: UnionReader
                init(from decoder: any Decoder) throws { union = try UnionReader(decoder) }
            }
            let probe: Probe = try JSONCoding.decode(Data("[\(json)]".utf8), first: ())
            return probe.union.candidates(arms)
        }
        #expect(try best(#"{"id":1,"kind":"dog"}"#) == [2, 0])
        #expect(try best(#"{"id":1,"kind":"cat"}"#) == [1, 0])
        #expect(try best(#"{"id":1}"#) == [0])
        #expect(try best(#"{"name":"x"}"#) == [])
        #expect(try best(#""on""#) == [3, 4])
        #expect(try best(#""other""#) == [4])
        #expect(try best("1") == [5, 6])
        #expect(try best("1.5") == [6])
        #expect(try best("[]") == [7])
    }

    @Test func boxesCompareByValue() {
        struct Tree: Hashable {
            @Boxed var child: Int?
        }
        var tree = Tree(child: 1)
        let copy = tree
        #expect(tree == Tree(child: 1))
        tree.child = 2
        #expect(copy.child == 1)
        #expect(tree != copy)
    }
}

extension JSONCoding {
    /// The only element of an array: a fragment that every decoder takes.
    fileprivate static func decode<Value: Decodable>(_ data: Data, first: Void) throws -> Value {
        let values: [Value] = try decode(data)
        return try #require(values.first)
    }
}
