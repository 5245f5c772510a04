internal import Model

extension Method {
    /// The parameter of the request that a mapping's source takes, where the method declares none
    /// of that name; `multivalue` forms take the same parameters.
    ///
    /// - Returns: The parameter as a declaration has it, such as `method.request.header.Tenant`;
    ///   `nil` for a declared one, and for sources of other kinds.
    func undeclaredParameter(in source: String) -> String? {
        guard source.utf8.starts(with: "method.request.".utf8) else { return nil }
        let rest = source.utf8.dropFirst("method.request.".utf8.count)
        guard let point = rest.firstIndex(of: UInt8(ascii: ".")) else { return nil }
        let name = source[rest.index(after: point)...]
        let location: RequestParameter.Location
        switch source[rest.startIndex..<point] {
        case "path": location = .path
        case "querystring", "multivaluequerystring": location = .querystring
        case "header", "multivalueheader": location = .header
        default: return nil
        }
        let isDeclared = requestParameters.contains { $0.location == location && $0.name == name }
        return isDeclared ? nil : "method.request.\(location.rawValue).\(name)"
    }
}
