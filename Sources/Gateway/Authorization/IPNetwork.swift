/// An IP address or network, IPv4 as its IPv4-mapped IPv6 form (RFC 4291, section 2.5.5.2).
struct IPNetwork: Sendable, Hashable {
    private let high: UInt64
    private let low: UInt64
    private let prefixLength: Int

    /// Parses an address such as `203.0.113.7` or `2001:db8::1`, or a network such as
    /// `203.0.113.0/24`; `nil` for anything else.
    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first else { return nil }
        let isV4 = !first.contains(":")
        let words =
            isV4
            ? IPNetwork.parseV4(first).map { [0, 0, 0, 0, 0, 0xffff] + $0 }
            : IPNetwork.parseV6(first)
        guard let words, words.count == 8 else { return nil }
        high = words[0..<4].reduce(0) { $0 << 16 | UInt64($1) }
        low = words[4..<8].reduce(0) { $0 << 16 | UInt64($1) }
        guard parts.count == 2 else {
            prefixLength = 128
            return
        }
        let digits = parts[1]
        guard (1...3).contains(digits.utf8.count), digits.utf8.allSatisfy({ 48...57 ~= $0 }),
            let length = Int(digits), length <= (isV4 ? 32 : 128)
        else { return nil }
        prefixLength = isV4 ? length + 96 : length
    }

    /// Whether another address or network lies within this network.
    func contains(_ other: IPNetwork) -> Bool {
        guard other.prefixLength >= prefixLength else { return false }
        let highMask = mask(min(prefixLength, 64))
        let lowMask = mask(max(prefixLength - 64, 0))
        return (high ^ other.high) & highMask == 0 && (low ^ other.low) & lowMask == 0
    }

    private func mask(_ length: Int) -> UInt64 { length == 0 ? 0 : UInt64.max << (64 - length) }

    private static func parseV4(_ text: some StringProtocol) -> [UInt16]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bytes: [UInt16] = []
        for part in parts {
            // A leading zero is octal to some readers: refused, so that nobody is fooled.
            guard (1...3).contains(part.utf8.count), part.utf8.allSatisfy({ 48...57 ~= $0 }),
                part == "0" || part.utf8.first != UInt8(ascii: "0"), let byte = UInt8(part)
            else { return nil }
            bytes.append(UInt16(byte))
        }
        return [bytes[0] << 8 | bytes[1], bytes[2] << 8 | bytes[3]]
    }

    private static func parseV6(_ text: some StringProtocol) -> [UInt16]? {
        let halves = text.split(separator: ":", omittingEmptySubsequences: false)
        guard halves.count <= 10 else { return nil }
        var front: [UInt16] = []
        var back: [UInt16] = []
        var hasGap = false
        var index = 0
        while index < halves.count {
            let part = halves[index]
            if part.isEmpty {
                let isEdge = index == 0 || index == halves.count - 1
                if isEdge {
                    // An edge colon is only right as half of `::`.
                    let neighbour = index == 0 ? 1 : halves.count - 2
                    guard halves.count > 2, halves[neighbour].isEmpty else { return nil }
                } else {
                    guard !hasGap else { return nil }
                    hasGap = true
                }
                index += 1
                continue
            }
            var words: [UInt16]
            if index == halves.count - 1, part.contains(".") {
                guard let v4 = parseV4(part) else { return nil }
                words = v4
            } else {
                guard (1...4).contains(part.utf8.count), let word = UInt16(part, radix: 16),
                    part.utf8.first != UInt8(ascii: "+")
                else { return nil }
                words = [word]
            }
            if hasGap { back += words } else { front += words }
            index += 1
        }
        let count = front.count + back.count
        if hasGap {
            guard count < 8 else { return nil }
            return front + [UInt16](repeating: 0, count: 8 - count) + back
        }
        return count == 8 ? front : nil
    }
}
