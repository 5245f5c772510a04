import Foundation
import Testing

@testable import SDKRuntime

/// OpenAPI 3.0.3, “Style Examples”; members of objects are sorted by name.
@Suite struct ParameterTests {
    private let text = "blue"
    private let list = ["blue", "black", "brown"]
    private let object: JSONValue = ["R": 100, "G": 200, "B": 150]

    private func path(
        _ value: some ParameterValue, _ style: ParameterStyle, _ explode: Bool
    ) -> String {
        var request = OperationRequest(.get, "/{color}")
        request.path("color", value, style: style, explode: explode)
        return String(request.path.dropFirst())
    }

    private func query(
        _ value: some ParameterValue, _ style: ParameterStyle, _ explode: Bool
    ) -> String {
        var request = OperationRequest(.get, "/")
        request.query("color", value, style: style, explode: explode)
        return request.queryText
    }

    @Test func writesContentAsJSON() {
        var request = OperationRequest(.get, "/{size}")
        request.path("size", json: ["w": 1])
        request.query("size", json: ["w": "é"])
        request.header("X-Size", json: [1, 2])
        request.cookie("size", json: ["w": 2])
        request.header("X-None", json: nil as Int?)
        #expect(request.path == "/%7B%22w%22%3A1%7D")
        #expect(request.queryText == "size=%7B%22w%22%3A%22%C3%A9%22%7D")
        #expect(request.headers["X-Size"] == "[1,2]" && request.headers["X-None"] == nil)
        #expect(request.cookies == ["size=%7B%22w%22%3A2%7D"])
    }

    @Test func writesPathStyles() {
        #expect(path(text, .matrix, false) == ";color=blue")
        #expect(path(list, .matrix, false) == ";color=blue,black,brown")
        #expect(path(list, .matrix, true) == ";color=blue;color=black;color=brown")
        #expect(path(object, .matrix, false) == ";color=B,150,G,200,R,100")
        #expect(path(object, .matrix, true) == ";B=150;G=200;R=100")
        #expect(path(text, .label, false) == ".blue")
        #expect(path(list, .label, true) == ".blue.black.brown")
        #expect(path(object, .label, true) == ".B=150.G=200.R=100")
        #expect(path(text, .simple, false) == "blue")
        #expect(path(list, .simple, false) == "blue,black,brown")
        #expect(path(object, .simple, false) == "B,150,G,200,R,100")
        #expect(path(object, .simple, true) == "B=150,G=200,R=100")
    }

    @Test func writesQueryStyles() {
        #expect(query(text, .form, true) == "color=blue")
        #expect(query(list, .form, false) == "color=blue,black,brown")
        #expect(query(list, .form, true) == "color=blue&color=black&color=brown")
        #expect(query(object, .form, false) == "color=B,150,G,200,R,100")
        #expect(query(object, .form, true) == "B=150&G=200&R=100")
        #expect(query(list, .spaceDelimited, false) == "color=blue%20black%20brown")
        #expect(query(list, .pipeDelimited, false) == "color=blue%7Cblack%7Cbrown")
        #expect(
            query(object, .deepObject, true) == "color%5BB%5D=150&color%5BG%5D=200&color%5BR%5D=100"
        )
        let nested: JSONValue = ["a": ["b": "c d"]]
        #expect(query(nested, .deepObject, true) == "color%5Ba%5D%5Bb%5D=c%20d")
    }

    @Test func escapesAValueSoThatItStaysOne() {
        #expect(path("a/b c%é", .simple, false) == "a%2Fb%20c%25%C3%A9")
        #expect(query("a&b=c+d#e", .form, true) == "color=a%26b%3Dc%2Bd%23e")
        #expect(query(["a,b", "c"], .form, false) == "color=a%2Cb,c")
    }

    @Test func keepsTheSlashesOfAGreedyParameter() {
        var request = OperationRequest(.get, "/files/{proxy+}")
        request.path("proxy", "a b/c")
        #expect(request.path == "/files/a%20b/c")
    }

    @Test func refusesAnEmptyPathParameter() {
        var request = OperationRequest(.get, "/pets/{id}")
        request.path("id", "")
        #expect(request.failure as? RequestError == .emptyPathParameter("id"))
    }

    @Test func leavesOutWhatIsNil() {
        var request = OperationRequest(.get, "/")
        request.query("a", nil as String?)
        request.query("b", [String]())
        request.header("C", nil as Int?)
        request.cookie("d", nil as Bool?)
        #expect(request.queryText.isEmpty)
        #expect(request.headers["C"] == nil)
        #expect(request.cookies.isEmpty)
    }

    @Test func writesHeadersAndCookies() {
        var request = OperationRequest(.get, "/")
        request.header("X-List", [1, 2])
        request.header("X-Line", "a\r\nSet-Cookie: b")
        request.cookie("session", "a b;c")
        #expect(request.headers["x-list"] == "1,2")
        #expect(request.headers["X-Line"] == "a  Set-Cookie: b")
        #expect(request.cookies == ["session=a%20b%3Bc"])
    }

    @Test func keepsReservedCharactersWhereTheyAreAllowed() {
        var request = OperationRequest(.get, "/")
        request.query("at", "/a?b:c&d", reserved: true)
        #expect(request.queryText == "at=/a?b:c%26d")
    }

    @Test func writesNumbersWithoutAnEmptyFraction() {
        #expect(query(3.0, .form, true) == "color=3")
        #expect(query(0.25, .form, true) == "color=0.25")
        #expect(query(Int64.max, .form, true) == "color=9223372036854775807")
    }

    @Test func writesForms() throws {
        struct Body: Encodable {
            var name = "a b&c"
            var ids = [1, 2]
            var tags = ["x", "y"]
            var nested = ["k": 1]
            var missing: String?
        }
        var request = OperationRequest(.post, "/")
        request.urlencoded(Body(), styles: ["tags": (.form, false), "nested": (.deepObject, true)])
        let body = try #require(try request.body?.bytes())
        #expect(
            String(decoding: body, as: UTF8.self)
                == "ids=1&ids=2&name=a%20b%26c&nested%5Bk%5D=1&tags=x,y")
        #expect(request.headers["Content-Type"] == "application/x-www-form-urlencoded")
    }

    @Test func writesMultipartForms() throws {
        struct Body: FormBody {
            func write(to form: inout MultipartForm) throws {
                form.add("note", "hi\r\n--b--")
                form.add("count", [1, 2])
                form.add(
                    "a\"b", FilePart(Data([0, 255]), filename: "x\r\ny", contentType: "image/png"))
                try form.add("meta", json: ["k": 1])
                form.add("missing", nil as String?)
            }
        }
        var request = OperationRequest(.post, "/")
        request.multipart(Body())
        let bytes = try #require(try request.form?.bytes(boundary: "B"))
        let expected =
            "--B\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhi\r\n--b--\r\n"
            + "--B\r\nContent-Disposition: form-data; name=\"count\"\r\n\r\n1\r\n"
            + "--B\r\nContent-Disposition: form-data; name=\"count\"\r\n\r\n2\r\n"
            + "--B\r\nContent-Disposition: form-data; name=\"a%22b\"; filename=\"x%0D%0Ay\"\r\n"
            + "Content-Type: image/png\r\n\r\n"
        let tail =
            "\r\n--B\r\nContent-Disposition: form-data; name=\"meta\"\r\n"
            + "Content-Type: application/json\r\n\r\n{\"k\":1}\r\n--B--\r\n"
        #expect(bytes == Data(expected.utf8) + Data([0, 255]) + Data(tail.utf8))
    }
}
