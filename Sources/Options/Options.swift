// Module Options; see Sources/ARCHITECTURE.md.
