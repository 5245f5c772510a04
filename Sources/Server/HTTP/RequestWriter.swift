internal import Gateway

/// Appends a call as an HTTP/1.1 request; framing fields are ours alone.
func appendRequest(_ call: BackendCall, _ url: BackendURL, to bytes: inout [UInt8]) {
    bytes += call.method
    bytes.append(0x20)
    bytes += url.pathAndQuery
    appendStatic(" HTTP/1.1\r\n", to: &bytes)
    let source = call.headers.bytes
    var hasHost = false
    for field in call.headers.fields {
        let span = source.span
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
        bytes += source[name]
        bytes.append(0x3A)
        bytes.append(0x20)
        bytes += source[field.value]
        bytes.append(0x0D)
        bytes.append(0x0A)
    }
    if !hasHost {
        appendStatic("Host: ", to: &bytes)
        bytes += url.authority
        appendStatic("\r\n", to: &bytes)
    }
    let method = call.method.span
    let range = 0..<method.count
    if !call.body.isEmpty || equals(method, range, "POST") || equals(method, range, "PUT")
        || equals(method, range, "PATCH")
    {
        appendStatic("Content-Length: ", to: &bytes)
        appendDecimal(call.body.count, to: &bytes)
        appendStatic("\r\n", to: &bytes)
    }
    appendStatic("\r\n", to: &bytes)
    bytes += call.body
}
