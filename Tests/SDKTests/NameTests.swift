import Testing

@testable import SDK

@Suite struct NameTests {
    @Test(arguments: [
        ("petId", "petId", "PetId"), ("pet_id", "petId", "PetId"), ("pet-id", "petId", "PetId"),
        ("PetID", "petId", "PetId"), ("HTTPServer", "httpServer", "HttpServer"),
        ("imageURLs", "imageUrls", "ImageUrls"), ("v1", "v1", "V1"),
        ("X-Amz-Date", "xAmzDate", "XAmzDate"), ("DESC", "desc", "Desc"),
        ("pets.list", "petsList", "PetsList"), ("+1", "plus1", "Plus1"), ("-1", "minus1", "Minus1"),
        ("<=", "lessEquals", "LessEquals"), ("名前", "value", "Value"), ("", "value", "Value"),
        ("1st", "_1st", "_1st"), ("a/b c", "aBC", "ABC"),
    ])
    func followsTheGuidelines(text: String, member: String, type: String) {
        #expect(memberName(text) == member)
        #expect(typeName([text]) == type)
    }

    @Test(arguments: [
        ("MyURLThing", "MyURLThing"), ("pet shop", "PetShop"), ("petstore", "Petstore"),
        ("", "API"), ("3D", "API3D"), ("Foundation", "FoundationAPI"), ("Date", "DateAPI"),
        ("a-b_c", "ABC"),
    ])
    func namesModules(title: String, name: String) {
        #expect(moduleName(title) == name)
    }

    @Test func namesElementsInTheSingular() {
        #expect(typeName(["Order", "lines", "item"]) == "OrderLine")
        #expect(typeName(["Order", "categories", "item"]) == "OrderCategory")
        #expect(typeName(["Order", "boxes", "item"]) == "OrderBox")
        #expect(typeName(["Order", "status", "item"]) == "OrderStatusItem")
    }

    @Test func escapesKeywordsAndText() {
        #expect(escaped("class") == "`class`")
        #expect(escaped("pet") == "pet")
        #expect(swiftLiteral("a\"b\\c\n\\(x)\u{0}") == #""a\"b\\c\n\\(x)\u{0}""#)
        #expect(documentationLines("a\r\n\n\n b\u{2028}c\n\n") == ["a", "", " b c"])
    }

    @Test func givesEachNameOnce() {
        var scope = NameScope(reserved: ["self"])
        let names = scope.assign(
            [("self", "self"), ("a-b", "aB"), ("aB", "aB"), ("a_b", "aB"), ("old", "x")],
            pinned: ["old": "aB2"])
        #expect(names == ["selfValue", "aB3", "aB", "aB4", "aB2"])
    }
}
