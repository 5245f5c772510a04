internal import JSON
internal import Syntax

extension Node {
    /// Whether the node is a string that starts with a text; allocates nothing.
    func startsWith(_ prefix: StaticString) -> Bool {
        guard kind == .string else { return false }
        let (isDecoded, range) = tree.tape.stringRange(of: index)
        guard range.count >= prefix.utf8CodeUnitCount else { return false }
        let bytes = isDecoded ? tree.tape.decoded : tree.tape.bytes
        return prefix.withUTF8Buffer { buffer in
            unsafe bytes[range.prefix(prefix.utf8CodeUnitCount)].elementsEqual(buffer)
        }
    }
}
