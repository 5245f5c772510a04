internal import JSON
internal import Patterns

/// The `format`s that are enforced; others never fail.
///
/// The raw values are part of the stored form.
enum SchemaFormat: UInt32, Sendable {
    case dateTime = 1
    case email = 2
    case hostname = 3
    case ipv4 = 4
    case ipv6 = 5
    case regex = 6
    case uri = 7
    // OpenAPI's.
    case date = 8
    case byte = 9
    case uuid = 10

    /// The format of a name in a dialect, or `nil`.
    init?(named name: String, _ dialect: Schema.Dialect) {
        switch name {
        case "date-time": self = .dateTime
        case "email": self = .email
        case "hostname": self = .hostname
        case "ipv4": self = .ipv4
        case "ipv6": self = .ipv6
        case "regex": self = .regex
        case "uri": self = .uri
        case "date" where dialect == .openAPI30: self = .date
        case "byte" where dialect == .openAPI30: self = .byte
        case "uuid" where dialect == .openAPI30: self = .uuid
        default: return nil
        }
    }

    /// Whether a string has the format.
    func accepts(_ text: Span<UInt8>) -> Bool {
        switch self {
        case .dateTime: isDateTime(text)
        case .email: isEmail(text)
        case .hostname: isHostname(text)
        case .ipv4: isIPv4(text, 0..<text.count)
        case .ipv6: isIPv6(text, 0..<text.count)
        case .regex: isRegex(text)
        case .uri: isURI(text)
        case .date: isDate(text, text.count)
        case .byte: isBase64(text)
        case .uuid: isUUID(text)
        }
    }

    /// What the report says of a string that has not the format.
    func message(_ text: String) -> String {
        switch self {
        case .dateTime:
            "string \"\(text)\" is invalid against requested date format(s) "
                + "[yyyy-MM-dd'T'HH:mm:ssZ, yyyy-MM-dd'T'HH:mm:ss.[0-9]{1,12}Z]"
        case .email: "string \"\(text)\" is not a valid email address"
        case .hostname: "string \"\(text)\" is not a valid hostname"
        case .ipv4: "string \"\(text)\" is not a valid IPv4 address"
        case .ipv6: "string \"\(text)\" is not a valid IPv6 address"
        case .regex: "string \"\(text)\" is not a valid ECMA 262 regular expression"
        case .uri: "string \"\(text)\" is not a valid URI"
        case .date: "string \"\(text)\" is not a valid date"
        case .byte: "string \"\(text)\" is not valid base64"
        case .uuid: "string \"\(text)\" is not a valid UUID"
        }
    }
}

private func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

private func isHexadecimal(_ byte: UInt8) -> Bool {
    isDigit(byte) || (byte | 0x20) &- 0x61 < 6
}

private func isAlphanumeric(_ byte: UInt8) -> Bool {
    isDigit(byte) || (byte | 0x20) &- 0x61 < 26
}

/// The value of so many digits at an offset, or -1.
private func number(_ text: Span<UInt8>, _ offset: Int, _ count: Int) -> Int {
    guard offset + count <= text.count else { return -1 }
    var value = 0
    for index in offset..<offset + count {
        guard isDigit(text[index]) else { return -1 }
        value = value * 10 + Int(text[index] - 0x30)
    }
    return value
}

/// `full-date` of RFC 3339, in the first `end` bytes.
private func isDate(_ text: Span<UInt8>, _ end: Int) -> Bool {
    guard end == 10, text.count >= 10, text[4] == 0x2D, text[7] == 0x2D else { return false }
    let year = number(text, 0, 4)
    let month = number(text, 5, 2)
    let day = number(text, 8, 2)
    guard year >= 0, (1...12).contains(month), day >= 1 else { return false }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return day <= days[month - 1]
}

/// `date-time` of RFC 3339, section 5.6.
private func isDateTime(_ text: Span<UInt8>) -> Bool {
    guard text.count >= 20, isDate(text, 10), text[10] | 0x20 == UInt8(ascii: "t"),
        text[13] == UInt8(ascii: ":"), text[16] == UInt8(ascii: ":")
    else { return false }
    let hour = number(text, 11, 2)
    let minute = number(text, 14, 2)
    let second = number(text, 17, 2)
    guard (0...23).contains(hour), (0...59).contains(minute), (0...60).contains(second) else {
        return false
    }
    var offset = 19
    if text[offset] == UInt8(ascii: ".") {
        offset += 1
        let first = offset
        while offset < text.count, isDigit(text[offset]) { offset += 1 }
        if offset == first { return false }
    }
    guard offset < text.count else { return false }
    var shift = 0
    if text[offset] | 0x20 == UInt8(ascii: "z") {
        guard offset == text.count - 1 else { return false }
    } else {
        guard text[offset] == UInt8(ascii: "+") || text[offset] == UInt8(ascii: "-"),
            text.count == offset + 6, text[offset + 3] == UInt8(ascii: ":")
        else { return false }
        let hours = number(text, offset + 1, 2)
        let minutes = number(text, offset + 4, 2)
        guard (0...23).contains(hours), (0...59).contains(minutes) else { return false }
        shift = (hours * 60 + minutes) * (text[offset] == UInt8(ascii: "-") ? -1 : 1)
    }
    // A leap second ends a day in UTC.
    return second < 60 || (hour * 60 + minute - shift + 2880) % 1440 == 1439
}

/// `Mailbox` of RFC 5321, section 4.1.2, ASCII.
private func isEmail(_ text: Span<UInt8>) -> Bool {
    var offset = 0
    if text.count > 0, text[0] == UInt8(ascii: "\"") {
        offset = 1
        while offset < text.count, text[offset] != UInt8(ascii: "\"") {
            if text[offset] == UInt8(ascii: "\\") { offset += 1 }
            guard offset < text.count, text[offset] >= 0x20, text[offset] < 0x7F else {
                return false
            }
            offset += 1
        }
        offset += 1
    } else {
        var isAfterDot = true
        while offset < text.count, text[offset] != UInt8(ascii: "@") {
            if text[offset] == UInt8(ascii: ".") {
                if isAfterDot { return false }
                isAfterDot = true
            } else {
                guard isAtomText(text[offset]) else { return false }
                isAfterDot = false
            }
            offset += 1
        }
        if isAfterDot { return false }
    }
    guard offset < text.count, text[offset] == UInt8(ascii: "@") else { return false }
    let domain = offset + 1..<text.count
    guard let first = domain.first else { return false }
    if text[first] == UInt8(ascii: "["), text[text.count - 1] == UInt8(ascii: "]") {
        let inner = first + 1..<text.count - 1
        let tag = Array("IPv6:".utf8)
        if inner.count > tag.count,
            tag.indices.allSatisfy({ text[inner.lowerBound + $0] == tag[$0] })
        {
            return isIPv6(text, inner.lowerBound + tag.count..<inner.upperBound)
        }
        return isIPv4(text, inner)
    }
    return areLabels(text, domain)
}

private func isAtomText(_ byte: UInt8) -> Bool {
    if isAlphanumeric(byte) { return true }
    switch byte {
    case 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D, 0x2F, 0x3D, 0x3F, 0x5E...0x60, 0x7B...0x7E:
        return true
    default: return false
    }
}

/// RFC 1123 labels of at most 63 bytes, joined by dots.
private func areLabels(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var start = range.lowerBound
    for offset in range.lowerBound...range.upperBound {
        if offset < range.upperBound, text[offset] != UInt8(ascii: ".") {
            guard isAlphanumeric(text[offset]) || text[offset] == UInt8(ascii: "-") else {
                return false
            }
            continue
        }
        let length = offset - start
        guard length > 0, length <= 63, text[start] != UInt8(ascii: "-"),
            text[offset - 1] != UInt8(ascii: "-")
        else { return false }
        start = offset + 1
    }
    return true
}

private func isHostname(_ text: Span<UInt8>) -> Bool {
    guard text.count > 0, text.count <= 255 else { return false }
    return areLabels(text, 0..<text.count)
}

private func isIPv4(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var parts = 0
    var offset = range.lowerBound
    while true {
        let start = offset
        var value = 0
        while offset < range.upperBound, isDigit(text[offset]), offset - start < 3 {
            value = value * 10 + Int(text[offset] - 0x30)
            offset += 1
        }
        guard offset > start, value <= 255,
            offset - start == 1 || text[start] != UInt8(ascii: "0")
        else { return false }
        parts += 1
        if offset == range.upperBound { return parts == 4 }
        guard text[offset] == UInt8(ascii: "."), parts < 4 else { return false }
        offset += 1
    }
}

/// `IPv6address` of RFC 3986, appendix A.
private func isIPv6(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var offset = range.lowerBound
    var groups = 0
    var isShortened = false
    let end = range.upperBound
    func isColon(_ index: Int) -> Bool { index < end && text[index] == UInt8(ascii: ":") }
    if isColon(offset) {
        guard isColon(offset + 1) else { return false }
        isShortened = true
        offset += 2
    }
    while offset < end {
        let start = offset
        while offset < end, isHexadecimal(text[offset]), offset - start < 4 { offset += 1 }
        if offset < end, text[offset] == UInt8(ascii: ".") {
            return isIPv4(text, start..<end) && (isShortened ? groups < 6 : groups == 6)
        }
        guard offset > start else { return false }
        groups += 1
        if offset == end { break }
        guard isColon(offset) else { return false }
        offset += 1
        if isColon(offset) {
            if isShortened { return false }
            isShortened = true
            offset += 1
        } else if offset == end {
            return false
        }
    }
    return isShortened ? groups < 8 : groups == 8
}

private func isRegex(_ text: Span<UInt8>) -> Bool {
    var bytes: [UInt8] = []
    for index in 0..<text.count { bytes.append(text[index]) }
    let pattern = String(decoding: bytes, as: UTF8.self)
    return (try? Pattern(parsing: pattern, dialect: .ecma262)) != nil
}

/// `URI` of RFC 3986, section 3: with a scheme.
private func isURI(_ text: Span<UInt8>) -> Bool {
    var offset = 0
    while offset < text.count, text[offset] != UInt8(ascii: ":") {
        let byte = text[offset]
        let isMark = byte == 0x2B || byte == 0x2D || byte == 0x2E
        guard isAlphanumeric(byte) || isMark, offset > 0 || !(isDigit(byte) || isMark) else {
            return false
        }
        offset += 1
    }
    guard offset > 0, offset < text.count else { return false }
    offset += 1
    var hasFragment = false
    if offset + 1 < text.count, text[offset] == 0x2F, text[offset + 1] == 0x2F {
        offset += 2
        guard let end = endOfAuthority(text, offset) else { return false }
        offset = end
    }
    while offset < text.count {
        let byte = text[offset]
        switch byte {
        case UInt8(ascii: "%"):
            guard offset + 2 < text.count, isHexadecimal(text[offset + 1]),
                isHexadecimal(text[offset + 2])
            else { return false }
            offset += 2
        case UInt8(ascii: "#"):
            if hasFragment { return false }
            hasFragment = true
        case 0x2F, 0x3F: break
        default: guard isPathCharacter(byte) else { return false }
        }
        offset += 1
    }
    return true
}

private func endOfAuthority(_ text: Span<UInt8>, _ start: Int) -> Int? {
    var end = start
    while end < text.count, text[end] != 0x2F, text[end] != 0x3F, text[end] != 0x23 { end += 1 }
    var host = start
    for index in start..<end where text[index] == UInt8(ascii: "@") {
        if host > start { return nil }
        host = index + 1
    }
    var offset = host
    if offset < end, text[offset] == UInt8(ascii: "[") {
        guard let close = (offset..<end).first(where: { text[$0] == UInt8(ascii: "]") }) else {
            return nil
        }
        let isFuture = text[offset + 1] | 0x20 == UInt8(ascii: "v")
        guard isFuture || isIPv6(text, offset + 1..<close) else { return nil }
        offset = close + 1
        guard offset == end || text[offset] == UInt8(ascii: ":") else { return nil }
    }
    for index in start..<end where index < host || index >= offset {
        let byte = text[index]
        if byte == UInt8(ascii: "%") {
            guard index + 2 < end, isHexadecimal(text[index + 1]), isHexadecimal(text[index + 2])
            else { return nil }
        } else if !isPathCharacter(byte) {
            return nil
        }
    }
    // A port is digits.
    var colon = end
    while colon > offset, isDigit(text[colon - 1]) { colon -= 1 }
    for index in offset..<end where text[index] == UInt8(ascii: ":") {
        guard index == colon - 1 else { return nil }
    }
    return end
}

/// `pchar` without the percent sign.
private func isPathCharacter(_ byte: UInt8) -> Bool {
    if isAlphanumeric(byte) { return true }
    switch byte {
    case 0x21, 0x24, 0x26...0x2E, 0x3A, 0x3B, 0x3D, 0x40, 0x5F, 0x7E: return true
    default: return false
    }
}

/// RFC 4648, section 4, with padding.
private func isBase64(_ text: Span<UInt8>) -> Bool {
    guard text.count % 4 == 0 else { return false }
    var padding = 0
    for index in 0..<text.count {
        let byte = text[index]
        if byte == UInt8(ascii: "=") {
            padding += 1
        } else {
            guard padding == 0, isAlphanumeric(byte) || byte == 0x2B || byte == 0x2F else {
                return false
            }
        }
    }
    return padding <= 2
}

private func isUUID(_ text: Span<UInt8>) -> Bool {
    guard text.count == 36 else { return false }
    for index in 0..<36 {
        let isDash = index == 8 || index == 13 || index == 18 || index == 23
        guard isDash ? text[index] == 0x2D : isHexadecimal(text[index]) else { return false }
    }
    return true
}
