// Module Server; see Sources/ARCHITECTURE.md.
