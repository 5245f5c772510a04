// Module Lowering; see Sources/ARCHITECTURE.md.
