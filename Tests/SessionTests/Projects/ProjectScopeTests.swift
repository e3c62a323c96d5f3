import Foundation
import Glibc
import Testing

/// What a path on the command line names.
struct ProjectScopeTests {
  private func folder() throws -> Folder {
    let folder = Folder([
      "one.txt": "one\n", "two.txt": "two\n", "notes.txt": "notes\n", "src/deep/three.txt": "3\n",
      "a.src": "```\n<!-- include(one.txt) -->\n```\n",
      "docs/part.txt": "```\n<!-- include(../src/deep/three.txt) -->\n```\n",
      "docs/b.src": "<!-- include(part.txt weave) -->\n",
      "docs/c.md": "<!-- embed(../two.txt) -->\n", "README.md": "# R\n\n[a](nope.md)\n",
    ])
    try folder.git("init", "-q")
    try project("build", in: folder).expect(written: 3, upToDate: 0)
    return folder
  }

  @Test(arguments: ["notes.txt", "none", "none/at/all.md", "/elsewhere/x.txt"])
  func aPathThatNamesNothingEndsTheRun(_ given: String) throws {
    let folder = try folder()
    let other = Folder(["x.txt": ""])
    let path = given.replacing("/elsewhere", with: other.path)
    let name = URL(fileURLWithPath: path).lastPathComponent
    for command in ["build", "check", "test", "accept", "deps"] {
      let outcome = try project(command, path, in: folder)
      outcome.expect(2)
      #expect(outcome.messages.contains(name), "\(command): \(outcome.messages)")
    }
    // Also beside one that names something, and each is told.
    let both = try project("check", "a.src", "notes.txt", path, in: folder)
    both.expect(2)
  }

  @Test(arguments: [
    ("one.txt", "a.md"), ("two.txt", "docs/c.md"), ("src/deep/three.txt", "docs/b.md"),
    ("docs/part.txt", "docs/b.md"),
  ])
  func aSourceStandsForTheDocumentsThatShowIt(_ source: String, _ output: String) throws {
    let folder = try folder()
    try project("check", source, in: folder).expect(0)
    #expect(try project("check", source, in: folder).messages.contains("1 document checked"))
    folder.write(source, "changed\n")
    let stale = try project("check", source, in: folder)
    stale.expect(1)
    #expect(stale.ids == ["stale-output"] && stale.messages.contains("'\(output)'"))
    let deps = try project("deps", "--format", "json", source, in: folder)
    deps.expect(0)
    #expect(deps.text.contains("\"\(output)\""), "\(deps.text)")
    let built = try project("build", "--explain", source, in: folder)
    built.expect(written: 1, upToDate: 0)
    #expect(built.reasons.keys.sorted() == [output])
  }

  /// What is named together: a page with the root, sources with all the documents that show them.
  @Test func whatIsNamedTogether() throws {
    let folder = try folder()
    for paths in [["README.md"], ["README.md", "."], [".", "README.md"], ["README.md", "docs"]] {
      let outcome = try run(docbuildCommand(["check", "--format", "line"] + paths, in: folder))
      #expect(outcome.ids == ["broken-link"], "\(paths) \(outcome.messages)")
    }
    #expect(
      try project("check", "--pages", ".", "README.md", "--format", "line", in: folder).ids
        == ["broken-link"])
    for command in ["build", "check", "test", "deps"] {
      try project(command, "a.src", "one.txt", in: folder).expect(0)
      try project(command, "docs", "src/deep/three.txt", "a.md", "one.txt", in: folder).expect(0)
    }
    try project("check", ".", "none", in: folder).expect(2)
    folder.write("one.txt", "new\n")
    try project("build", "a.src", "one.txt", in: folder).expect(written: 1, upToDate: 0)
  }

  /// What belongs to a project inside this one is looked at by nobody here, so it is not called sound.
  @Test(arguments: ["docbuild.toml", ".git/HEAD"])
  func whatAnotherProjectOwnsIsRefused(_ sign: String) throws {
    let folder = Folder([
      "docbuild.toml": "", "a.src": "a\n", "sub/\(sign)": "", "sub/s.txt": "new\n",
      "sub/page.md": "<!-- embed(s.txt) -->\n```\nold\n```\n<!-- /embed -->\n", "sub/p.src": "p\n",
      "b.src": "<!-- include(sub/s.txt) -->\n",
    ])
    try project("build", in: folder).expect(0)
    for path in ["sub", "sub/page.md", "sub/p.src", "sub/none.md"] {
      for command in ["check", "build", "test"] {
        let outcome = try project(command, path, in: folder)
        outcome.expect(2)
        #expect(outcome.messages.contains("has its root at 'sub'"), "\(outcome.messages)")
      }
    }
    // A file of it that a document here shows.
    try project("check", "sub/s.txt", in: folder).expect(0)
  }

  /// A commit hook may hand over what is gone, and what changed everything.
  @Test func aSourceThatIsGoneAndTheConfiguration() throws {
    let folder = try folder()
    folder.remove("src/deep/three.txt")
    rmdir(folder.at("src/deep"))
    let gone = try project("check", "src/deep/three.txt", in: folder)
    gone.expect(1)
    #expect(gone.ids == ["file-not-found"], "\(gone.messages)")
    folder.write("docbuild.toml", "")
    let all = try project("check", "docbuild.toml", in: folder)
    #expect(all.messages.contains("3 documents checked"), "\(all.messages)")
  }

  @Test func aSourceBehindALink() throws {
    let folder = Folder(["src/x.txt": "x\n", "a.src": "<!-- include(code/x.txt) -->\n"])
    folder.link("code", to: "src")
    try project("build", in: folder).expect(written: 1, upToDate: 0)
    for name in ["src/x.txt", "code/x.txt"] {
      #expect(try project("check", name, in: folder).messages.contains("1 document checked"))
    }
  }

  // MARK: pages

  @Test(arguments: [nil, "in-place = ['**/*.md']\n", "in-place = ['docs/*.md']\n"])
  func aPageThatIsNamedIsLookedAt(_ toml: String?) throws {
    let folder = try folder()
    if let toml { folder.write("docbuild.toml", toml) }
    let outcome = try project("check", "README.md", in: folder)
    outcome.expect(1)
    #expect(outcome.ids == ["broken-link"])
    #expect(outcome.messages.contains("0 documents and 1 page checked, 1 with problems"))
    try project("build", "README.md", in: folder).expect(0)
  }

  @Test func pagesAreLookedAtWhereAskedForAndElseCounted() throws {
    let folder = try folder()
    folder.write("docs/plain.md", "# P\n\n[a](none.md)\n")
    let without = try project("check", in: folder)
    without.expect(0)
    #expect(
      without.messages.contains("2 pages without directives were not looked at: --pages"))
    let docs = try project("check", "docs", in: folder)
    docs.expect(0)
    #expect(docs.messages.contains("1 page without directives was not looked at: --pages"))
    let with = try project("check", "--pages", in: folder)
    with.expect(1)
    #expect(with.ids == ["broken-link", "broken-link"])
    #expect(with.messages.contains("3 documents and 2 pages checked, 2 with problems\n"))
    // By the configuration, also where it says which are documents.
    for more in ["", "in-place = ['docs/c.md']\n"] {
      folder.write("docbuild.toml", "\(more)[check]\npages = ['docs/*.md']\n")
      let some = try project("check", in: folder)
      some.expect(1)
      #expect(some.ids == ["broken-link"] && some.messages.contains("docs/plain.md:3:"))
      #expect(some.messages.contains("3 documents and 1 page checked"))
      #expect(some.messages.contains("1 page without directives was not looked at"))
    }
    // What the project leaves out is no page of it, but may be named.
    folder.write("docbuild.toml", "exclude = ['docs/plain.md', 'README.md']\n")
    let left = try project("check", "--pages", in: folder)
    left.expect(0)
    #expect(!left.messages.contains("page"))
    try project("check", "README.md", in: folder).expect(1)
  }

  /// The output of a template is that document, and no page.
  @Test func anOutputIsNoPage() throws {
    let folder = try folder()
    for toml in ["", "templates = ['**/*.src']\nin-place = ['docs/c.md']\n"] {
      folder.write("docbuild.toml", toml)
      let outcome = try project("check", "--pages", "a.md", in: folder)
      outcome.expect(0)
      #expect(outcome.messages.contains("1 document checked, 0 with problems\n"))
      let all = try project("check", "--pages", in: folder)
      #expect(all.messages.contains("3 documents and 1 page checked"), "\(all.messages)")
    }
  }

  @Test(arguments: ["[check]\npages = 'x'\n", "[check]\npage = []\n", "check = 1\n"])
  func whatCheckTakesInTheConfiguration(_ toml: String) throws {
    let folder = Folder(["docbuild.toml": toml])
    let outcome = try project("check", in: folder)
    outcome.expect(1)
    #expect(outcome.ids == ["invalid-configuration"])
  }

  // MARK: what is left over

  @Test func aLinkToWhatIsLeftOverIsTold() throws {
    let text = "# T\n\n<!-- include(one.txt) -->\n\n[to two](two.md)\n"
    let folder = Folder(["one.txt": "one\n", "one.src": text, "two.src": text])
    try project("build", in: folder).expect(written: 2, upToDate: 0)
    try project("check", in: folder).expect(0)
    rename(folder.at("two.src"), folder.at("three.src"))
    try project("build", in: folder).expect(written: 1, upToDate: 1)
    let outcome = try project("check", in: folder)
    outcome.expect(1)
    #expect(outcome.ids.sorted() == ["broken-link", "broken-link", "orphaned-output"])
    #expect(outcome.messages.contains("its template 'two.src' is gone"))
    #expect(outcome.messages.contains("one.src:5:"))
    // A page in its own right is none.
    folder.write("two.md", "<!-- embed(one.txt) -->\n```text\none\n```\n")
    let own = try project("check", in: folder)
    own.expect(0)
    #expect(own.ids.isEmpty)
  }
}
