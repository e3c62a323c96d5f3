import DocbuildCore
import Testing

@testable import DocbuildEngine

/// What holds for all directives is left out where it can't be meant, and so are parts among templates.
struct SharedDefaultsTests {
  private func built(_ texts: [String: String]) throws -> (MemoryProject, [DiagnosticID]) {
    let project = MemoryProject(texts)
    let report = try project.build().report
    return (project, report.results.flatMap(\.diagnostics).map(\.id) + report.diagnostics.map(\.id))
  }

  @Test func embedsHaveTheirFence() throws {
    let (project, problems) = try built([
      "docbuild.toml": "[defaults]\n\"**\" = \"fence\"\n", "a.py": "x = 1\n",
      "x.md": "<!-- embed(a.py) -->\n", "y.src": "<!-- include(a.py) -->\n",
    ])
    #expect(problems == [])
    #expect(project.files["y.md"] == "```python\nx = 1\n```\n")
  }

  @Test func tablesHaveNoComments() throws {
    let (project, problems) = try built([
      "docbuild.toml": "[defaults]\n\"**\" = \"comments=none\"\n", "t.csv": "a,b\n1,2\n",
      "y.src": "<!-- include(t.csv table) -->\n",
    ])
    #expect(problems == [])
    #expect(project.files["y.md"]?.contains("| 1 | 2 |") ?? false)
  }

  @Test func partsAreNoPagesWhateverTheTemplates() throws {
    let (project, problems) = try built([
      "docbuild.toml": "templates = [\"**/*.src\"]\n", "_b.src": "B <!-- value(p) -->\n",
      "x.src": "# X\n\n<!-- include(_b.src weave with=\"p=1\") -->\n",
    ])
    #expect(problems == [])
    #expect(project.files["x.md"] == "# X\n\nB 1\n")
    #expect(project.files["_b.md"] == nil)
  }

  @Test(arguments: [
    ("https://github.com/O/N", "#L1"), ("https://gitlab.com/O/N", "#L1"),
    ("https://bitbucket.org/O/N", "#lines-1"),
  ])
  func linksNameLinesAsTheHostDoes(_ repository: String, _ anchor: String) throws {
    let (project, problems) = try built([
      "docbuild.toml": "[link]\nrepository = \"\(repository)\"\n", "x.txt": "a\nb\n",
      "y.src": "<!-- include(x.txt lines=1 fence link=lines) -->\n",
    ])
    #expect(problems == [])
    #expect(project.files["y.md"]?.contains("(x.txt\(anchor))") ?? false)
  }

  /// Python-Markdown keeps the last definition of a reference.
  @Test func theLastDefinitionCountsForMkDocs() throws {
    let page = "# A\n\n[x]\n\n[x]: #\(0)\n\n## Usage\n\n[x]\n\n[x]: #\(1)\n"
    func found(_ first: String, _ last: String) throws -> [DiagnosticID] {
      let project = MemoryProject([
        "docbuild.toml": "[check]\nreader = \"mkdocs\"\n", "mkdocs.yml": "site_name: x\n",
        "docs/index.md": page.replacing("#0", with: first).replacing("#1", with: last),
      ])
      var options = CheckOptions()
      options.pages = true
      return try check(Session(of: try project.open()), options).results.flatMap(\.diagnostics)
        .map(\.id)
    }
    #expect(try found("#nope", "#usage") == [.repeatedDefinition])
    #expect(try Set(found("#usage", "#nope")) == [.repeatedDefinition, .brokenAnchor])
  }
}
