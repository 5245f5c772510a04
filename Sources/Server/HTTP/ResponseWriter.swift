internal import Gateway

/// Appends a response with its framing: `Content-Length`, `Connection`, `Date`.
///
/// A response without a body by its status (1xx, 204, 304) gets no length; one to a HEAD gets the
/// length and no body.
func appendResponse(
    _ response: Response, isToHead: Bool, keepsAlive: Bool, extra: [UInt8], date: [UInt8],
    to output: inout [UInt8]
) {
    let bytes = response.headers.bytes
    let fields = response.headers.fields
    let size =
        headSlack + response.headers.lineByteCount + extra.count + date.count + response.body.count
    append(upTo: size, to: &output) { output in
        output.append("HTTP/1.1 ")
        output.append(decimal: response.status)
        output.append(" ")
        output.append(reasonPhrase(response.status))
        output.append("\r\n")
        for field in fields { output.append(name: field.name, value: field.value, of: bytes) }
        output.append(extra)
        output.append(date)
        let hasBody = response.status >= 200 && response.status != 204 && response.status != 304
        if hasBody {
            output.append("Content-Length: ")
            output.append(decimal: response.body.count)
            output.append("\r\n")
        }
        output.append(
            keepsAlive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n")
        if hasBody, !isToHead { output.append(response.body) }
    }
}

/// More than what the lines of our own take in a head: status, length, connection.
private let headSlack = 256

/// Appends a response of the server's own, for what never reached the gateway; the connection's
/// last.
func appendRefusal(_ status: Int, date: [UInt8], to output: inout [UInt8]) {
    appendStatusLine(status, to: &output)
    appendStatic("Content-Type: application/json\r\n", to: &output)
    output.append(contentsOf: date)
    let body = Array("{\"message\":\"\(reasonPhrase(status))\"}".utf8)
    appendStatic("Content-Length: ", to: &output)
    appendDecimal(body.count, to: &output)
    appendStatic("\r\nConnection: close\r\n\r\n", to: &output)
    output.append(contentsOf: body)
}

/// Whether a field could break out of its line.
func hasLineBreak(_ bytes: [UInt8]) -> Bool {
    // Without a way out of the loop it runs on many bytes at a time; fields are short.
    let span = bytes.span
    var found: UInt8 = 0
    for index in span.indices {
        let byte = span[index]
        found |= (byte == 0x0D ? 1 : 0) | (byte == 0x0A ? 1 : 0) | (byte == 0 ? 1 : 0)
    }
    return found != 0
}

func appendStatusLine(_ status: Int, to output: inout [UInt8]) {
    if status == 200 { return appendStatic("HTTP/1.1 200 OK\r\n", to: &output) }
    appendStatic("HTTP/1.1 ", to: &output)
    appendDecimal(status, to: &output)
    appendStatic(" ", to: &output)
    appendStatic(reasonPhrase(status), to: &output)
    appendStatic("\r\n", to: &output)
}

/// Appends text known when compiling at the speed of a copy.
@inline(__always)
func appendStatic(_ text: StaticString, to output: inout [UInt8]) {
    // A static string's storage lives for ever.
    unsafe output.append(
        contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
}

/// Appends a number that is not negative.
func appendDecimal(_ value: Int, to output: inout [UInt8]) {
    if value < 10 { return output.append(0x30 &+ UInt8(truncatingIfNeeded: value)) }
    var divisor = 1
    while value / divisor >= 10 { divisor &*= 10 }
    while divisor > 0 {
        output.append(0x30 &+ UInt8(truncatingIfNeeded: value / divisor % 10))
        divisor /= 10
    }
}

/// A status's words (RFC 9110, section 15, and its registry); empty for one that has none.
func reasonPhrase(_ status: Int) -> StaticString {
    switch status {
    case 100: "Continue"
    case 200: "OK"
    case 201: "Created"
    case 202: "Accepted"
    case 203: "Non-Authoritative Information"
    case 204: "No Content"
    case 205: "Reset Content"
    case 206: "Partial Content"
    case 300: "Multiple Choices"
    case 301: "Moved Permanently"
    case 302: "Found"
    case 303: "See Other"
    case 304: "Not Modified"
    case 307: "Temporary Redirect"
    case 308: "Permanent Redirect"
    case 400: "Bad Request"
    case 401: "Unauthorized"
    case 402: "Payment Required"
    case 403: "Forbidden"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 406: "Not Acceptable"
    case 408: "Request Timeout"
    case 409: "Conflict"
    case 410: "Gone"
    case 411: "Length Required"
    case 412: "Precondition Failed"
    case 413: "Content Too Large"
    case 414: "URI Too Long"
    case 415: "Unsupported Media Type"
    case 417: "Expectation Failed"
    case 422: "Unprocessable Content"
    case 428: "Precondition Required"
    case 429: "Too Many Requests"
    case 431: "Request Header Fields Too Large"
    case 500: "Internal Server Error"
    case 501: "Not Implemented"
    case 502: "Bad Gateway"
    case 503: "Service Unavailable"
    case 504: "Gateway Timeout"
    case 505: "HTTP Version Not Supported"
    default: ""
    }
}

/// The `Date` field with its line end (RFC 9110, section 5.6.7).
func dateField(wallMilliseconds: Int64) -> [UInt8] {
    let seconds = wallMilliseconds / 1000
    let days = Int(seconds / 86_400)
    let second = Int(seconds % 86_400)
    // Civil date from days, after Howard Hinnant's algorithm, from March on.
    let shifted = days + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted % 146_097
    let yearOfEra =
        (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    let dayNames: [String] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    let monthNames: [String] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let time = "\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))"
    let text =
        "Date: \(dayNames[days % 7]), \(two(day)) \(monthNames[month - 1]) \(year) \(time) GMT\r\n"
    return Array(text.utf8)
}
