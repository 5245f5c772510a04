// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

import Foundation

/// What a sample transport answers to the requests of one operation.
public struct SampleAnswer: Sendable {
    /// As HTTP spells it; `nil` for every method.
    public var method: String?
    /// The path with its parameters in braces.
    public var path: String
    public var response: HTTPResponse

    public init(_ method: String?, _ path: String, _ status: Int, type: String?, body: String) {
        self.method = method
        self.path = path
        response = HTTPResponse(status: status, body: Data(body.utf8))
        response.headers["Content-Type"] = type
    }

    /// How well a request fits, more for literal segments; `nil` where it does not.
    ///
    /// What stands before the path, such as a stage's name, does not matter.
    func score(_ method: HTTPMethod, _ segments: [Substring]) -> Int? {
        if let wanted = self.method, wanted != method.rawValue { return nil }
        let template = path.split(separator: "/")
        if let last = template.last, last.hasSuffix("+}") {
            let head = template.dropLast()
            for start in segments.indices where start + head.count < segments.count {
                let fits = zip(head, segments[start...]).allSatisfy {
                    $0 == $1 || $0.hasPrefix("{")
                }
                if fits { return head.count }
            }
            return nil
        }
        guard template.count <= segments.count else { return nil }
        var score = template.count
        for (part, segment) in zip(template.reversed(), segments.reversed()) {
            if part.contains("{") { continue }
            guard part == segment else { return nil }
            score += 100
        }
        return score
    }
}

extension MockTransport {
    /// Answers every request with the sample that fits it best, others with 404.
    public init(samples: [SampleAnswer]) {
        self.init { request in
            let segments = URLParts(request.url).path.split(separator: "/")
            var best: (score: Int, response: HTTPResponse)?
            for sample in samples {
                guard let score = sample.score(request.method, segments) else { continue }
                if score > best?.score ?? -1 { best = (score, sample.response) }
            }
            return best?.response ?? HTTPResponse(status: 404)
        }
    }
}

/// Reads a sample that the generator wrote.
package func decodedSample<Value: Decodable>(_ json: String) -> Value {
    do {
        return try JSONCoding.decode(Data(json.utf8))
    } catch {
        preconditionFailure("a sample of \(Value.self) cannot be read: \(error)")
    }
}
