/// Why a `gateway.bin` is refused.
package enum GatewayImageError: Error, Hashable, Sendable, CustomStringConvertible {
    /// It does not begin as a gateway image does.
    case notAnImage
    /// It is shorter or longer than it says.
    case wrongLength(said: UInt64, found: Int)
    /// Another format; with the version of the apigw that wrote it.
    case otherFormat(version: UInt32, writer: String)
    /// The checksum is another.
    case damaged
    /// A part does not hold what the format says.
    case malformed(part: String, row: Int)

    /// One line, lower case, no period.
    package var description: String {
        switch self {
        case .notAnImage: "gateway.bin is not a gateway image"
        case .wrongLength(let said, let found):
            "gateway.bin is \(found) bytes long and says it has \(said): it was cut or added to"
        case .otherFormat(let version, let writer):
            version > GatewayImage.formatVersion
                ? "gateway.bin has format \(version), which needs apigw \(writer) or later"
                : "gateway.bin has format \(version), which only apigw \(writer) and its kind "
                    + "read: compile the API again"
        case .damaged: "gateway.bin is damaged: its checksum does not match"
        case .malformed(let part, let row): "gateway.bin is malformed in \(part), row \(row)"
        }
    }
}
