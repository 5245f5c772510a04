import Testing
import Validation

@Suite struct MissingFieldTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            MissingField.self,
            in: #"""
                openapi: 3.0.1
                1️⃣info: {title: t}
                paths: {}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            MissingField.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths: {}

                """#)
    }
}
