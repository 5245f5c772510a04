// Module OpenAPI; see Sources/ARCHITECTURE.md.
