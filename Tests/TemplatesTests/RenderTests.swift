import JSON
import Templates
import TestSupport
import Testing

/// Renders a text; a failure gives its message after `!`.
private func render(_ text: String, body: String = "", steps: Int = 100_000) -> String {
    var builder = JSONTapeBuilder()
    builder.value([
        "context": [
            "stage": "test", "identity": ["sourceIp": "192.0.2.9"],
            "requestOverride": ["header": [:]], "responseOverride": ["header": [:]],
        ],
        "stageVariables": ["table": "boats"],
        "params": ["path": ["id": "7"], "querystring": ["id": "8", "q": "x"], "header": [:]],
    ])
    let template = Template(compiling: Array(text.utf8))
    let stored = Array(template.encoded)
    guard let read = Template(decoding: stored, at: 0..<stored.count) else { return "!refused" }
    var limits = TemplateLimits()
    limits.steps = steps
    var renderer = TemplateRenderer(limits: limits)
    var output: [UInt8] = []
    let failure = renderer.render(
        read, body: Array(body.utf8), variables: builder.finish(), into: &output)
    return failure.map { "!\($0.message)" } ?? String(decoding: output, as: UTF8.self)
}

/// Expectations are those of Apache Velocity 1.7 with invalid references as empty strings.
@Test(arguments: [
    ("#set($x=1)$x", "1"), ("a #set($x = 1) b", "a  b"), ("  #set($x=1)\ny", "y"),
    ("$nothing|$!nothing|${nothing}", "||"), ("\\$a \\\\$a", "$a \\"), ("$5 # ${}", "$5 # ${}"),
    ("#if(true)a#{else}b#end\nc", "ac"), ("#if(\"x\")a#{else}b#end", "b"),
    ("#if($nothing)a#{else}b#end", "a"),
    ("#foreach($i in [1..3])$i#if($foreach.hasNext),#end#end", "1,2,3"),
    ("#set($x=7/2)$x #set($x=7/2.0)$x", "33.5"), ("#set($x=2147483647+1)$x", "2147483648"),
    ("#set($x=5)#set($x=$x/0)$x", "5"), ("#define($d)<$n>#end#set($n=1)$d", "<1>"),
    ("#macro(m)x#end#m()", "#m()"), ("#[[$x]]#", "$x"), ("## c\na#* b *#c", "ac"),
    ("#set($m={\"a\":1,\"b\":[1,2]})$m", "{a=1, b=[1, 2]}"),
    ("$util.escapeJavaScript(\"it's\")", "it\\'s"),
    ("$input.params('id')$input.params().querystring.id", "78"),
    ("$context.stage $context.identity|$stageVariables.table", "test |boats"),
])
func rendersAsVelocity(_ text: String, _ expected: String) {
    #expect(render(text) == expected)
}

@Test(arguments: [
    ("$input.path('$')", #"{"a":{"b":[1,"/"]}}"#, #"{a={b=[1,"\/"]}}"#),
    ("$input.json('$.a')", #"{"a": {"b": [1.0, "/"]}}"#, #"{"b":[1.0,"/"]}"#),
    ("$input.json('$.nope')", "{}", "\"\""), ("$input.body", "", "{}"),
    ("$input.path('$').split('&')[1]", "a=1&b=2", "b=2"),
    ("#set($o=$input.path('$'))#set($o.k=2)$input.json('$')", #"{"k":1}"#, #"{"k":2}"#),
    ("$input.path('$.a[?(@.n>1)].n')", #"{"a":[{"n":1},{"n":2}]}"#, "[2]"),
])
func readsTheBody(_ text: String, _ body: String, _ expected: String) {
    #expect(render(text, body: body) == expected)
}

@Test func refusesWhatVelocityRefuses() {
    for text in ["$", "#if(true)", "#set($x=10-2)", "${x", "$x[", "#else", "C#", "#foo("] {
        let template = Template(compiling: Array(text.utf8))
        #expect(template.failure != nil, "\(text)")
        #expect(TemplateOutline(of: Array(text.utf8)).failure == template.failure, "\(text)")
    }
}

@Test func limitsRoundsOutputAndSteps() {
    #expect(render("#set($c=0)#foreach($a in [1..1500])#set($c=$c+1)#end$c") == "1000")
    let loops =
        "#foreach($a in [1..999])#foreach($b in [1..999])#foreach($c in [1..999])$c#end#end#end"
    #expect(render(loops).hasPrefix("!"))
    #expect(render("#set($l=[1])#set($z=$l.add($l))$l") == "[1, (this Collection)]")
}

@Test func neverStopsTheProcess() {
    let text =
        ##"#set($m={"k":[1..3]})#foreach($i in $m.k)#if($i>1 && !$x)${i}"$m["k"][0]"#end#end\$y"##
    for mutant in mutants(of: Array(text.utf8)) {
        _ = render(String(decoding: mutant, as: UTF8.self), body: #"{"a":1}"#)
    }
}
