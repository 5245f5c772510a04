import Testing
import Validation

@Suite struct LongLoopTests {
    @Test(arguments: [
        ##"#foreach($i in 1️⃣[1..5000])$i#end"##,
        ##"#foreach($i in 1️⃣[ 2000 .. 1 ])$i#end"##,
    ])
    func reportsTheMistakeWhereItIs(_ template: String) {
        expect(LongLoop.self, inTemplate: template)
    }

    @Test(arguments: [
        ##"#foreach($i in [1..1000])$i#end"##,
        ##"[1..5000] #set($n = 9000)#foreach($i in [1..$n])#end"##,
    ])
    func staysSilentWhereItIsRight(_ template: String) {
        expect(LongLoop.self, inTemplate: template)
    }
}
