import Foundation
import Testing

/// Who may import what (DESIGN, "Rooms").
struct LayeringTests {
  private struct Import: CustomStringConvertible {
    let file: String
    let module: String
    var description: String { "\(file) imports \(module)" }
  }

  private static let sources = projectFolder.appendingPathComponent("Sources")

  /// Every import below a folder of `Sources`, by the file's path there.
  private func imports(_ target: String) throws -> [Import] {
    let folder = LayeringTests.sources.appendingPathComponent(target)
    let pattern = try Regex(
      #"(?m)^[ \t]*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+(?:(?:struct|class|enum|func|protocol|var|let|typealias)\s+)?(\w+)"#,
      as: (Substring, Substring).self)
    let files =
      FileManager.default.enumerator(atPath: folder.path)?.allObjects.compactMap { $0 as? String }
      ?? []
    return try files.filter { $0.hasSuffix(".swift") }.sorted().flatMap { file in
      let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
      return text.matches(of: pattern).map { Import(file: file, module: String($0.output.1)) }
    }
  }

  @Test func importsAreSeen() throws {
    #expect(try imports("DocbuildCore").contains { $0.module == "CCmark" })
    #expect(try imports("DocbuildEngine").contains { $0.module == "DocbuildCore" })
    #expect(try imports("docbuild").contains { $0.module == "ArgumentParser" })
  }

  @Test func coreKnowsNeitherFilesNorProcesses() throws {
    for found in try imports("DocbuildCore") {
      switch found.module {
      case "Glibc", "Synchronization": break
      case "CCmark", "CArena": #expect(found.file.hasPrefix("Markdown/"), "\(found)")
      case "CText": #expect(found.file.hasPrefix("Text/"), "\(found)")
      case "CRE2": #expect(found.file.hasPrefix("Selection/"), "\(found)")
      default: Issue.record("\(found)")
      }
    }
  }

  @Test func engineStaysLight() throws {
    let allowed: Set = [
      "DocbuildCore", "CKernel", "CSupervisor", "CHash", "CToml", "Glibc", "Synchronization",
      "SystemPackage",
    ]
    for found in try imports("DocbuildEngine") {
      #expect(allowed.contains(found.module), "\(found)")
    }
  }

  @Test func programStaysLight() throws {
    let allowed: Set = [
      "ArgumentParser", "CSupervisor", "DocbuildCore", "DocbuildEngine", "Glibc",
      "Synchronization", "FoundationEssentials",
    ]
    for found in try imports("docbuild") { #expect(allowed.contains(found.module), "\(found)") }
  }

  @Test func foundationStaysOut() throws {
    for target in ["DocbuildCore", "DocbuildEngine", "docbuild"] {
      for found in try imports(target) {
        #expect(
          ![
            "Foundation", "FoundationNetworking", "FoundationInternationalization", "Dispatch",
            "_StringProcessing", "RegexBuilder",
          ].contains(found.module), "\(found)")
      }
    }
  }

  /// Core opens no file by itself: it has the C library for bytes only.
  @Test func coreCallsNoSystem() throws {
    let folder = LayeringTests.sources.appendingPathComponent("DocbuildCore")
    let calls = try Regex(
      #"\b(fopen|fread|getenv|fork|execv\w*|posix_spawn\w*|system|popen|socket|getcwd|readlink|realpath|clock_gettime|time\(nil)\s*\("#
    )
    for case let file as String in FileManager.default.enumerator(atPath: folder.path)?.allObjects
      ?? [] where file.hasSuffix(".swift")
    {
      let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
      #expect(text.firstMatch(of: calls) == nil, "\(file)")
    }
  }
}
