import Testing
import Validation

@Suite struct UndefinedServerVariableTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            UndefinedServerVariable.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                servers: [{url: 1️⃣'https://{host}/'}]
                paths: {}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            UndefinedServerVariable.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                servers: [{url: 'https://{host}/', variables: {host: {default: a}}}]
                paths: {}

                """#)
    }
}
