import Testing
import Validation

@Suite struct WrongTypeTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            WrongType.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: 1️⃣1.10}
                paths: {}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            WrongType.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1.10'}
                paths: {}

                """#)
    }
}
