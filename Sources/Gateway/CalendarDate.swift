/// The days from 1970-01-01 to a date of the Gregorian calendar.
func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Int64(era * 146_097 + dayOfEra - 719_468)
}

/// A moment's parts in UTC.
struct CalendarDate: Sendable, Hashable {
    var year: Int
    var month: Int
    var day: Int
    var hour: Int
    var minute: Int
    var second: Int
    /// 0 is Sunday.
    var weekday: Int

    /// The date of a moment in milliseconds since 1970.
    init(wallMilliseconds: Int64) {
        let seconds =
            wallMilliseconds >= 0 ? wallMilliseconds / 1000 : (wallMilliseconds - 999) / 1000
        let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        let rest = Int(seconds - days * 86_400)
        hour = rest / 3600
        minute = rest / 60 % 60
        second = rest % 60
        weekday = Int(((days + 4) % 7 + 7) % 7)
        let shifted = Int(days) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    static let monthNames = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    static let weekdayNames = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]

    /// Appends `04/Mar/2020:19:15:17 +0000`, as `$context.requestTime` has it.
    func appendLogTime(to output: inout [UInt8]) {
        appendPadded(day, 2, to: &output)
        output.append(UInt8(ascii: "/"))
        output += CalendarDate.monthNames[month - 1].utf8
        output.append(UInt8(ascii: "/"))
        appendPadded(year, 4, to: &output)
        for part in [hour, minute, second] {
            output.append(UInt8(ascii: ":"))
            appendPadded(part, 2, to: &output)
        }
        output += " +0000".utf8
    }

    /// Appends `20200304T191517Z`, as SigV4 has it.
    func appendBasicTime(to output: inout [UInt8]) {
        appendPadded(year, 4, to: &output)
        appendPadded(month, 2, to: &output)
        appendPadded(day, 2, to: &output)
        output.append(UInt8(ascii: "T"))
        appendPadded(hour, 2, to: &output)
        appendPadded(minute, 2, to: &output)
        appendPadded(second, 2, to: &output)
        output.append(UInt8(ascii: "Z"))
    }

    /// Appends `Wed Mar 04 19:15:17 UTC 2020`, as the log of a test invocation has it.
    func appendJavaTime(to output: inout [UInt8]) {
        output += CalendarDate.weekdayNames[weekday].utf8
        output.append(UInt8(ascii: " "))
        output += CalendarDate.monthNames[month - 1].utf8
        output.append(UInt8(ascii: " "))
        appendPadded(day, 2, to: &output)
        output.append(UInt8(ascii: " "))
        appendPadded(hour, 2, to: &output)
        output.append(UInt8(ascii: ":"))
        appendPadded(minute, 2, to: &output)
        output.append(UInt8(ascii: ":"))
        appendPadded(second, 2, to: &output)
        output += " UTC ".utf8
        appendPadded(year, 4, to: &output)
    }
}

/// Appends a number in decimal digits, with zeros before it up to a width.
func appendPadded(_ number: Int, _ width: Int, to output: inout [UInt8]) {
    if width == 2, 0..<100 ~= number {
        output.append(UInt8(truncatingIfNeeded: 48 &+ number / 10))
        output.append(UInt8(truncatingIfNeeded: 48 &+ number % 10))
        return
    }
    var divisor = 1
    for _ in 1..<width { divisor *= 10 }
    while number / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
        output.append(UInt8(truncatingIfNeeded: 48 + number / divisor % 10))
        divisor /= 10
    }
}

/// Appends an integer in decimal digits without making a `String`.
func appendDecimal(_ number: Int, to output: inout [UInt8]) {
    if number < 0 {
        output += String(number).utf8
    } else {
        appendPadded(number, 1, to: &output)
    }
}
