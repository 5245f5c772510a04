// Module Deployments; see Sources/ARCHITECTURE.md.
