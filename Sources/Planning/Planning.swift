// Module Planning; see Sources/ARCHITECTURE.md.
