import Testing
import Validation

@Suite struct EquivalentPathsTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            EquivalentPaths.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets/{id}: {}
                  1️⃣/pets/{name}: {}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            EquivalentPaths.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets/{id}: {}
                  /pets/{name}/toys: {}

                """#)
    }
}
