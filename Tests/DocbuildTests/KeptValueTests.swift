import DocbuildCore
import Testing

@testable import DocbuildEngine

/// Values that are kept in a page stay where they are, whatever they become.
struct KeptValueTests {
  private func built(_ page: String, _ value: String) throws -> (MemoryProject, BuildReport) {
    let project = MemoryProject([
      "page.md": page, "docbuild.toml": "[values]\nv = \"\(value)\"\n",
    ])
    return (project, try project.build().report)
  }

  /// A value that its pattern would not match again would grow with each build.
  @Test(arguments: ["1.4-rc1", "v1.5", "1.5 1.6"]) func thePatternMustMatch(_ value: String)
    throws
  {
    let page = "<!-- value(v in=/v([0-9.]+)/) -->\n![b](http://x/v1.4-blue)\n"
    let (project, report) = try built(page, value)
    let ids = report.results.flatMap(\.diagnostics).map(\.id) + report.diagnostics.map(\.id)
    #expect(!ids.isEmpty)
    #expect(project.files["page.md"] == page)
  }

  @Test func aStrokeInATableIsEscaped() throws {
    let project = MemoryProject([
      "page.src": "| x |\n|---|\n| <!-- value(v) --> |\n\na <!-- value(v) -->\n",
      "docbuild.toml": "[values]\nv = \"a|b\"\n",
    ])
    try project.build()
    #expect(project.files["page.md"] == "| x |\n|---|\n| a\\|b |\n\na a|b\n")
  }
}
