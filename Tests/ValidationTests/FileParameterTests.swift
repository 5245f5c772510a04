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

    @Test func reportsABodyThatAsksForAFile() {
        expect(
            FileParameter.self,
            in: #"""
                swagger: '2.0'
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    post:
                      parameters: [{name: f, in: body, schema: {type: 1️⃣file}}]
                      responses: {'200': {description: fine, schema: {type: file}}}

                """#)
    }

    @Test(arguments: [
        "multipart/form-data; boundary=x", "multipart/vnd.pets+form-data;version=1.0",
        "application/vnd.pets.v1+x-www-form-urlencoded", "Multipart/Form-Data",
    ])
    func takesVendorsForms(type: String) {
        expect(
            FileParameter.self,
            in: """
                swagger: '2.0'
                info: {title: t, version: '1'}
                paths:
                  /pets:
                    post:
                      consumes: ['\(type)']
                      parameters: [{name: f, in: formData, type: file}]
                      responses: {'200': {description: fine}}

                """)
    }
}
