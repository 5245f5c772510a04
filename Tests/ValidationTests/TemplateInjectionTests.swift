import Testing
import Validation

@Suite struct TemplateInjectionTests {
    @Test(arguments: [
        ##"{"a": "1️⃣$input.params('name')"}"##,
        ##"{"a": "b 1️⃣$input.path('$.name') c"}"##,
        ##"{"l": [#foreach($i in [1..2])"1️⃣$input.params('name')"#if($foreach.hasNext),#end#end]}"##,
    ])
    func reportsTheMistakeWhereItIs(_ template: String) {
        expect(TemplateInjection.self, inTemplate: template)
    }

    @Test(arguments: [
        ##"{"a": "$util.escapeJavaScript($input.params('name'))"}"##,
        ##"{"a": $input.json('$.name'), "b": "$context.stage"}"##,
        ##"<a>"$input.params('name')"</a>"##,
        ##"#set($a = "$input.params('name')"){"a": "$util.escapeJavaScript($a)"}"##,
    ])
    func staysSilentWhereItIsRight(_ template: String) {
        expect(TemplateInjection.self, inTemplate: template)
    }
}
