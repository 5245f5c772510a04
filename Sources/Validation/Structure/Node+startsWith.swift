internal import JSON
internal import Syntax

extension Node {
    /// Whether the node is a string that starts with a text; allocates nothing.
    func startsWith(_ prefix: String) -> Bool {
        guard kind == .string else { return false }
        let (isDecoded, range) = tree.tape.stringRange(of: index)
        let bytes = isDecoded ? tree.tape.decoded : tree.tape.bytes
        return bytes[range].starts(with: prefix.utf8)
    }
}
