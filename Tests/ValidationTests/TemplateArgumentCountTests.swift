import Testing
import Validation

@Suite struct TemplateArgumentCountTests {
    @Test(arguments: [
        ##"$input.1️⃣json()"##,
        ##"$input.1️⃣params('a', 'b')"##,
        ##"$util.1️⃣urlEncode()"##,
        ##"$input.body.1️⃣replaceAll('a')"##,
        ##"#set($l = [])$l.1️⃣size(1)"##,
    ])
    func reportsTheMistakeWhereItIs(_ template: String) {
        expect(TemplateArgumentCount.self, inTemplate: template)
    }

    @Test(arguments: [
        ##"$input.json('$')$input.params()$input.params('a')"##,
        ##"$input.body.replaceAll('a', 'b').substring(1).substring(1, 2)"##,
        ##"$input.body.unheardOf(1, 2, 3)"##,
        ##"#set($l = [])$l.add(1)$l.add(0, 1)"##,
    ])
    func staysSilentWhereItIsRight(_ template: String) {
        expect(TemplateArgumentCount.self, inTemplate: template)
    }
}
