import Testing
import Validation

@Suite struct UnknownTemplateMethodTests {
    @Test(arguments: [
        ##"$input.params('name').1️⃣lowercase()"##,
        ##"#set($s = 'a')$s.trim().1️⃣sub(1)"##,
        ##"$context.stage.1️⃣isempty()"##,
    ])
    func reportsTheMistakeWhereItIs(_ template: String) {
        expect(UnknownTemplateMethod.self, inTemplate: template)
    }

    @Test(arguments: [
        ##"$input.params('name').toLowerCase()"##,
        ##"#foreach($e in $input.path('$').entrySet())$e.getKey()#end"##,
        ##"$input.path('$').anything"##,
        ##"$input.params().header.keySet()"##,
        ##"$util.toJson('x')"##,
    ])
    func staysSilentWhereItIsRight(_ template: String) {
        expect(UnknownTemplateMethod.self, inTemplate: template)
    }
}
