import Testing
import Validation

@Suite struct TemplateNotJSONTests {
    @Test(arguments: [
        ##"{"a": 1️⃣$input.params('name')}"##,
        ##"{"a": 1️⃣$input.params('other') , "b": 1}"##,
        ##"{"a": 1️⃣$input.path('$.name')}"##,
        ##"[\##n  1️⃣$util.escapeJavaScript($input.params('name'))\##n]"##,
        ##"{"a": 1️⃣$context.requestId}"##,
        ##"{"a": "1️⃣$input.json('$.name')"}"##,
        ##"{"a": "1️⃣$input.json('$')"}"##,
        ##"{"a": 1,1️⃣}"##,
        ##"{\##n  "a": "$context.stage"\##n  1️⃣"b": 2}"##,
        ##"#if($input.body){"a": 1️⃣$context.requestId}#end"##,
    ])
    func reportsTheMistakeWhereItIs(_ template: String) {
        expect(TemplateNotJSON.self, inTemplate: template)
    }

    @Test(arguments: [
        ##"{"a": "$util.escapeJavaScript($input.params('name'))", "b": $input.json('$.name')}"##,
        ##"{"a": $input.params('count')}"##,
        ##"{"a": $input.path('$.age'), "b": $input.body, "c": $stageVariables.x}"##,
        ##"Action=Publish&Message=$input.params('name')"##,
        ##"{"a": "$input.json('$.age')"}"##,
        ##"{#foreach($k in $input.params().header.keySet())"$k": 1#if($foreach.hasNext),#end#end}"##,
        ##"#set($x = 1)\##n{"a": $x}"##,
        ##"{"a": $util.urlEncode($input.params('count'))}"##,
        ##"{$input.body}"##,
        ##"$input.json('$')"##,
        ##"{"a": #if($input.body)"$context.stage"#{else}1#end}"##,
    ])
    func staysSilentWhereItIsRight(_ template: String) {
        expect(TemplateNotJSON.self, inTemplate: template)
    }
}
