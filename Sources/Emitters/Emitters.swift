// Module Emitters; see Sources/ARCHITECTURE.md.
