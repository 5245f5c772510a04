import JSON

extension Exchange {
    /// Writes the X-Ray segment document of this request (X-Ray Developer Guide, “Segment
    /// documents”), with a subsegment for the integration where one was called.
    func writeSegment() {
        makeTraceHeader()
        let fields = traceFields()
        guard fields.isSampled else { return }
        func seconds(_ moment: Moment) -> JSONValue {
            let milliseconds = moment.wallMilliseconds
            let text = "\(milliseconds / 1000).\(String(1000 + milliseconds % 1000).dropFirst())"
            return .number(JSONNumber(spelling: text))
        }
        var id: [UInt8] = []
        ids.appendHexDigits(16, to: &id)
        let name = "\(gateway.apiName)/\(deployment?.stage.name ?? "")"
        var segment: JSONObject = [
            "name": .string(name), "id": .string(String(decoding: id, as: UTF8.self)),
            "trace_id": .string(fields.root), "origin": "AWS::ApiGateway::Stage",
            "start_time": seconds(started), "end_time": seconds(now),
            "annotations": [
                "aws:api_id": .string(apiIDText),
                "aws:api_stage": .string(deployment?.stage.name ?? ""),
            ],
            "http": [
                "request": [
                    "method": .string(String(decoding: httpMethod, as: UTF8.self)),
                    "url": .string(
                        "https://\(domainName)\(String(decoding: request.target[fullPath], as: UTF8.self))"
                    ),
                    "client_ip": .string(String(decoding: request.client.address, as: UTF8.self)),
                ],
                "response": ["status": .number(JSONNumber(response.status))],
            ],
        ]
        if let parent = fields.parent { segment["parent_id"] = .string(parent) }
        if response.status >= 500 { segment["fault"] = true }
        if 400..<500 ~= response.status { segment["error"] = true }
        if response.status == 429 { segment["throttle"] = true }
        if let latency = integrationLatency {
            var subID: [UInt8] = []
            ids.appendHexDigits(16, to: &subID)
            var end = callStarted
            end.wallMilliseconds += Int64(latency)
            segment["subsegments"] = [
                [
                    "id": .string(String(decoding: subID, as: UTF8.self)),
                    "name": .string(call.operation), "namespace": "remote",
                    "start_time": seconds(callStarted), "end_time": seconds(end),
                    "http": ["response": ["status": .number(JSONNumber(backendStatus))]],
                ]
            ]
        }
        record.traceSegment += JSONValue.object(segment).printed(.compact).utf8
    }

    private func traceFields() -> (root: String, parent: String?, isSampled: Bool) {
        var root = ""
        var parent: String?
        // Without the client's decision the default rule's 5 % are drawn; the first request of each
        // second is the host's matter.
        var isSampled = ids.draw >= 95
        for part in String(decoding: traceHeader, as: UTF8.self).split(separator: ";") {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2 else { continue }
            switch pair[0] {
            case "Root": root = String(pair[1])
            case "Parent": parent = String(pair[1])
            case "Sampled": isSampled = pair[1] == "1"
            default: break
            }
        }
        return (root, parent, isSampled)
    }
}
