// swift-tools-version: 6.1
import PackageDescription

// A build-tool plugin: a target that uses it and has an `openapi.yaml` (or `.yml`, `.json`) in its
// folder gets a client for it with every build. Copy this package, or depend on it by path.
let package = Package(
    name: "apigw-sdk-plugin",
    products: [.plugin(name: "apigw-sdk", targets: ["apigw-sdk"])],
    targets: [.plugin(name: "apigw-sdk", capability: .buildTool())]
)
