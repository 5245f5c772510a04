#if os(Linux)
internal import Glibc

/// An IP address and a port.
package struct SocketAddress: Hashable, Sendable, CustomStringConvertible {
    /// The address's 128 bits, big-endian halves; an IPv4 address is in the last 32.
    private var high: UInt64
    private var low: UInt64
    package private(set) var isIPv6: Bool
    package var port: UInt16

    /// Reads an address in text form, IPv6 with or without brackets; never looks a name up.
    package init?(_ text: String, port: UInt16) {
        var text = text
        if text.hasPrefix("["), text.hasSuffix("]") { text = String(text.dropFirst().dropLast()) }
        var four = in_addr()
        var six = in6_addr()
        if unsafe inet_pton(AF_INET, text, &four) == 1 {
            self.init(high: 0, low: UInt64(UInt32(bigEndian: four.s_addr)), false, port)
        } else if unsafe inet_pton(AF_INET6, text, &six) == 1 {
            self.init(six, port)
        } else {
            return nil
        }
    }

    /// Whether the address is link-local, where clouds keep their instance metadata.
    package var isLinkLocal: Bool {
        if !isIPv6 { return low >> 16 == 0xA9FE }
        // fe80::/10, and fd00:ec2::254.
        return high >> 54 == 0x3FA || (high == 0xFD00_0EC2_0000_0000 && low == 0x254)
    }

    /// Whether the address belongs to this host alone.
    package var isLoopback: Bool { isIPv6 ? high == 0 && low == 1 : low >> 24 == 127 }

    /// The address without port or brackets.
    package var host: String {
        if !isIPv6 {
            return "\(low >> 24 & 255).\(low >> 16 & 255).\(low >> 8 & 255).\(low & 255)"
        }
        var six = in6_addr()
        unsafe withUnsafeMutableBytes(of: &six) {
            unsafe $0.storeBytes(of: high.bigEndian, as: UInt64.self)
            unsafe $0.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
        }
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        _ = unsafe inet_ntop(AF_INET6, &six, &text, socklen_t(INET6_ADDRSTRLEN))
        return String(
            decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    package var description: String { isIPv6 ? "[\(host)]:\(port)" : "\(host):\(port)" }

    /// The address as another one's key, without its port.
    var withoutPort: SocketAddress {
        var address = self
        address.port = 0
        return address
    }

    /// Whether the first `count` bits are those of another address of the same kind.
    func sharesPrefix(_ count: Int, with other: SocketAddress) -> Bool {
        guard isIPv6 == other.isIPv6 else { return false }
        if !isIPv6 { return count == 0 || (low ^ other.low) >> UInt64(32 - min(count, 32)) == 0 }
        if count <= 64 { return count == 0 || (high ^ other.high) >> UInt64(64 - count) == 0 }
        return high == other.high && (low ^ other.low) >> UInt64(128 - min(count, 128)) == 0
    }

    private init(high: UInt64, low: UInt64, _ isIPv6: Bool, _ port: UInt16) {
        self.high = high
        self.low = low
        self.isIPv6 = isIPv6
        self.port = port
    }

    private init(_ address: in6_addr, _ port: UInt16) {
        let (high, low) = unsafe withUnsafeBytes(of: address) {
            unsafe (
                UInt64(bigEndian: $0.loadUnaligned(as: UInt64.self)),
                UInt64(bigEndian: $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            )
        }
        // An IPv4 address seen through an IPv6 socket.
        let isMapped = high == 0 && low >> 32 == 0xFFFF
        self.init(high: high, low: isMapped ? low & 0xFFFF_FFFF : low, !isMapped, port)
    }

    /// The address a call fills in; `nil` when it fails or the family is another.
    @unsafe init?(
        _ fill: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Bool
    ) {
        var storage = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let isFilled = unsafe withUnsafeMutablePointer(to: &storage) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe fill($0, &size)
            }
        }
        guard isFilled else { return nil }
        let family = Int32(storage.ss_family)
        let found: SocketAddress? = unsafe withUnsafeBytes(of: &storage) { bytes in
            switch family {
            case AF_INET:
                let four = unsafe bytes.loadUnaligned(as: sockaddr_in.self)
                return SocketAddress(
                    high: 0, low: UInt64(UInt32(bigEndian: four.sin_addr.s_addr)), false,
                    UInt16(bigEndian: four.sin_port))
            case AF_INET6:
                let six = unsafe bytes.loadUnaligned(as: sockaddr_in6.self)
                return SocketAddress(six.sin6_addr, UInt16(bigEndian: six.sin6_port))
            default:
                return nil
            }
        }
        guard let found else { return nil }
        self = found
    }

    @unsafe func withSocketAddress<Result>(
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        if isIPv6 {
            var six = sockaddr_in6()
            six.sin6_family = sa_family_t(AF_INET6)
            six.sin6_port = port.bigEndian
            unsafe withUnsafeMutableBytes(of: &six.sin6_addr) {
                unsafe $0.storeBytes(of: high.bigEndian, as: UInt64.self)
                unsafe $0.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
            }
            return unsafe withUnsafePointer(to: &six) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    unsafe body($0, socklen_t(MemoryLayout<sockaddr_in6>.size))
                }
            }
        }
        var four = sockaddr_in()
        four.sin_family = sa_family_t(AF_INET)
        four.sin_port = port.bigEndian
        four.sin_addr.s_addr = UInt32(truncatingIfNeeded: low).bigEndian
        return unsafe withUnsafePointer(to: &four) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}

/// A network in CIDR form: `10.0.0.0/8`, `2001:db8::/32`; a lone address is a network of one.
package struct Network: Hashable, Sendable {
    private let address: SocketAddress
    private let prefixLength: Int

    /// Reads a network; `nil` when it is malformed.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let address = SocketAddress(String(parts[0]), port: 0) else {
            return nil
        }
        let width = address.isIPv6 ? 128 : 32
        guard let length = parts.count == 2 ? Int(parts[1]) : width, (0...width).contains(length)
        else { return nil }
        self.address = address
        self.prefixLength = length
    }

    /// Whether an address lies in the network, whatever its port.
    package func contains(_ other: SocketAddress) -> Bool {
        address.sharesPrefix(prefixLength, with: other)
    }
}
#endif
