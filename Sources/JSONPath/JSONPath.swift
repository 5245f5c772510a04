/// A compiled JSONPath, as the Jayway library that API Gateway uses understands them.
///
/// Code is a flat run of bytes inside an image, so a path that a template holds as a constant is
/// used where it lies: a `JSONPath` made for it owns nothing of its own.
package struct JSONPath: Sendable, Hashable {
    /// The bytes that hold the code, possibly among other things.
    package let image: [UInt8]

    /// Where the code lies in `image`.
    package let code: Range<Int>

    /// The longest path text that is compiled, in bytes.
    package static let maximumLength = 16_384

    /// How deep filters may nest.
    static let maximumDepth = 32

    /// Compiles a path's text; a text without a leading `$` or `@` is read as if `$.` stood before it.
    package init(parsing text: [UInt8]) throws(JSONPathError) {
        var parser = JSONPathParser(text)
        let code = try parser.parse()
        image = code
        self.code = 0..<code.count
    }

    /// Takes a path that lies in an image and that ``isValid(_:in:)`` has accepted.
    package init(trusted code: Range<Int>, in image: [UInt8]) {
        self.image = image
        self.code = code
    }

    /// The code, for storing it in an image.
    package var encoded: ArraySlice<UInt8> { image[code] }

    /// Whether the path selects at most one value whatever the document.
    package var isDefinite: Bool { image[code.lowerBound] & 1 != 0 }
}

extension JSONPath {
    /// A step of a path that selects at most one value.
    package enum DefiniteStep: Hashable, Sendable {
        case name(String)
        /// Counts from the end if negative.
        case index(Int)
    }

    /// The steps from the root on; `nil` for a path with any other kind of step.
    package var definiteSteps: [DefiniteStep]? {
        var offset = code.lowerBound + 1
        var result: [DefiniteStep] = []
        while let step = JSONPathStep(rawValue: image[offset]) {
            switch step {
            case .end: return result
            case .property where image[offset + 1] == 1:
                let length = image.word(at: offset + 2)
                result.append(
                    .name(String(decoding: image[offset + 6..<offset + 6 + length], as: UTF8.self)))
                offset += 6 + length
            case .indexes where image.word(at: offset + 1) == 1:
                result.append(.index(image.signedWord(at: offset + 5)))
                offset += 9
            default: return nil
            }
        }
        return nil
    }
}

/// What makes a text not a JSONPath.
package struct JSONPathError: Error, Hashable, Sendable {
    /// One line, lower case, no period.
    package let message: String

    /// The offset in the path's text where it was noticed.
    package let offset: Int

    init(_ message: String, at offset: Int) {
        self.message = message
        self.offset = offset
    }
}

/// The steps of the code; raw values are part of the bundle format.
enum JSONPathStep: UInt8 {
    /// Ends a path.
    case end = 0
    /// A count byte, then as many strings.
    case property = 1
    case wildcard = 2
    /// A count word, then as many signed words.
    case indexes = 3
    /// A byte (bit 0 has a start, bit 1 has an end), two signed words.
    case slice = 4
    /// The next step is taken at every level.
    case scan = 5
    /// A length word, then a filter expression.
    case filter = 6
    /// A function's number; always last.
    case function = 7
}

/// The functions that may end a path.
package enum JSONPathFunction: UInt8, Sendable, CaseIterable {
    case length = 1
    case min = 2
    case max = 3
    case avg = 4
    case stddev = 5
    case sum = 6
    case keys = 7
    case first = 8
    case last = 9

    init?(name: ArraySlice<UInt8>) {
        for function in Self.allCases where "\(function)".utf8.elementsEqual(name) {
            self = function
            return
        }
        if "size".utf8.elementsEqual(name) {
            self = .length
            return
        }
        return nil
    }
}

/// The nodes of a filter; raw values are part of the bundle format.
enum JSONPathFilterOp: UInt8 {
    case or = 1
    case and = 2
    case not = 3
    /// An operator byte, two operands.
    case compare = 4
    /// An operand that is a path.
    case exists = 5
}

/// The operators of a comparison; raw values are part of the bundle format.
enum JSONPathOperator: UInt8, CaseIterable {
    case equal = 1
    case notEqual = 2
    case less = 3
    case lessOrEqual = 4
    case greater = 5
    case greaterOrEqual = 6
    case matches = 7
    case `in` = 8
    case notIn = 9
    case contains = 10
    case all = 11
    case size = 12
    case empty = 13
    case subsetOf = 14
    case typeSafeEqual = 15
    case typeSafeNotEqual = 16
    case anyOf = 17
    case noneOf = 18
}

/// The operands of a comparison; raw values are part of the bundle format.
enum JSONPathOperand: UInt8 {
    /// A length word and a path from the current element.
    case relative = 1
    /// A length word and a path from the document's root.
    case absolute = 2
    /// A string.
    case string = 3
    /// A string: the number's spelling.
    case number = 4
    case `true` = 5
    case `false` = 6
    case null = 7
    /// A flag byte (1: ignore case) and a string.
    case pattern = 8
    /// A string: JSON text of an array or object.
    case json = 9
}

extension [UInt8] {
    /// The little-endian word at an offset.
    @inline(__always)
    package func word(at offset: Int) -> Int {
        Int(self[offset]) | Int(self[offset + 1]) << 8 | Int(self[offset + 2]) << 16
            | Int(self[offset + 3]) << 24
    }

    /// The little-endian word at an offset as a signed number.
    @inline(__always)
    package func signedWord(at offset: Int) -> Int {
        Int(Int32(truncatingIfNeeded: word(at: offset)))
    }

    /// Appends a little-endian word.
    package mutating func append(word: Int) {
        append(UInt8(truncatingIfNeeded: word))
        append(UInt8(truncatingIfNeeded: word >> 8))
        append(UInt8(truncatingIfNeeded: word >> 16))
        append(UInt8(truncatingIfNeeded: word >> 24))
    }

    /// Appends a length word and the bytes.
    package mutating func append(string: some Collection<UInt8>) {
        append(word: string.count)
        append(contentsOf: string)
    }
}
