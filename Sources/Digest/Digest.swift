// Module Digest; see Sources/ARCHITECTURE.md.
