// Module Export; see Sources/ARCHITECTURE.md.
