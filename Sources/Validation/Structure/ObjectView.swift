internal import Diagnostics
package import Syntax

/// An object of a known shape, as rules see it: its fixed fields by number.
package struct ObjectView {
    /// A fixed field that the object has.
    struct Place {
        var field: Field
        /// The tape index of its key.
        var key: Int32
    }

    package let shape: Shape

    /// The object itself.
    package let node: Node

    /// The key or `nil` for elements of arrays and the root.
    package let keyNode: Node?

    /// The fields in the order of the document; a part of the walk's stack.
    let places: ArraySlice<Place>

    /// The value of a field, `nil` where the object lacks it.
    package subscript(field: Field) -> Node? {
        place(of: field).map { Node(tree: node.tree, index: Int($0.key) + 1) }
    }

    /// The key and value of a field.
    package func member(_ field: Field) -> (key: Node, value: Node)? {
        place(of: field).map { place in
            let key = Int(place.key)
            return (Node(tree: node.tree, index: key), Node(tree: node.tree, index: key + 1))
        }
    }

    private func place(of field: Field) -> Place? {
        for place in places.indices where places[place].field == field { return places[place] }
        return nil
    }
}
