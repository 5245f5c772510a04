/// What the client is to get.
///
/// The host adds the framing (`Content-Length`, `Connection`) and `Date`; everything else is here.
package struct Response: Sendable {
    /// The status, 100 to 599.
    package var status: Int

    /// The fields in order, none of them framing.
    package var headers: HeaderFields

    /// The body.
    ///
    /// For HEAD the host sends its length and not its bytes.
    package var body: [UInt8]

    /// Creates a response.
    package init(status: Int = 200, headers: HeaderFields = HeaderFields(), body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// Makes the response empty and keeps its storage.
    mutating func clear() {
        status = 200
        headers.removeAll()
        body.removeAll(keepingCapacity: true)
    }
}
