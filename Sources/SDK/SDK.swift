// Module SDK; see Sources/ARCHITECTURE.md.
