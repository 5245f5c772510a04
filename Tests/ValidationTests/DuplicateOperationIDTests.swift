import Testing
import Validation

@Suite struct DuplicateOperationIDTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            DuplicateOperationID.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /a:
                    get: {operationId: one, responses: {'200': {description: fine}}}
                  /b:
                    get: {operationId: 1️⃣one, responses: {'200': {description: fine}}}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            DuplicateOperationID.self,
            in: #"""
                openapi: 3.0.1
                info: {title: t, version: '1'}
                paths:
                  /a:
                    get: {operationId: one, responses: {'200': {description: fine}}}
                  /b:
                    get: {operationId: two, responses: {'200': {description: fine}}}

                """#)
    }
}
