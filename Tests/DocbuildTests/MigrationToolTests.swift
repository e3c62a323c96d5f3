import DocbuildCore
import Testing

@testable import DocbuildEngine

/// The rules of single tools, as their own sources have them.
struct MigrationToolTests {
  private typealias Case = MigrationTests.Case

  static let marked =
    "import os\n# --8<-- [start:setup]\ndef setup():\n    # -8<- [ start : inner ]\n    one()\n    # -8<- [end:inner]\n    return os.name\n# --8<-- [END:setup]\nprint(1)\n"
  static let dedents =
    "markdown_extensions:\n  - pymdownx.snippets:\n      restrict_base_path: false\n      dedent_subsections: true # all\n"

  private static func snippets(
    _ page: String, _ made: String?, _ files: [String: String] = [:], path: String = "a.md"
  ) -> Case {
    Case(
      tool: "PyMdown Snippets", path: path, page: page, made: made,
      files: ["a.py": marked].merging(files) { $1 })
  }

  static let pymdown: [MigrationTests.Case] = [
    // Marks of sections go, from lines as from a whole file, whatever their letters and blanks.
    snippets(
      "```py\n--8<-- \"a.py:3:7\"\n```\n",
      "```py\ndef setup():\n    one()\n    return os.name\n```\n"),
    snippets(
      "```py\n--8<-- \"a.py\"\n```\n",
      "```py\nimport os\ndef setup():\n    one()\n    return os.name\nprint(1)\n```\n"),
    snippets("```py\n--8<-- \"a.py:inner\"\n```\n", "```py\n    one()\n```\n"),
    // Numbers below zero count from behind, where PyMdown has one more line.
    snippets("```py\n--8<-- \"a.py:-2:\"\n```\n", "```py\nprint(1)\n```\n"),
    snippets("```py\n--8<-- \"a.py:1:1,9:-2\"\n```\n", "```py\nimport os\nprint(1)\n```\n"),
    // The common indentation goes if the site says so.
    snippets("```py\n--8<-- \"a.py:inner\"\n```\n", "```py\none()\n```\n", ["mkdocs.yml": dedents]),
    snippets(
      "```py\n--8<-- \"a.py:5:7\"\n```\n", "```py\none()\nreturn os.name\n```\n",
      ["mkdocs.yml": dedents]),
    // A block: empty lines stay, what is switched off goes, each path has its own indentation.
    snippets(
      "--8<--\none.md\n\n; gone.md\n  two.md\n--8<-- \"gone.md\"\n;--8<-- \"three.md\"\n--8<--\n",
      "one\n\n\n  two\n\n--8<-- \"three.md\"\n", ["one.md": "one\n", "two.md": "two\n"]),
    snippets("a\n--8<-- \"; gone.md\"\nb\n", "a\nb\n"),
    // Behind a file's last line feed there is an empty line.
    snippets("--8<-- \"one.md\"\nb\n", "one\n\nb\n", ["one.md": "one\n"]),
    snippets("--8<-- \"one.md\"\nb\n", "one\nb\n", ["one.md": "one"]),
    snippets("--8<-- \"one.md:1:1\"\nb\n", "one\nb\n", ["one.md": "one\n"]),
    snippets(
      "```py\n--8<-- \"a.py:9\"\nx\n```\n", "```py\nprint(1)\n\nx\n```\n"),
    // What PyMdown takes for text.
    snippets("--8<-- \"a.py\" \n", "--8<-- \"a.py\" \n"),
    snippets("> --8<-- \"a.py\"\n", "> --8<-- \"a.py\"\n"),
    // A sign before the scissors makes them text, and goes.
    snippets(";--8<--\none\n;;-8<- \"a.py\"\n", "--8<--\none\n;-8<- \"a.py\"\n"),
    snippets(
      "a <!-- --8<-- [start:x] -->\nb\n<!-- ;--8<-- [end:x] -->\n",
      "b\n<!-- --8<-- [end:x] -->\n"),
    // What can't be said.
    snippets("--8<-- \"a.py:gone\"\n", nil, ["a.py": "# region gone\nx = 1\n# endregion\n"]),
    snippets("--8<-- \"a.py:9:3\"\n", nil),
    snippets("--8<-- \"b.md\"\n", nil, ["b.md": ";--8<-- \"a.py\"\n"]),
  ]

  private static func included(
    _ page: String, _ made: String?, _ files: [String: String], path: String = "docs/a.md"
  ) -> Case {
    Case(tool: "mkdocs-include-markdown", path: path, page: page, made: made, files: files)
  }

  static let mkdocsInclude: [MigrationTests.Case] =
    [
      "<img src=\"y.png\">\n", "a <a class='b' href='y.md'>c</a>\n", "[x]: y.md\n",
      "[x]:\n  y.md\n",
    ].flatMap { part in
      [
        included("{% include-markdown \"../part.md\" %}\n", nil, ["part.md": part]),
        included("{% include-markdown \"./part.md\" %}\n", part, ["docs/part.md": part]),
        Case(
          tool: "DocFX", path: "docs/a.md", page: "[!INCLUDE [x](../part.md)]\n", made: nil,
          files: ["part.md": part]),
        Case(
          tool: "DocFX", path: "docs/a.md", page: "[!INCLUDE [x](part.md)]\n", made: part,
          files: ["docs/part.md": part]),
      ]
    } + [
      included(
        "{% include-markdown \"../part.md\" %}\n", "<a href=\"https://a.example\">[b](#c)</a>\n",
        ["part.md": "<a href=\"https://a.example\">[b](#c)</a>\n"]),
      // docbuild would move what the tool is told to leave.
      included(
        "{% include-markdown \"../part.md\" rewrite-relative-urls=false heading-offset=1 %}\n", nil,
        ["part.md": "# A\n\n[b](c.md)\n"]),
      included(
        "{% include-markdown \"../part.md\" heading-offset=1 %}\n", nil,
        ["part.md": "# A\n\nb[^1]\n\n[^1]: c\n"]),
      // All that stands between marks is taken, not only the first of it.
      included(
        "{% include-markdown \"../part.md\" start=\"<!--a-->\" end=\"<!--b-->\" %}\n", nil,
        ["part.md": "<!--a-->\none\n<!--b-->\ntwo\n<!--a-->\nthree\n<!--b-->\n"]),
      included(
        "{% include-markdown \"../part.md\" start=\"<!--a-->\" %}\n", "one\n<!--a-->\ntwo\n",
        ["part.md": "<!--a-->\none\n<!--a-->\ntwo\n"]),
      included(
        "{% include-markdown \"../part.md\" start=\"<!--a-->\" %}\n", nil,
        ["part.md": "`<!--a-->` starts it\n<!--a-->\ntwo\n"]),
      // A path without a dot at its start is one from the folder of all pages.
      included(
        "{% include-markdown \"deep/x.md\" %}\n", "x\n",
        ["mkdocs.yml": "site_name: a\n", "docs/deep/x.md": "x\n", "docs/deep/deep/x.md": "y\n"],
        path: "docs/deep/a.md"),
    ]

  private static func book(_ page: String, _ made: String?, _ file: String = "a.rs") -> Case {
    Case(
      tool: "mdBook", path: "a.md", page: page, made: made, files: [file: "fn a() {}\nfn b() {}\n"])
  }

  static let otherTools: [MigrationTests.Case] = [
    // mdBook indents the first line alone.
    book("- a\n\n  ```rust\n  {{#include a.rs}}\n  ```\n", nil),
    book("- a\n\n  {{#playground a.rs}}\n", nil),
    book(
      "- a\n\n  ```rust\n  {{#include a.rs:2}}\n  ```\n", "- a\n\n  ```rust\n  fn b() {}\n  ```\n"),
    // An anchor is no region of another tool's.
    Case(
      tool: "mdBook", path: "a.md", page: "```rust\n{{#include a.rs:gone}}\n```\n", made: nil,
      files: ["a.rs": "// region gone\nfn a() {}\n// endregion\n"]),
    book(
      "{{#playground a.txt}}\n", "```rust\nfn a() {}\nfn b() {}\n```\n", "a.txt"),
    book(
      "{{#playground a.rs editable hidden}}\n",
      "```rust,editable,hidden\nfn a() {}\nfn b() {}\n```\n"),
    Case(
      tool: "DocFX", path: "a.md",
      page: "::: code language=\"js\" source=\"a.js\" range=\"2\" :::\n",
      made: "```js\nconst one = 1;\n```\n", files: ["a.js": MigrationTests.script]),
    Case(
      tool: "MarkdownSnippets", path: "a.md", page: "web-snippet: https://a.example/b.cs#c\n",
      made: nil),
    Case(
      tool: "MarkdownSnippets", path: "a.md",
      page: "<!-- web-snippet: https://a.example/b.cs#c -->\n<!-- endSnippet -->\n", made: nil),
    Case(
      tool: "markdown-magic", path: "a.md",
      page: "<!-- docs CODE\n  src=\"./a.js\"\n  lines=[4,5]\n-->\nold\n<!-- /docs -->\n",
      made:
        "<!-- embed(./a.js lines=4..5 info=\"js\") -->\n```js\nconst two = 2;\nconst three = 3;\n```\n<!-- /embed -->\n",
      files: ["a.js": MigrationTests.script]),
    // A block that was shown once: only its tool knows.
    Case(
      tool: "embedme", path: "a.md", page: "```js\n// a.js#L4-L5\n\nold\n```\n",
      made:
        "<!-- embed(/a.js lines=4..5 info=\"js\") -->\n```js\nconst two = 2;\nconst three = 3;\n```\n<!-- /embed -->\n",
      files: ["a.js": MigrationTests.script]),
    Case(
      tool: "embedme", path: "a.md",
      page: "```js\n// a.js\n\nconst one = 1;\nconst two = 2;\nconst three = 4;\n```\n", made: nil,
      files: ["a.js": MigrationTests.script]),
    Case(
      tool: "code-embedder", path: "a.md",
      page: "```js:a.js\nconst one = 1;\nconst two = 2;\nconst three = 4;\n```\n", made: nil,
      files: ["a.js": MigrationTests.script]),
    Case(
      tool: "code-embedder", path: "a.md", page: "```py:a.py:o:setup\nold\n```\n",
      made:
        "<!-- embed(/a.py symbol=setup info=\"py\") -->\n```py\ndef setup():\n    return 1\n```\n<!-- /embed -->\n",
      files: ["a.py": "def setup():\n    return 1\n"]),
  ]

  @Test(arguments: pymdown.indices)
  func ofPyMdown(_ index: Int) throws { try MigrationTests.hold(MigrationToolTests.pymdown[index]) }

  @Test(arguments: mkdocsInclude.indices)
  func ofParts(_ index: Int) throws {
    try MigrationTests.hold(MigrationToolTests.mkdocsInclude[index])
  }

  @Test(arguments: otherTools.indices)
  func theOthers(_ index: Int) throws {
    try MigrationTests.hold(MigrationToolTests.otherTools[index])
  }
}
