internal import Diagnostics
internal import Model

extension Method {
    /// The parameter of the request that a mapping's source takes, where the method declares none
    /// of that name; `multivalue` forms take the same parameters.
    ///
    /// - Returns: The parameter as a declaration has it, such as `method.request.header.Tenant`;
    ///   `nil` for a declared one, and for sources of other kinds.
    func undeclaredParameter(in source: String) -> String? {
        let utf8 = source.utf8
        guard utf8.span.starts(with: "method.request.") else { return nil }
        let start = "method.request.".utf8.count
        guard let point = utf8.span.firstIndex(of: ".", from: start) else { return nil }
        let name = utf8.text(point + 1..<utf8.count)
        let location: RequestParameter.Location
        switch utf8.text(start..<point) {
        case "path": location = .path
        case "querystring", "multivaluequerystring": location = .querystring
        case "header", "multivalueheader": location = .header
        default: return nil
        }
        let isDeclared = requestParameters.contains { $0.location == location && $0.name == name }
        return isDeclared ? nil : "method.request.\(location.rawValue).\(name)"
    }
}
