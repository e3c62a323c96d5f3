import Foundation
import Testing

/// The C and C++ beneath the Swift: no warning, and nothing that a sanitizer sees.
struct CFacesTests {
  private static let compiler = find("cc")
  private static let canCompile: Bool =
    ProcessInfo.processInfo.environment["DOCBUILD_TESTS"] == "all"
    || compiler != nil && find("c++") != nil

  private static let targets = [
    "CArena", "CConfine", "CHash", "CKernel", "CRE2", "CRevision", "CRuntime", "CSupervisor",
    "CText",
    "CToml",
  ]

  private static let flags = [
    // What GCC has no word for.
    "-D_Nonnull=", "-D_Nullable=", "-Wall", "-Wextra", "-Werror", "-g", "-O1",
  ]

  /// The sources of a target, and where its header is.
  private func sources(_ target: String) throws -> [String] {
    let folder = projectFolder.appendingPathComponent("Sources/\(target)").path
    return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      .filter { $0.hasSuffix(".c") || $0.hasSuffix(".cc") }.map { "\(folder)/\($0)" }
  }

  private func compile(_ source: String, into folder: Folder, _ more: [String] = []) throws
    -> String
  {
    let isC = source.hasSuffix(".c")
    let object = folder.at(source.replacingOccurrences(of: "/", with: "_") + ".o")
    let headers = CFacesTests.targets.map {
      "-I" + projectFolder.appendingPathComponent("Sources/\($0)/include").path
    }
    var command = Command(
      program: try #require(isC ? CFacesTests.compiler : find("c++")),
      arguments: CFacesTests.flags + more + [isC ? "-std=gnu11" : "-std=c++17"] + headers
        + ["-c", source, "-o", object])
    command.limit = 300
    let made = try run(command)
    #expect(made.status == 0, "\(made.messages)")
    return object
  }

  @Test(.enabled(if: canCompile, "needs a C and a C++ compiler"))
  func noWarnings() throws {
    let folder = Folder()
    for target in CFacesTests.targets {
      for source in try sources(target) { _ = try compile(source, into: folder) }
    }
  }

  /// `Tests/CFaces/drive.c` calls every face with all that it may meet.
  @Test(.enabled(if: canCompile, "needs a C and a C++ compiler"), .timeLimit(.minutes(15)))
  func sanitizersSeeNothing() throws {
    let folder = Folder()
    let sanitizers = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
    var objects = [
      try compile(
        projectFolder.appendingPathComponent("Tests/CFaces/drive.c").path, into: folder, sanitizers)
    ]
    for target in ["CArena", "CConfine", "CHash", "CKernel", "CText", "CToml"] {
      for source in try sources(target) {
        objects.append(try compile(source, into: folder, sanitizers))
      }
    }
    let linked = try run(
      Command(
        program: try #require(find("c++")),
        arguments: sanitizers + objects
          + ["-lcmark", "-lnettle", "-lpthread", "-o", folder.at("drive")]))
    try #require(linked.status == 0, "\(linked.messages)")
    var command = Command(program: folder.at("drive"), arguments: [])
    command.limit = 600
    let driven = try run(command)
    #expect(driven.status == 0 && driven.text == "driven\n", "\(driven.messages)")
  }
}
