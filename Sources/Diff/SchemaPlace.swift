internal import Diagnostics
internal import OpenAPI
internal import Syntax

/// One version's document, and the names of its schemas.
struct SchemaSource {
    let document: OpenAPIDocument
    private let names: [SchemaPlace: String]

    init(_ document: OpenAPIDocument) {
        self.document = document
        var names: [SchemaPlace: String] = [:]
        for member in document.schemas {
            let place = SchemaPlace(member.value)
            if names[place] == nil { names[place] = member.key }
        }
        self.names = names
    }

    /// The name of a component, or `nil` for a schema that is not one.
    func name(of place: SchemaPlace) -> String? { names[place] }
}

/// Where a schema stands, among all files of one version.
struct SchemaPlace: Hashable, Comparable {
    let file: UInt16
    let index: Int

    init(_ node: Node) {
        file = node.tree.file.id.rawValue
        index = node.index
    }

    static func < (left: Self, right: Self) -> Bool {
        (left.file, left.index) < (right.file, right.index)
    }
}

/// Schemas that all apply to one value: most often one; those of `allOf`, or of a property that
/// several of these have, are more.
struct SchemaConjunction {
    /// References followed, without repetitions.
    private(set) var nodes: [Node] = []

    /// Those of Swagger's form parameters that the value is an object of; `nodes` is empty then.
    private(set) var form: [Parameter] = []

    init(_ nodes: [Node], in source: SchemaSource) {
        for node in nodes {
            guard let node = source.document.resolve(node), node.kind == .object else { continue }
            if self.nodes.contains(where: { SchemaPlace($0) == SchemaPlace(node) }) { continue }
            self.nodes.append(node)
        }
    }

    init(form: [Parameter]) { self.form = form }

    /// What identifies it among its version's.
    var places: [SchemaPlace] {
        form.isEmpty ? nodes.map { SchemaPlace($0) } : form.map { SchemaPlace($0.node) }
    }

    /// The name of the component that it is, if it is one.
    func name(in source: SchemaSource) -> String? {
        nodes.count == 1 ? source.name(of: SchemaPlace(nodes[0])) : nil
    }
}
