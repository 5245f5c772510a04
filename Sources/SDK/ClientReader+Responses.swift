internal import Diagnostics
internal import JSON
internal import OpenAPI
internal import Syntax

extension ClientReader {
    /// Reads what an operation answers: results, documented errors, header fields.
    mutating func readResponses(
        _ operation: Operation, _ origin: Shape.Origin, _ result: inout ClientOperation
    ) {
        var successes: [(status: Int, content: ClientResult.Content)] = []
        var failures: [FailureSet.Case] = []
        var accept: [String] = []
        var fallback: ClientResult.Content?
        var redirects: [Int] = []
        let responses = operation.responses
        let hasSuccess = responses.contains { response in
            response.statusCode.map { (200..<300).contains($0) }
                ?? (response.key.value.lowercased() == "2xx")
        }
        for response in responses {
            let status = response.statusCode
            let key = response.key.value.lowercased()
            let isSuccess = status.map { (200..<300).contains($0) } ?? (key == "2xx")
            let isResult = isSuccess || !hasSuccess && key == "default"
            var place = origin
            place.words.append(isResult ? "Response" : statusWord(status, key))
            place.key += "/responses/\(key)"
            readHeaders(response)
            let media = preferred(response.content, { $0.name.value })
            let content = media.map { resultContent($0, place) } ?? .nothing
            if isResult {
                if let media {
                    accept.append(media.name.value)
                    result.result.example = result.result.example ?? bodyExample(media, response)
                }
                if result.result.documentation == nil {
                    result.result.documentation = response.description?.string
                }
                if let status {
                    successes.append((status, content))
                } else {
                    fallback = content
                }
                if let media, content == .binary || media.name.value == "text/event-stream" {
                    result.result.isStream = true
                }
            } else if let status, (300..<400).contains(status), !hasSuccess || status != 304 {
                redirects.append(status)
            } else if let status, status >= 300 {
                failures.append(FailureSet.Case(status: .code(status), content: content))
            } else if key.utf8.count == 3, key.hasSuffix("xx"), let first = Int(key.prefix(1)),
                first != 2
            {
                failures.append(FailureSet.Case(status: .range(first), content: content))
            } else if key == "default" {
                failures.append(FailureSet.Case(status: .default, content: content))
            }
        }
        result.result.redirects = redirects
        result.result.accept = accept.isEmpty ? nil : uniqued(accept).joined(separator: ", ")
        if let fallback, successes.isEmpty { successes = [(200, fallback)] }
        result.result.kind = resultKind(successes, hasRedirect: !redirects.isEmpty)
        if !failures.isEmpty {
            let set = FailureSet(cases: failures)
            if let place = failurePlaces[set] {
                result.failures = place
            } else {
                failurePlaces[set] = failureSets.count
                result.failures = failureSets.count
                failureSets.append(set)
            }
        }
    }

    /// Keeps the header fields that an answer documents.
    ///
    /// One that is documented with two types reads as text; those of cross-origin requests are for
    /// browsers.
    private mutating func readHeaders(_ response: Response) {
        for header in response.headers {
            let key = header.name.value.lowercased()
            guard !key.isEmpty, !key.hasPrefix("access-control-"), key != "content-type" else {
                continue
            }
            let place = Shape.Origin(words: ["Header", header.name.value], key: "headers/\(key)")
            let declared = self.type(of: header.schema, place).type
            var type = plain(declared)
            if !isScalar(type) || type == .bytes || type == .binary { type = .string }
            if header.schema == nil { type = .string }
            if let known = headerPlaces[key] {
                if plain(answerHeaders[known].type) != type { answerHeaders[known].type = .string }
                continue
            }
            headerPlaces[key] = answerHeaders.count
            answerHeaders.append(
                ClientHeader(
                    name: header.name.value, type: type,
                    documentation: header.node["description"]?.string))
        }
    }

    /// The body that a document shows for an answer, where samples are wanted.
    private func bodyExample(_ media: MediaType, _ response: Response) -> JSONValue? {
        guard selection.includesExamples else { return nil }
        if document.version == .swagger2 {
            return response.node["examples"]?[dynamic: media.name.value]?.jsonValue
        }
        if let example = media.node["example"] { return example.jsonValue }
        let first = members(of: media.node["examples"]).first?.value
        return first.flatMap(document.resolve)?["value"]?.jsonValue
    }

    private func resultKind(
        _ successes: [(status: Int, content: ClientResult.Content)], hasRedirect: Bool
    ) -> ClientResult.Kind {
        var contents: [ClientResult.Content] = []
        for success in successes where !contents.contains(success.content) {
            contents.append(success.content)
        }
        switch contents.count {
        case 0: return hasRedirect ? .one(.nothing) : .undocumented
        case 1: return .one(contents[0])
        case 2 where contents.contains(.nothing):
            let other = contents[0] == .nothing ? contents[1] : contents[0]
            if case .json = other { return .optional(other) }
            return .one(other)
        default: return .several(successes)
        }
    }

    private mutating func resultContent(
        _ media: MediaType, _ origin: Shape.Origin
    ) -> ClientResult.Content {
        let name = media.name.value
        switch mediaKind(name) {
        case .json:
            let use = type(of: media.schema, origin)
            if plain(use.type) == .binary { return .binary }
            return .json(use.isNullable ? .optional(use.type) : use.type)
        case .text: return .text
        case .binary, .multipart, .urlencoded:
            if !isKnownBinary(name, media.schema) {
                warn(.opaqueBody(name, media.name.range), at: media.node)
            }
            return .binary
        }
    }

    private func statusWord(_ status: Int?, _ key: String) -> String {
        status.map { statusNames[$0] ?? "Status\($0)" } ?? "Error"
    }

    func isKnownBinary(_ type: String, _ schema: Node?) -> Bool {
        let name = type.lowercased()
        if ["image/", "audio/", "video/", "font/"].contains(where: name.hasPrefix) { return true }
        if name.contains("octet-stream") || name.contains("zip") || name.contains("pdf") {
            return true
        }
        return schema.flatMap(document.resolve).map { node in
            node["format"]?.equals("binary") == true || node["type"]?.equals("file") == true
        } ?? false
    }
}

/// What statuses are called in names (RFC 9110, section 15).
let statusNames: [Int: String] = [
    200: "ok", 201: "created", 202: "accepted", 203: "nonAuthoritative", 204: "noContent",
    205: "resetContent", 206: "partialContent", 207: "multiStatus", 300: "multipleChoices",
    301: "movedPermanently", 302: "found", 303: "seeOther", 304: "notModified",
    307: "temporaryRedirect",
    308: "permanentRedirect", 400: "badRequest", 401: "unauthorized", 402: "paymentRequired",
    403: "forbidden", 404: "notFound", 405: "methodNotAllowed", 406: "notAcceptable",
    408: "requestTimeout", 409: "conflict", 410: "gone", 411: "lengthRequired",
    412: "preconditionFailed", 413: "contentTooLarge", 414: "uriTooLong",
    415: "unsupportedMediaType", 416: "rangeNotSatisfiable", 417: "expectationFailed",
    418: "teapot", 421: "misdirectedRequest", 422: "unprocessableContent", 423: "locked",
    424: "failedDependency", 425: "tooEarly", 426: "upgradeRequired", 428: "preconditionRequired",
    429: "tooManyRequests", 431: "headerFieldsTooLarge", 451: "unavailableForLegalReasons",
    500: "internalServerError", 501: "notImplemented", 502: "badGateway",
    503: "serviceUnavailable", 504: "gatewayTimeout", 507: "insufficientStorage",
]
