// Module Validation; see Sources/ARCHITECTURE.md.
