import Testing
import Validation

@Suite struct TemplatePatternTests {
    @Test(arguments: [
        ##"$input.body.replaceAll(1️⃣'(', '')"##,
        ##"#foreach($s in $input.body.split(1️⃣'a**'))$s#end"##,
    ])
    func reportsTheMistakeWhereItIs(_ template: String) {
        expect(TemplatePattern.self, inTemplate: template)
    }

    @Test(arguments: [
        ##"$input.body.replaceAll('\(', '')$input.body.replace('(', '')"##,
        ##"$input.body.matches('(a|b)+')$input.body.indexOf('(')"##,
    ])
    func staysSilentWhereItIsRight(_ template: String) {
        expect(TemplatePattern.self, inTemplate: template)
    }
}
