import DocbuildCore
import Testing

@testable import DocbuildEngine

/// Outputs by pattern: from templates to outputs, and back.
struct OutputRulesTests {
  private func rules(_ outputs: [String: String]) -> OutputRules { OutputRules(outputs) }

  private func output(_ outputs: [String: String], _ template: String) -> String? {
    rules(outputs).output(ofTemplate: RootPath(template))?.text
  }

  @Test(arguments: [
    ("docs/*.src", "site/*.md", "docs/a.src", "site/a.md"),
    ("docs/*.src", "site/*.md", "docs/b/a.src", nil),
    ("docs/**/*.src", "site/**/*.md", "docs/a.src", "site/a.md"),
    ("docs/**/*.src", "site/**/*.md", "docs/b/c/a.src", "site/b/c/a.md"),
    ("docs/**/*.src", "site/**/*.md", "xdocs/a.src", nil),
    ("**/README.md.src", "**/README.md", "a/b/README.md.src", "a/b/README.md"),
    ("**/README.md.src", "**/README.md", "README.md.src", "README.md"),
    ("*.tmpl.src", "*.md", "a/b.tmpl.src", "a/b.md"), ("*.tmpl.src", "*.md", "b.src", nil),
    ("a-*-*.src", "*/*.md", "a-b-c-d.src", "b-c/d.md"),
    ("./d/*.src", "e/*.md", "d/x.src", "e/x.md"),
    ("d/*.src", "e/../f/*.md", "d/x.src", "f/x.md"), ("d/*", "e/*", "d/x.src", "e/x.src"),
    ("*/*.src", "*/out/*.md", "a/b.src", "a/out/b.md"),
  ])
  func ofTemplates(_ pattern: String, _ wanted: String, _ template: String, _ expected: String?) {
    #expect(output([pattern: wanted], template) == expected)
    if let expected, !wanted.contains("..") {
      #expect(
        rules([pattern: wanted]).templates(of: Bytes(expected.utf8)).map(\.text) == [template])
    }
  }

  @Test func theLongestCountsAndAPathBeforeAll() {
    let outputs = [
      "**/*.src": "out/**/*.md", "docs/**/*.src": "site/**/*.md", "docs/a.src": "a.md",
    ]
    #expect(output(outputs, "docs/a.src") == "a.md")
    #expect(output(outputs, "docs/b.src") == "site/b.md")
    #expect(output(outputs, "b.src") == "out/b.md")
  }

  @Test(arguments: [
    ("docs/*.src", "site/a.md"), ("docs/*.src", "site/**/*.md"), ("docs/**/*.src", "site/*/*.md"),
    ("*.src", "site/*.md"), ("docs/a.src", ""), ("docs/a.src", "."), ("docs/a.src", "docs/.."),
    ("docs/a.src", "docs/a.src"), ("docs/a.src", "./docs/b/../a.src"), ("*.src", "*.src"),
    ("*/*/*/*/*/*/*/*/*.src", "*/*/*/*/*/*/*/*/*.md"),
  ])
  func whatCanNotBeMeant(_ pattern: String, _ output: String) throws {
    let project = MemoryProject([
      "docbuild.toml": "[outputs]\n\"\(pattern)\" = \"\(output)\"\n", "docs/a.src": "a\n",
    ])
    let error = #expect(throws: DiagnosticError.self) { try project.open() }
    #expect(error?.diagnostic.id == .invalidConfiguration)
    #expect(error?.diagnostic.place.line == 2)
  }

  @Test func manyWildcardsTakeNoTime() {
    // A name has 255 bytes at most.
    let path = "d/" + String(repeating: "a", count: 250) + ".src"
    #expect(output(["e/a*a*a*a*a*a*a*a*b.src": "b/*a*a*a*a*a*a*a*.md"], path) == nil)
    #expect(output(["d/a*a*a*a*a*a*a*a*b*.src": "b/*a*a*a*a*a*a*a*b*.md"], path) == nil)
  }

  @Test func aBuildPutsPagesThere() throws {
    let project = MemoryProject([
      "docbuild.toml":
        "[outputs]\n\"docs/**/*.src\" = \"site/**/*.md\"\n\"old/*.src\" = \"*.md\"\n",
      "docs/a.src": "<!-- include(/x.txt) -->\n", "docs/b/c.src": "<!-- include(/x.txt) -->\n",
      "other.src": "<!-- include(x.txt) -->\n", "x.txt": "x\n",
    ])
    let report = try project.build().report
    // What fits nothing is an error, as a path that names nothing is, and then nothing is written.
    #expect(
      report.diagnostics.map(\.message) == [
        "'old/*.src' in 'outputs' fits no template of the project"
      ])
    project.files["docbuild.toml"] = "[outputs]\n\"docs/**/*.src\" = \"site/**/*.md\"\n"
    try project.build()
    #expect(project.files["site/a.md"] == "x\n")
    #expect(project.files["site/b/c.md"] == "x\n")
    #expect(project.files["other.md"] == "x\n")
    #expect(project.files["docs/a.md"] == nil)
  }
}
