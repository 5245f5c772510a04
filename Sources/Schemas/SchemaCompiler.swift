package import JSON
internal import Patterns

/// Turns schemas into programs.
///
/// What is malformed is left out and reported, so a program may exist beside problems; API
/// Gateway refuses a model with any problem.
package struct SchemaCompiler {
    /// What a compilation depends on besides the schema.
    package struct Options {
        package var dialect: Schema.Dialect = .draft4

        /// For OpenAPI: whether instances are read by clients (`writeOnly` must be absent),
        /// written by them (`readOnly` must be), or neither.
        package var access: Access = .unknown

        /// Whether `format` is enforced.
        package var checksFormats = true

        /// For OpenAPI: whether `format: binary` refuses strings, as a JSON text has no bytes.
        package var refusesBinaryStrings = false

        /// Whether keywords that the dialect lacks are reported.
        package var reportsUnknownKeywords = false

        /// Whether `id` gives schemas names, as draft 4 says; API Gateway's engine ignores it.
        package var usesIDs = true

        /// The URI of the schema's own document.
        package var documentURI = ""

        /// Creates the defaults: draft 4 with formats.
        package init() {}
    }

    /// Who has written the instances.
    package enum Access: Sendable {
        case unknown, read, write
    }

    /// The most words of a program.
    static let maximumWords = 4_000_000

    /// How deep schemas may stand in each other.
    static let maximumDepth = 256

    /// How many schemas may apply to one instance by containing each other, such as `allOf` in
    /// `allOf`.
    static let maximumChain = 64

    let options: Options
    var words: [UInt32] = [SchemaHeader.magic, 0, 0]
    private(set) var problems: [SchemaProblem] = []
    var documents: SchemaDocuments
    private var nodes: [SchemaLocation: Int] = [:]
    /// For each node the nodes that apply to the same instance.
    var sameInstance: [Int: [Int]] = [:]
    private var patterns: [String: Int] = [:]
    private var texts: [String: Int] = [:]

    /// Compiles a schema.
    ///
    /// - Parameters:
    ///   - document: The schema, and the document that its local references are about.
    ///   - pointer: Where in `document` the schema is, as a JSON Pointer.
    ///   - options: The dialect and more.
    ///   - resolve: Gives the document at a URI without fragment that a `$ref` names, or `nil`.
    /// - Returns: The program, unless a limit was met, and all problems in document order.
    package static func compile(
        _ document: JSONValue, at pointer: String = "", options: Options = Options(),
        resolve: @escaping (String) -> JSONValue? = { _ in nil }
    ) -> (schema: Schema?, problems: [SchemaProblem]) {
        var compiler = SchemaCompiler(document, options, resolve)
        compiler.run(document, pointer)
        let isComplete = compiler.problems.allSatisfy { $0.kind != .limit }
        return (isComplete ? Schema(words: compiler.words) : nil, compiler.problems)
    }

    private init(
        _ document: JSONValue, _ options: Options, _ resolve: @escaping (String) -> JSONValue?
    ) {
        self.options = options
        documents = SchemaDocuments(
            document, name: options.documentURI, usesIDs: options.usesIDs
        ) { uri in
            resolve(uri) ?? (uri == SchemaCompiler.metaschemaURI ? SchemaCompiler.metaschema : nil)
        }
    }

    private mutating func run(_ document: JSONValue, _ pointer: String) {
        guard let target = documents.target(of: "#" + pointer, base: options.documentURI) else {
            report(.reference, "there is no schema at '\(pointer)'", at: pointer, in: 0)
            return
        }
        var syntax = SchemaSyntax(options)
        syntax.check(target.value, at: target.location.pointer.text)
        problems += syntax.problems
        let root = node(for: target, depth: 0)
        words[SchemaHeader.root] = UInt32(root)
        words[SchemaHeader.total] = UInt32(words.count)
        checkLoops()
    }

    mutating func report(
        _ kind: SchemaProblem.Kind, _ message: String, at pointer: String, in document: Int
    ) {
        let name = document == 0 ? "" : documents.names[document]
        let problem = SchemaProblem(
            kind: kind, message: message, pointer: pointer, document: name)
        if !problems.contains(problem), problems.count < 1000 { problems.append(problem) }
    }

    // MARK: Nodes

    /// The node of a schema, following its reference; 0 for one that accepts everything.
    mutating func node(for target: SchemaTarget, depth: Int) -> Int {
        var target = target
        var visited: [SchemaLocation] = []
        while case .object(let object) = target.value,
            let reference = object["$ref"]?.stringValue
        {
            let place = target.location
            guard visited.count < 64, !visited.contains(place) else {
                report(
                    .reference, "JSON Reference \"\(reference)\" loops on itself",
                    at: place.pointer.text + "/$ref", in: place.document)
                return 0
            }
            visited.append(place)
            guard let next = documents.target(of: reference, base: target.base) else {
                report(
                    .reference, "JSON Reference \"\(reference)\" cannot be resolved",
                    at: place.pointer.text + "/$ref", in: place.document)
                return 0
            }
            target = next
        }
        guard case .object(let object) = target.value else { return 0 }
        if object.members.isEmpty { return 0 }
        if let node = nodes[target.location] { return node }
        let place = target.location
        guard depth < SchemaCompiler.maximumDepth else {
            report(
                .limit, "schemas are nested deeper than 256 levels", at: place.pointer.text,
                in: place.document)
            return 0
        }
        guard words.count < SchemaCompiler.maximumWords else {
            report(
                .limit, "the schema has more than 4,000,000 words when compiled",
                at: place.pointer.text, in: place.document)
            return 0
        }
        let node = reserve(SchemaNode.length)
        nodes[place] = node
        words[node] = InstanceKind.all
        compile(SchemaParts(object), into: node, target, depth)
        return node
    }

    /// The node of a part of a schema.
    mutating func node(
        _ value: JSONValue, _ token: String, in parent: SchemaTarget, depth: Int
    ) -> Int {
        let location = SchemaLocation(
            document: parent.location.document, pointer: parent.location.pointer.appending(token))
        let base = documents.base(of: value, within: parent.base)
        return node(
            for: SchemaTarget(location: location, value: value, base: base), depth: depth + 1)
    }

    /// Refuses schemas that come back to themselves without consuming a part of the instance.
    private mutating func checkLoops() {
        // The length of the longest chain from each node; -1 while it is being found.
        var lengths: [Int: Int] = [:]
        func length(_ node: Int, _ depth: Int) -> Int? {
            if let known = lengths[node] { return known < 0 ? nil : known }
            guard depth <= SchemaCompiler.maximumChain else { return depth }
            guard let next = sameInstance[node] else { return 0 }
            lengths[node] = -1
            var longest = 0
            for child in next where child != 0 {
                guard let length = length(child, depth + 1) else { return nil }
                longest = max(longest, length + 1)
            }
            lengths[node] = longest
            return longest
        }
        let places = nodes.sorted { $0.value < $1.value }
        for (place, node) in places {
            guard let length = length(node, 0) else {
                report(
                    .reference,
                    "validation loop: the schema applies itself to the same instance",
                    at: place.pointer.text, in: place.document)
                words = [SchemaHeader.magic, UInt32(SchemaHeader.length), 0]
                return
            }
            if length > SchemaCompiler.maximumChain {
                report(
                    .limit, "more than 64 schemas contain each other for one instance",
                    at: place.pointer.text, in: place.document)
                return
            }
        }
    }

    // MARK: Words

    /// Appends zeros and returns where they are.
    mutating func reserve(_ count: Int) -> Int {
        let place = words.count
        for _ in 0..<count { words.append(0) }
        return place
    }

    /// A text's place; equal texts share one.
    mutating func text(_ text: String) -> Int {
        if let place = texts[text] { return place }
        let place = words.count
        texts[text] = place
        appendText(text)
        return place
    }

    mutating func appendText(_ text: String) {
        var word: UInt32 = 0
        var shift: UInt32 = 0
        words.append(UInt32(text.utf8.count))
        for byte in text.utf8 {
            word |= UInt32(byte) << shift
            shift += 8
            if shift == 32 {
                words.append(word)
                word = 0
                shift = 0
            }
        }
        if shift > 0 { words.append(word) }
    }

    mutating func decimal(_ number: JSONNumber) -> Int {
        let value = JSONDecimal(spelling: number.spelling.utf8)
        let place = words.count
        let exponent = UInt64(bitPattern: Int64(value.exponent))
        words += [
            (value.isNegative ? 1 : 0) | (number.isIntegerSpelling ? 2 : 0),
            UInt32(truncatingIfNeeded: value.digits),
            UInt32(truncatingIfNeeded: value.digits >> 32), UInt32(truncatingIfNeeded: exponent),
            UInt32(truncatingIfNeeded: exponent >> 32), UInt32(value.longDigits.count),
        ]
        for digit in value.longDigits { words.append(UInt32(digit)) }
        return place
    }

    /// The program of a pattern, or 0 for one that is not one, which is reported at each place.
    mutating func pattern(_ text: String, _ token: String, in target: SchemaTarget) -> Int {
        if let place = patterns[text], place != 0 { return place }
        var place = 0
        do throws(PatternError) {
            let pattern = try Pattern(parsing: text, dialect: .ecma262)
            place = words.count
            words += pattern.words
        } catch {
            let document = target.location.document
            var problem = SchemaProblem(
                kind: .syntax, message: "\"\(text)\" is not a valid pattern: \(error.message)",
                pointer: target.location.pointer.text + token,
                document: document == 0 ? "" : documents.names[document])
            problem.offset = error.column
            if !problems.contains(problem), problems.count < 1000 { problems.append(problem) }
        }
        patterns[text] = place
        return place
    }
}
