// Module Schemas; see Sources/ARCHITECTURE.md.
