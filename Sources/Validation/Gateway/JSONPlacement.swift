internal import Templates

/// Where in a JSON document a template puts the value of a reference.
enum JSONPlacement {
    /// Between the quotes of a string.
    case string
    /// All of a member's value or an array's element, without quotes.
    case value
}

/// The references whose values a template for JSON writes, and where, as far as that is certain.
///
/// The walk ends where branches leave the document in different states.
func placements(
    in pieces: [TemplatePiece]
) -> [(reference: Int, placement: JSONPlacement)] {
    var walk = JSONWalk(pieces)
    walk.run()
    return walk.placements
}

/// Walks through what a template writes as a JSON reader would.
private struct JSONWalk {
    struct State: Equatable {
        var isInString = false
        var isEscaped = false
        /// The last byte outside of strings that is not white space; 0 where it differs.
        var last: UInt8 = 0

        /// Reads a byte.
        mutating func take(_ byte: UInt8) {
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                    last = byte
                }
            } else if byte > 32 {
                isInString = byte == UInt8(ascii: "\"")
                last = byte
            }
        }

        /// Whether a value may begin here.
        var expectsValue: Bool {
            last == UInt8(ascii: ":") || last == UInt8(ascii: ",") || last == UInt8(ascii: "[")
        }
    }

    private let pieces: [TemplatePiece]
    private(set) var placements: [(reference: Int, placement: JSONPlacement)] = []

    init(_ pieces: [TemplatePiece]) { self.pieces = pieces }

    mutating func run() {
        var state = State()
        /// The states at the openings that are not closed, with those at the ends of branches.
        var openings: [(before: State, branch: State?)] = []
        for (index, piece) in pieces.enumerated() {
            switch piece {
            case .text(let bytes, _):
                for byte in bytes { state.take(byte) }
            case .value(let reference):
                if state.isInString {
                    if !state.isEscaped { placements.append((reference, .string)) }
                    state.isEscaped = false
                    continue
                }
                if state.expectsValue, endsValue(after: index) {
                    placements.append((reference, .value))
                }
                state.last = 0
            case .condition, .loop: openings.append((state, nil))
            case .alternative:
                guard let opening = openings.popLast() else { return }
                openings.append((opening.before, state))
                state = opening.before
            case .close:
                guard let opening = openings.popLast() else { return }
                let other = opening.branch ?? opening.before
                guard state.isInString == other.isInString, state.isEscaped == other.isEscaped
                else { return }
                if state.last != other.last { state.last = 0 }
            case .silent: break
            }
        }
    }

    /// Whether what follows a piece ends a value.
    private func endsValue(after index: Int) -> Bool {
        for piece in pieces[(index + 1)...] {
            switch piece {
            case .text(let bytes, _):
                guard let first = bytes.first(where: { $0 > 32 }) else { continue }
                return first == UInt8(ascii: ",") || first == UInt8(ascii: "}")
                    || first == UInt8(ascii: "]")
            case .silent: continue
            default: return false
            }
        }
        return false
    }
}
