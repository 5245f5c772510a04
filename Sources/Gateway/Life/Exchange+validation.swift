import Faults
import Schemas

extension Exchange {
    /// Checks required parameters, then the body against the model of its media type.
    func validate() -> Step {
        guard let method, let deployment else { return fail(.configuration("No method")) }
        startLog(method)
        if method.validatesParameters {
            var missing: [String] = []
            for (location, name) in method.requiredParameters where isBlank(location, name) {
                missing.append(String(decoding: name, as: UTF8.self))
            }
            if !missing.isEmpty {
                let list = "[\(missing.joined(separator: ", "))]"
                return fail(
                    GatewayFault(
                        .badRequestParameters,
                        message: "Missing required request parameters: \(list)",
                        log: "Method request validation failed: Missing required request "
                            + "parameters: \(list)"))
            }
        }
        if method.validatesBody, let failure = bodyFailure(method, deployment) {
            return fail(
                GatewayFault(
                    .badRequestBody,
                    log: "Request body does not match model schema for content type "
                        + "\(failure.contentType): \(failure.text)",
                    validationError: failure.text))
        }
        return lookUpCache()
    }

    private func isBlank(_ location: PreparedMethod.Location, _ name: [UInt8]) -> Bool {
        let value: ArraySlice<UInt8>? =
            switch location {
            case .path: pathParameter(name)
            case .query: query.last(name)
            case .header: header(name)
            }
        return value?.allSatisfy { $0 <= 0x20 } ?? true
    }

    /// The value of the last visible field of a name, letter by letter.
    ///
    /// `Authorization` and `User-Agent` are found in any spelling, as API Gateway gives them one of
    /// its own before it looks: many clients send all names in lower case.
    func header(_ name: [UInt8]) -> ArraySlice<UInt8>? {
        let headers = headers
        let index =
            headers.fields.lastIndex { headers.bytes[$0.name].elementsEqual(name) }
            ?? (HeaderRules.capitalized(name[...]) == nil ? nil : headers.lastIndex(of: name))
        return index.map { headers.value($0) }
    }

    private func bodyFailure(
        _ method: PreparedMethod, _ deployment: Deployment
    ) -> (contentType: String, text: String)? {
        let type = field(.contentType).map { MediaType(firstOf: $0).text }
        let wanted = type.flatMap { $0.isEmpty ? nil : $0 } ?? FieldName.json[...]
        let model =
            method.models.first { isEqualIgnoringCase($0.contentType, wanted) }
            ?? method.models.first { $0.contentType.elementsEqual("$default".utf8) }
        guard let model else { return nil }
        guard let schema = worker.schema(model.schema, of: deployment) else {
            return (text(wanted), "[Request body validation failed due to an unexpected error]")
        }
        let found = worker.validator.validate(body: request.body, against: schema)
        return found.validationErrorString.map { (text(wanted), $0) }
    }
}
