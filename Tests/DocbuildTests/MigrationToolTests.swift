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

  @Test(arguments: pymdown.indices)
  func ofPyMdown(_ index: Int) throws { try MigrationTests.hold(MigrationToolTests.pymdown[index]) }
}
