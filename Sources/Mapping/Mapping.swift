// Module Mapping; see Sources/ARCHITECTURE.md.
