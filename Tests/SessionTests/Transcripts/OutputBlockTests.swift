import Testing

/// `<!-- output(COMMAND…) -->`: blocks that are what commands print.
struct OutputBlockTests {
  private func folder(_ page: String) -> Folder {
    Folder(["README.md": page, "docbuild.toml": ""])
  }

  private func accepted(_ page: String) throws -> String {
    let folder = folder(page)
    let outcome = try docbuild("accept", "--no-sandbox", "--force", "README.md", in: folder)
    #expect(outcome.status == 0, "\(outcome.messages)")
    let again = try docbuild("test", "--no-sandbox", "README.md", in: folder)
    #expect(again.status == 0, "\(again.messages)")
    return folder.text("README.md")
  }

  @Test func theBlockIsWhatTheCommandPrints() throws {
    let page = "# T\n\n<!-- output(printf 'a\\nb\\n') -->\n```text\n```\n\nend\n"
    #expect(
      try accepted(page) == "# T\n\n<!-- output(printf 'a\\nb\\n') -->\n```text\na\nb\n```\n\nend\n"
    )
  }

  @Test func anOldBlockIsRenewedAndHeld() throws {
    let page = "<!-- output(\"echo new; echo error >&2\") -->\n```\nold\nlines\n```\n"
    let folder = folder(page)
    let failed = try docbuild("test", "--no-sandbox", "README.md", in: folder)
    #expect(failed.status == 1)
    #expect(failed.messages.contains("expected 'old'"), "\(failed.messages)")
    #expect(
      try accepted(page) == "<!-- output(\"echo new; echo error >&2\") -->\n```\nnew\n```\n")
  }

  @Test func errorsAndStatusAreAskedFor() throws {
    let page = "<!-- output(\"echo out; echo err >&2; (exit 3)\" stderr exit=3) -->\n```\n```\n"
    #expect(try accepted(page).hasSuffix("```\nout\nerr\n```\n"))
    let folder = folder("<!-- output(\"echo x; (exit 3)\") -->\n```\nx\n```\n")
    let outcome = try docbuild("test", "--no-sandbox", "README.md", in: folder)
    #expect(outcome.messages.contains("ended with status 3, expected 0"), "\(outcome.messages)")
    let refused = try docbuild("accept", "--no-sandbox", "--status", "README.md", in: folder)
    #expect(folder.text("README.md").hasSuffix("```\nx\n```\n"), "\(refused.messages)")
  }

  @Test func itIsNarrowedAndShaped() throws {
    let page = "<!-- output(seq 1 9 lines=2..3,7 elide) -->\n```\n```\n"
    #expect(try accepted(page).hasSuffix("```\n2\n3\n…\n7\n```\n"))
    let folder = folder("<!-- output(seq 1 3 from=/7/) -->\n```\n1\n```\n")
    let outcome = try docbuild("test", "--no-sandbox", "README.md", in: folder)
    #expect(outcome.status == 1)
    #expect(
      outcome.messages.contains("no line of 'seq 1 3' matches"),
      "\(outcome.messages)")
  }

  /// A block that has no lines yet has its problems at the comment that makes it, or at the option that they are of.
  @Test(arguments: [
    (
      "no-such-command",
      "3:1: error: 'no-such-command' ended with status 127, which is never a new expectation"
    ),
    ("seq 1 3 lines=x", "3:21: error: 'x' is not a line range"),
    ("seq 1 3 lines=5", "3:21: error: line 5 is out of range"),
    ("\"seq 1 3\" from=/two/", "3:23: error: no line of 'seq 1 3' matches '/two/'"),
    ("\"seq 1 3\" language=json region=x", "3:37: error: region 'x' not found"),
  ])
  func problemsStandAtTheComment(_ comment: String, _ expected: String) throws {
    let folder = folder("# T\n\n<!-- output(\(comment)) -->\n```\n```\n")
    let outcome = try docbuild("accept", "--no-sandbox", "README.md", in: folder)
    #expect(outcome.messages.contains(expected), "\(outcome.messages)")
    #expect(!outcome.messages.contains("by hand"), "\(outcome.messages)")
  }

  /// The command ran, and nothing of what it printed can be shown: that is a failure at the option, whatever the block holds.
  @Test func whatCannotBeShownFails() throws {
    let page =
      "<!-- output(\"echo one\" from=/two/) -->\n```\ntwo\n```\n\n> <!-- output(\"echo 2\" lines=7..) -->\n> ```\n> 2\n> ```\n"
    let outcome = try docbuild("test", "--no-sandbox", "README.md", in: folder(page))
    outcome.expect(1)
    #expect(
      outcome.messages.contains("README.md:1:24: error: no line of 'echo one'"),
      "\(outcome.messages)")
    #expect(outcome.messages.contains("README.md:6:24: error: line 7"), "\(outcome.messages)")
    #expect(!outcome.messages.contains("not run"), "\(outcome.messages)")
    #expect(outcome.messages.contains("2 failed"), "\(outcome.messages)")
  }

  @Test func linesAreNoPatterns() throws {
    let page = "<!-- output(\"printf '%s\\n' '...' 'a (re)' '$ x' '[1]' '```'\") -->\n```\n```\n"
    let made = try accepted(page)
    #expect(made.hasSuffix("````\n...\na (re)\n$ x\n[1]\n```\n````\n"), "\(made)")
  }

  @Test func inATemplateDirectivesGetTheirBackslash() throws {
    let folder = Folder([
      "x.src": "<!-- output(\"printf '<\\041-- include(a) --\\076\\n'\") -->\n```\n```\n",
      "docbuild.toml": "",
    ])
    let outcome = try docbuild("accept", "--no-sandbox", "--force", "x.src", in: folder)
    #expect(outcome.status == 0, "\(outcome.messages)")
    #expect(folder.text("x.src").contains("```\n<!-- \\include(a) -->\n```"))
    _ = try docbuild("build", in: folder)
    #expect(folder.text("x.md").contains("```\n<!-- include(a) -->\n```"))
    #expect(try docbuild("test", "--no-sandbox", "x.src", in: folder).status == 0)
  }

  @Test func buildAndCheckRunNothing() throws {
    let folder = folder("<!-- output(touch ran) -->\n```\n```\n")
    _ = try docbuild("build", in: folder)
    _ = try docbuild("check", in: folder)
    #expect(!folder.exists("ran"))
  }

  @Test(arguments: [
    ("<!-- output() -->", "expected a command"), ("<!-- output(x lnes=1) -->", "ended with status"),
    ("<!-- output(\"x\" lnes=1) -->", "unknown option 'lnes'"),
    ("<!-- output(x rev=1 lines=1) -->", "'rev' is not for what a command prints"),
    ("<!-- output(\"x\" rev=1) -->", "'rev' is not for what a command prints"),
    ("<!-- output(x exit=300) -->", "'exit' takes a status"),
    ("<!-- output(\"x) -->", "never closed"), ("<!-- output(x lines=0) -->", "is not a line range"),
  ])
  func whatIsWrongIsSaid(_ comment: String, _ message: String) throws {
    let folder = folder("\(comment)\n```\n```\n")
    let outcome = try docbuild("test", "--no-sandbox", "README.md", in: folder)
    #expect(outcome.status != 0)
    #expect(outcome.messages.contains(message), "\(outcome.messages)")
  }

  /// Output that looks like docbuild's own marks is taken where it is read back as it is.
  @Test func outputThatLooksLikeAMark() throws {
    let folder = Folder([
      "x.txt": "x\n<!-- /embed -->\n",
      "a.md": "# A\n\n<!-- output(cat x.txt) -->\n```text\n```\n",
    ])
    try docbuild("accept", "a.md", in: folder).expect(0)
    #expect(folder.text("a.md").contains("x\n<!-- /embed -->\n"))
    try docbuild("test", "a.md", in: folder).expect(0)
    try docbuild("check", "a.md", in: folder).expect(0)
  }

  /// Where a pattern can't be read, what may differ there nobody knows; the other options hold, and the other blocks count.
  @Test func aPatternThatCanNotBeRead() throws {
    let folder = Folder([
      "p.md":
        "<!-- test(vary=/(/ name=one) -->\n```console\n$ echo a\nA\n```\n\n```console\n$ echo b\nWRONG\n```\n"
    ])
    let outcome = try docbuild("test", "p.md", "--format", "line", in: folder)
    outcome.expect(1)
    #expect(outcome.ids == ["invalid-test", "output-mismatch"], "\(outcome.messages)")
  }

  /// What '--force' replaces is kept.
  @Test func whatIsForcedIsKept() throws {
    let folder = Folder(["un.md": "# N\n\n```console\n$ echo n\nprecious\n```\n"])
    try folder.git("init", "-q")
    try docbuild("accept", "--force", "un.md", in: folder).expect(0)
    #expect(folder.text(".docbuild/replaced/un.md").contains("precious"))
    folder.write("un.md", "# N\n\n```console\n$ echo m\n```\n")
    try folder.git("add", "un.md")
    try folder.git("commit", "-q", "-m", "m")
    folder.write("un.md", "# N\n\n```console\n$ echo m\nas precious\n```\n")
    try docbuild("accept", "un.md", in: folder).expect(fails: 1, "not-accepted")
    try docbuild("accept", "--force", "un.md", in: folder).expect(0)
    #expect(folder.text(".docbuild/replaced/un.md.2").contains("as precious"))
  }
}
