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
    ("$input.path('.n') $input.path('.')", #"{"a":[{"n":1},{"n":2}]}"#, "!JSONPath cannot be read"),
    ("$input.path('.n')", #"{"a":[{"n":1},{"n":2}],"n":3}"#, "[3,1,2]"),
])
func readsTheBody(_ text: String, _ body: String, _ expected: String) {
    let result = render(text, body: body)
    #expect(expected.first == "!" ? result.hasPrefix(expected) : result == expected)
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

@Test(arguments: [
    "[\u{1A}", "[1,\u{1A}]", "{\u{1A}", "{a:\u{1A}}", "{a\u{1A}:1}", "\u{1A}", "[[\u{1A}1]]",
])
func readsBodiesToTheirEnd(_ body: String) {
    #expect(render("$input.path('$.a').x", body: body) == "")
}

/// Bodies and stored templates may hold what is no UTF-8; lengths and units agree all the same.
@Test func countsBadUTF8AsItIsCut() {
    for bad in [[0x80], [0xC3], [0xE2, 0x98], [0xF0, 0x9F], [0x41, 0x80, 0xC3, 0xA9]] as [[UInt8]] {
        let text = Array("#set($s='".utf8) + bad + Array("')$s.substring(0,$s.length())".utf8)
        var renderer = TemplateRenderer()
        var output: [UInt8] = []
        let failure = renderer.render(
            Template(compiling: text), body: [], variables: JSONTape(), into: &output)
        #expect(failure == nil, "\(bad)")
    }
}

/// What Apache Velocity 1.7 rendered on Java 17; `!` where it threw an exception.
@Test(arguments: [
    (##"#set($l=[1])#if($l[9] + 1)T#{else}F#end"##, ##"{}"##, ##"F"##),
    (##"#if("$l[9]" || [$l.get(9)])T#{else}F#end"##, ##"{}"##, ##"F"##),
    (##"#set($m={"a":1,"b":2})#foreach($v in $m)#set($m.b=3)$v#end"##, ##"{}"##, ##"13"##),
    (##"#set($m={"a":1,"b":2})#foreach($v in $m)#set($m.c=3)$v#end"##, ##"{}"##, ##"!"##),
    (
        ##"#set($m={"a":1,"b":2})#foreach($v in $m.entrySet())#set($m.b=3)$v#end"##,
        ##"{}"##,
        ##"a=1b=3"##
    ),
    (
        ##"#foreach($k in $input.path("$").keySet())#set($z=$input.path("$").put("n",1))$k#end"##,
        ##"{"a":1}"##,
        ##"a"##
    ),
    (
        ##"#foreach($k in $input.path("$").keySet())#set($z=$input.path("$").put("n",1))$k#end"##,
        ##"{"a":1,"b":2}"##,
        ##"!"##
    ),
    (
        ##"#set($m={"a":1})#set($k=$m.keySet())#set($m.z=1)$k $m.entrySet() $m.values().size()"##,
        ##"{}"##,
        ##"[a, z] [a=1, z=1] 2"##
    ),
    (
        ##"#foreach($x in $input.path("$.a"))#set($x="q")$x.#end"##,
        ##"{"a":[1,null,2]}"##,
        ##"q..q."##
    ),
    (
        ##"#foreach($x in $input.path("$.a"))#foreach($x in [7])$x#end.#end"##,
        ##"{"a":[null,2]}"##,
        ##".7."##
    ),
    (##"#set($x = $nope / 0 + "a")[$x]"##, ##"{}"##, ##"[ 0 a]"##),
    (##"#set($x = "a" + ($y * 2))[$x]"##, ##"{}"##, ##"[a$y * 2]"##),
    (##"#set($x = "a" + 1/0)[$x]"##, ##"{}"##, ##"[a0]"##),
    (##"#set($y = "a" + $b - 1 + "c")[$y]"##, ##"{}"##, ##"[ 1 c]"##),
    (##"#set(x=1)"##, ##"{}"##, ##"!"##),
    (##"#set($s="%s is %5.2f, %03d, %-4s|%x")$s.format($s,"a",2.345,7)"##, ##"{}"##, ##"!"##),
    (##"#set($s="")$s.format("%s is %5.2f, %03d","a",2.345,7)"##, ##"{}"##, ##"a is  2.35, 007"##),
    (
        ##"#set($s="")$s.format("%,d|%+d|%-5s|",1234567,3,"a")"##,
        ##"{}"##,
        ##"1,234,567|+3|a    |"##
    ),
    (##"#set($s="")$s.format("%x %o %c%%",255,8,65)"##, ##"{}"##, ##"ff 10 A%"##),
    (##"#set($a="a,b".split(","))"##, ##"{}"##, ##"!"##),
    (
        ##"#set($s="a,b")#set($a=$s.split(","))$a.indexOf("b") $a.set(0,"z") $a[0]"##,
        ##"{}"##,
        ##"1 a z"##
    ),
    (##"#set($s="a,b")$s.split(",").add("c")"##, ##"{}"##, ##"!"##),
    (##"#set($m={"a":1})$m.keySet().add("b")"##, ##"{}"##, ##"!"##),
    (##"#set($m={"a":1,"b":[1,"x"]})$m.hashCode() $m.b.hashCode()"##, ##"{}"##, ##"1178 1112"##),
    (
        ##"#set($m={"a":1})$m.replace("a",2) $m.remove("a",1) $m.clone()"##,
        ##"{}"##,
        ##"1 false {a=2}"##
    ),
    (
        ##"#set($n=$input.path("$.n"))$n.hashCode() $n.intValue() $n.floatValue()"##,
        ##"{"n":123456789012345678901234567890}"##,
        ##"1915528825 1312754386 1.2345679E29"##
    ),
    (
        ##"$input.path("$.n").negate()"##,
        ##"{"n":123456789012345678901234567890}"##,
        ##"-123456789012345678901234567890"##
    ),
    (##"#set($i=3)$i.compareTo(2.5)"##, ##"{}"##, ##"!"##),
    (
        ##"#set($i=3)$i.bitCount(7) $i.reverse(1) $i.highestOneBit(9)"##,
        ##"{}"##,
        ##"3 -2147483648 8"##
    ),
    (##"#set($d=1.5)$d.max(1,2) $d.valueOf(7) $d.hashCode()"##, ##"{}"##, ##"2.0 7.0 1073217536"##),
    (
        ##"#set($b=true)$b.compareTo(false) $b.logicalXor(true,true) $b.toString(false)"##,
        ##"{}"##,
        ##"1 false false"##
    ),
    (
        ##"#set($s="é1a ")#set($c=$s.charAt(1))$c.isDigit($c) $c.isLetter($c) $c"##,
        ##"{}"##,
        ##"true false 1"##
    ),
    (##"$input.path("$.a") $input.json("$")"##, ##"{"a":1e400}"##, ##"Infinity {"a":null}"##),
    (##"$input.json("$")"##, ##"null"##, ##""""##),
    (##"$input.path("$.id ")"##, ##"{"id":7}"##, ##"7"##),
    (##"$input.json("")"##, ##"{"id":7}"##, ##""""##),
    (
        ##"$input.path("$.a") $input.path("$.b") $input.path("$.c")"##,
        ##"{"a":1.76642501719405901E18,"b":-6.6961294320500128E16,"c":9007199254740993.0}"##,
        ##"1.76642501719405901E+18 -66961294320500128 9.007199254740992E15"##
    ),
    (##"#set($x=3 + 4 * 2 - 7 / 2)$x #set($x = 1 < 2 && "a" == "a")$x"##, ##"{}"##, ##"8true"##),
    (##"#set($x="a"+"b")$x #if(!"x")T#end #set($y=!1)$y"##, ##"{}"##, ##"ab Ttrue"##),
    (##"#set($x=2147483647+1)$x #set($x=7/0)$x"##, ##"{}"##, ##"21474836482147483648"##),
    (
        ##"#set($e=$input.path("$").entrySet().iterator().next())$e.setValue(5) $e.value"##,
        ##"{"a":1}"##,
        ##"1 5"##
    ),
    (##"#set($s="a😀b")$s.codePointCount(0,4) $s.offsetByCodePoints(0,2)"##, ##"{}"##, ##"3 3"##),
    (##"#set($s="a😀b")$s.codePointBefore(3) $s.contentEquals("x")"##, ##"{}"##, ##"128512 false"##),
])
func agreesWithVelocity(_ text: String, _ body: String, _ expected: String) {
    let result = render(text, body: body)
    #expect(expected == "!" ? result.hasPrefix("!") : result == expected)
}
