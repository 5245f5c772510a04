import Testing
import Validation

@Suite struct MultiCollectionFormatTests {
    @Test func reportsTheMistakeWhereItIs() {
        expect(
            MultiCollectionFormat.self,
            in: #"""
                swagger: '2.0'
                info: {title: t, version: '1'}
                paths:
                  /pets/{ids}:
                    parameters:
                    - {name: ids, in: path, required: true, type: array, items: {type: string}, collectionFormat: 1️⃣multi}

                """#)
    }

    @Test func staysSilentWhereItIsRight() {
        expect(
            MultiCollectionFormat.self,
            in: #"""
                swagger: '2.0'
                info: {title: t, version: '1'}
                paths:
                  /pets/{ids}:
                    parameters:
                    - {name: ids, in: path, required: true, type: array, items: {type: string}, collectionFormat: csv}

                """#)
    }
}
