// Module JSONPath; see Sources/ARCHITECTURE.md.
