import Testing
import Validation

@Suite struct FileParameterTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            FileParameter.self,
            in: #"""
                swagger: '2.0'
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    post:
                      consumes: [application/json]
                      parameters: [{name: f, in: formData, type: 1️⃣file}]
                      responses: {'200': {description: fine}}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            FileParameter.self,
            in: #"""
                swagger: '2.0'
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    post:
                      consumes: [multipart/form-data]
                      parameters: [{name: f, in: formData, type: file}]
                      responses: {'200': {description: fine}}

                """#)
    }
}
