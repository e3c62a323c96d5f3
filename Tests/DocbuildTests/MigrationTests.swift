import DocbuildCore
import Testing

@testable import DocbuildEngine

/// What `migrate` makes of other tools' pages: the page that the tool made, byte for byte, or a word why not.
struct MigrationTests {
  /// A page of a tool.
  struct Case: CustomTestStringConvertible, Sendable {
    let tool: String
    /// The page's path and text.
    let path: String
    let page: String
    /// What the tool made of it, by its rules; nil where the page is left as it is.
    let made: String?
    var files: [String: String] = [:]

    var testDescription: String { "\(tool): \(page)" }
  }

  static let rust =
    "fn main() {\n    // ANCHOR: setup\n    let a = 1;\n    let b = 2;\n    // ANCHOR_END: setup\n    run(a, b);\n}\n"
  static let sections =
    "import os\n# --8<-- [start:setup]\ndef setup():\n    return os.name\n# --8<-- [end:setup]\nprint(1)\n"
  static let csharp =
    "using System;\n\nclass Program\n{\n    #region main\n    static void Main()\n    {\n    }\n    #endregion\n}\n"
  static let script =
    "// #region one\nconst one = 1;\n// #endregion one\nconst two = 2;\nconst three = 3;\n"

  static let cases: [Case] = [
    // mdBook
    Case(
      tool: "mdBook", path: "src/a.md", page: "# A\n\n```rust\n{{#include ../a.rs:3:4}}\n```\n",
      made: "# A\n\n```rust\n    let a = 1;\n    let b = 2;\n```\n", files: ["a.rs": rust]),
    Case(
      tool: "mdBook", path: "a.md", page: "```rust\n{{#include a.rs:setup}}\n```\n",
      made: "```rust\n    let a = 1;\n    let b = 2;\n```\n", files: ["a.rs": rust]),
    Case(
      tool: "mdBook", path: "a.md", page: "```rust\n{{ #include a.rs }}\n```\n",
      made: "```rust\n\(rust)```\n", files: ["a.rs": rust]),
    Case(
      tool: "mdBook", path: "a.md", page: "{{#playground a.rs editable}}\n",
      made: "```rust,editable\n\(rust)```\n", files: ["a.rs": rust]),
    Case(
      tool: "mdBook", path: "a.md", page: "```rust\n{{#rustdoc_include a.rs:setup}}\n```\n",
      made: nil,
      files: ["a.rs": rust]),
    Case(tool: "mdBook", path: "a.md", page: "```rust\n{{#include gone.rs}}\n```\n", made: nil),
    Case(
      tool: "mdBook", path: "a.md", page: "see {{#include a.rs}} here\n", made: nil,
      files: ["a.rs": rust]),
    // PyMdown Snippets
    Case(
      tool: "PyMdown Snippets", path: "docs/a.md",
      page: "```python\n--8<-- \"src/a.py:setup\"\n```\n",
      made: "```python\ndef setup():\n    return os.name\n```\n", files: ["src/a.py": sections]),
    Case(
      tool: "PyMdown Snippets", path: "docs/a.md", page: "=\n\n    --8<-- \"a.py:3:4\"\n",
      made: "=\n\n    def setup():\n        return os.name\n",
      files: [
        "base/a.py": sections,
        "mkdocs.yml": "markdown_extensions:\n  - pymdownx.snippets:\n      base_path: [base]\n",
      ]),
    Case(
      tool: "PyMdown Snippets", path: "docs/a.md",
      page: "--8<--\none.md\n; two.md\nthree.md\n--8<--\n",
      made: "one\n\nthree\n", files: ["one.md": "one\n", "three.md": "three\n"]),
    Case(
      tool: "PyMdown Snippets", path: "docs/a.md",
      page: ";--8<-- \"a.py\"\n\n```python\n--8<-- \"a.py:6\"\n```\n",
      made: "--8<-- \"a.py\"\n\n```python\nprint(1)\n```\n", files: ["a.py": sections]),
    Case(
      tool: "PyMdown Snippets", path: "a.md", page: "--8<-- \"https://example.org/a.md\"\n",
      made: nil),
    // DocFX
    Case(
      tool: "DocFX", path: "docs/a.md", page: "[!code-csharp[Main](../Program.cs#main)]\n",
      made: "```csharp\nstatic void Main()\n{\n}\n```\n", files: ["Program.cs": csharp]),
    Case(
      tool: "DocFX", path: "docs/a.md", page: "[!code-csharp[](~/Program.cs?range=6-8)]\n",
      made: "```csharp\nstatic void Main()\n{\n}\n```\n",
      files: ["Program.cs": csharp, "docfx.json": "{}"]),
    Case(
      tool: "DocFX", path: "a.md",
      page: ":::code language=\"csharp\" source=\"Program.cs\" range=\"1\":::\n",
      made: "```csharp\nusing System;\n```\n", files: ["Program.cs": csharp]),
    Case(
      tool: "DocFX", path: "a.md", page: "[!INCLUDE [part](part.md)]\n", made: "part\n",
      files: ["part.md": "---\ntitle: x\n---\npart\n"]),
    Case(
      tool: "DocFX", path: "a.md", page: "[!code-csharp[](Program.cs?highlight=2)]\n", made: nil,
      files: ["Program.cs": csharp]),
    // VitePress
    Case(
      tool: "VitePress", path: "guide/a.md", page: "<<< @/code/a.js#one{1 js:line-numbers}\n",
      made: "```js:line-numbers{1}\nconst one = 1;\n```\n",
      files: ["code/a.js": script]),
    Case(
      tool: "VitePress", path: "a.md",
      page: "::: code-group\n\n<<< ./a.js\n\n<<< ./a.js#one [One]\n\n:::\n",
      made:
        "::: code-group\n\n```js [a.js]\n\(script)```\n\n```js [One]\nconst one = 1;\n```\n\n:::\n",
      files: ["a.js": script]),
    Case(
      tool: "VitePress", path: "a.md", page: "<!--@include: ./part.md{2,}-->\n",
      made: "two\nthree\n",
      files: ["part.md": "one\ntwo\nthree\n"]),
    Case(
      tool: "VitePress", path: "a.md", page: "<!--@include: ./part.md#heading-->\n", made: nil,
      files: ["part.md": "x\n"]),
    // Docusaurus
    Case(
      tool: "Docusaurus with remark-code-import", path: "docs/a.md",
      page: "```js file=../a.js#L4-L5 title=\"x\"\n```\n",
      made: "```js title=\"x\"\nconst two = 2;\nconst three = 3;\n```\n", files: ["a.js": script]),
    Case(
      tool: "Docusaurus with remark-code-import", path: "docs/a.md",
      page: "```js file=<rootDir>/a.js\n```\n",
      made: "```js\n\(script)```\n", files: ["a.js": script]),
    Case(
      tool: "Docusaurus with remark-code-import", path: "a.md",
      page: "```js file=./a.js#main\n```\n", made: nil,
      files: ["a.js": script]),
    // mkdocs-include-markdown
    Case(
      tool: "mkdocs-include-markdown", path: "docs/a.md",
      page:
        "# A\n\n{%\n   include-markdown \"../part.md\"\n   start=\"<!--begin-->\"\n   end=\"<!--end-->\"\n%}\n",
      made: "# A\n\ntwo\n", files: ["part.md": "one\n<!--begin-->\ntwo\n<!--end-->\nthree\n"]),
    Case(
      tool: "mkdocs-include-markdown", path: "docs/a.md",
      page: "```js\n{% include \"../a.js\" %}\n```\n",
      made: "```js\n\(script)```\n", files: ["a.js": script]),
    Case(
      tool: "mkdocs-include-markdown", path: "docs/a.md",
      page: "{% include-markdown \"../part.md\" heading-offset=1 %}\n",
      made: "## one\n\n```sh\n# two\n```\n",
      files: ["part.md": "# one\n\n```sh\n# two\n```\n"]),
    Case(
      tool: "mkdocs-include-markdown", path: "docs/a.md",
      page: "{% include-markdown \"../part.md\" heading-offset=1 %}\n",
      made: nil, files: ["part.md": "one\n===\n"]),
    Case(
      tool: "mkdocs-include-markdown", path: "docs/a.md",
      page: "{% include \"../part.md\" heading-offset=1 %}\n",
      made: nil, files: ["part.md": "# one\n"]),
    Case(
      tool: "mkdocs-include-markdown", path: "docs/a.md",
      page: "{% include-markdown \"../part.md\" %}\n",
      made: nil, files: ["part.md": "[x](y.md)\n"]),
    // MarkdownSnippets
    Case(
      tool: "MarkdownSnippets", path: "readme.md",
      page:
        "# A\n\n<!-- snippet: main -->\n<a id='snippet-main'></a>\n```cs\nold\n```\n<sup><a href='/Program.cs#L1'>snippet source</a></sup>\n<!-- endSnippet -->\n\nb\n",
      made:
        "# A\n\n<a id='snippet-main'></a>\n<!-- embed(/Program.cs region=main fence=cs) -->\n```cs\nstatic void Main()\n{\n}\n```\n<!-- /embed -->\n\nb\n",
      files: ["Program.cs": csharp]),
    Case(
      tool: "MarkdownSnippets", path: "readme.md",
      page: "<!-- snippet: main -->\n<!-- endSnippet -->\n", made: nil,
      files: ["Program.cs": csharp, "Other.cs": csharp]),
    Case(
      tool: "MarkdownSnippets", path: "readme.md",
      page: "<!-- snippet: gone -->\n<!-- endSnippet -->\n", made: nil),
    Case(
      tool: "MarkdownSnippets", path: "docs/readme.md",
      page: "<!-- snippet: deep/x.txt -->\n<!-- endSnippet -->\n",
      made:
        "<!-- embed(/src/deep/x.txt fence=txt) -->\n```txt\none\n```\n<!-- /embed -->\n",
      files: ["src/deep/x.txt": "one\n", "src/x.txt": "two\n"]),
    Case(
      tool: "MarkdownSnippets", path: "docs/mdsource/a.source.md", page: "# A\n\nsnippet: main\n",
      made: nil,
      files: ["Program.cs": csharp, "Other.cs": csharp]),
    // embedme
    Case(
      tool: "embedme", path: "README.md", page: "<!-- embedme a.js#L4-L5 -->\n\n```js\nold\n```\n",
      made: "<!-- embedme a.js#L4-L5 -->\n\n```js\nold\n```\n", files: ["a.js": script]),
    Case(
      tool: "embedme", path: "README.md",
      page: "a\n\n<!-- embedme a.js#L4-L5 -->\n```js\nold\n```\n",
      made:
        "a\n\n<!-- embed(/a.js lines=4..5 info=\"js\") -->\n```js\nconst two = 2;\nconst three = 3;\n```\n<!-- /embed -->\n",
      files: ["a.js": script]),
    Case(
      tool: "embedme", path: "README.md", page: "```js\n// a.js#L5\n\nconst three = 3;\n```\n",
      made:
        "<!-- embed(/a.js lines=5 info=\"js\") -->\n```js\nconst three = 3;\n```\n<!-- /embed -->\n",
      files: ["a.js": script]),
    // markdown-magic
    Case(
      tool: "markdown-magic", path: "README.md",
      page: "<!-- docs CODE src=\"./a.js\" syntax=\"js\" lines=[4,5] -->\nold\n<!-- /docs -->\n",
      made:
        "<!-- embed(./a.js lines=4..5 info=\"js\") -->\n```js\nconst two = 2;\nconst three = 3;\n```\n<!-- /embed -->\n",
      files: ["a.js": script]),
    Case(
      tool: "markdown-magic", path: "README.md",
      page:
        "<!-- AUTO-GENERATED-CONTENT:START (CODE:src=./a.js) -->\n<!-- AUTO-GENERATED-CONTENT:END -->\n",
      made: "<!-- embed(./a.js info=\"js\") -->\n```js\n\(script)```\n<!-- /embed -->\n",
      files: ["a.js": script]),
    Case(
      tool: "markdown-magic", path: "README.md", page: "<!-- docs TOC -->\n<!-- /docs -->\n",
      made: nil),
    // code-embedder
    Case(
      tool: "code-embedder", path: "README.md", page: "```js:a.js\n```\n",
      made: "<!-- embed(/a.js info=\"js\") -->\n```js\n\(script)```\n<!-- /embed -->\n",
      files: ["a.js": script]),
    Case(
      tool: "code-embedder", path: "README.md", page: "```js:a.js:s:one\n```\n", made: nil,
      files: ["a.js": script]),
  ]

  private static func run(_ test: Case) throws -> (report: MigrateReport, project: MemoryProject) {
    let project = MemoryProject(test.files.merging([test.path: test.page]) { $1 })
    var settings = MigrateSettings()
    settings.scope.paths = [RootPath(test.path)]
    settings.writes = true
    settings.force = true
    return (try migrate(Session(of: try project.open()), settings), project)
  }

  @Test(arguments: cases.indices)
  func theToolsPageIsMade(_ index: Int) throws {
    try MigrationTests.hold(MigrationTests.cases[index])
  }

  /// Migrates the page and builds it: it is what the tool made.
  static func hold(_ test: Case) throws {
    let (report, project) = try run(test)
    guard let made = test.made else {
      #expect(report.pages.isEmpty && report.written.isEmpty, "\(test)")
      #expect(
        !report.problems.isEmpty && report.problems.allSatisfy { $0.id == .notMigrated }, "\(test)")
      #expect(project.files[test.path] == test.page, "\(test)")
      return
    }
    if made == test.page {
      #expect(report.pages.isEmpty && report.problems.isEmpty, "\(test): \(report.problems)")
      return
    }
    #expect(report.problems.isEmpty, "\(test): \(report.problems)")
    #expect(report.pages.first?.tools == [test.tool], "\(test)")
    // What was a page is replaced by a build, as one that git's HEAD holds.
    var options = BuildOptions()
    options.force = true
    let built = try build(Session(of: try project.open()), options)
    #expect(
      built.results.allSatisfy { $0.outcome != .failed },
      "\(test): \(built.results.flatMap(\.diagnostics))")
    #expect(project.files[test.path] == made, "\(test)")
  }

  /// Each reader has a rule's source, and cases of both kinds.
  @Test func everyReaderHasCases() {
    #expect(MigrationReader.all.count == 10)
    #expect(Set(MigrationReader.all.map(\.name)).count == 10)
    for reader in MigrationReader.all {
      #expect(reader.rules.hasPrefix("https://"), "\(reader.name)")
      let own = MigrationTests.cases.filter { $0.tool == reader.name }
      #expect(own.contains { $0.made != nil }, "\(reader.name)")
    }
  }

  /// What shows another tool's directives as text, and ordinary pages, have none.
  @Test(arguments: [
    "\\{{#include a.rs}}\n", "```\n<<< @/a.js\n```\n", "```js:title.js\nconst other = 1;\n```\n",
    "```sh\ncat <<< word\n```\n", "```js\n// a.js\n\nconst other = 1;\n```\n",
    "{{< include a >}}\n",
    "`--8<-- \"a.py\"`\n", "<!-- docsify -->\n", "see snippet: x\n",
    "```md\n[!code-js[](a.js)]\n```\n",
  ])
  func whatIsNone(page: String) throws {
    let test = Case(
      tool: "", path: "a.md", page: page, made: nil,
      files: ["a.js": MigrationTests.script, "a.rs": "x\n"])
    let (report, _) = try MigrationTests.run(test)
    #expect(
      report.pages.isEmpty && report.problems.isEmpty,
      "\(page): \(report.pages.map(\.diff.text)) \(report.problems)")
  }

  @Test func aPageIsNotReplacedThatGitDoesNotHold() throws {
    let project = MemoryProject([
      "a.md": "```rust\n{{#include a.rs}}\n```\n", "a.rs": MigrationTests.rust,
    ])
    var settings = MigrateSettings()
    settings.writes = true
    let report = try migrate(Session(of: try project.open()), settings)
    #expect(report.written.isEmpty && report.problems.map(\.id) == [.editedOutput])
    #expect(project.files["a.src"] == nil)
  }

  /// A source of MarkdownSnippets becomes a template beside what was made of it.
  @Test func aSourceOfMarkdownSnippetsBecomesATemplate() throws {
    let project = MemoryProject([
      "docs/mdsource/a.source.md": "# A\n\nsnippet: main\n", "Program.cs": MigrationTests.csharp,
    ])
    var settings = MigrateSettings()
    settings.writes = true
    settings.force = true
    let report = try migrate(Session(of: try project.open()), settings)
    #expect(report.written == ["docs/a.src"], "\(report.problems)")
    #expect(
      project.files["docs/a.src"] == "# A\n\n<!-- include(/Program.cs region=main fence=cs) -->\n")
    try project.build()
    #expect(project.files["docs/a.md"] == "# A\n\n```cs\nstatic void Main()\n{\n}\n```\n")
  }
}
