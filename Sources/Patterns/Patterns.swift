// Module Patterns; see Sources/ARCHITECTURE.md.
