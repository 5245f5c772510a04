internal import JSON

extension TemplateMachine {
    /// Runs a closure with the bytes of a text.
    @inline(__always)
    func withBytes<Result>(
        of value: TemplateValue, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        let range = value.range
        switch value.buffer {
        case Buffer.arena: return unsafe arena.withBytes(range, body)
        case Buffer.image:
            return unsafe image.withUnsafeBufferPointer {
                unsafe body(UnsafeBufferPointer(rebasing: $0[range]))
            }
        case Buffer.body:
            return unsafe self.body.withUnsafeBufferPointer {
                unsafe body(UnsafeBufferPointer(rebasing: $0[range]))
            }
        default:
            let index = Int(value.buffer - Buffer.tapes)
            if index & 1 == 0 {
                return unsafe tapes[index >> 1].bytes.withUnsafeBufferPointer {
                    unsafe body(UnsafeBufferPointer(rebasing: $0[range]))
                }
            }
            return unsafe tapes[index >> 1].decoded.withUnsafeBufferPointer {
                unsafe body(UnsafeBufferPointer(rebasing: $0[range]))
            }
        }
    }

    /// The bytes of a text, copied.
    func bytes(of value: TemplateValue) -> [UInt8] {
        unsafe withBytes(of: value) { unsafe Array($0) }
    }

    func spelling(_ value: TemplateValue) -> String {
        unsafe withBytes(of: value) { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// A number of a JSON text read as json-smart does; other values as they are.
    ///
    /// Integer, Long or BigInteger; Double, or BigDecimal for spellings of more than 18 bytes.
    func read(_ value: TemplateValue) -> TemplateValue {
        guard value.kind == .jsonNumber else { return value }
        return unsafe withBytes(of: value) { bytes in
            var result = 0
            let isNegative = unsafe bytes[0] == UInt8(ascii: "-")
            var index = isNegative ? 1 : 0
            var isInteger = bytes.count - index > 0
            while index < bytes.count {
                let byte = unsafe bytes[index]
                guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else {
                    isInteger = false
                    break
                }
                if bytes.count < 19 { result = result &* 10 &+ Int(byte &- 48) }
                index += 1
            }
            if isInteger {
                if bytes.count >= 19 {
                    let text = unsafe String(decoding: bytes, as: UTF8.self)
                    guard let long = Int64(text) else {
                        var big = value
                        big.kind = .bigInteger
                        return big
                    }
                    result = Int(long)
                } else if isNegative {
                    result = -result
                }
                return Int32(exactly: result) != nil ? .int(result) : .long(result)
            }
            if bytes.count > 18 {
                var big = value
                big.kind = .bigDecimal
                return big
            }
            return .double(unsafe javaDouble(bytes.span))
        }
    }

    // MARK: Printing

    /// Appends a value as Java's `toString` prints it.
    mutating func append(_ value: TemplateValue) throws(TemplateInterrupt) {
        switch value.kind {
        case .string: appendBytes(of: value)
        case .jsonNumber:
            if isPlainNumber(value) {
                appendBytes(of: value)
            } else {
                try append(read(value))
            }
        case .null: output += "null".utf8
        case .bool: output += (value.isTrue ? "true" : "false").utf8
        case .int, .long: appendInteger(value.number, to: &output)
        case .double where value.buffer == 1:
            appendJavaFloat(Float(Double(bitPattern: value.bits)), to: &output)
        case .double: appendJavaDouble(Double(bitPattern: value.bits), to: &output)
        case .bigInteger: output += BigInteger(spelling(value)).description.utf8
        case .bigDecimal: output += BigDecimal(spelling(value)).description.utf8
        case .character:
            mayHaveSurrogates = true
            appendUTF8(UInt32(value.bits), to: &output)
        case .byte: appendInteger(Int(Int8(truncatingIfNeeded: value.number)), to: &output)
        case .node: try appendNode(value)
        case .map: try appendMap(value.number)
        case .list: try appendList(value)
        case .entry:
            try append(lists[value.number].elements[0])
            output.append(UInt8(ascii: "="))
            try append(entryValue(value))
        case .block:
            if try !render(block: value) { output += "null".utf8 }
        case .scope:
            let map = value.number < scopes.count ? scopes[value.number].map : -1
            if map >= 0 { try appendMap(map) } else { output += "{}".utf8 }
        case .input, .util, .iterator: break
        }
        try checkOutput()
    }

    @inline(__always)
    mutating func appendBytes(of value: TemplateValue) {
        let range = value.range
        switch value.buffer {
        case Buffer.arena: output.append(arena, range)
        case Buffer.image: output.append(image, range)
        case Buffer.body: output.append(body, range)
        default:
            let index = Int(value.buffer &- Buffer.tapes)
            if index & 1 == 0 {
                output.append(tapes[index >> 1].bytes, range)
            } else {
                output.append(tapes[index >> 1].decoded, range)
            }
        }
    }

    /// Copies a text's bytes to the end of the arena.
    mutating func appendToArena(_ value: TemplateValue) {
        let range = value.range
        switch value.buffer {
        case Buffer.arena: arena.appendOwn(range)
        case Buffer.image: arena.append(image, range)
        case Buffer.body: arena.append(body, range)
        default:
            let index = Int(value.buffer &- Buffer.tapes)
            if index & 1 == 0 {
                arena.append(tapes[index >> 1].bytes, range)
            } else {
                arena.append(tapes[index >> 1].decoded, range)
            }
        }
    }

    /// Whether a JSON number's spelling is what Java prints for it: a small integer, or a decimal
    /// of few digits that does not end in a superfluous zero.
    func isPlainNumber(_ value: TemplateValue) -> Bool {
        unsafe withBytes(of: value) { bytes in
            var digits = 0
            var point = -1
            for index in 0..<bytes.count {
                let byte = unsafe bytes[index]
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"): digits += 1
                case UInt8(ascii: "."): point = index
                case UInt8(ascii: "-") where index == 0: break
                default: return false
                }
            }
            guard digits <= 15 else { return false }
            let sign = unsafe bytes[0] == UInt8(ascii: "-") ? 1 : 0
            if point < 0 { return unsafe sign == 0 || bytes[1] != UInt8(ascii: "0") }
            // From 10⁷ up and below 10⁻³ Java uses an exponent.
            guard point - sign <= 7, unsafe point - sign > 1 || bytes[sign] != UInt8(ascii: "0")
            else {
                // 0.xyz is plain if one of the first three decimals is not zero.
                guard point - sign == 1, bytes.count > point + 1 else { return false }
                var index = point + 1
                while index < min(point + 4, bytes.count), unsafe bytes[index] == UInt8(ascii: "0")
                {
                    index += 1
                }
                guard index < min(point + 4, bytes.count) else { return false }
                return unsafe bytes[bytes.count - 1] != UInt8(ascii: "0")
            }
            return unsafe bytes[bytes.count - 1] != UInt8(ascii: "0") || bytes.count == point + 2
        }
    }

    private mutating func appendNode(_ value: TemplateValue) throws(TemplateInterrupt) {
        if !overlay.isEmpty, let changed = overlay[overlayKey(value)] {
            try append(changed)
            return
        }
        let tape = Int(value.count)
        let entry = tapes[tape].entries[value.number]
        if entry.kind == .array {
            try appendJSON(value, .web)
            return
        }
        if isContext(value) { return }
        try deeper()
        output.append(UInt8(ascii: "{"))
        var key = value.number + 1
        var isFirst = true
        if hasRepeatedNames(value) {
            let map = try materialized(value)
            output.removeLast()
            depth -= 1
            try append(map)
            return
        }
        for _ in 0..<entry.count {
            try count()
            if !isFirst { output += ", ".utf8 }
            isFirst = false
            appendBytes(of: scalar(key, tape: tape))
            output.append(UInt8(ascii: "="))
            try append(nodeValue(key + 1, tape: tape))
            key = end(of: key + 1, tape: tape)
        }
        output.append(UInt8(ascii: "}"))
        depth -= 1
    }

    /// Whether an object on a tape has a name twice; Java's map has only one of them.
    func hasRepeatedNames(_ value: TemplateValue) -> Bool {
        let tape = Int(value.count)
        let count = tapes[tape].entries[value.number].count
        guard count > 1, tapes[tape].hasRepeatedKeys || isBuilt(tape: tape, value.number) else {
            return false
        }
        var seen: UInt64 = 0
        var isSuspect = false
        var key = value.number + 1
        var hashes = count > 24 ? Set<[UInt8]>() : nil
        for _ in 0..<count {
            let name = scalar(key, tape: tape)
            if hashes != nil {
                if hashes?.insert(bytes(of: name)).inserted == false { return true }
            } else {
                let sample = unsafe withBytes(of: name) { bytes in
                    unsafe bytes.isEmpty
                        ? 0
                        : bytes.count &* 7 &+ Int(bytes[0]) &* 13
                            &+ Int(bytes[bytes.count - 1]) &* 31
                            &+ Int(bytes[bytes.count / 2]) &* 3
                }
                let bit = UInt64(1) << UInt64(sample & 63)
                if seen & bit != 0 { isSuspect = true }
                seen |= bit
            }
            key = end(of: key + 1, tape: tape)
        }
        guard isSuspect else { return false }
        var names: [TemplateValue] = []
        key = value.number + 1
        for _ in 0..<count {
            let name = scalar(key, tape: tape)
            if names.contains(where: { haveSameBytes($0, name) }) { return true }
            names.append(name)
            key = end(of: key + 1, tape: tape)
        }
        return false
    }

    /// Whether a tape is a builder's, which knows nothing of repeated names.
    private func isBuilt(tape: Int, _ object: Int) -> Bool {
        tapes[tape].entries[object + 1].isBare
    }

    private mutating func appendMap(_ number: Int) throws(TemplateInterrupt) {
        if maps[number].isContext { return }
        try deeper()
        output.append(UInt8(ascii: "{"))
        var index = 0
        while index < maps[number].keys.count {
            try count()
            if index > 0 { output += ", ".utf8 }
            try appendMember(maps[number].keys[index], of: number)
            output.append(UInt8(ascii: "="))
            try appendMember(maps[number].values[index], of: number)
            index += 1
        }
        output.append(UInt8(ascii: "}"))
        depth -= 1
    }

    private mutating func appendMember(_ value: TemplateValue, of map: Int)
        throws(TemplateInterrupt)
    {
        let value = resolved(value)
        if value.kind == .map, value.number == map {
            output += "(this Map)".utf8
        } else {
            try append(value)
        }
    }

    private mutating func appendList(_ value: TemplateValue) throws(TemplateInterrupt) {
        let number = value.number
        switch lists[number].style {
        case .json:
            try appendJSON(value, .web)
            return
        case .array:
            // Java prints the type and an address; the address is left out.
            output += "[Ljava.lang.Object;".utf8
            return
        case .view: try refresh(value)
        case .list: break
        }
        try deeper()
        output.append(UInt8(ascii: "["))
        var index = 0
        while index < lists[number].elements.count {
            try count()
            if index > 0 { output += ", ".utf8 }
            let element = resolved(lists[number].elements[index])
            if element.kind == .list, element.number == number {
                output += "(this Collection)".utf8
            } else {
                try append(element)
            }
            index += 1
        }
        output.append(UInt8(ascii: "]"))
        depth -= 1
    }

    /// The bytes of a value's text.
    mutating func printed(_ value: TemplateValue) throws(TemplateInterrupt) -> [UInt8] {
        let text = try string(value)
        return bytes(of: text)
    }

    /// A value's text as a text value.
    mutating func string(_ value: TemplateValue) throws(TemplateInterrupt) -> TemplateValue {
        if value.kind == .string { return value }
        let start = output.count
        try append(value)
        let offset = arena.count
        try charge(output.count - start)
        arena.append(output, start..<output.count)
        output.truncate(to: start)
        return arenaText(from: offset)
    }
}
