// Module BundleFormat; see Sources/ARCHITECTURE.md.
