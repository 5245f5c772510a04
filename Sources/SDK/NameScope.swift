/// Names of one scope, each given once.
struct NameScope {
    private var taken: Set<String>
    private let reserved: Set<String>

    /// What makes a reserved name usable, such as `Model` of `ErrorModel`.
    private let suffix: String

    init(reserved: Set<String> = [], suffix: String = "Value") {
        self.reserved = reserved
        self.suffix = suffix
        taken = reserved
    }

    /// Gives each item a name, in an order that a growing document does not disturb: first those
    /// that had a name before, then those that are spelled as they will be, then the others.
    ///
    /// - Parameters:
    ///   - items: Each with its key in the document and the name it should have; may be empty.
    ///   - pinned: Names given before, by key.
    /// - Returns: The names, in the order of the items.
    mutating func assign(
        _ items: [(key: String, wanted: String)], pinned: [String: String] = [:]
    ) -> [String] {
        var names = [String](repeating: "", count: items.count)
        for (index, item) in items.enumerated() {
            if let name = pinned[item.key], taken.insert(name).inserted { names[index] = name }
        }
        for (index, item) in items.enumerated() where names[index].isEmpty {
            if item.key == item.wanted, !item.key.isEmpty, taken.insert(item.key).inserted {
                names[index] = item.key
            }
        }
        for (index, item) in items.enumerated() where names[index].isEmpty {
            names[index] = unique(item.wanted)
        }
        return names
    }

    /// A name that is free, with a number where the wanted one is not.
    mutating func unique(_ wanted: String) -> String {
        var wanted = wanted
        if reserved.contains(wanted) { wanted += suffix }
        if taken.insert(wanted).inserted { return wanted }
        var number = 2
        while !taken.insert("\(wanted)\(number)").inserted { number += 1 }
        return "\(wanted)\(number)"
    }
}
