// swift-tools-version: 6.3

import PackageDescription

// One section per stage, in pipeline order: a target may depend only on targets above it.
// `Sources/ARCHITECTURE.md` says what each module is for.

let package = Package(
    name: "apigw",
    targets: [
        // MARK: System libraries

        .systemLibrary(name: "CLibYAML", pkgConfig: "yaml-0.1"),
        .systemLibrary(name: "CSHA256"),
        .systemLibrary(name: "CLinux"),
        .systemLibrary(name: "COpenSSL", pkgConfig: "openssl"),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl"),

        // MARK: Foundations

        .target(
            name: "Platform",
            dependencies: [.target(name: "CLinux", condition: .when(platforms: [.linux]))]),
        .target(name: "JSON"),
        .target(name: "Diagnostics", dependencies: ["JSON"]),
        .target(name: "Digest", dependencies: ["CSHA256"]),
        .target(name: "Patterns", dependencies: ["Diagnostics"]),
        .target(name: "JSONPath", dependencies: ["JSON"]),
        .target(name: "Routing"),
        .target(name: "Faults"),

        // MARK: Reading

        .target(name: "Syntax", dependencies: ["CLibYAML", "Diagnostics", "JSON"]),
        .target(name: "OpenAPI", dependencies: ["Diagnostics", "JSON", "Syntax"]),
        .target(name: "Settings", dependencies: ["Diagnostics", "JSON", "Syntax"]),

        // MARK: Engines

        .target(name: "Schemas", dependencies: ["JSON", "Patterns"]),
        .target(
            name: "Templates", dependencies: ["Diagnostics", "JSON", "JSONPath", "Patterns"]),
        .target(name: "Mapping", dependencies: ["Diagnostics", "JSON", "JSONPath"]),

        // MARK: Compiler

        .target(name: "Model", dependencies: ["Diagnostics", "Faults", "JSON", "Settings"]),
        .target(
            name: "Lowering",
            dependencies: [
                "Diagnostics", "Faults", "JSON", "Model", "OpenAPI", "Settings", "Syntax",
            ]),
        .target(
            name: "Validation",
            dependencies: [
                "Diagnostics", "Faults", "JSON", "JSONPath", "Mapping", "Model", "OpenAPI",
                "Patterns",
                "Routing", "Schemas", "Settings", "Syntax", "Templates",
            ]),
        .target(
            name: "Planning",
            dependencies: [
                "Diagnostics", "Faults", "JSON", "JSONPath", "Mapping", "Model", "Patterns",
                "Routing", "Schemas", "Settings", "Templates",
            ]),
        .target(
            name: "BundleFormat",
            dependencies: [
                "Digest", "JSON", "JSONPath", "Mapping", "Patterns", "Routing", "Schemas",
                "Templates",
            ],
            exclude: ["FORMAT.md"]),
        .target(
            name: "Emitters",
            dependencies: [
                "BundleFormat", "Diagnostics", "Digest", "JSON", "JSONPath", "Mapping", "Model",
                "Planning", "Settings", "Syntax",
            ]),
        .target(
            name: "Export",
            dependencies: [
                "Diagnostics", "Digest", "Faults", "JSON", "Model", "OpenAPI", "Settings", "Syntax",
            ]),
        .target(
            name: "Diff",
            dependencies: [
                "Diagnostics", "Faults", "JSON", "Model", "OpenAPI", "Settings", "Syntax",
            ]),
        .target(
            name: "SDK",
            dependencies: ["Diagnostics", "Digest", "JSON", "OpenAPI", "Syntax"]),

        // What a generated client carries: compiled here for its tests, emitted as text.
        .target(
            name: "SDKRuntime", swiftSettings: [.treatAllWarnings(as: .error)]),

        // MARK: Running

        .target(
            name: "Gateway",
            dependencies: [
                "BundleFormat", "Diagnostics", "Digest", "Faults", "JSON", "JSONPath", "Mapping",
                "Patterns",
                "Routing", "Schemas", "Templates",
            ]),
        .target(
            name: "Deployments",
            dependencies: ["BundleFormat", "Digest", "JSON", "Platform"]),
        .target(name: "Options", dependencies: ["Diagnostics"]),
        .target(
            name: "Server",
            dependencies: [
                "BundleFormat", "CCurl", "COpenSSL", "Deployments", "Diagnostics", "Digest",
                "Gateway", "JSON", "Options", "Platform",
                .target(name: "CLinux", condition: .when(platforms: [.linux])),
            ]),

        // MARK: Products

        .target(
            name: "CLI",
            dependencies: [
                "BundleFormat", "Deployments", "Diagnostics", "Diff", "Digest", "Emitters",
                "Export", "Gateway", "JSON", "JSONPath", "Lowering", "Mapping", "Model",
                "OpenAPI", "Options", "Patterns", "Planning", "Platform", "Routing", "SDK",
                "Schemas", "Settings", "Syntax", "Templates", "Validation",
            ]),
        .executableTarget(name: "apigw", dependencies: ["CLI", "Platform"]),
        .executableTarget(
            name: "apigw-serve", dependencies: ["Platform", "Server"],
            linkerSettings: [
                // One file for a container, which needs no toolchain's libraries.
                .unsafeFlags(
                    ["-static-stdlib"], .when(platforms: [.linux], configuration: .release))
            ]),
        .executableTarget(
            name: "Bench",
            dependencies: [
                "BundleFormat", "CLI", "CLibYAML", "Diagnostics", "Emitters", "Export", "Gateway",
                "JSON", "JSONPath", "Lowering", "Mapping", "Model", "OpenAPI", "Options",
                "Patterns", "Planning", "Platform", "Routing", "SDK", "Schemas", "Settings",
                "Syntax", "Templates", "Validation",
            ],
            linkerSettings: [
                // Allocations are counted; see AllocationCounter.swift.
                .unsafeFlags(
                    ["-Xlinker", "--defsym=malloc=countedMalloc"], .when(platforms: [.linux]))
            ]),
        .executableTarget(
            name: "Conformance",
            dependencies: [
                "BundleFormat", "CLI", "Deployments", "Diagnostics", "Diff", "Emitters", "Export",
                "Faults", "Gateway", "JSON", "JSONPath", "Lowering", "Mapping", "Model", "OpenAPI",
                "Options", "Patterns", "Planning", "Platform", "Routing", "SDK", "Schemas",
                "Settings", "Syntax", "Templates", "Validation",
            ]),

        // MARK: Tests

        .target(
            name: "TestSupport", dependencies: ["Diagnostics"], path: "Tests/TestSupport"),
        .testTarget(name: "TidyTests"),
        .testTarget(name: "PlatformTests", dependencies: ["Platform"]),
        .testTarget(
            name: "DiagnosticsTests", dependencies: ["Diagnostics", "JSON", "TestSupport"]),
        .testTarget(name: "JSONTests", dependencies: ["JSON", "TestSupport"]),
        .testTarget(name: "DigestTests", dependencies: ["Digest"]),
        .testTarget(name: "RoutingTests", dependencies: ["Routing", "TestSupport"]),
        .testTarget(name: "PatternsTests", dependencies: ["Patterns", "TestSupport"]),
        .testTarget(name: "JSONPathTests", dependencies: ["JSON", "JSONPath", "TestSupport"]),
        .testTarget(name: "SchemasTests", dependencies: ["JSON", "Schemas", "TestSupport"]),
        .testTarget(
            name: "SyntaxTests", dependencies: ["Diagnostics", "JSON", "Syntax", "TestSupport"]),
        .testTarget(
            name: "OpenAPITests", dependencies: ["Diagnostics", "JSON", "OpenAPI", "Syntax"]),
        .testTarget(
            name: "SettingsTests",
            dependencies: ["Diagnostics", "Settings", "Syntax", "TestSupport"]),
        .testTarget(
            name: "LoweringTests",
            dependencies: [
                "Diagnostics", "JSON", "Lowering", "Model", "OpenAPI", "Syntax", "TestSupport",
            ]),
        .testTarget(
            name: "DeploymentsTests",
            dependencies: ["BundleFormat", "Deployments", "Digest", "JSON", "Platform"]),
        .testTarget(
            name: "EmittersTests", dependencies: ["Diagnostics", "Emitters", "JSON", "Model"]),
        .testTarget(
            name: "ExportTests",
            dependencies: [
                "Diagnostics", "Export", "JSON", "Lowering", "Model", "OpenAPI", "Syntax",
                "TestSupport",
            ]),
        .testTarget(
            name: "DiffTests",
            dependencies: [
                "CLI", "Diagnostics", "Diff", "JSON", "Lowering", "OpenAPI", "Settings", "Syntax",
            ]),
        .testTarget(
            name: "SDKTests",
            dependencies: ["Diagnostics", "JSON", "OpenAPI", "SDK", "Syntax", "TestSupport"]),
        .testTarget(name: "SDKRuntimeTests", dependencies: ["SDKRuntime"]),
        .testTarget(name: "BundleFormatTests", dependencies: ["BundleFormat", "Digest", "JSON"]),
        .testTarget(
            name: "GatewayTests",
            dependencies: [
                "BundleFormat", "CLI", "Diagnostics", "Digest", "Faults", "Gateway", "JSON",
                "Lowering",
                "Settings",
            ]),
        .testTarget(name: "OptionsTests", dependencies: ["Options"]),
        .testTarget(
            name: "ServerTests",
            dependencies: [
                "CLI", "Digest", "Faults", "Gateway", "Server", "TestSupport", "apigw-serve",
            ]),
        .testTarget(
            name: "ValidationTests",
            dependencies: [
                "Diagnostics", "Lowering", "Model", "OpenAPI", "Settings", "Syntax", "TestSupport",
                "Validation",
            ]),
        .testTarget(
            name: "CLITests",
            dependencies: [
                "CLI", "Diagnostics", "JSON", "Lowering", "Model", "OpenAPI", "Options",
                "Settings", "Syntax", "TestSupport",
            ]),
        .testTarget(
            name: "MappingTests",
            dependencies: ["Diagnostics", "JSON", "Mapping", "TestSupport"]),
        .testTarget(
            name: "TemplatesTests",
            dependencies: ["JSON", "Templates", "TestSupport"]),
    ],
    swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system && target.name != "SDKRuntime" {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),  // SE-0335
        .enableUpcomingFeature("InternalImportsByDefault"),  // SE-0409
        .enableUpcomingFeature("MemberImportVisibility"),  // SE-0444
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),  // SE-0461
        .enableUpcomingFeature("InferIsolatedConformances"),  // SE-0470
        .enableUpcomingFeature("ImmutableWeakCaptures"),  // SE-0481
        .strictMemorySafety(),  // SE-0458
        .treatAllWarnings(as: .error),  // SE-0480
    ]
}

// Where a request passes through objects, checking that no two accesses to one overlap is a quarter
// of all instructions. It is done in debug builds, in which every test runs.
for target in package.targets where ["Gateway", "Server"].contains(target.name) {
    target.swiftSettings?.append(
        .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release)))
}

// The fuzzer has no `main` of its own, so it exists only when asked for.
if Context.environment["APIGW_FUZZ"] != nil {
    package.targets.append(
        .executableTarget(
            name: "Fuzz",
            dependencies: [
                "BundleFormat", "CLI", "Diagnostics", "Gateway", "JSON", "JSONPath", "Lowering",
                "Mapping", "OpenAPI", "Patterns", "Platform", "Routing", "Schemas", "Server",
                "Syntax", "Templates",
            ],
            swiftSettings: [.unsafeFlags(["-parse-as-library"])]
        )
    )
}
