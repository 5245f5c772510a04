// Module CLI; see Sources/ARCHITECTURE.md.
