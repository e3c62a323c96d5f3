import Testing

/// The filter, `weave`, and where sources are looked for.
struct FilterTests {
  private let include = "# Title\n\n```\n<!-- include(a.txt) -->\n```\n"
  private func woven(_ text: String) -> String { "# Title\n\n```\n\(text)```\n" }

  @Test func filterReadsInTheCurrentFolder() throws {
    let folder = Folder(["a.txt": "one\n"])
    try docbuild(in: folder, input: .bytes(Array(include.utf8))).expect(prints: woven("one\n"))
  }

  @Test func weaveWithoutFileIsTheFilter() throws {
    let folder = Folder(["a.txt": "one\n"])
    try docbuild("weave", in: folder, input: .bytes(Array(include.utf8))).expect(
      prints: woven("one\n"))
  }

  @Test(arguments: [["weave", "sub/x.src"], ["sub/x.src"]])
  func fileReadsInItsOwnFolder(_ arguments: [String]) throws {
    let folder = Folder(["a.txt": "wrong\n", "sub/a.txt": "right\n", "sub/x.src": include])
    try run(docbuildCommand(arguments, in: folder)).expect(prints: woven("right\n"))
  }

  @Test func outputGoesToTheFile() throws {
    let folder = Folder(["a.txt": "one\n", "x.src": include])
    try docbuild("weave", "x.src", "-o", "out.md", in: folder).expect(prints: "")
    #expect(folder.text("out.md") == woven("one\n"))
    try docbuild("x.src", "--output", "sub.md", in: folder).expect(prints: "")
    #expect(folder.text("sub.md") == woven("one\n"))
    #expect(folder.names == ["a.txt", "out.md", "sub.md", "x.src"])
  }

  @Test func filterWritesToTheFile() throws {
    let folder = Folder(["a.txt": "one\n"])
    try docbuild("-o", "out.md", in: folder, input: .bytes(Array(include.utf8))).expect(prints: "")
    #expect(folder.text("out.md") == woven("one\n"))
  }

  @Test func baseMovesTargets() throws {
    let folder = Folder(["a.txt": "wrong\n", "sub/a.txt": "right\n", "x.src": include])
    try docbuild("--base", "sub", in: folder, input: .bytes(Array(include.utf8))).expect(
      prints: woven("right\n"))
    try docbuild("weave", "x.src", "--base", "sub", in: folder).expect(prints: woven("right\n"))
    try docbuild("--base", "nowhere", in: folder, input: .bytes(Array(include.utf8))).expect(2)
  }

  @Test func inPlaceDocumentByName() throws {
    let text = "<!-- embed(a.go) -->\n\ninclude stays: <!-- include(a.go) -->\n"
    let folder = Folder(["a.go": "package a\n", "x.md": text])
    try docbuild("weave", "x.md", in: folder)
      .expect(
        prints:
          "<!-- embed(a.go) -->\n```go\npackage a\n```\n<!-- /embed -->\n\ninclude stays: <!-- include(a.go) -->\n"
      )
    try docbuild("weave", "x.md", "-o", "x.md", in: folder).expect(0)
    #expect(folder.text("x.md").contains("```go\npackage a\n```\n"))
    let after = folder.status("x.md")
    try docbuild("weave", "x.md", "-o", "x.md", in: folder).expect(0)
    #expect(folder.status("x.md") == after)
  }

  // MARK: the root

  private let upward = "<!-- include(../a.txt) -->\n"

  @Test func rootIsTheBaseFolderWithoutMarks() throws {
    let folder = Folder(["a.txt": "one\n", "sub/x.src": upward])
    try docbuild("weave", "sub/x.src", in: folder).expect(fails: 1, "outside-root")
    try docbuild("--base", "sub", in: folder, input: .bytes(Array(upward.utf8))).expect(
      fails: 1, "outside-root")
  }

  @Test func rootIsGiven() throws {
    let folder = Folder(["a.txt": "one\n", "sub/x.src": upward, "sub/docbuild.toml": ""])
    try docbuild("weave", "sub/x.src", "--root", ".", in: folder).expect(prints: "one\n")
    try docbuild("weave", "sub/x.src", "--root", folder.path, in: folder).expect(prints: "one\n")
    try docbuild("--root", "..", in: folder, at: "sub", input: .bytes(Array(upward.utf8))).expect(
      prints: "one\n")
    try docbuild("weave", "sub/x.src", "--root", "sub", in: folder).expect(fails: 1, "outside-root")
    try docbuild("weave", "sub/x.src", "--root", "nowhere", in: folder).expect(2)
  }

  @Test(arguments: ["docbuild.toml", ".git/HEAD", ".git"])
  func rootIsFoundUpwards(_ mark: String) throws {
    let folder = Folder([
      "a.txt": "one\n", "sub/deep/x.src": "<!-- include(../../a.txt) -->\n", mark: "",
    ])
    try docbuild("weave", "sub/deep/x.src", in: folder).expect(prints: "one\n")
    try docbuild(
      in: folder, at: "sub/deep", input: .bytes(Array("<!-- include(../../a.txt) -->\n".utf8))
    )
    .expect(prints: "one\n")
  }

  @Test func nearestMarkWins() throws {
    let folder = Folder([
      "docbuild.toml": "", "sub/docbuild.toml": "", "a.txt": "one\n", "sub/x.src": upward,
    ])
    try docbuild("weave", "sub/x.src", in: folder).expect(fails: 1, "outside-root")
  }

  @Test func configurationGoesBeforeANearerRepository() throws {
    let folder = Folder([
      "docbuild.toml": "", "sub/.git/HEAD": "", "a.txt": "one\n", "sub/x.src": upward,
    ])
    try docbuild("weave", "sub/x.src", in: folder).expect(prints: "one\n")
  }

  // MARK: redirected standard input

  @Test func redirectedInputFindsSourcesBesideIt() throws {
    let folder = Folder(["article/x.src": include, "article/a.txt": "beside\n"])
    try docbuild(in: folder, input: .file(folder.at("article/x.src"))).expect(
      prints: woven("beside\n"))
  }

  /// That a source is not in the current folder is no reason to look for where it went: git is asked where a source is
  /// nowhere, and for nothing else.
  @Test(.enabled(if: Watch.isPossible, "needs strace, and leave to use it"))
  func redirectedInputStartsNoProgram() throws {
    let folder = Folder(["article/x.src": include, "article/a.txt": "beside\n"])
    try folder.commit()
    let found = try Watch(docbuildCommand([], in: folder, .file(folder.at("article/x.src"))))
    found.outcome.expect(prints: woven("beside\n"))
    #expect(found.started.isEmpty)
    folder.remove("article/a.txt")
    let missing = try Watch(docbuildCommand([], in: folder, .file(folder.at("article/x.src"))))
    missing.outcome.expect(fails: 1, "file-not-found")
    #expect(!missing.started.isEmpty)
  }

  @Test func currentFolderGoesFirst() throws {
    let folder = Folder([
      "article/x.src": include, "article/a.txt": "beside\n", "a.txt": "current\n",
    ])
    try docbuild(in: folder, input: .file(folder.at("article/x.src"))).expect(
      prints: woven("current\n"))
  }

  @Test func baseTakesThePlaceOfBoth() throws {
    let folder = Folder(["article/x.src": include, "article/a.txt": "beside\n", "sub/b.txt": ""])
    try docbuild("--base", "sub", in: folder, input: .file(folder.at("article/x.src")))
      .expect(fails: 1, "file-not-found")
  }

  @Test func redirectedInputFromOutsideTheRootLendsNothing() throws {
    let folder = Folder(["in/docbuild.toml": "", "out/x.src": include, "out/a.txt": "OUTSIDE\n"])
    let outcome = try docbuild(in: folder, at: "in", input: .file(folder.at("out/x.src")))
    outcome.expect(1)
    #expect(outcome.output.isEmpty)
    #expect(!outcome.messages.contains("OUTSIDE"))
  }

  // MARK: usage

  @Test(arguments: [
    ["--no-such-option"], ["weave", "a", "b"], ["weave", "--format", "xml", "a"], ["weave", "-o"],
    ["weave", "-j", "0", "a"], ["weave", "--max-problems", "-1", "a"],
    ["weave", "--max-source-bytes", "x", "a"],
    ["weave", "--color", "blue", "a"], ["where"], ["where", "x.md"], ["where", "x.md:0"],
    ["where", "x.md:a"],
    ["where", ":3"], ["deps", "--format", "xml"],
  ])
  func wrongUsageIs64(_ arguments: [String]) throws {
    let folder = Folder(["a": ""])
    let outcome = try run(docbuildCommand(arguments, in: folder))
    outcome.expect(64)
    #expect(outcome.output.isEmpty)
    #expect(!outcome.messages.isEmpty)
  }

  @Test func versionAndHelp() throws {
    let version = try docbuild("--version")
    version.expect(0)
    #expect(version.text.hasPrefix("docbuild "))
    let help = try docbuild("--help")
    help.expect(0)
    for word in ["include", "weave", "where", "deps", "Exit status"] {
      #expect(help.text.contains(word))
    }
    let directives = try docbuild("help", "directives")
    directives.expect(0)
  }

  @Test func directivesAreTaught() throws {
    let outcome = try docbuild("directives")
    outcome.expect(0)
    for word in ["lines=", "region=", "symbol=", "rev=", "elide", "ANCHOR", "weave"] {
      #expect(outcome.text.contains(word), "\(word)")
    }
    let markdown = try docbuild("directives", "--markdown")
    markdown.expect(0)
    #expect(markdown.text.hasPrefix("| option |"))
  }
}
