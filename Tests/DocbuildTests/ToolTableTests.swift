import DocbuildCore
import Foundation
import Testing

@testable import DocbuildEngine

/// The table of tools.
struct ToolTableTests {
  @Test func namesAreUnique() { #expect(Set(Tool.all.map(\.name)).count == Tool.all.count) }

  @Test(arguments: Tool.all.map(\.name)) func toolsAreInTheManual(_ name: String) throws {
    let tool = try #require(Tool.all.first { $0.name == name })
    let manual = try String(
      contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("docs/testing.md"), encoding: .utf8)
    let row = manual.split(separator: "\n").first { $0.hasPrefix("| `\(name)` |") }
    #expect(row?.contains("| \(tool.finds) |") ?? false, "no row, or another one, for \(name)")
    #expect(!tool.install.isEmpty && !tool.programs.isEmpty && !tool.languages.isEmpty)
  }

  @Test func languagesAreKnownAndBeginWithAParser() {
    for language in Set(Tool.all.flatMap(\.languages)) {
      #expect(Language.named(language)?.name == language)
      #expect(Tool.all.first { $0.languages.contains(language) }?.isParser ?? false)
    }
  }

  @Test(arguments: [
    ("sh", "bash"), ("shell", "bash"), ("bash", "bash"), ("golang", "go"), ("py", "python"),
    ("c++", "cpp"), ("yml", "yaml"), ("JS", "javascript"), ("docker", "dockerfile"),
  ])
  func languagesByWhatPeopleCallThem(_ name: String, _ language: String) {
    #expect(Language.named(name)?.name == language)
  }

  @Test func linesOfCompilersAreRead() {
    let text = """
      x.c:3:5: error: a
      other.c:1:1: error: b
      x.c: line 4: syntax error
      x.c:7: c
      x.c:no
      """
    #expect(
      text.findings(about: ["x.c"]) == [
        ToolFinding(line: 3, column: 5, message: "error: a"),
        ToolFinding(line: 4, column: 0, message: "syntax error"),
        ToolFinding(line: 7, column: 0, message: "c"),
      ])
  }
}
