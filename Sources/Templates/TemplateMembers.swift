/// The members of API Gateway's objects and the methods of Java's that templates can call.
///
/// Source: API Gateway Developer Guide, “Mapping template and access logging variable reference”;
/// the Java platform's documentation of `String`, `List`, `Map`, `Set`, `Iterator` and the boxed
/// types.
package enum TemplateMembers {
    /// The variables that are there before a template sets any.
    package static let variables = (1..<SlotNames.known.count).map { SlotNames.known.name($0) }

    /// How many arguments the functions of `$input` take.
    package static let inputFunctions: [String: ClosedRange<Int>] = [
        "json": 1...1, "params": 0...1, "path": 1...1,
    ]

    /// The properties of `$input`.
    package static let inputProperties = ["body"]

    /// How many arguments the functions of `$util` take.
    package static let utilFunctions: [String: ClosedRange<Int>] = [
        "base64Decode": 1...1, "base64Encode": 1...1, "escapeJavaScript": 1...1, "parseJson": 1...1,
        "urlDecode": 1...1, "urlEncode": 1...1,
    ]

    /// How many arguments a method of that name takes, on whatever Java value has one; `nil` where
    /// none has.
    package static func argumentCounts(ofMethod name: String) -> ClosedRange<Int>? {
        methods[name]
    }

    /// The names of methods, in no order.
    package static var methodNames: some Collection<String> { methods.keys }

    private static let methods: [String: ClosedRange<Int>] = {
        var table: [String: ClosedRange<Int>] = [:]
        for (counts, names) in byCount {
            for name in names.split(separator: " ") { table[String(name)] = counts }
        }
        return table
    }()

    private static let byCount: [(ClosedRange<Int>, String)] = [
        (
            0...0,
            """
            length intern isBlank isEmpty lines strip stripLeading stripTrailing stripIndent trim \
            toCharArray chars codePoints translateEscapes clear entrySet getKey getValue hasNext \
            hasPrevious iterator keySet next nextIndex previous previousIndex size values stream \
            parallelStream spliterator booleanValue byteValue charValue doubleValue floatValue \
            intValue longValue shortValue getCount getHasNext getIndex getFirst getLast getParent \
            getTopmost getClass notify notifyAll getName getSimpleName toJSONString toJSONObject \
            isFirst isLast
            """
        ),
        (
            0...1,
            """
            toLowerCase toUpperCase hashCode isInfinite isNaN toArray listIterator indent \
            describeConstable
            """
        ),
        (0...2, "toString remove wait"), (0...4, "getBytes"),
        (
            1...1,
            """
            charAt codePointAt codePointBefore compareToIgnoreCase concat contains contentEquals \
            endsWith equalsIgnoreCase matches repeat transform containsAll containsKey \
            containsValue putAll removeAll retainAll removeIf sort setValue forEach \
            forEachRemaining ensureCapacity get abs signum compareTo getAsString getAsNumber \
            appendElement toBinaryString toOctalString isDigit isLetter
            """
        ),
        (1...2, "indexOf lastIndexOf split startsWith substring add addAll equals parseInt"),
        (1...2, "parseLong toHexString parseBoolean parseDouble parseFloat"),
        (1...3, "valueOf copyValueOf"),
        (
            2...2,
            """
            codePointCount offsetByCodePoints replaceAll replaceFirst subSequence getOrDefault put \
            putIfAbsent set subList computeIfAbsent computeIfPresent compute max min sum compare
            """
        ),
        (2...3, "replace merge"), (4...5, "regionMatches getChars"), (0...255, "format join of"),
    ]
}
