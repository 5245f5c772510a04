// swift-format-ignore-file: AllPublicDeclarationsHaveDocumentation

import Foundation

/// An object of the API: a structure that lists its members once.
///
/// The list gives its JSON, its hash and its equality. Written out for every structure, these would
/// take the compiler longer than everything else together.
public protocol APIModel: Codable, Hashable, Sendable {
    /// Puts every member.
    func write(to object: inout ObjectWriter)
}

extension APIModel {
    public func encode(to encoder: any Encoder) throws {
        var object = ObjectWriter(encoder.container(keyedBy: JSONKey.self))
        write(to: &object)
        if let failure = object.failure { throw failure }
    }

    public func hash(into hasher: inout Hasher) {
        var object = ObjectWriter(hasher)
        write(to: &object)
        hasher = object.hasher
    }

    public static func == (lhs: Self, rhs: Self) -> Bool {
        var left = ObjectWriter()
        lhs.write(to: &left)
        var right = ObjectWriter()
        rhs.write(to: &right)
        return left.values == right.values
    }
}

/// Takes the members of one object: to encode, to hash or to compare them.
public struct ObjectWriter {
    /// Where members are encoded; `nil` where they are hashed or compared.
    private var container: KeyedEncodingContainer<JSONKey>?
    /// Whether members go into `hasher` rather than into `values`.
    private var isHashing = false
    private(set) var hasher = Hasher()
    private(set) var values: [AnyHashable] = []
    /// Why the first member that could not be encoded was not.
    private(set) var failure: (any Error)?

    init(_ container: KeyedEncodingContainer<JSONKey>) { self.container = container }

    init(_ hasher: Hasher) {
        self.hasher = hasher
        isHashing = true
    }

    init() {}

    /// Puts a member; an optional's `nil` is written as null.
    mutating func put<Value: Encodable & Hashable>(_ name: String, _ value: Value) {
        if container == nil { return compare(value) }
        encode { try $0.encode(value, forKey: JSONKey(name)) }
    }

    /// Puts a member; `nil` is not written.
    mutating func put<Value: Encodable & Hashable>(ifPresent name: String, _ value: Value?) {
        if container == nil { return compare(value) }
        if let value { encode { try $0.encode(value, forKey: JSONKey(name)) } }
    }

    /// Puts a member, null or nothing.
    mutating func put<Value: Encodable & Hashable>(patch name: String, _ value: Patch<Value>) {
        if container == nil { return compare(value) }
        switch value {
        case .absent: break
        case .null: encode { try $0.encodeNil(forKey: JSONKey(name)) }
        case .value(let value): encode { try $0.encode(value, forKey: JSONKey(name)) }
        }
    }

    /// Puts members whose names are the caller's.
    mutating func put<Value: Encodable & Hashable>(additional members: [String: Value]) {
        if container == nil { return compare(members) }
        for (name, value) in members { encode { try $0.encode(value, forKey: JSONKey(name)) } }
    }

    private mutating func encode(
        _ body: (inout KeyedEncodingContainer<JSONKey>) throws -> Void
    ) {
        guard var target = container, failure == nil else { return }
        do { try body(&target) } catch { failure = error }
        container = target
    }

    private mutating func compare(_ value: some Hashable) {
        if isHashing { hasher.combine(value) } else { values.append(AnyHashable(value)) }
    }
}
