extension SwiftPrinter {
    /// The declarations of all shapes, in document order, cut into files.
    func modelFiles() -> [(name: String, text: String)] {
        var files: [SwiftWriter] = [SwiftWriter(access: access)]
        for index in api.shapes.indices {
            var writer = SwiftWriter(access: access)
            declare(index, &writer)
            if writer.lineCount == 0 { continue }
            let last = files[files.count - 1]
            if last.lineCount > 0, last.lineCount + writer.lineCount > Self.maximumModelLines {
                files.append(SwiftWriter(access: access))
            }
            if files[files.count - 1].lineCount > 0 { files[files.count - 1].line() }
            files[files.count - 1].append(writer)
        }
        if files[0].lineCount == 0 { return [] }
        return files.enumerated().map { index, writer in
            ("Models-\(twoDigits(index + 1)).swift", writer.text)
        }
    }

    private func declare(_ index: Int, _ writer: inout SwiftWriter) {
        let shape = api.shapes[index]
        let documentation = documentationLines(shape.documentation, paragraphs: 2)
        writer.documentation(documentation.joined(separator: "\n"))
        if shape.isDeprecated {
            writer.line(documentation.isEmpty ? "/// Deprecated." : "///\n/// Deprecated.")
        }
        let name = names.types[index]
        switch shape.kind {
        case .alias(let type): writer.line("\(access)typealias \(name) = \(text(type))")
        case .enumeration(let values): enumeration(index, name, values, &writer)
        case .record(let record): structure(index, name, record, &writer)
        case .union(let union): self.union(index, name, union, &writer)
        case .form(let parts): form(index, name, parts, &writer)
        }
    }

    // MARK: Enumerations

    private func enumeration(
        _ index: Int, _ name: String, _ values: [String], _ writer: inout SwiftWriter
    ) {
        let cases = names.members[index].map(escaped)
        writer.block("\(access)enum \(name): OpenEnum") { writer in
            var row = ""
            for name in cases {
                if !row.isEmpty, row.utf8.count + name.utf8.count > 88 {
                    writer.line("case " + row)
                    row = ""
                }
                row += row.isEmpty ? name : ", " + name
            }
            writer.line("case " + row)
            writer.line("/// A value that this client does not know.")
            writer.line("case unrecognized(String)")
            writer.line()
            writer.block("\(access)init(rawValue: String)") { writer in
                writer.line("switch rawValue {")
                for (name, value) in zip(cases, values) {
                    writer.line("case \(swiftLiteral(value)): self = .\(name)")
                }
                writer.line("default: self = .unrecognized(rawValue)")
                writer.line("}")
            }
            writer.line()
            writer.block("\(access)var rawValue: String") { writer in
                writer.line("switch self {")
                for (name, value) in zip(cases, values) {
                    writer.line("case .\(name): return \(swiftLiteral(value))")
                }
                writer.line("case .unrecognized(let value): return value")
                writer.line("}")
            }
        }
    }

    // MARK: Structures

    /// How a property is kept and sent.
    private enum Presence {
        case required
        /// Always sent, null for `nil`.
        case nullable
        case optional
        /// Absent, null or a value.
        case patch
    }

    private func presence(_ property: Record.Property, _ index: Int) -> Presence {
        let isAny = plain(property.type) == .any
        if property.isRequired { return property.isNullable && !isAny ? .nullable : .required }
        return property.isNullable && requestOnly[index] && !isAny ? .patch : .optional
    }

    private func structure(
        _ index: Int, _ name: String, _ record: Record, _ writer: inout SwiftWriter
    ) {
        let boxed = recursion.boxedProperties[index] ?? []
        let fields = record.properties.enumerated().map { place, property in
            let type = text(property.type)
            let presence = presence(property, index)
            let isOptional = type.hasSuffix("?")
            let declared =
                switch presence {
                case .required: type
                case .nullable, .optional: isOptional ? type : type + "?"
                case .patch: "Patch<\(type)>"
                }
            return (
                name: names.members[index][place], property: property, presence: presence,
                type: declared, isBoxed: boxed.contains(place)
            )
        }
        writer.block("\(access)struct \(name): APIModel") { writer in
            for field in fields {
                writer.documentation(field.property.documentation, paragraphs: 1)
                if field.property.isDeprecated { writer.line("/// Deprecated.") }
                let wrapper = field.isBoxed ? "@Boxed " : ""
                writer.line("\(wrapper)\(access)var \(escaped(field.name)): \(field.type)")
            }
            if let additional = record.additional {
                writer.line("/// Members that the API's description does not name.")
                writer.line("\(access)var additional: [String: \(text(additional))]")
            }
            writer.line()
            var parameters: [String] = []
            for field in fields where [.required, .nullable].contains(field.presence) {
                parameters.append("\(parameterName(field.name)): \(field.type)")
            }
            for field in fields where ![.required, .nullable].contains(field.presence) {
                let value = field.presence == .patch ? ".absent" : "nil"
                parameters.append("\(parameterName(field.name)): \(field.type) = \(value)")
            }
            if let additional = record.additional {
                parameters.append("additional: [String: \(text(additional))] = [:]")
            }
            writer.call("\(access)init", parameters, "", opensBlock: true)
            writer.indented { writer in
                for field in fields {
                    writer.line("self.\(field.name) = \(escaped(field.name))")
                }
                if record.additional != nil { writer.line("self.additional = additional") }
            }
            writer.line("}")
            writer.line()
            writer.block("\(access)init(from decoder: any Decoder) throws") { writer in
                writer.line("let object = try ObjectReader(decoder)")
                for field in fields {
                    let key = swiftLiteral(field.property.name)
                    let method =
                        switch field.presence {
                        case .required: "required"
                        case .nullable, .optional: "optional"
                        case .patch: "patch"
                        }
                    writer.line("\(reference(field.name)) = try object.\(method)(\(key))")
                }
                if record.additional != nil {
                    let keys = record.properties.map { swiftLiteral($0.name) }
                    writer.list("additional = try object.additional(besides: [", keys, "])")
                }
            }
            writer.line()
            writer.block("\(access)func write(to object: inout ObjectWriter)") { writer in
                for field in fields {
                    let key = swiftLiteral(field.property.name)
                    let label =
                        switch field.presence {
                        case .required, .nullable: ""
                        case .optional: "ifPresent: "
                        case .patch: "patch: "
                        }
                    writer.line("object.put(\(label)\(key), \(reference(field.name)))")
                }
                if record.additional != nil {
                    writer.line("object.put(additional: additional)")
                }
            }
        }
    }

    /// A property inside a coding method, where some names are the method's own.
    private func reference(_ name: String) -> String {
        ["object", "decoder", "encoder"].contains(name) ? "self.\(name)" : escaped(name)
    }

    // MARK: Unions

    private func union(
        _ index: Int, _ name: String, _ union: Union, _ writer: inout SwiftWriter
    ) {
        let indirect = recursion.indirectUnions.contains(index) ? "indirect " : ""
        let cases = names.members[index]
        writer.block("\(access)\(indirect)enum \(name): Codable, Hashable, Sendable") { writer in
            for (name, arm) in zip(cases, union.arms) {
                writer.line("case \(escaped(name))(\(text(arm.type)))")
            }
            writer.line("/// A value that is none of these.")
            writer.line("case unrecognized(JSONValue)")
            writer.line()
            writer.block("\(access)init(from decoder: any Decoder) throws") { writer in
                writer.line("let union = try UnionReader(decoder)")
                let isTagged =
                    union.discriminator != nil && union.arms.allSatisfy { !$0.tags.isEmpty }
                if isTagged, let member = union.discriminator {
                    writer.line("switch union.discriminator(\(swiftLiteral(member))) {")
                    for (place, arm) in union.arms.enumerated() {
                        let tags = arm.tags.map(swiftLiteral).joined(separator: ", ")
                        writer.line("case \(tags):")
                        writer.line("    \(attempt(cases[place], arm.type))")
                    }
                } else {
                    writer.line("let arms: [UnionArm] = [")
                    for arm in union.arms { writer.line("    \(description(of: arm.type)),") }
                    writer.line("]")
                    writer.line("for arm in union.candidates(arms) {")
                    writer.line("    switch arm {")
                    for (place, arm) in union.arms.enumerated() {
                        writer.line("    case \(place): \(attempt(cases[place], arm.type))")
                    }
                    writer.line("    default: break")
                    writer.line("    }")
                }
                if isTagged { writer.line("default: break") }
                writer.line("}")
                writer.line("self = .unrecognized(union.value)")
            }
            writer.line()
            writer.block("\(access)func encode(to encoder: any Encoder) throws") { writer in
                writer.line("switch self {")
                for name in cases + ["unrecognized"] {
                    writer.line("case .\(escaped(name))(let value): try encoder.write(value)")
                }
                writer.line("}")
            }
        }
    }

    private func attempt(_ name: String, _ type: ValueType) -> String {
        let type = text(type)
        return "if let value: \(type) = union.read() { self = .\(escaped(name))(value); return }"
    }

    /// What tells an alternative from the others.
    private func description(of type: ValueType) -> String {
        switch plain(type) {
        case .string, .timestamp, .day, .bytes, .binary: return ".text()"
        case .bool: return ".bool"
        case .int, .int64: return ".integer"
        case .double: return ".number"
        case .list: return ".array"
        case .map: return ".object(required: [])"
        case .any: return ".any"
        case .optional(let inner): return description(of: inner)
        case .shape(let id):
            switch api[id].kind {
            case .enumeration(let values):
                return ".text([\(values.map(swiftLiteral).joined(separator: ", "))])"
            case .record(let record): return description(of: record)
            case .union, .form, .alias: return ".any"
            }
        }
    }

    private func description(of record: Record) -> String {
        let required = record.properties.filter(\.isRequired).map { swiftLiteral($0.name) }
        let constants = record.properties.compactMap { property -> String? in
            guard case .shape(let id) = plain(property.type),
                case .enumeration(let values) = api[id].kind, values.count == 1
            else { return nil }
            return "\(swiftLiteral(property.name)): \(swiftLiteral(values[0]))"
        }
        var text = ".object(required: [\(required.joined(separator: ", "))]"
        if !constants.isEmpty { text += ", constants: [\(constants.joined(separator: ", "))]" }
        let known = record.properties.map { swiftLiteral($0.name) }
        return text + ", known: [\(known.joined(separator: ", "))])"
    }

    // MARK: Forms

    private func form(
        _ index: Int, _ name: String, _ parts: [FormPart], _ writer: inout SwiftWriter
    ) {
        let fields = zip(names.members[index], parts).map { name, part in
            let type =
                switch part.content {
                case .file: "FilePart"
                case .files: "[FilePart]"
                case .value(let type), .json(let type): text(type)
                }
            return (name: name, part: part, type: part.isRequired ? type : type + "?")
        }
        writer.block("\(access)struct \(name): Hashable, Sendable, FormBody") { writer in
            for field in fields {
                writer.documentation(field.part.documentation, paragraphs: 1)
                writer.line("\(access)var \(escaped(field.name)): \(field.type)")
            }
            writer.line()
            let required = fields.filter(\.part.isRequired)
            let optional = fields.filter { !$0.part.isRequired }
            let parameters =
                required.map { "\(parameterName($0.name)): \($0.type)" }
                + optional.map { "\(parameterName($0.name)): \($0.type) = nil" }
            writer.call("\(access)init", parameters, "", opensBlock: true)
            writer.indented { writer in
                for field in fields {
                    writer.line("self.\(field.name) = \(escaped(field.name))")
                }
            }
            writer.line("}")
            writer.line()
            writer.block("func write(to form: inout MultipartForm) throws") { writer in
                for field in fields {
                    let key = swiftLiteral(field.part.name)
                    let type = field.part.declaredType.map { ", type: \(swiftLiteral($0))" } ?? ""
                    switch field.part.content {
                    case .json: writer.line("try form.add(\(key), json: self.\(field.name)\(type))")
                    case .file, .files: writer.line("form.add(\(key), self.\(field.name)\(type))")
                    case .value: writer.line("form.add(\(key), self.\(field.name))")
                    }
                }
            }
        }
    }

    /// A name as a parameter's label and variable: a few keywords cannot be labels as they are.
    func parameterName(_ name: String) -> String {
        ["inout", "var", "let"].contains(name) ? "`\(name)`" : name
    }

    /// A name as an argument's label, where fewer keywords are in the way.
    func argumentLabel(_ name: String) -> String { name == "inout" ? "`inout`" : name }
}

extension FormPart {
    /// The one media type that the document gives the part; `nil` for several, a range or the usual.
    fileprivate var declaredType: String? {
        guard let type = contentType, !type.contains(","), !type.contains("*") else { return nil }
        if case .json = content, mediaKind(type) != .json || type == "application/json" {
            return nil
        }
        return type
    }
}
