// Module Templates; see Sources/ARCHITECTURE.md.
