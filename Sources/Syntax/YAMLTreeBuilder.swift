internal import CLibYAML
package import Diagnostics
internal import JSON

/// Parses YAML text into a tree; stops at the first syntax error.
///
/// One document, mappings with scalar keys, every key a string (`200:` is the key "200"). Aliases
/// share their anchor's nodes and its ranges. Merge keys (`<<`) are applied: explicit members
/// first, then merged ones, earlier mappings winning. CloudFormation's short tags become
/// the objects they stand for: `!Ref x` is `{"Ref": "x"}`, `!Sub x` is `{"Fn::Sub": "x"}`.
package func parseYAML(_ file: SourceFile, into log: inout DiagnosticLog) -> Node {
    let start = hasByteOrderMark(file.bytes) ? 3 : 0
    if let read = CommonYAMLReader.tape(of: file.bytes, from: start) {
        reportDuplicateKeys(in: read.mappingsOfLikeKeys.sorted(), read.tape, of: file, into: &log)
        return SyntaxTree(file: file, tape: read.tape, referenceKeys: read.referenceKeys).root
    }
    guard let tape = tapeOfEvents(file, from: start, into: &log) else { return invalidRoot(file) }
    reportDuplicateKeys(in: tape.entries.indices, tape, of: file, into: &log)
    return SyntaxTree(file: file, tape: tape).root
}

/// The tape of a text as libyaml reads it; `nil` where it cannot be read, which is reported.
func tapeOfEvents(
    _ file: SourceFile, from start: Int, into log: inout DiagnosticLog
) -> JSONTape? {
    let (tape, reports) = unsafe file.bytes.withUnsafeBufferPointer { input in
        var builder = unsafe YAMLTreeBuilder(
            file: file, events: YAMLEvents(input, byteOrderMarkLength: start))
        return builder.build()
    }
    log.append(contentsOf: reports)
    return tape
}

/// The one pass from libyaml's events to tape entries.
private struct YAMLTreeBuilder: ~Copyable {
    /// How many scalars are reported that YAML 1.1 reads differently.
    static let maximumAmbiguityCount = 50

    /// A mapping or sequence whose end has not been read.
    struct Open {
        var index: Int
        var count = 0
        let isMapping: Bool
        /// Whether the next node is a key.
        var expectsKey: Bool
        /// Index of the member's key while its value is read, where the key is `<<`.
        var mergeKey: Int?
        /// Keys `<<` of this mapping, by index.
        var mergeKeys: [Int] = []
        /// The name of the anchor, until the node is complete.
        var anchor: String?
        var anchorNodeCount = 0
        /// Index of the object that stands for a short tag around this node.
        var tagObject: Int?
    }

    /// A node that aliases can name.
    struct Anchor {
        var index: Int
        /// Nodes it stands for, aliases in it followed; `nil` while it is still open.
        var nodeCount: Int?
    }

    let file: SourceFile
    var events: YAMLEvents
    var entries: [JSONTape.Entry] = []
    var decoded: [UInt8] = []
    var open: [Open] = []
    var anchors: [String: Anchor] = [:]
    var nodeCount = 0
    var aliasNodeCount = 0
    var ambiguityCount = 0
    var log = DiagnosticLog()

    init(file: SourceFile, events: consuming YAMLEvents) {
        self.file = file
        self.events = events
        entries.reserveCapacity(file.bytes.count / 16)
    }

    /// Reads the whole stream; the tape is `nil` where an error stopped it.
    mutating func build() -> (tape: JSONTape?, log: DiagnosticLog) {
        var documentCount = 0
        while true {
            guard events.advance() else {
                let (message, range) = events.problem()
                let place = SourceRange(range.start, range.end, file: file.id)
                log.report(placeholder(at: range.start) ?? .yamlSyntax(message, place))
                return (nil, log)
            }
            let event = unsafe events.current
            let isFine: Bool
            switch unsafe event.type {
            case YAML_SCALAR_EVENT: isFine = unsafe scalar(event)
            case YAML_MAPPING_START_EVENT:
                isFine = unsafe start(
                    event, isMapping: true, anchor: event.data.mapping_start.anchor,
                    tag: event.data.mapping_start.tag)
            case YAML_SEQUENCE_START_EVENT:
                isFine = unsafe start(
                    event, isMapping: false, anchor: event.data.sequence_start.anchor,
                    tag: event.data.sequence_start.tag)
            case YAML_MAPPING_END_EVENT, YAML_SEQUENCE_END_EVENT:
                isFine = unsafe end(offset: events.offset(of: event.end_mark))
            case YAML_ALIAS_EVENT: isFine = unsafe alias(event)
            case YAML_DOCUMENT_START_EVENT:
                documentCount += 1
                isFine = documentCount == 1
                if !isFine {
                    let start = unsafe events.offset(of: event.start_mark)
                    log.report(.multipleDocuments(SourceRange(start, start, file: file.id)))
                }
            case YAML_STREAM_END_EVENT:
                if entries.isEmpty { entries.append(JSONTape.Entry(.null, 0, 0)) }
                return (JSONTape(bytes: file.bytes, entries: entries, decoded: decoded), log)
            default: isFine = true
            }
            if !isFine { return (nil, log) }
        }
    }

    /// The diagnostic for a brace after `$`, which ends plain text between brackets and braces.
    private func placeholder(at brace: Int) -> Diagnostic? {
        guard brace > 0, brace < file.bytes.count, file.bytes[brace] == UInt8(ascii: "{"),
            file.bytes[brace - 1] == UInt8(ascii: "$")
        else { return nil }
        let rest = file.bytes[brace...].prefix(200).prefix { $0 != UInt8(ascii: "\n") }
        guard let close = rest.firstIndex(of: UInt8(ascii: "}")) else { return nil }
        return .unquotedPlaceholder(
            String(decoding: file.bytes[(brace - 1)...close], as: UTF8.self),
            SourceRange(brace - 1, close + 1, file: file.id))
    }

    // MARK: Nodes

    private mutating func start(
        _ event: yaml_event_t, isMapping: Bool, anchor: UnsafeMutablePointer<UInt8>?,
        tag: UnsafeMutablePointer<UInt8>?
    ) -> Bool {
        let offset = unsafe events.offset(of: event.start_mark)
        let range = SourceRange(offset, min(offset + 1, file.bytes.count), file: file.id)
        if let parent = open.last, parent.expectsKey {
            log.report(.complexKey(range))
            return false
        }
        guard open.count < SyntaxLimits.depth else {
            log.report(.limit("a nesting of \(SyntaxLimits.depth) levels", at: range))
            return false
        }
        var tagObject: Int?
        if let tag = unsafe tag { unsafe tagObject = openTag(tag, at: offset) }
        guard count(1, at: range) else { return false }
        var container = Open(index: entries.count, isMapping: isMapping, expectsKey: isMapping)
        container.tagObject = tagObject
        if let anchor = unsafe anchor {
            let name = unsafe String(cString: anchor)
            container.anchor = name
            container.anchorNodeCount = nodeCount - 1
            anchors[name] = Anchor(index: tagObject ?? entries.count, nodeCount: nil)
        }
        open.append(container)
        entries.append(JSONTape.Entry(isMapping ? .object : .array, offset, offset))
        return true
    }

    private mutating func end(offset: Int) -> Bool {
        guard let container = open.popLast() else { return true }
        guard container.count < 1 << 24 else {
            log.report(.limit("16,777,215 members in one mapping", at: range(container.index)))
            return false
        }
        let start = Int(entries[container.index].start)
        let end = max(start, isBlock(container.index) ? trimmed(offset, from: start) : offset)
        entries[container.index] = JSONTape.Entry(
            container.isMapping ? .object : .array, start, end, link: entries.count,
            count: container.count)
        if !container.mergeKeys.isEmpty, !merge(container) { return false }
        if let tagObject = container.tagObject { closeTag(tagObject) }
        if let name = container.anchor {
            anchors[name] = Anchor(
                index: container.tagObject ?? container.index,
                nodeCount: nodeCount - container.anchorNodeCount)
        }
        finishNode()
        return true
    }

    /// Whether a container has no brackets.
    private func isBlock(_ index: Int) -> Bool {
        let start = Int(entries[index].start)
        guard start < file.bytes.count else { return true }
        return file.bytes[start] != UInt8(ascii: "{") && file.bytes[start] != UInt8(ascii: "[")
    }

    /// The end of the text before an offset: a block's end mark stands at the next token.
    private func trimmed(_ offset: Int, from start: Int) -> Int {
        if let last = entries.last, last.kind != .array, last.kind != .object, last.kind != .alias,
            Int(last.end) <= offset
        {
            return max(Int(last.end), start)
        }
        var end = offset
        while end > start, file.bytes[end - 1] <= 0x20 { end -= 1 }
        return end
    }

    private mutating func scalar(_ event: yaml_event_t) -> Bool {
        let scalar = unsafe event.data.scalar
        let start = unsafe events.offset(of: event.start_mark)
        var end = unsafe max(start, events.offset(of: event.end_mark))
        let length = unsafe Int(scalar.length)
        let style = unsafe scalar.style
        if style == YAML_LITERAL_SCALAR_STYLE || style == YAML_FOLDED_SCALAR_STYLE {
            while end > start, file.bytes[end - 1] <= 0x20 { end -= 1 }
        }
        let isKey = open.last?.expectsKey ?? false
        let isPlain = style == YAML_PLAIN_SCALAR_STYLE
        guard count(1, at: SourceRange(start, end, file: file.id)) else { return false }
        var kind = JSONTape.Kind.string
        if isPlain, !isKey {
            kind = unsafe withSpan(scalar.value, length) { kindOfPlainScalar($0) }
            if ambiguityCount < Self.maximumAmbiguityCount,
                let reading = unsafe withSpan(scalar.value, length, { YAML11Reading(of: $0) })
            {
                ambiguityCount += 1
                log.report(.ambiguousScalar(reading, SourceRange(start, end, file: file.id), file))
            }
        }
        var tagObject: Int?
        if let tag = unsafe scalar.tag {
            unsafe kind = self.kind(kind, tagged: tag, start: start, end: end)
            if !isKey { unsafe tagObject = openTag(tag, at: start) }
        }
        let index = entries.count
        if kind != .string {
            entries.append(JSONTape.Entry(kind, start, end))
        } else if unsafe isVerbatim(event, style, start: start, end: end, length: length) {
            entries.append(JSONTape.Entry(.string, start, end, isBare: isPlain))
        } else {
            let link = decoded.count
            for place in 0..<4 { decoded.append(UInt8(truncatingIfNeeded: length >> (8 * place))) }
            unsafe decoded.append(
                contentsOf: UnsafeBufferPointer(start: scalar.value, count: length))
            entries.append(JSONTape.Entry(.string, start, end, link: link, isDecoded: true))
        }
        if isKey, kind == .string {
            let hash = unsafe withSpan(scalar.value, length) { $0.nameHash(0..<length) }
            entries[index].setKeyHash(hash)
        }
        if isKey, isPlain, length == 2, unsafe scalar.value[0] == UInt8(ascii: "<"),
            unsafe scalar.value[1] == UInt8(ascii: "<")
        {
            open[open.count - 1].mergeKey = index
        }
        if let tagObject { closeTag(tagObject) }
        if let anchor = unsafe scalar.anchor {
            anchors[unsafe String(cString: anchor)] = Anchor(
                index: tagObject ?? index, nodeCount: 1)
        }
        finishNode()
        return true
    }

    /// Whether the value stands in the source as it is, so that it need not be copied.
    private func isVerbatim(
        _ event: yaml_event_t, _ style: yaml_scalar_style_t, start: Int, end: Int, length: Int
    ) -> Bool {
        guard unsafe event.start_mark.line == event.end_mark.line else { return false }
        switch style {
        case YAML_PLAIN_SCALAR_STYLE: return length == end - start
        case YAML_SINGLE_QUOTED_SCALAR_STYLE: return length == end - start - 2
        case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
            guard length == end - start - 2 else { return false }
            return !file.bytes[(start + 1)..<(end - 1)].contains(UInt8(ascii: "\\"))
        default: return false
        }
    }

    private mutating func alias(_ event: yaml_event_t) -> Bool {
        let start = unsafe events.offset(of: event.start_mark)
        let end = unsafe max(start, events.offset(of: event.end_mark))
        let range = SourceRange(start, end, file: file.id)
        let name = unsafe String(cString: event.data.alias.anchor)
        guard let anchor = anchors[name] else {
            log.report(.undefinedAlias(name, range, known: anchors.keys.sorted()))
            return false
        }
        guard let size = anchor.nodeCount else {
            log.report(.recursiveAlias(name, range))
            return false
        }
        let target = resolved(anchor.index)
        if open.last?.expectsKey ?? false, entries[target].kind != .string {
            log.report(.complexKey(range))
            return false
        }
        guard followed(size, at: range), count(size, at: range) else { return false }
        entries.append(JSONTape.Entry(.alias, start, end, link: target))
        finishNode()
        return true
    }

    /// After a node: the parent's count and whether it expects a key next.
    private mutating func finishNode() {
        guard let last = open.indices.last else { return }
        guard open[last].isMapping else {
            open[last].count += 1
            return
        }
        if open[last].expectsKey {
            open[last].expectsKey = false
        } else {
            open[last].expectsKey = true
            open[last].count += 1
            if let key = open[last].mergeKey {
                open[last].mergeKeys.append(key)
                open[last].mergeKey = nil
            }
        }
    }

    private func resolved(_ index: Int) -> Int {
        entries[index].kind == .alias ? Int(entries[index].link) : index
    }

    private func range(_ index: Int) -> SourceRange {
        SourceRange(Int(entries[index].start), Int(entries[index].end), file: file.id)
    }

    // MARK: Limits

    private mutating func count(_ nodes: Int, at range: SourceRange) -> Bool {
        nodeCount += nodes
        if nodeCount <= SyntaxLimits.nodeCount { return true }
        log.report(.limit("\(SyntaxLimits.nodeCount) nodes", at: range))
        return false
    }

    private mutating func followed(_ nodes: Int, at range: SourceRange) -> Bool {
        aliasNodeCount += nodes
        if aliasNodeCount <= SyntaxLimits.aliasNodeCount { return true }
        log.report(
            .limit("\(SyntaxLimits.aliasNodeCount) nodes from aliases and merge keys", at: range))
        return false
    }

    // MARK: Merge keys

    /// Puts an object with the merged members behind a mapping that has `<<`, hides the mapping.
    ///
    /// The mapping's entry becomes an alias of the new object, whose children are aliases of keys
    /// and values, so nothing that other aliases link to moves.
    private mutating func merge(_ container: Open) -> Bool {
        let tape = JSONTape(bytes: file.bytes, entries: entries, decoded: decoded)
        var members: [(key: Int, value: Int)] = []
        var seen: Set<String> = []
        func children(_ object: Int) -> [(key: Int, value: Int)] {
            var result: [(key: Int, value: Int)] = []
            var key = object + 1
            for _ in 0..<tape.entries[object].count {
                result.append((key, key + 1))
                key = tape.end(of: key + 1)
            }
            return result
        }
        for member in children(container.index) where !container.mergeKeys.contains(member.key) {
            seen.insert(tape.string(at: member.key))
            members.append(member)
        }
        for mergeKey in container.mergeKeys {
            let value = resolved(mergeKey + 1)
            var sources = [value]
            if entries[value].kind == .array {
                sources = []
                var element = value + 1
                for _ in 0..<entries[value].count {
                    sources.append(resolved(element))
                    element = tape.end(of: element)
                }
            }
            for source in sources {
                guard entries[source].kind == .object else {
                    log.report(.invalidMerge(range(mergeKey + 1)))
                    continue
                }
                for member in children(source)
                where seen.insert(tape.string(at: member.key)).inserted {
                    members.append(member)
                    guard followed(1, at: range(mergeKey)), count(1, at: range(mergeKey)) else {
                        return false
                    }
                }
            }
        }
        let old = entries[container.index]
        let object = entries.count
        entries.append(
            JSONTape.Entry(
                .object, Int(old.start), Int(old.end), link: object + 1 + 2 * members.count,
                count: members.count))
        for (key, value) in members {
            for index in [key, value] {
                entries.append(
                    JSONTape.Entry(
                        .alias, Int(entries[index].start), Int(entries[index].end),
                        link: resolved(index)))
            }
        }
        let extent = entries.count - container.index - 1
        guard extent < 1 << 24 else {
            log.report(.limit("16,777,215 nodes in one mapping with '<<'", at: range(object)))
            return false
        }
        entries[container.index] = JSONTape.Entry(
            .alias, Int(old.start), Int(old.end), link: object, count: extent)
        return true
    }

    // MARK: Tags

    /// The kind that a tag of YAML's own gives a scalar.
    private mutating func kind(
        _ kind: JSONTape.Kind, tagged tag: UnsafeMutablePointer<UInt8>, start: Int, end: Int
    ) -> JSONTape.Kind {
        let name = unsafe String(cString: tag)
        if name == "!" || name == "tag:yaml.org,2002:str" { return .string }
        guard name.hasPrefix(yamlTagPrefix) else { return kind }
        let fits =
            switch name.dropFirst(yamlTagPrefix.utf8.count) {
            case "int", "float": kind == .number
            case "bool": kind == .true || kind == .false
            case "null": kind == .null
            default: true
            }
        if !fits { log.report(.tagMismatch(name, SourceRange(start, end, file: file.id))) }
        return kind
    }

    /// Opens the object that a CloudFormation short tag stands for; `nil` for other tags.
    private mutating func openTag(_ tag: UnsafeMutablePointer<UInt8>, at offset: Int) -> Int? {
        let name = unsafe String(cString: tag)
        if name.hasPrefix(yamlTagPrefix) {
            let type = String(name.dropFirst(yamlTagPrefix.utf8.count))
            if !yamlTypes.contains(type) {
                log.report(.unknownType(type, SourceRange(offset, offset, file: file.id)))
            }
            return nil
        }
        guard name.hasPrefix("!"), name != "!" else { return nil }
        let function = String(name.dropFirst())
        let range = SourceRange(offset, offset, file: file.id)
        guard cloudFormationFunctions.contains(function) else {
            log.report(.unknownTag(name, range))
            return nil
        }
        let isShort = function == "Ref" || function == "Condition"
        let key = Array((isShort ? function : "Fn::\(function)").utf8)
        let index = entries.count
        nodeCount += 2
        entries.append(JSONTape.Entry(.object, offset, offset))
        let link = decoded.count
        decoded += [UInt8(key.count), 0, 0, 0]
        decoded += key
        var entry = JSONTape.Entry(.string, offset, offset, link: link, isDecoded: true)
        entry.setKeyHash(key.span.nameHash(0..<key.count))
        entries.append(entry)
        return index
    }

    private mutating func closeTag(_ index: Int) {
        let start = Int(entries[index].start)
        let end = max(start, Int(entries[index + 2].end))
        entries[index] = JSONTape.Entry(.object, start, end, link: entries.count, count: 1)
    }
}
