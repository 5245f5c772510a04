internal import Diagnostics
internal import JSON
internal import Model

extension Method {
    /// The parameter of the request that a mapping's source takes, where the method declares none
    /// of that name; `multivalue` forms take the same parameters.
    ///
    /// - Returns: The parameter as a declaration has it, such as `method.request.header.Tenant`;
    ///   `nil` for a declared one, and for sources of other kinds.
    func undeclaredParameter(in source: String) -> String? {
        let bytes = source.utf8Span.span
        let start = "method.request.".utf8.count
        guard bytes.starts(with: "method.request."),
            let point = bytes.firstIndex(of: ".", from: start)
        else { return nil }
        let place = bytes.extracting(start..<point)
        let location: RequestParameter.Location
        if place.isWord("path") {
            location = .path
        } else if place.isWord("querystring") || place.isWord("multivaluequerystring") {
            location = .querystring
        } else if place.isWord("header") || place.isWord("multivalueheader") {
            location = .header
        } else {
            return nil
        }
        for other in requestParameters.indices where requestParameters[other].location == location {
            let name = requestParameters[other].name.utf8Span.span
            if name.count == bytes.count - point - 1, bytes.starts(with: name, at: point + 1) {
                return nil
            }
        }
        let name = source.utf8.text(point + 1..<bytes.count)
        return "method.request.\(location.rawValue).\(name)"
    }
}
