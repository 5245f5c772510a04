import Testing
import Validation

@Suite struct TemplateJSONPathTests {
    @Test(arguments: [
        ##"$input.json(1️⃣'$.items[')"##,
        ##"#set($x = $input.path(1️⃣"$.."))"##,
    ])
    func reportsTheMistakeWhereItIs(_ template: String) {
        expect(TemplateJSONPath.self, inTemplate: template)
    }

    @Test(arguments: [
        ##"$input.json('$.items[0]')$input.path('$..name')$input.path('name')"##,
        ##"#set($p = '$.a')$input.path($p)"##,
        ##"$input.params('$.items[')"##,
    ])
    func staysSilentWhereItIsRight(_ template: String) {
        expect(TemplateJSONPath.self, inTemplate: template)
    }
}
