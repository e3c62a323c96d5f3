import Foundation
import Glibc
import Testing

/// Which files are templates, in-place documents or none at all, for every command alike.
struct ProjectKindTests {
  private let code = "# T\n\n```\n<!-- include(one.txt) -->\n```\n"

  // MARK: what a `*.src` is

  @Test func aSrcWithoutDirectivesIsLeftAlone() throws {
    let folder = Folder([
      "one.txt": "one\n", "t.src": code, "data/commas.src": "package p\n\nfunc f() { g(1, 2 }\n",
      "here.src": "cat <<<x # --8<-- <!-- a comment -->\n", "plain.src": "# Notes\n\nNothing.\n",
      "conf.src": "# A server\n<VirtualHost *:80>\nx = [a] (b)\n</VirtualHost>\n",
      "list.src": "- see\n\n[link](b.md)\n", "tag.src": "#include <a>\n\n```\n",
    ])
    folder.write("blob.src", bytes: [0, 1, 0xFF, 0xFE, 10])
    for (written, upToDate) in [(1, 0), (0, 1)] {
      try project("build", in: folder).expect(written: written, upToDate: upToDate)
    }
    for command in ["check", "refs", "deps", "test"] {
      let outcome = try project(command, in: folder)
      outcome.expect(0)
      #expect(outcome.ids.isEmpty, "\(outcome.messages)")
    }
    #expect(folder.pages.keys.sorted() == ["t.md"])
  }

  /// A directive, an escape, what was meant for one, its page beside it, or a name in the configuration.
  @Test(arguments: [
    ("<!-- include(one.txt) -->\n", false, "", 0), ("<!-- \\include(x) -->\n", false, "", 0),
    ("<!-- Include(one.txt) -->\n", false, "", 1), ("text\n", true, "", 0),
    ("# T\n\n[one](one.txt)\n", false, "", 0), ("\n![one](one.txt)\n", false, "", 0),
    ("---\na: 1\n---\n## T\n\n~~~\ncode\n~~~\n", false, "", 0),
    ("# T\n\n<picture><img alt=\"x\" src=\"one.txt\"></picture>\n", false, "", 0),
    ("text\n", false, "templates = ['*.src']\n", 0),
    ("text\n", false, "[outputs]\n'a.src' = 'a.md'\n", 0),
  ])
  func aSrcIsATemplate(_ text: String, hasPage: Bool, toml: String, status: Int) throws {
    let folder = Folder(["one.txt": "one\n", "a.src": text])
    if hasPage { folder.write("a.md", "old\n") }
    if !toml.isEmpty { folder.write("docbuild.toml", toml) }
    let outcome = try project("build", "--force", in: folder)
    outcome.expect(
      status, written: status == 0 ? 1 : 0, upToDate: 0, failed: status == 0 ? 0 : 1)
  }

  @Test func aSrcBecomesATemplateAndCeasesToBeOne() throws {
    let folder = Folder(["one.txt": "one\n", "a.src": "text\n"])
    try folder.git("init", "-q")
    folder.age()
    for _ in 0..<2 {
      let outcome = try project("build", in: folder)
      outcome.expect(written: 0, upToDate: 0)
      #expect(
        outcome.messages.contains("docbuild: 1 *.src file without a directive was left alone\n"))
    }
    // Its page comes to stand beside it.
    folder.write("a.md", "text\n")
    try project("build", in: folder).expect(written: 0, upToDate: 1)
    folder.remove("a.md")
    try project("build", in: folder).expect(written: 0, upToDate: 0)
    folder.write("a.src", code)
    try project("build", in: folder).expect(written: 1, upToDate: 0)
  }

  // MARK: links

  @Test func aLinkToADocumentIsNoDocument() throws {
    let folder = Folder([
      "one.txt": "one\n", "README.md": "<!-- embed(one.txt) -->\n", "t.src": code,
    ])
    folder.makeFolder("docs")
    folder.link("docs/index.md", to: "../README.md")
    folder.link("docs/again.src", to: "../t.src")
    folder.link("docs/page.md", to: "../t.md")
    for (written, upToDate) in [(2, 0), (0, 2)] {
      let outcome = try project("build", in: folder)
      outcome.expect(written: written, upToDate: upToDate)
      #expect(outcome.ids.isEmpty)
    }
    try project("check", in: folder).expect(0)
    #expect(!folder.exists("docs/again.md"))
    // By its other name it is the same document.
    let check = try project("check", "docs/index.md", in: folder)
    check.expect(0)
    #expect(check.messages.contains("1 document checked"))
  }

  @Test func aLinkThatLeadsNowhereIsNone() throws {
    let folder = Folder(["one.txt": "one\n", "t.src": code])
    try folder.git("init", "-q")
    folder.link("b.md", to: "gone.md")
    folder.link("c.src", to: "gone.src")
    folder.link(".#t.src", to: "me@host.4711")
    folder.age()
    for (written, upToDate) in [(1, 0), (0, 1), (0, 1)] {
      let outcome = try project("build", in: folder)
      outcome.expect(written: written, upToDate: upToDate)
      #expect(outcome.ids.isEmpty)
    }
    for command in ["check", "refs", "deps", "test"] { try project(command, in: folder).expect(0) }
    // When it comes to lead somewhere, it is looked at.
    folder.write("gone.src", code)
    try project("build", in: folder).expect(written: 1, upToDate: 1)
    #expect(!folder.exists("c.md") && folder.exists("gone.md"))
  }

  /// Whether there is anything is not told.
  @Test func aLinkOutOfTheRootIsNoDocument() throws {
    let outer = Folder(["in/docbuild.toml": "", "out.md": "<!-- embed(x) -->\n"])
    outer.link("in/a.md", to: "../out.md")
    outer.link("in/b.md", to: "/nowhere/at/all.md")
    for command in ["build", "build", "check"] {
      let outcome = try project(command, in: outer, at: "in")
      outcome.expect(0)
      #expect(outcome.ids == ["outside-root", "outside-root"])
    }
    #expect(outer.text("out.md") == "<!-- embed(x) -->\n")
  }

  // MARK: by the configuration

  @Test func theConfigurationDecidesForEveryCommand() throws {
    let folder = Folder([
      "one.txt": "one\n", "guide.tmpl.md": code, "page.txt": "[embedmd]:# (one.txt)\n",
    ])
    folder.write(
      "docbuild.toml",
      "templates = ['*.tmpl.md']\nin-place = ['page.txt']\n[outputs]\n'guide.tmpl.md' = 'site/guide.md'\n"
    )
    try project("build", in: folder).expect(written: 2, upToDate: 0)
    let page = folder.text("site/guide.md")
    try docbuild("weave", "guide.tmpl.md", in: folder).expect(prints: page)
    try docbuild("weave", "page.txt", in: folder).expect(prints: folder.text("page.txt"))
    try docbuild("where", "site/guide.md:4", in: folder)
      .expect(prints: "guide.tmpl.md:4\none.txt:1\n")
    for arguments in [["guide.tmpl.md"], []] {
      let deps = try run(docbuildCommand(["deps"] + arguments, in: folder))
      deps.expect(0)
      #expect(deps.text.contains("site/guide.md: \\\n  guide.tmpl.md"), "\(deps.text)")
    }
    // What `outputs` moves elsewhere is not what stands beside.
    folder.write("docbuild.toml", "[outputs]\n'a.src' = 'site/a.md'\n")
    folder.write("a.src", code)
    try docbuild("where", "site/a.md:4", in: folder).expect(prints: "a.src:4\none.txt:1\n")
    try docbuild("where", "a.md:4", in: folder).expect(2)
  }

  /// Nothing goes into a wrong folder.
  @Test func aFaultyConfigurationStopsEverything() throws {
    let folder = Folder([
      "one.txt": "one\n", "c/g.src": code, "README.md": "<!-- embed(one.txt) -->\n",
    ])
    folder.write("c/one.txt", "one\n")
    folder.write("docbuild.toml", "[outputs]\n'c/*.tmpl' = 'd/*.md'\n")
    for command in ["build", "check", "test", "accept", "deps", "refs"] {
      let outcome = try project(command, in: folder)
      outcome.expect(1)
      #expect(outcome.ids == ["invalid-configuration"], "\(command): \(outcome.messages)")
    }
    #expect(folder.pages == ["README.md": "<!-- embed(one.txt) -->\n"])
  }

  // MARK: front matter

  @Test(arguments: ["---\na: b\n%---\n", "---\na: b\n%...\n", "+++\na = 1\n\n%+++\n"])
  func aDirectiveInAFrontMatterIsText(_ text: String) throws {
    let directive = "<!-- include(none.txt) -->\n<!-- Include(x) -->\n<!-- embed(none.txt) -->\n"
    let front = text.replacing("%", with: directive)
    let folder = Folder(["one.txt": "one\n"])
    folder.write("a.src", front + "\n```\n<!-- include(one.txt) -->\n```\n")
    try docbuild("weave", "a.src", in: folder).expect(prints: front + "\n```\none\n```\n")
    folder.write("a.md", front + "\n<!-- embed(one.txt) -->\n")
    try docbuild("weave", "a.md", in: folder)
      .expect(prints: front + "\n<!-- embed(one.txt) -->\n```text\none\n```\n<!-- /embed -->\n")
  }

  /// Dashes with a blank line behind them are a thematic break.
  @Test func aThematicBreakIsNoFrontMatter() throws {
    let folder = Folder(["one.txt": "one\n", "a.src": "---\n\n<!-- include(one.txt) -->\n\n---\n"])
    try docbuild("weave", "a.src", in: folder).expect(prints: "---\n\none\n\n---\n")
    folder.write("a.src", "---\na: b\n<!-- include(one.txt) -->\n")
    try docbuild("weave", "a.src", in: folder).expect(prints: "---\na: b\none\n")
  }
}
