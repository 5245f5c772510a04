internal import JSON

extension SchemaCompiler {
    /// Compiles what a schema says about objects.
    mutating func objectSection(
        _ parts: SchemaParts, _ owner: Int, _ target: SchemaTarget, _ depth: Int
    ) -> Int {
        var flags: UInt32 = 0
        var additional = 0
        switch parts.additionalProperties {
        case .bool(false)?: flags |= ObjectSection.noAdditional
        case let value?:
            additional = node(value, "/additionalProperties", in: target, depth: depth)
            if additional != 0 { flags |= ObjectSection.additionalSchema }
        case nil: break
        }
        let required = requiredNames(parts)
        let (mask, table) = names(parts.properties ?? [], required, target, depth)
        let patterns = patternList(parts.patternProperties ?? [], target, depth)
        let dependencies = dependencyList(parts.dependencies ?? [], owner, target, depth)
        let discriminator = discriminator(parts, owner, target, depth)
        let least = parts.minProperties ?? 0
        if flags == 0, table == 0, patterns == 0, dependencies == 0, discriminator == 0,
            least == 0, parts.maxProperties == nil
        {
            return 0
        }
        let section = reserve(ObjectSection.length)
        words[section] = flags
        words[section + ObjectSection.additional] = UInt32(additional)
        words[section + ObjectSection.minProperties] = least
        words[section + ObjectSection.maxProperties] = parts.maxProperties ?? .max
        words[section + ObjectSection.requiredCount] = UInt32(required.count)
        words[section + ObjectSection.tableMask] = mask
        words[section + ObjectSection.table] = UInt32(table)
        words[section + ObjectSection.patterns] = UInt32(patterns)
        words[section + ObjectSection.dependencies] = UInt32(dependencies)
        words[section + ObjectSection.discriminator] = UInt32(discriminator)
        return section
    }

    /// The distinct required names, without those that the access takes away.
    func requiredNames(_ parts: SchemaParts) -> [String] {
        var seen: Set<String> = []
        return (parts.required ?? []).filter { name in
            guard seen.insert(name).inserted else { return false }
            return options.access == .unknown || !isHidden(parts.properties, name)
        }
    }

    private func isHidden(_ properties: [JSONObject.Member]?, _ name: String) -> Bool {
        guard let value = properties?.first(where: { $0.key == name })?.value else { return false }
        return isHidden(value)
    }

    /// Whether a property must be absent: `writeOnly` when read, `readOnly` when written.
    private func isHidden(_ value: JSONValue) -> Bool {
        guard options.dialect == .openAPI30 else { return false }
        switch options.access {
        case .unknown: return false
        case .read: return value["writeOnly"] == true
        case .write: return value["readOnly"] == true
        }
    }

    /// The table of the names that `properties` and `required` have.
    private mutating func names(
        _ properties: [JSONObject.Member], _ required: [String], _ target: SchemaTarget,
        _ depth: Int
    ) -> (mask: UInt32, table: Int) {
        var open = Set(required)
        var entries: [(hash: UInt32, offset: Int)] = []
        func add(_ compiler: inout SchemaCompiler, _ name: String, _ flags: UInt32, _ node: Int) {
            let bytes = Array(name.utf8)
            let hash = bytes.span.nameHash(0..<bytes.count)
            entries.append((hash, compiler.words.count))
            compiler.words += [hash, flags, UInt32(node)]
            compiler.appendText(name)
        }
        for member in properties {
            let node: Int
            if isHidden(member.value) {
                node = neverNode()
            } else {
                node = self.node(
                    member.value, "/properties/" + escaped(member.key), in: target, depth: depth)
            }
            var flags = ObjectSection.isDeclared
            if open.remove(member.key) != nil { flags |= ObjectSection.isRequired }
            add(&self, member.key, flags, node)
        }
        for name in required where open.contains(name) {
            add(&self, name, ObjectSection.isRequired, 0)
        }
        return table(entries)
    }

    /// A node that accepts nothing.
    private mutating func neverNode() -> Int {
        let node = reserve(SchemaNode.length)
        words[node] = SchemaNode.isSimple
        let list = words.count
        words += [1, SchemaKeyword.type.rawValue, 0]
        words[node + SchemaNode.keywords] = UInt32(list)
        return node
    }

    private mutating func patternList(
        _ members: [JSONObject.Member], _ target: SchemaTarget, _ depth: Int
    ) -> Int {
        var list: [UInt32] = []
        for member in members {
            let token = "/patternProperties/" + escaped(member.key)
            let program = pattern(member.key, token, in: target)
            if program == 0 { continue }
            let node = self.node(member.value, token, in: target, depth: depth)
            list += [UInt32(program), UInt32(node)]
        }
        if list.isEmpty { return 0 }
        let place = words.count
        words.append(UInt32(list.count / 2))
        words += list
        return place
    }

    /// Dependencies, sorted by name as the report lists them.
    private mutating func dependencyList(
        _ members: [JSONObject.Member], _ owner: Int, _ target: SchemaTarget, _ depth: Int
    ) -> Int {
        var list: [UInt32] = []
        let sorted = members.sorted { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }
        for member in sorted {
            let name = text(member.key)
            switch member.value {
            case .array(let names):
                let names = nameList(names.compactMap(\.stringValue))
                list += [UInt32(name), 0, UInt32(names)]
            default:
                let token = "/dependencies/" + escaped(member.key)
                let node = self.node(member.value, token, in: target, depth: depth)
                if node == 0 { continue }
                sameInstance[owner, default: []].append(node)
                list += [UInt32(name), UInt32(node), 0]
            }
        }
        if list.isEmpty { return 0 }
        let place = words.count
        words.append(UInt32(list.count / 3))
        words += list
        return place
    }

    /// OpenAPI 3.0.3, "Discriminator Object": the values are the names of the alternatives'
    /// schemas and the keys of `mapping`.
    private mutating func discriminator(
        _ parts: SchemaParts, _ owner: Int, _ target: SchemaTarget, _ depth: Int
    ) -> Int {
        guard let object = parts.discriminator,
            let property = object["propertyName"]?.stringValue,
            let alternatives = parts.oneOf ?? parts.anyOf
        else { return 0 }
        var branches: [(value: String, node: Int)] = []
        for member in object["mapping"]?.objectValue?.members ?? [] {
            guard let text = member.value.stringValue else { continue }
            var place = documents.target(of: text, base: target.base)
            if place == nil, !text.utf8.contains(UInt8(ascii: "/")) {
                place = documents.target(
                    of: "#/components/schemas/" + escaped(text), base: target.base)
            }
            guard let place else { continue }
            branches.append((member.key, node(for: place, depth: depth + 1)))
        }
        for alternative in alternatives {
            guard let reference = alternative["$ref"]?.stringValue,
                let slash = reference.utf8.lastIndex(of: UInt8(ascii: "/")),
                let place = documents.target(of: reference, base: target.base)
            else { continue }
            let name = String(reference[reference.utf8.index(after: slash)...])
            if branches.contains(where: { $0.value == name }) { continue }
            branches.append((name, node(for: place, depth: depth + 1)))
        }
        var list: [UInt32] = [UInt32(text(property)), UInt32(branches.count)]
        for (value, node) in branches {
            list += [UInt32(text(value)), UInt32(node)]
            sameInstance[owner, default: []].append(node)
        }
        let place = words.count
        words += list
        return place
    }
}
