/// The methods that a route can be declared for; API Gateway knows no others.
///
/// The raw values are part of the table's stored form.
package enum RouteMethod: UInt8, CaseIterable, Hashable, Sendable {
    case delete = 0
    case get = 1
    case head = 2
    case options = 3
    case patch = 4
    case post = 5
    case put = 6
    /// Stands for each of the other seven that has no route of its own at the same path.
    case any = 7

    /// The method of a route: `GET` and so on, or `ANY`; case counts, other texts give `nil`.
    package init?(_ name: String) {
        guard let method = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = method
    }

    /// The method of a request from its bytes; `nil` for all but the seven that have routes.
    ///
    /// A request's method `ANY` is a method like `TRACE`: no route serves it.
    package init?(request bytes: Span<UInt8>) {
        guard bytes.count <= 7, bytes.count > 0, bytes[bytes.count - 1] != 0 else { return nil }
        var word: UInt64 = 0
        for index in 0..<bytes.count { word |= UInt64(bytes[index]) << UInt64(8 * index) }
        switch word {
        case 0x4554_454c_4544: self = .delete
        case 0x54_4547: self = .get
        case 0x4441_4548: self = .head
        case 0x53_4e4f_4954_504f: self = .options
        case 0x48_4354_4150: self = .patch
        case 0x5453_4f50: self = .post
        case 0x54_5550: self = .put
        default: return nil
        }
    }

    /// The method as it is written, `ANY` for ``any``.
    package var name: String {
        switch self {
        case .delete: "DELETE"
        case .get: "GET"
        case .head: "HEAD"
        case .options: "OPTIONS"
        case .patch: "PATCH"
        case .post: "POST"
        case .put: "PUT"
        case .any: "ANY"
        }
    }
}
