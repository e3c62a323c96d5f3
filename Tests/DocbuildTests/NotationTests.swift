import DocbuildCore
import Testing

@testable import DocbuildEngine

/// Emphasised lines and their numbers are written as the page's readers read them.
struct NotationTests {
  private static let texts = [
    "x.py": "a\nb\nc\nd\n",
    "docs/p.src": "<!-- include(/x.py lines=2.. fence highlight=3..4 numbers) -->\n",
  ]

  private func info(_ configuration: String, _ more: [String: String] = [:]) throws -> String? {
    var texts = NotationTests.texts
    texts["docbuild.toml"] = configuration
    let project = MemoryProject(texts.merging(more) { $1 })
    try project.build()
    return project.files["docs/p.md"]?.split(separator: "\n").first { $0.hasPrefix("```") }
      .map(String.init)
  }

  @Test(arguments: [
    ("", "```python {2-3} showLineNumbers=2"),
    ("[check]\nreader = \"github\"\n", "```python {2-3} showLineNumbers=2"),
    ("[check]\nreader = \"docusaurus\"\n", "```python {2-3} showLineNumbers=2"),
    ("[check]\nreader = \"vitepress\"\n", "```python {2-3} :line-numbers=2"),
    ("[check]\nreader = \"mdbook\"\n", "```python"),
    ("[check.reader]\n\"docs/**\" = \"mkdocs\"\n", "```python hl_lines=\"2-3\" linenums=\"2\""),
    ("[check.reader]\n\"other/**\" = \"mkdocs\"\n", "```python {2-3} showLineNumbers=2"),
    ("dialect = \"python-markdown\"\n", "```python hl_lines=\"2-3\" linenums=\"2\""),
    (
      "[check.reader]\n\"docs/**\" = \"hugo\"\n",
      "```python {hl_lines=[\"2-3\"],linenos=true,linenostart=2}"
    ),
  ])
  func ofReaders(_ configuration: String, _ expected: String) throws {
    #expect(try info(configuration) == expected, "\(configuration)")
  }

  @Test func aPageIsMadeAnewForOtherReaders() throws {
    let project = MemoryProject(NotationTests.texts)
    try project.build()
    project.wait()
    project.files["docbuild.toml"] = "[check.reader]\n\"docs/**\" = \"vitepress\"\n"
    #expect(try project.build().report.results.map(\.outcome) == [.written])
    #expect(project.files["docs/p.md"]?.contains(":line-numbers=2") ?? false)
  }
}
