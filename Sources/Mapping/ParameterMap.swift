package import Diagnostics
internal import JSONPath

/// The parameter mappings of an integration or an integration response, compiled.
///
/// A target such as `integration.request.header.X-Tenant` takes its value from a source such as
/// `method.request.querystring.tenant`, `context.identity.sourceIp`, `stageVariables.host` or
/// `'literal'` (API Gateway Developer Guide, “Data mapping reference”). Code is a flat run of bytes
/// inside an image, which may be a bundle's.
package struct ParameterMap: Sendable, Hashable {
    /// Which way the mapped message goes.
    package enum Direction: UInt8, Sendable, CaseIterable {
        /// `integration.request.…` from `method.request.…`.
        case request = 1
        /// `method.response.…` from `integration.response.…`.
        case response = 2
    }

    /// A mapping as written.
    package struct Expression: Sendable, Hashable {
        package var target: String
        package var targetRange: SourceRange
        package var source: String
        package var sourceRange: SourceRange

        package init(
            target: String, at targetRange: SourceRange, source: String,
            at sourceRange: SourceRange
        ) {
            self.target = target
            self.targetRange = targetRange
            self.source = source
            self.sourceRange = sourceRange
        }
    }

    /// The bytes that hold the code, possibly among other things.
    package let image: [UInt8]

    /// Where the code lies in `image`.
    package let code: Range<Int>

    /// Compiles mappings in their order.
    ///
    /// Mappings that cannot be read are reported as `mapping-target`, `mapping-source` or
    /// `mapping-jsonpath` and left out.
    package init(
        compiling expressions: [Expression], direction: Direction, into log: inout DiagnosticLog
    ) {
        var code: [UInt8] = [direction.rawValue]
        var count = 0
        var items: [UInt8] = []
        for expression in expressions {
            guard
                let target = MappingTarget(
                    parsing: expression.target, direction, at: expression.targetRange, into: &log),
                let source = MappingSource(
                    parsing: expression.source, direction, at: expression.sourceRange, into: &log)
            else { continue }
            count += 1
            items.append(target.location.rawValue)
            items.append(string: target.name.utf8)
            source.encode(into: &items)
        }
        code.append(word: count)
        image = code + items
        self.code = 0..<image.count
    }

    /// Reads a stored map in place.
    ///
    /// Everything is checked once, O(*n*); `nil` for bytes that are not a map's code.
    package init?(decoding image: [UInt8], at code: Range<Int>) {
        guard code.lowerBound >= 0, code.upperBound <= image.count,
            MappingReader(image: image, end: code.upperBound).isValid(code)
        else { return nil }
        self.image = image
        self.code = code
    }

    /// The stored form.
    package var encoded: ArraySlice<UInt8> { image[code] }

    /// Whether there is nothing to map.
    package var isEmpty: Bool { image.word(at: code.lowerBound + 1) == 0 }
}

/// Where a mapped value goes.
package enum MappedLocation: UInt8, Sendable, CaseIterable {
    case path = 1
    case querystring = 2
    case header = 3
}

/// The left side of a mapping.
package struct MappingTarget: Sendable, Hashable {
    package let location: MappedLocation
    package let name: String

    /// Reads a target; reports `mapping-target` for what is none.
    package init?(
        parsing text: String, _ direction: ParameterMap.Direction, at range: SourceRange,
        into log: inout DiagnosticLog
    ) {
        let scope: StaticString =
            direction == .request ? "integration.request." : "method.response."
        let utf8 = text.utf8
        let bytes = utf8.span
        let start = scope.utf8CodeUnitCount
        guard bytes.starts(with: scope),
            let point = bytes.firstIndex(of: ".", from: start),
            let location = MappedLocation(name: part(of: text, start..<point)),
            direction == .request || location == .header,
            isParameterName(bytes.extracting(point + 1..<bytes.count))
        else {
            log.report(.invalidTarget(text, direction, at: range))
            return nil
        }
        self.location = location
        name = part(of: text, point + 1..<bytes.count)
    }
}

extension MappedLocation {
    /// The location with the name that expressions use.
    package init?(name: String) {
        switch name {
        case "path": self = .path
        case "querystring": self = .querystring
        case "header": self = .header
        default: return nil
        }
    }
}

/// The part of a text in a range of its UTF-8.
func part(of text: String, _ range: Range<Int>) -> String {
    let bytes = text.utf8
    let start = bytes.index(bytes.startIndex, offsetBy: range.lowerBound)
    let end = bytes.index(start, offsetBy: range.count)
    return String(Substring(bytes[start..<end]))
}

/// Whether a name is one that API Gateway accepts: `^[a-zA-Z0-9._$-]+$`.
func isParameterName(_ name: Span<UInt8>) -> Bool {
    for index in name.indices {
        switch name[index] {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "$"), UInt8(ascii: "-"):
            continue
        default: return false
        }
    }
    return name.count > 0
}

extension Diagnostic {
    fileprivate static func invalidTarget(
        _ text: String, _ direction: ParameterMap.Direction, at range: SourceRange
    ) -> Self {
        let form =
            direction == .request
            ? "integration.request.{path|querystring|header}.NAME" : "method.response.header.NAME"
        let isOfHTTPAPI = ["append:", "overwrite:", "remove:"].contains { text.hasPrefix($0) }
        return Self(
            ID(rawValue: "mapping-target"), .error,
            "mapping target '\(text)' is not of the form \(form)", at: range,
            help: isOfHTTPAPI
                ? "compile with '--api-type http', or write a target of the form \(form)"
                : "write a target of the form \(form)")
    }
}
