import BundleFormat
import Testing

/// What is read back, and what is refused.
@Suite struct GatewayImageTests {
    private func smallImage() -> [UInt8] {
        var builder = GatewayImageBuilder()
        builder.append([(NameColumn.text, builder.string("image/png"))])
        builder.append([
            (APIColumn.name, builder.string("Shelves")), (.id, builder.string("abcdefghij")),
            (.apiKeySource, 0), (.endpointType, 1), (.isExecuteEndpointDisabled, 0),
            (.binaryMediaTypes, 0), (.binaryMediaTypeCount, 1),
            (.routes, builder.program(.routeTable, [1, 2, 3])),
        ])
        return builder.finish()
    }

    @Test func readsBackWhatWasWritten() throws {
        let image = try GatewayImage(smallImage())
        #expect(image.string(image.word(APIColumn.name, 0)) == "Shelves")
        #expect(image.word(APIColumn.description, 0) == GatewayImage.none)
        #expect(image.string(image.word(NameColumn.text, 0)) == "image/png")
        let (kind, range) = image.program(image.word(APIColumn.routes, 0))
        #expect(kind == .routeTable)
        #expect(Array(image.bytes[range]) == [1, 2, 3])
    }

    @Test func givesTheSameBytesForTheSameCalls() {
        #expect(smallImage() == smallImage())
    }

    @Test func equalStringsAndProgramsAreStoredOnce() throws {
        var builder = GatewayImageBuilder()
        let name = builder.string("Shelves")
        builder.append([
            (APIColumn.name, name), (.id, name), (.apiKeySource, 0), (.endpointType, 0),
            (.isExecuteEndpointDisabled, 0), (.binaryMediaTypes, 0), (.binaryMediaTypeCount, 0),
        ])
        let texts = (0..<3_000).map { "text\($0 % 2_000) \(String(repeating: "x", count: $0 % 9))" }
        let strings = texts.map { builder.string($0) }
        let programs = (0..<3_000).map { number in
            builder.program(
                number % 2 == 0 ? .template : .schema,
                Array(repeating: UInt8(truncatingIfNeeded: number), count: number % 300))
        }
        let image = try GatewayImage(builder.finish())
        for (text, string) in zip(texts, strings) { #expect(image.string(string) == text) }
        #expect(Set(strings).count == Set(texts).count)
        for (number, program) in programs.enumerated() {
            let (kind, range) = image.program(program)
            #expect(kind == (number % 2 == 0 ? .template : .schema))
            #expect(range.lowerBound % 8 == 0)
            #expect(
                Array(image.bytes[range])
                    == Array(repeating: UInt8(truncatingIfNeeded: number), count: number % 300))
        }
        let empty = Set([programs[0], programs[300], programs[600]])
        #expect(empty.count == 1)
    }

    @Test func refusesEveryFlippedBit() {
        let bytes = smallImage()
        for index in bytes.indices {
            for bit in 0..<8 {
                var damaged = bytes
                damaged[index] ^= 1 << bit
                #expect(throws: GatewayImageError.self) { try GatewayImage(damaged) }
            }
        }
    }

    @Test func refusesEveryCutAndAnythingAdded() {
        let bytes = smallImage()
        for count in bytes.indices {
            #expect(throws: GatewayImageError.self) { try GatewayImage(Array(bytes[..<count])) }
        }
        #expect(throws: GatewayImageError.self) { try GatewayImage(bytes + [0]) }
    }

    @Test func namesTheVersionThatANewerFormatNeeds() {
        var bytes = smallImage()
        bytes[8] = UInt8(GatewayImage.formatVersion + 1)
        bytes[13] = 7
        do {
            _ = try GatewayImage(bytes)
            Issue.record("was read")
        } catch {
            #expect(
                error.description
                    == "gateway.bin has format \(GatewayImage.formatVersion + 1), which needs "
                    + "apigw 0.7.0 or later")
        }
    }

    @Test func refusesRowsThatPointOutside() {
        var builder = GatewayImageBuilder()
        builder.append([
            (APIColumn.name, builder.string("Shelves")), (.id, 99), (.apiKeySource, 0),
            (.endpointType, 0), (.isExecuteEndpointDisabled, 0), (.binaryMediaTypes, 0),
            (.binaryMediaTypeCount, 0),
        ])
        #expect(throws: GatewayImageError.malformed(part: "api", row: 0)) {
            try GatewayImage(builder.finish())
        }
        var lists = GatewayImageBuilder()
        lists.append([
            (APIColumn.name, lists.string("Shelves")), (.id, 0), (.apiKeySource, 0),
            (.endpointType, 0), (.isExecuteEndpointDisabled, 0),
            (.binaryMediaTypes, .max), (.binaryMediaTypeCount, 2),
        ])
        #expect(throws: GatewayImageError.malformed(part: "api", row: 0)) {
            try GatewayImage(lists.finish())
        }
    }
}
