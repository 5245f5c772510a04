import BundleFormat
import Faults
import JSON

extension Exchange {
    /// Answers with the gateway response of a fault: the API's own, its default's, or API Gateway's.
    func fail(_ fault: GatewayFault) -> Step {
        self.fault = fault
        if let line = fault.logLine { log(line, isError: true) }
        if phase == .integration { integrationError = fault.logLine ?? fault.message }
        accessSteps.end(AccessSteps.Outcome(status: fault.status, error: fault.message))
        phase = .over
        response.clear()
        response.status = fault.status
        // A type that the API sets stands for itself: what it leaves out is API Gateway's own, not
        // that of DEFAULT_4XX or DEFAULT_5XX.
        let row =
            gatewayResponse(fault.type)
            ?? gatewayResponse(fault.status < 500 ? .default4XX : .default5XX)
        if let status = row.flatMap(status) { response.status = status }
        response.headers.append("x-amzn-ErrorType".utf8, fault.errorType.utf8)
        if let row { applyMappings(of: row) }
        writeBody(of: row, fault)
        cacheKey.removeAll(keepingCapacity: true)
        if !isTest {
            let type = fault.type.rawValue
            log("Gateway response type: \(type) with status code: \(response.status)")
            log("Gateway response body: \(String(decoding: response.body, as: UTF8.self))")
            log("Gateway response headers: \(javaMap(response.headers))")
        }
        return finish()
    }

    /// The row of a gateway response that the API sets, or `nil`.
    private func gatewayResponse(_ type: GatewayResponseType) -> Int? {
        guard let image = deployment?.image else { return nil }
        return (0..<image.count(.gatewayResponses)).first { row in
            image.string(image.word(GatewayResponseColumn.type, row)) == type.rawValue
        }
    }

    private func status(of row: Int) -> Int? {
        guard let word = deployment?.image.word(GatewayResponseColumn.status, row),
            100..<600 ~= word
        else { return nil }
        return Int(word)
    }

    private func applyMappings(of row: Int) {
        guard let image = deployment?.image else { return }
        for row in image.rows(GatewayResponseColumn.mappings, row) {
            let mapping = PreparedMapping(row, image)
            var value: [UInt8] = []
            if append(mapping.source, to: &value), isSafeFieldValue(value) {
                response.headers.set(mapping.name, value)
            }
        }
    }

    /// Writes the body by the gateway response's template for the client's `Accept`; without any,
    /// API Gateway's own.
    private func writeBody(of row: Int?, _ fault: GatewayFault) {
        if let row, let deployment {
            let image = deployment.image
            let templates = image.rows(GatewayResponseColumn.templates, row).map {
                PreparedTemplate($0, image)
            }
            if let template = chooseResponseTemplate(templates) {
                if !response.headers.contains(FieldName.contentType) {
                    response.headers.append(FieldName.contentType, template.contentType)
                }
                if let number = template.program,
                    let text = worker.substitution(number, of: deployment)
                {
                    var body: [UInt8] = []
                    append(text, missing: "", to: &body)
                    response.body = body
                }
                return
            }
        }
        if !isTest, !response.headers.contains(FieldName.contentType) {
            response.headers.append("Content-Type".utf8, "application/json".utf8)
        }
        // API Gateway's own spellings: a denial has a capital letter, and what goes wrong after
        // admission has a space.
        let opening =
            switch fault.type {
            case .accessDenied: "{\"Message\":"
            case .apiConfigurationError, .authorizerConfigurationError, .authorizerFailure,
                .badRequestBody, .badRequestParameters, .default5XX, .integrationFailure,
                .integrationTimeout, .unsupportedMediaType:
                "{\"message\": "
            default: "{\"message\":"
            }
        response.body += opening.utf8
        if let message = fault.message {
            appendJSONString(message.utf8, to: &response.body)
        } else {
            response.body += "null".utf8
        }
        response.body.append(UInt8(ascii: "}"))
    }

    /// Whether a value can stand in a field without ending it.
    func isSafeFieldValue(_ value: some Collection<UInt8>) -> Bool {
        !value.contains { $0 == 13 || $0 == 10 || $0 == 0 }
    }
}
