import DocbuildCore
import Foundation
import Testing

/// Pages of MkDocs and of MDX sites, woven and proven.
struct DialectWeaveTests {
  private func weave(_ text: String, _ name: String = "t.src") async throws -> Outcome {
    let folder = try TemporaryFolder()
    try folder.write("a.py", "import os\n\nprint(1)\n")
    try folder.write("f.md", "x\n\n```go\nf()\n```\n")
    try folder.write("open.md", "=== \"B\"\n\n    text\n")
    return try await Outcome.weave(
      Bytes(text.utf8), named: name, isInPlace: name.hasSuffix(".md") || name.hasSuffix(".mdx"),
      in: folder.url)
  }

  /// Templates, and the pages that come out; `%` stands for three backticks.
  static let woven: [(template: String, page: String)] = [
    // Right below a title, and with a blank line.
    (
      "=== \"main.py\"\n    %python\n    <!-- include(a.py) -->\n    %\n\n    1. Note\n",
      "=== \"main.py\"\n    %python\n    import os\n\n    print(1)\n    %\n\n    1. Note\n"
    ),
    (
      "- a\n\n    !!! note\n\n        %python\n        <!-- include(a.py lines=3) -->\n        %\n",
      "- a\n\n    !!! note\n\n        %python\n        print(1)\n        %\n"
    ),
    // A fence around a fence is made longer, its end too.
    (
      "!!! note\n\n    %md\n    <!-- include(f.md) -->\n    %\n",
      "!!! note\n\n    %`md\n    x\n\n    %go\n    f()\n    %\n    %`\n"
    ),
    (
      "??? tip\n    <!-- include(a.py lines=3 fence) -->\n",
      "??? tip\n    %python\n    print(1)\n    %\n"
    ),
    // A tag of a component.
    (
      "<Tabs>\n<TabItem value=\"Python\">\n%python\n<!-- include(a.py) -->\n%\n\n</TabItem>\n</Tabs>\n",
      "<Tabs>\n<TabItem value=\"Python\">\n%python\nimport os\n\nprint(1)\n%\n\n</TabItem>\n</Tabs>\n"
    ),
    (
      "<Tabs>\n  <TabItem>\n      %md\n      {/* include(f.md) */}\n      %\n  </TabItem>\n</Tabs>\n",
      "<Tabs>\n  <TabItem>\n      %`md\n      x\n\n      %go\n      f()\n      %\n      %`\n  </TabItem>\n</Tabs>\n"
    ),
    (
      "<A>\n</A>\n\n{/* \\include(a.py) */}\n", "<A>\n</A>\n\n{/* include(a.py) */}\n"
    ),
  ]

  @Test(arguments: woven.indices)
  func fencesBelowContainersAreProven(_ index: Int) async throws {
    let (template, page) = DialectWeaveTests.woven[index]
    let outcome = try await weave(template.replacing("%", with: "```"))
    #expect(outcome.diagnostics == "")
    #expect(outcome.output?.text == page.replacing("%", with: "```"))
  }

  @Test(arguments: [
    ("p.md", "=== \"A\"\n\n    <!-- embed(a.py lines=3) -->\n", "    ", "<!-- /embed -->"),
    ("p.md", "!!! note\n    text\n\n    <!-- embed(a.py lines=3) -->\n", "    ", "<!-- /embed -->"),
    ("p.mdx", "<A>\n  {/* embed(a.py lines=3) */}\n</A>\n", "  ", "{/* /embed */}"),
    ("p.mdx", "{/* embed(a.py lines=3) */}\n", "", "{/* /embed */}"),
    ("p.mdx", "<!-- embed(a.py lines=3) -->\n", "", "<!-- /embed -->"),
  ])
  func blocksAreOwnedThere(_ name: String, _ page: String, _ margin: String, _ mark: String)
    async throws
  {
    let outcome = try await weave(page, name)
    #expect(outcome.diagnostics == "")
    let woven = try #require(outcome.output?.text)
    let block = "\(margin)```python\n\(margin)print(1)\n\(margin)```\n\(margin)\(mark)\n"
    #expect(woven.contains(block), "\(woven)")
    #expect(try await weave(woven, name).output?.text == woven)
    // What is there is replaced, up to the mark.
    let stale = try await weave(woven.replacing("print(1)", with: "print(2)"), name)
    #expect(stale.output?.text == woven)
  }

  /// What would not come out as a fence is reported with what would help.
  @Test(arguments: [
    (
      "<details>\n%py\n<!-- include(a.py) -->\n%\n</details>\n",
      "a blank line in front of the fence"
    ),
    (
      "<details>\n%py\n<!-- include(a.py lines=3) -->\n%\n</details>\n",
      "a blank line in front of the fence"
    ),
    (
      "a\n\n=== \"A\"\n\n    b\n\n%py foo\n<!-- include(a.py) -->\n%\n",
      "a language, '{…}', or known options"
    ),
    ("a\n\n=== \"A\"\n\n    b\n\n%py\n<!-- include(open.md) -->\n%\n%%py\n", ""),
    ("<TabItem>\n%py\n<!-- include(a.py) -->\n%\n", "dialect = \"mdx\""),
  ])
  func whatHelpsIsSaid(_ template: String, _ cure: String) async throws {
    let outcome = try await weave(template.replacing("%", with: "```"))
    if cure.isEmpty { return }
    #expect(outcome.diagnostics.contains("[page-broken]"), "\(outcome.diagnostics)")
    #expect(outcome.diagnostics.contains(cure), "\(outcome.diagnostics)")
  }

  @Test(arguments: [
    ("{/* Include(a.py) */}\n", "{/* include(a.py) */}"),
    ("{/*include(a.py)*/}\n", "{/* include(a.py) */}"),
    ("{/* include(a.py */}\n", "{/* include(a.py) */}"), ("{/* embed(a.py lines 3) */}\n", ""),
  ])
  func nearMissesAreReported(_ page: String, _ cure: String) async throws {
    let outcome = try await weave(page, "p.mdx.src")
    #expect(!outcome.problems.isEmpty)
    if !cure.isEmpty { #expect(outcome.diagnostics.contains(cure), "\(outcome.diagnostics)") }
  }

  /// What is indented code is told in the words of the page's reader.
  @Test(arguments: [Dialect.pythonMarkdown, .commonMark])
  func indentedCodeIsNamedByTheReader(_ dialect: Dialect) {
    let source = Source(name: "t.md", bytes: Bytes("x\n\n    <!-- embed(a.py) -->\n".utf8))
    let template = Template.parse(source, kind: .inPlace, dialect: dialect)
    let reader = dialect == .commonMark ? "CommonMark" : "Python-Markdown"
    #expect(
      template.remarks.map(\.message) == [
        "'embed' does nothing here: for \(reader) this is indented code"
      ])
  }
}
