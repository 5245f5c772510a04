/// A request field that the gateway itself reads, hides or writes anew.
enum KnownField: UInt8 {
    case none
    /// Not shown to mappings, templates and integrations.
    case hidden
    case accept
    case acceptEncoding
    case apiKey
    case authorization
    case cacheControl
    case contentEncoding
    case contentType
    case cookie
    case forwardedFor
    case forwardedPort
    case forwardedProto
    case host
    case methodOverride
    case requestID
    case traceID
    case userAgent

    static let count = Int(Self.userAgent.rawValue) + 1

    /// Whether the gateway writes the field anew rather than hand on the client's.
    var isRewritten: Bool {
        switch self {
        case .forwardedFor, .forwardedPort, .forwardedProto, .traceID: true
        default: false
        }
    }
}

/// Where the fields stand that the gateway reads, found in one pass over a request's fields.
struct KnownFields {
    /// What each field of the request is, in the order of the fields.
    private(set) var kinds: [KnownField] = []

    private var last = InlineArray<18, Int32>(repeating: -1)

    /// The index of the last field of a kind, or `nil`.
    subscript(kind: KnownField) -> Int? {
        let index = last[Int(kind.rawValue)]
        return index < 0 ? nil : Int(index)
    }

    /// Replaces what is known by what a request's fields are; keeps its storage.
    mutating func read(_ headers: HeaderFields) {
        kinds.removeAll(keepingCapacity: true)
        last = InlineArray(repeating: -1)
        let table = KnownFieldTable.shared
        let bytes = headers.bytes.span
        for (index, field) in headers.fields.enumerated() {
            let kind = table.kind(of: bytes.extracting(field.name))
            kinds.append(kind)
            last[Int(kind.rawValue)] = Int32(truncatingIfNeeded: index)
        }
    }
}

/// The names of known fields in lower case, by their length.
private struct KnownFieldTable {
    static let shared = KnownFieldTable()

    private struct Entry {
        let start: Int
        let kind: KnownField
    }

    private static let longest = 22
    private var bytes: [UInt8] = []
    private var entries: [Entry] = []
    /// The first entry of each length; those of a length end where the next one's begin.
    private var starts: [Int] = []

    private init() {
        let hidden =
            "connection content-length content-md5 expect max-forwards proxy-authenticate server "
            + "te transfer-encoding trailer upgrade www-authenticate"
        let names: [(String, KnownField)] = [
            ("accept", .accept), ("accept-encoding", .acceptEncoding), ("x-api-key", .apiKey),
            ("authorization", .authorization), ("cache-control", .cacheControl),
            ("content-encoding", .contentEncoding), ("content-type", .contentType),
            ("cookie", .cookie),
            ("x-forwarded-for", .forwardedFor), ("x-forwarded-port", .forwardedPort),
            ("x-forwarded-proto", .forwardedProto), ("host", .host),
            ("x-http-method-override", .methodOverride), ("x-amzn-requestid", .requestID),
            ("x-amzn-trace-id", .traceID), ("user-agent", .userAgent),
        ]
        let all = names + hidden.split(separator: " ").map { (String($0), .hidden) }
        for length in 0...Self.longest {
            starts.append(entries.count)
            for (name, kind) in all where name.utf8.count == length {
                entries.append(Entry(start: bytes.count, kind: kind))
                bytes += name.utf8
            }
        }
        starts.append(entries.count)
    }

    /// What a field is by its name, in any case.
    func kind(of name: Span<UInt8>) -> KnownField {
        let length = name.count
        guard length <= Self.longest else { return .none }
        for index in starts[length]..<starts[length + 1] {
            let entry = entries[index]
            var offset = 0
            while offset < length, lowercased(name[offset]) == bytes[entry.start + offset] {
                offset &+= 1
            }
            if offset == length { return entry.kind }
        }
        return .none
    }
}
