internal import JSON

extension SwiftPrinter {
    /// What tests of callers need: a protocol with the client's calls, and samples.
    func mockParts() -> [(name: String, text: String)] {
        [
            ("\(names.client)Protocol.swift", protocolText()),
            ("SampleTransport.swift", transportText()),
        ] + sampleTexts().enumerated().map { ("Samples-\(twoDigits($0 + 1)).swift", $1) }
    }

    /// A protocol with the client's calls, so that tests can put something else in its place.
    private func protocolText() -> String {
        var writer = SwiftWriter(access: access)
        let name = "\(names.client)Protocol"
        writer.line("/// The calls of ``\(names.client)``, for a stand-in of your own in tests.")
        writer.block("\(access)protocol \(name): Sendable") { writer in
            for index in api.operations.indices {
                let parameters = arguments(index).map {
                    "\(parameterName($0.label)): \($0.type)"
                }
                let result = resultType(index).map { " -> \($0)" } ?? ""
                writer.call(
                    "func \(escaped(names.operations[index]))", parameters,
                    " async throws(APIError<\(failureType(index))>)\(result)")
            }
        }
        writer.line()
        writer.line("extension \(names.client): \(name) {}")
        return writer.text
    }

    // MARK: Samples

    /// A sample of each type that has one, cut into files.
    private func sampleTexts() -> [String] {
        var writers: [SwiftWriter] = [SwiftWriter(access: access)]
        var samples = SampleValues(api)
        for index in api.shapes.indices {
            switch api.shapes[index].kind {
            case .record, .union: break
            case .alias, .enumeration, .form: continue
            }
            guard let sample = samples.value(of: .shape(ShapeID(index))) else { continue }
            if writers[writers.count - 1].lineCount > Self.maximumModelLines {
                writers.append(SwiftWriter(access: access))
            }
            var writer = writers[writers.count - 1]
            if writer.lineCount > 0 { writer.line() }
            let name = names.types[index]
            writer.block("extension \(name)") { writer in
                writer.line("/// A sample value.")
                let line = rawText(sample, .compact)
                writer.line("\(access)static let sample: \(name) = decodedSample(")
                if line.utf8.count <= 85 {
                    writer.line("    #\"\(line)\"#)")
                } else {
                    rawLiteral(rawText(sample, .indented), tail: ")", &writer)
                }
            }
            writers[writers.count - 1] = writer
        }
        return writers.filter { $0.lineCount > 0 }.map(\.text)
    }

    /// A text of several lines as a literal that needs no escapes.
    private func rawLiteral(_ text: String, tail: String, _ writer: inout SwiftWriter) {
        writer.indented { writer in
            writer.line("#\"\"\"")
            for line in text.split(separator: "\n") { writer.line(String(line)) }
            writer.line("\"\"\"#" + tail)
        }
    }

    /// A transport that answers every call with a sample of its result.
    private func transportText() -> String {
        var writer = SwiftWriter(access: access)
        var samples = SampleValues(api)
        writer.block("extension MockTransport") { writer in
            writer.line("/// Answers every call with a sample of what it gives.")
            writer.line("\(access)static let samples = MockTransport(samples: [")
            writer.indented { writer in
                for operation in api.operations {
                    let (status, type, body) = answer(operation.result, &samples)
                    let method = operation.method.map(swiftLiteral) ?? "nil"
                    writer.call(
                        "SampleAnswer",
                        [
                            method, swiftLiteral(operation.path), "\(status)",
                            "type: \(type.map(swiftLiteral) ?? "nil")",
                            "body: #\"\(body)\"#",
                        ], ",")
                }
            }
            writer.line("])")
        }
        return writer.text
    }

    private func answer(
        _ result: ClientResult, _ samples: inout SampleValues
    ) -> (status: Int, type: String?, body: String) {
        var status = 200
        let content: ClientResult.Content
        switch result.kind {
        case .one(let one), .optional(let one): content = one
        case .several(let cases):
            status = cases.first?.status ?? 200
            content = cases.first?.content ?? .nothing
        case .undocumented: content = .nothing
        }
        switch content {
        case .nothing: return (status == 200 ? 204 : status, nil, "")
        case .text: return (status, "text/plain", "text")
        case .binary: return (status, "application/octet-stream", "bytes")
        case .json(let type):
            let sample = samples.value(of: type, example: result.example) ?? .null
            return (status, "application/json", rawText(sample, .compact))
        }
    }

    /// A sample as it stands between `#"` and `"#`: nothing in it ends the literal.
    private func rawText(_ sample: JSONValue, _ layout: JSONLayout) -> String {
        sample.printed(layout).replacing("#", with: "\\u0023")
            .replacing("\u{2028}", with: "\\u2028").replacing("\u{2029}", with: "\\u2029")
            .replacing("\u{85}", with: "\\u0085")
    }
}

/// A number with a leading zero where it has one digit.
func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
