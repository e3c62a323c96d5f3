import Testing

/// What is said of a part, or of a page, that holds more than text.
struct ProjectPartTests {
  private func warnings(_ outcome: Outcome, sourceLocation: SourceLocation = #_sourceLocation)
    -> [String]
  {
    #expect(outcome.status == 0, "\(outcome.messages)", sourceLocation: sourceLocation)
    #expect(!outcome.messages.contains(": error: "), sourceLocation: sourceLocation)
    return outcome.ids
  }

  /// A part whose directives nobody weaves is published with them.
  @Test func aPartWithDirectives() throws {
    let folder = Folder([
      "docbuild.toml": "", "one.txt": "one\n", "part.txt": "<!-- include(one.txt) -->\n",
      "a.src": "<!-- include(part.txt) -->\n",
    ])
    let told = ["unwoven-directive"]
    #expect(warnings(try project("build", "--format", "line", in: folder)) == told)
    #expect(warnings(try project("check", "a.src", "--format", "line", in: folder)) == told)
    folder.write("a.src", "<!-- include(part.txt weave) -->\n")
    #expect(warnings(try project("build", "--format", "line", in: folder)).isEmpty)
    #expect(folder.text("a.md") == "one\n")
  }

  /// In the middle of a page a front matter would be a heading.
  @Test func aPartWithFrontMatter() throws {
    let folder = Folder([
      "docbuild.toml": "", "part.md": "---\ntitle: x\n---\n# T\n",
      "a.src": "text\n\n<!-- include(part.md) -->\n",
    ])
    #expect(warnings(try project("build", "--format", "line", in: folder)) == ["front-matter"])
    folder.write("a.src", "text\n\n<!-- include(part.md strip=front-matter) -->\n")
    #expect(warnings(try project("build", "--format", "line", in: folder)).isEmpty)
    #expect(folder.text("a.md") == "text\n\n# T\n")
  }

  /// A front matter stands at the margin: what is indented does not end it.
  @Test func whatLooksLikeFrontMatter() throws {
    let folder = Folder([
      "docbuild.toml": "", "one.txt": "one\n",
      "a.src": "---\n- x\n\n```\n<!-- include(one.txt) -->\n```\n   ---\n",
    ])
    try docbuild("weave", "a.src", in: folder)
      .expect(prints: "---\n- x\n\n```\none\n```\n   ---\n")
  }

  @Test(arguments: ["{{#include x.rs}}", "--8<-- \"x.md\"", "<<< @/x.js", "snippet: x"])
  func anotherToolsDirective(_ text: String) throws {
    let folder = Folder([
      "docbuild.toml": "", "one.txt": "one\n",
      "a.src": "<!-- include(one.txt) -->\n\n\(text)\n",
    ])
    #expect(
      warnings(try project("build", "--format", "line", in: folder)) == ["foreign-directive"])
  }

  /// Pages that `check` does not look at are looked at for what was meant for docbuild.
  @Test func anIncludeInAPage() throws {
    let folder = Folder(["docbuild.toml": "", "README.md": "# A\n\n<!-- include(one.txt) -->\n"])
    for command in ["build", "check"] {
      #expect(
        warnings(try project(command, "--format", "line", in: folder)) == ["inert-directive"],
        "\(command)")
    }
  }
}
