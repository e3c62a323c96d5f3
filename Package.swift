// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]
// Without it the engine for regular expressions would be linked for as little as `text.contains("part")`.
let lean: [SwiftSetting] = [
  .unsafeFlags(["-Xfrontend", "-disable-implicit-string-processing-module-import"])
]

let strictC: [CSetting] = [
  .enableWarning("all"), .enableWarning("extra"), .treatAllWarnings(as: .error),
]
let strictCXX: [CXXSetting] = [
  .enableWarning("all"), .enableWarning("extra"), .treatAllWarnings(as: .error),
]

let package = Package(
  name: "docbuild",
  products: [
    .executable(name: "docbuild", targets: ["docbuild"]),
    .executable(name: "docbuild-serve", targets: ["docbuild-serve"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    .systemLibrary(
      name: "CCmark", pkgConfig: "libcmark", providers: [.apt(["libcmark-dev"])]),
    .systemLibrary(
      name: "CMarkGFM",
      providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"])]),
    .target(name: "CArena", dependencies: ["CCmark"], cSettings: strictC),
    .target(
      name: "CRE2", cxxSettings: strictCXX,
      linkerSettings: [
        .linkedLibrary("re2"), .linkedLibrary("stdc++"), .linkedLibrary("pthread"),
      ]),
    .target(name: "CConfine", cSettings: strictC),
    .target(name: "CKernel", cSettings: strictC),
    .target(name: "CRevision", cSettings: strictC),
    .target(name: "CRuntime", cSettings: strictC),
    .target(name: "CSupervisor", cSettings: strictC),
    .target(name: "CText", cSettings: strictC),
    .target(name: "CToml", cxxSettings: strictCXX),
    .target(name: "CHash", cSettings: strictC, linkerSettings: [.linkedLibrary("nettle")]),
    .target(name: "Essentials", swiftSettings: strict + lean),
    .target(
      name: "DocbuildCore", dependencies: ["CCmark", "CArena", "CRE2", "CText"],
      swiftSettings: strict + lean + [.strictMemorySafety()]),
    .target(
      name: "DocbuildEngine",
      dependencies: [
        "DocbuildCore", "PageWire", "CKernel", "CSupervisor", "CHash", "CToml",
      ],
      swiftSettings: strict + lean),
    .target(name: "DocbuildReport", dependencies: ["DocbuildCore"], swiftSettings: strict + lean),
    .target(name: "PageWire", swiftSettings: strict + lean),
    .target(
      name: "PageServer", dependencies: ["PageWire"],
      resources: [
        .embedInCode("Assets/client.js"), .embedInCode("Assets/icon.svg"),
        .embedInCode("Assets/page.css"), .embedInCode("Assets/style.css"),
      ],
      swiftSettings: strict + lean),
    .executableTarget(
      name: "docbuild-serve",
      dependencies: ["PageServer", "PageWire", "CMarkGFM", "CConfine", "CKernel", "CRuntime"],
      swiftSettings: strict + lean),
    .target(
      name: "DocbuildLanguageServer",
      dependencies: ["DocbuildEngine", "DocbuildReport", "DocbuildCore"],
      swiftSettings: strict + lean),
    .executableTarget(
      name: "docbuild",
      dependencies: [
        "DocbuildLanguageServer", "PageWire", "DocbuildEngine", "DocbuildReport", "DocbuildCore",
        "Essentials", "CKernel",
        "CRevision", "CRuntime", "CSupervisor",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict + lean),
    .testTarget(
      name: "DocbuildTests",
      dependencies: ["DocbuildCore", "DocbuildEngine", "PageWire", "CCmark"],
      swiftSettings: strict),
    .testTarget(
      name: "ReportTests", dependencies: ["DocbuildReport", "DocbuildCore"],
      swiftSettings: strict),
    .testTarget(
      name: "ServerTests", dependencies: ["PageServer", "PageWire"], swiftSettings: strict),
    .testTarget(
      name: "LanguageServerTests",
      dependencies: [
        "DocbuildLanguageServer", "DocbuildEngine", "DocbuildReport", "DocbuildCore",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "SessionTests",
      dependencies: ["docbuild", "DocbuildEngine", "DocbuildReport", "DocbuildCore"],
      swiftSettings: strict),
  ],
  cxxLanguageStandard: .cxx17
)
