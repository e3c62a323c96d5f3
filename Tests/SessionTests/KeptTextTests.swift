import Testing

/// What docbuild may replace in a page that is its own output: what git holds, and what it wrote itself.
@Suite(.needs("git")) struct KeptTextTests {
  private func commit(_ folder: Folder) throws {
    for words in [["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"]] {
      try run(
        Command(
          program: find("git") ?? "",
          arguments: ["-C", folder.path, "-c", "user.name=a", "-c", "user.email=a@b.c"] + words)
      ).expect(0)
    }
  }

  /// In a fresh clone there is no log.
  @Test func valuesFollowWhereGitHoldsThem() throws {
    let page = "Now <!-- value(v) -->1.3<!-- /value -->.\n"
    let folder = Folder(["docbuild.toml": "[values]\nv = \"1.4\"\n", "a.md": page])
    try commit(folder)
    // Other words of the line are the author's, and stay.
    folder.write("a.md", "And now" + page.dropFirst(3))
    try docbuild("build", in: folder).expect(0)
    #expect(folder.text("a.md") == "And now <!-- value(v) -->1.4<!-- /value -->.\n")
    folder.write("a.md", page.replacing("1.3", with: "mine"))
    #expect(try docbuild("build", in: folder).messages.contains("[edited-output]"))
  }

  @Test func captionsAreDocbuildsOwn() throws {
    let folder = Folder([
      "docbuild.toml": "", "x.txt": "a\n", "b.md": "<!-- embed(x.txt caption=\"One\") -->\n",
    ])
    try docbuild("build", in: folder).expect(0)
    folder.write(
      "b.md", folder.text("b.md").replacing("caption=\"One", with: "caption=\"Two"))
    try docbuild("build", in: folder).expect(0)
    #expect(folder.text("b.md").contains("\nTwo\n"))
  }
}
