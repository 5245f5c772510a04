// swift-tools-version: 6.0
import PackageDescription

let package = Package(
    name: "Example",
    platforms: [.macOS(.v12)],
    dependencies: [.package(name: "apigw-sdk-plugin", path: "..")],
    targets: [
        .executableTarget(
            name: "Example",
            plugins: [.plugin(name: "apigw-sdk", package: "apigw-sdk-plugin")])
    ],
    swiftLanguageModes: [.v6]
)
