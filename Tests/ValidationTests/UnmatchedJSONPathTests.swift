import Testing
import Validation

@Suite struct UnmatchedJSONPathTests {
    @Test(arguments: [
        ##"{"a": $input.json(1️⃣'$.nmae')}"##,
        ##"$input.path(1️⃣'$.name.first')"##,
        ##"$input.path(1️⃣'$.tags.x')"##,
        ##"$input.json(1️⃣'$.age[0]')"##,
    ])
    func reportsTheMistakeWhereItIs(_ template: String) {
        expect(UnmatchedJSONPath.self, inTemplate: template)
    }

    @Test(arguments: [
        ##"$input.json('$.name')$input.json('$')$input.json('$.tags[0]')$input.json("$['age']")"##,
        ##"$input.json('$.owner.any.more')$input.json('$.kind.any')"##,
        ##"$input.json('$..nothing')$input.json('$.tags[*].x')$input.json('$.tags.length()')"##,
    ])
    func staysSilentWhereItIsRight(_ template: String) {
        expect(UnmatchedJSONPath.self, inTemplate: template)
    }
}
