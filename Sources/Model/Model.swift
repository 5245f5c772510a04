// Module Model; see Sources/ARCHITECTURE.md.
