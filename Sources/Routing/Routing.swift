// Module Routing; see Sources/ARCHITECTURE.md.
