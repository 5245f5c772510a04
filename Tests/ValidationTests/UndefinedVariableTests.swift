import Testing
import Validation

@Suite struct UndefinedVariableTests {
    @Test(arguments: [
        ##"#set($name = 1)\##n  1️⃣$nmae"##,
        ##"{"a": "1️⃣$!{nothing}"}"##,
        ##"#if(1️⃣$x)a#end"##,
        ##"$input.params(1️⃣$which)"##,
        ##"#set($a = "b1️⃣$c")$a"##,
        ##"$util.urlEncode(1️⃣$a) 2️⃣$b"##,
    ])
    func reportsTheMistakeWhereItIs(_ template: String) {
        expect(UndefinedVariable.self, inTemplate: template)
    }

    @Test(arguments: [
        ##"#if($input.body)#set($a = 1)#end$a"##,
        ##"$a #set($a = 1)"##,
        ##"#foreach($x in [1..3])$x$foreach.count$velocityCount#end"##,
        ##"#define($d)a#end$d"##,
        ##"#macro(m $p)$p#end"##,
        ##"\$text $5 $ ${}"##,
        ##"$context.stage$stageVariables.x$input.body$util.urlEncode('a')"##,
        ##"#set($m = {})#set($m.k = 1)$m.k"##,
    ])
    func staysSilentWhereItIsRight(_ template: String) {
        expect(UndefinedVariable.self, inTemplate: template)
    }
}
