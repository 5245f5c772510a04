// Module Settings; see Sources/ARCHITECTURE.md.
