import JSON
import JSONPath
import TestSupport
import Testing

/// Boats of a marina; what paths give on it follows from the documentation of Jayway's JsonPath.
private let marina = #"""
    {"harbour": {
      "boats": [
        {"name": "Aurora", "length": 9.5, "flag": "SE", "crew": ["Ida", "Nils"]},
        {"name": "Brage", "length": 12, "flag": "NO", "sold": true},
        {"name": "Cirrus", "length": 7.25, "flag": "SE", "owner": {"name": "Vera"}},
        {"name": "Dyning", "length": 15, "flag": "DK", "crew": []}
      ],
      "office": {"name": "North pier", "open": null}
    },
    "limit": 10, "depths": [3, 7.5, 1]}
    """#

/// The values that a path selects, as compact JSON; `-` for a definite path that leads nowhere.
private func select(_ path: String, in text: String = marina) -> String {
    let compiled: JSONPath
    do throws(JSONPathError) {
        compiled = try JSONPath(parsing: Array(path.utf8))
    } catch {
        return "refused"
    }
    guard JSONPath.isValid(compiled.code, in: compiled.image) else { return "unsound code" }
    var tape = JSONTape()
    tape.scan(Array(text.utf8))
    var evaluator = JSONPathEvaluator()
    switch evaluator.evaluate(compiled, on: tape) {
    case .missing: return "-"
    case .one(let node): return JSONValue(tape, at: node).printed()
    case .many:
        let values = evaluator.results.map { JSONValue(tape, at: $0.node).printed() }
        return "[\(values.joined(separator: ","))]"
    case .integer(let value): return "\(value)"
    case .double(let value): return "\(value)"
    case .invalid: return "invalid"
    case .tooManySteps: return "too many steps"
    }
}

@Suite struct JSONPathTests {
    @Test(arguments: [
        ("$.limit", "10"), ("limit", "10"), ("$['limit']", "10"), ("$[\"limit\"]", "10"),
        ("$.harbour.office['name']", #""North pier""#), ("$.harbour.boats[1].name", #""Brage""#),
        ("$.harbour.office.open", "null"),
    ])
    func aDefinitePathGivesItsOneValue(_ path: String, _ expected: String) {
        #expect(select(path) == expected)
    }

    @Test(arguments: ["$.nothing", "$.harbour.boats[9]", "$.limit.more", "$.harbour.office.closed"])
    func aDefinitePathThatLeadsNowhereIsMissing(_ path: String) {
        #expect(select(path) == "-")
    }

    @Test(arguments: [
        ("$.harbour.boats[0,2].name", #"["Aurora","Cirrus"]"#),
        ("$.harbour.boats[:2].name", #"["Aurora","Brage"]"#),
        ("$.harbour.boats[1:3].name", #"["Brage","Cirrus"]"#),
        ("$.harbour.boats[2:].name", #"["Cirrus","Dyning"]"#),
        ("$.harbour.boats[-2:].name", #"["Cirrus","Dyning"]"#),
        ("$.harbour.boats[3:9].name", #"["Dyning"]"#),
    ])
    func indexesAndSlicesCountFromBothEnds(_ path: String, _ expected: String) {
        #expect(select(path) == expected)
    }

    @Test(arguments: [
        ("$.harbour.boats[*].flag", #"["SE","NO","SE","DK"]"#),
        ("$.harbour.office.*", #"["North pier",null]"#),
        ("$..crew", #"[["Ida","Nils"],[]]"#),
        ("$..boats[2].name", #"["Cirrus"]"#),
        ("$..owner.name", #"["Vera"]"#),
        ("$..nothing", "[]"),
    ])
    func wildcardsAndScansGiveLists(_ path: String, _ expected: String) {
        #expect(select(path) == expected)
    }

    @Test(arguments: [
        ("$.harbour.boats[?(@.sold)].name", #"["Brage"]"#),
        ("$.harbour.boats[?(!@.sold)].name", #"["Aurora","Cirrus","Dyning"]"#),
        ("$.harbour.boats[?(@.length > 10)].name", #"["Brage","Dyning"]"#),
        ("$.harbour.boats[?(@.length <= $.limit)].name", #"["Aurora","Cirrus"]"#),
        ("$.harbour.boats[?(@.flag == 'SE' && @.length < 9)].name", #"["Cirrus"]"#),
        ("$.harbour.boats[?(@.flag == 'NO' || @.flag == \"DK\")].name", #"["Brage","Dyning"]"#),
        ("$.harbour.boats[?(@.flag != 'SE')].name", #"["Brage","Dyning"]"#),
        ("$.harbour.boats[?(@.flag in ['SE','DK'])].name", #"["Aurora","Cirrus","Dyning"]"#),
        ("$.harbour.boats[?(@.flag nin ['SE','DK'])].name", #"["Brage"]"#),
        ("$.harbour.boats[?(@.crew size 2)].name", #"["Aurora"]"#),
        ("$.harbour.boats[?(@.crew empty true)].name", #"["Dyning"]"#),
        ("$.harbour.boats[?(@.crew contains 'Ida')].name", #"["Aurora"]"#),
        ("$.harbour.boats[?(@.owner.name == 'Vera')].length", "[7.25]"),
        ("$.harbour.boats[?(@.length == 12.0)].name", #"["Brage"]"#),
    ])
    func filtersKeepTheElementsThatAreTrue(_ path: String, _ expected: String) {
        #expect(select(path) == expected)
    }

    @Test(arguments: [
        ("$.harbour.boats.length()", "4"), ("$.harbour.boats[0].crew.length()", "2"),
        ("$.depths.max()", "7.5"), ("$.depths.min()", "1.0"), ("$.depths.sum()", "11.5"),
    ])
    func functionsEndAPath(_ path: String, _ expected: String) {
        #expect(select(path) == expected)
    }

    @Test(arguments: [
        "", "$.", "$..", "$.a[", "$.a[]", "$.a['b", "$.a[?(@.b]", "$.a[?(@.b == )]", "$.a[1",
        "$a b",
        "$.a[1,]", "$.a[99999999999]",
    ])
    func whatIsNoPathIsRefused(_ path: String) {
        #expect(select(path) == "refused")
    }

    @Test func theLastOfRepeatedNamesCounts() {
        #expect(select("$.a", in: #"{"a": 1, "b": 2, "a": 3}"#) == "3")
    }

    @Test func visitsAreLimited() throws {
        let path = try JSONPath(parsing: Array("$..*..*..*..*".utf8))
        var tape = JSONTape()
        let depth = 100
        let text =
            String(repeating: "[1,", count: depth) + "0" + String(repeating: "]", count: depth)
        #expect(tape.scan(Array(text.utf8)) == nil)
        var evaluator = JSONPathEvaluator(maximumSteps: 10_000)
        #expect(evaluator.evaluate(path, on: tape) == .tooManySteps)
    }

    @Test func definiteStepsNameTheWayToAValue() throws {
        func steps(_ text: String) throws -> [JSONPath.DefiniteStep]? {
            try JSONPath(parsing: Array(text.utf8)).definiteSteps
        }
        #expect(try steps("$") == [])
        #expect(try steps("$.a['b c'][-1]") == [.name("a"), .name("b c"), .index(-1)])
        for text in ["$..a", "$.a[*]", "$.a[0,1]", "$['a','b']", "$.a[?(@.b)]", "$.a.length()"] {
            #expect(try steps(text) == nil, "\(text)")
        }
    }

    @Test func neverStopsTheProcess() {
        let seeds = [
            "$.a[?(@.b == 'c' && !(@.d in [1,'e']) || @.f =~ /g.*/i)]['x','y'][1:-2]..z.length()",
            "$..[?(@['a'].b[0] >= $.c)].*",
        ]
        for seed in seeds {
            for mutant in mutants(of: Array(seed.utf8)) {
                guard let path = try? JSONPath(parsing: mutant) else { continue }
                #expect(JSONPath.isValid(path.code, in: path.image))
                var tape = JSONTape()
                tape.scan(Array(marina.utf8))
                var evaluator = JSONPathEvaluator(maximumSteps: 10_000)
                _ = evaluator.evaluate(path, on: tape)
            }
        }
    }
}
