import Templates
import Testing

@Suite struct TemplateReadsTests {
    private func reads(_ text: String) -> TemplateReads {
        TemplateReads(Template(compiling: Array(text.utf8)))
    }

    private func bytes(_ names: String...) -> Set<[UInt8]> { Set(names.map { Array($0.utf8) }) }

    @Test(arguments: [
        "#set($id = $input.params('id'))\n{\"id\": \"$id\", \"stage\": \"$context.stage\"}",
        "$context.stage$input.params('id')#if($context.identity.sourceIp == 'a')b#end",
        "#foreach($x in $input.path('$.a'))$x.name$context.stage#end $input.params(\"id\")",
    ])
    func namesWhatIsReadAlsoAfterProperties(text: String) {
        let reads = reads(text)
        #expect(reads.contextMembers?.isSuperset(of: bytes("stage")) == true)
        #expect(reads.parameters == bytes("id"))
        #expect(!reads.stageVariables && reads.constantText == nil)
    }

    @Test func whatIsReadAsAWholeIsReadWhole() {
        #expect(reads("$context").contextMembers == nil)
        #expect(reads("$input.params()").parameters == nil)
        #expect(reads("$input.params($x)").parameters == nil)
        #expect(reads("$x.y$stageVariables.z").stageVariables)
    }

    @Test func aTemplateWithoutReferencesIsItsText() {
        #expect(reads(#"{"statusCode": 200}"#).constantText == Array(#"{"statusCode": 200}"#.utf8))
    }
}
