import Testing
import Validation

@Suite struct PathWithoutSlashTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            PathWithoutSlash.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  1️⃣pets: {}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            PathWithoutSlash.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /pets: {}

                """#)
    }
}
