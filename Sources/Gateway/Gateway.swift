// Module Gateway; see Sources/ARCHITECTURE.md.
