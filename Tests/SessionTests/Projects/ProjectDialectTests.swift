import Testing

/// The key `dialect`, and the names of MDX.
struct ProjectDialectTests {
  private let page = "!!! note\n\n    ```md\n    <!-- include(f.md) -->\n    ```\n"

  @Test func theKeyHoldsForAllOrByPattern() throws {
    let folder = Folder([
      "f.md": "```\nf\n```\n", "docs/a.src": page.replacing("f.md", with: "../f.md"),
      "b.src": page, "x/c.mdx.src": "<div>\n```\n{/* include(../f.md lines=2) */}\n```\n</div>\n",
      "docbuild.toml":
        "[dialect]\n'docs/**/*.md' = 'python-markdown'\n'**/*.md' = 'commonmark'\n'*.md' = 'commonmark'\n",
    ])
    try project("build", in: folder).expect(0)
    #expect(folder.text("docs/a.md").hasPrefix("!!! note\n\n    ````md\n    ```\n"))
    // For CommonMark that is indented code, and no fence is to be made longer.
    #expect(folder.text("b.md").hasPrefix("!!! note\n\n    ```md\n    ```\n"))
    #expect(folder.text("x/c.mdx") == "<div>\n```\nf\n```\n</div>\n")
    folder.write("docbuild.toml", "dialect = 'python-markdown'\n")
    try project("build", in: folder).expect(0)
    #expect(folder.text("b.md") == "!!! note\n\n    ````md\n    ```\n    f\n    ```\n    ````\n")
    var filter = docbuildCommand(
      [], in: folder, .bytes(Array("!!! x\n    ```\n    <!-- include(f.md) -->\n    ```\n".utf8)))
    filter.limit = 60
    #expect(try run(filter).text.contains("    ````\n"))
    folder.write("docbuild.toml", "dialect = 'python'\n")
    let wrong = try project("build", in: folder)
    wrong.expect(fails: 1, "invalid-configuration")
    #expect(wrong.messages.contains("python-markdown"), "\(wrong.messages)")
  }

  @Test func pagesOfMDXAreDocumentsToo() throws {
    let folder = Folder([
      "a.txt": "a\n", "docbuild.toml": "",
      "p.mdx": "# P\n\n<A>\n{/* embed(a.txt) */}\n</A>\n",
    ])
    try project("build", in: folder).expect(0)
    #expect(
      folder.text("p.mdx")
        == "# P\n\n<A>\n{/* embed(a.txt) */}\n```text\na\n```\n{/* /embed */}\n</A>\n")
    try project("check", in: folder).expect(0)
    folder.write("a.txt", "b\n")
    try project("check", in: folder).expect(fails: 1, "stale-output")
    try project("build", in: folder).expect(0)
    #expect(folder.text("p.mdx").contains("```text\nb\n```\n{/* /embed */}\n</A>\n"))
  }

  /// Transcripts below tabs are run as all others are.
  @Test func transcriptsBelowTabsAreRun() throws {
    let folder = Folder([
      "docbuild.toml": "dialect = 'python-markdown'\n",
      "p.md": "=== \"A\"\n\n    ```console\n    $ echo one\n    two\n    ```\n",
      "q.mdx": "<A>\n{/* test(skip=\"later\") */}\n```console\n$ echo one\ntwo\n```\n</A>\n",
    ])
    try project("test", "--no-sandbox", "p.md", in: folder).expect(fails: 1, "output-mismatch")
    folder.write("docbuild.toml", "")
    try project("test", "--no-sandbox", "q.mdx", in: folder).expect(0)
  }
}
