import Testing
import Validation

@Suite struct UnknownTemplateMemberTests {
    @Test(arguments: [
        ##"{"statusCode": 200,\##n  "a": $input.1️⃣jsn('$')}"##,
        ##"$util.1️⃣toJson($input.body)"##,
        ##"$input.1️⃣body()"##,
        ##"$input.1️⃣params"##,
        ##"#set($x = $!{util.1️⃣escapeJavascript($input.2️⃣pth('$'))})"##,
    ])
    func reportsTheMistakeWhereItIs(_ template: String) {
        expect(UnknownTemplateMember.self, inTemplate: template)
    }

    @Test(arguments: [
        ##"$input.json('$') $input.body $input.params() $input.params('a') $input.path('$').x"##,
        ##"## $input.nothing()\##n#* $util.no() *#a"##,
        ##"$util.escapeJavaScript('a')$util.base64Decode('')$util.parseJson('{}').any"##,
        ##"\$input.jsn('$')"##,
    ])
    func staysSilentWhereItIsRight(_ template: String) {
        expect(UnknownTemplateMember.self, inTemplate: template)
    }
}
