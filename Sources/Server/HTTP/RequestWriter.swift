internal import Gateway

/// Appends a call as an HTTP/1.1 request; framing fields are ours alone.
func appendRequest(_ call: BackendCall, _ url: BackendURL, to bytes: inout [UInt8]) {
    let source = call.headers.bytes
    let fields = call.headers.fields
    let size =
        call.method.count + url.pathAndQuery.count + call.headers.lineByteCount
        + url.authority.count + call.body.count + headSlack
    append(upTo: size, to: &bytes) { bytes in
        bytes.append(call.method)
        bytes.append(" ")
        bytes.append(url.pathAndQuery)
        bytes.append(" HTTP/1.1\r\n")
        let span = source.span
        var hasHost = false
        for field in fields {
            let name = field.name
            switch name.count {
            case 4 where equalsIgnoringCase(span, name, "host"): hasHost = true
            case 10 where equalsIgnoringCase(span, name, "connection"): continue
            case 14 where equalsIgnoringCase(span, name, "content-length"): continue
            case 17 where equalsIgnoringCase(span, name, "transfer-encoding"): continue
            case 6 where equalsIgnoringCase(span, name, "expect"): continue
            case 7 where equalsIgnoringCase(span, name, "upgrade"): continue
            default: break
            }
            bytes.append(name: name, value: field.value, of: source)
        }
        if !hasHost {
            bytes.append("Host: ")
            bytes.append(url.authority)
            bytes.append("\r\n")
        }
        let method = call.method.span
        let range = 0..<method.count
        if !call.body.isEmpty || equals(method, range, "POST") || equals(method, range, "PUT")
            || equals(method, range, "PATCH")
        {
            bytes.append("Content-Length: ")
            bytes.append(decimal: call.body.count)
            bytes.append("\r\n")
        }
        bytes.append("\r\n")
        bytes.append(call.body)
    }
}

/// More than what the lines of our own take in a head.
private let headSlack = 128
