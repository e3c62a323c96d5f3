import Testing

/// What directives say of revisions beside `rev=`: differences, tags, links to commits, checks.
@Suite(.needs("git"))
struct RevisionOptionTests {
  private func git(_ arguments: String..., in folder: Folder) throws -> String {
    var command = Command(
      program: find("git") ?? "",
      arguments: ["-c", "user.name=n", "-c", "user.email=e@example.org"] + arguments)
    command.folder = folder.at("")
    command.environment["GIT_CONFIG_GLOBAL"] = "/dev/null"
    let outcome = try run(command)
    #expect(outcome.status == 0, "\(arguments): \(outcome.messages)")
    return outcome.text
  }

  /// A file as it was at `v1`, and as it is.
  private func repository(_ page: String, _ configuration: String = "") throws -> Folder {
    let folder = Folder([
      "docbuild.toml": configuration, "a.py": "a = 1\nb = 2\n", "page.src": page,
    ])
    _ = try git("init", "-q", "-b", "main", ".", in: folder)
    _ = try git("add", "-A", in: folder)
    _ = try git("commit", "-q", "-m", "one", in: folder)
    _ = try git("tag", "v1", in: folder)
    folder.write("a.py", "a = 1\nb = 3\nc = 4\n")
    _ = try git("commit", "-q", "-a", "-m", "two", in: folder)
    return folder
  }

  @Test(arguments: [
    ("rev=latest-tag fence", "```python\na = 1\nb = 2\n```\n"),
    ("diff=rev:v1 fence", "```diff\n a = 1\n-b = 2\n+b = 3\n+c = 4\n```\n"),
    ("since=v1 fence", "```diff\n a = 1\n-b = 2\n+b = 3\n+c = 4\n```\n"),
    ("lines=2 since=v1 fence", "```diff\n-b = 2\n+b = 3\n```\n"),
    ("fence highlight=since:v1", "```python {2-3}\na = 1\nb = 3\nc = 4\n```\n"),
  ])
  func revisionsAreCompared(_ options: String, _ expected: String) throws {
    let folder = try repository("<!-- include(a.py \(options)) -->\n")
    let outcome = try docbuild("weave", "page.src", in: folder)
    #expect(outcome.text == expected, "\(outcome.messages)")
  }

  /// Where lines were only taken away the whole is shown; no difference at all names the revision.
  @Test func nothingNewIsAWarning() throws {
    let folder = try repository("<!-- include(a.py fence highlight=since:v1) -->\n")
    folder.write("a.py", "a = 1\n")
    let outcome = try docbuild("weave", "page.src", "--format", "line", in: folder)
    #expect(outcome.text == "```python\na = 1\n```\n")
    #expect(
      outcome.messages
        == "page.src:1:25: warning: 'highlight=since:v1' changes nothing: no line of 'a.py' is new since 'v1' [no-effect]\n"
    )
    folder.write("a.py", "a = 1\nb = 2\n")
    folder.write("p.py", "a = 1\nb = 2\n")
    for (directive, from) in [
      ("a.py since=v1", "'a.py' shows no difference from 'a.py' at revision 'v1'"),
      ("*a.py diff=rev:v1", "'a.py' shows no difference from 'a.py' at revision 'v1'"),
      ("a.py highlight=since:v1", "'a.py' shows no difference from 'a.py' at revision 'v1'"),
      (
        "a.py rev=v1 since=v1",
        "'a.py' at revision 'v1' shows no difference from 'a.py' at revision 'v1'"
      ),
    ] {
      folder.write("page.src", "<!-- include(\(directive) fence) -->\n")
      let outcome = try docbuild("weave", "page.src", in: folder)
      #expect(outcome.status == 1 && outcome.messages.contains(from), "\(outcome.messages)")
    }
  }

  /// What is wrong with the other side is said at its option, and no cure puts a file in the place of a revision.
  @Test func troubleWithTheOtherSideIsAtItsOption() throws {
    let page =
      "<!-- include(a.py rev=v1 since=v9 fence) -->\n<!-- include(b.py since=v1 fence) -->\n"
    let folder = try repository(page)
    folder.write("b.py", "b\n")
    let outcome = try docbuild("weave", "page.src", in: folder)
    #expect(outcome.messages.contains("page.src:1:26: error: git knows no revision 'v9'"))
    #expect(
      outcome.messages.contains("page.src:2:19: error: file 'b.py' not found at revision 'v1'"))
    #expect(!outcome.messages.contains("fix-it"), "\(outcome.messages)")
  }

  @Test func linksLeadToTheCommit() throws {
    let page = "<!-- include(a.py lines=2 fence link=rev) -->\n"
    let folder = try repository(page, "[link]\nrepository = \"https://gitlab.com/o/r/\"\n")
    let commit = try git("rev-parse", "HEAD", in: folder).split(separator: "\n").first ?? ""
    let outcome = try docbuild("weave", "page.src", in: folder)
    #expect(
      outcome.text
        == "```python\nb = 3\n```\n[a.py](https://gitlab.com/o/r/-/blob/\(commit)/a.py#L2)\n",
      "\(outcome.messages)")
    let plain = try repository(page)
    let refused = try docbuild("weave", "page.src", in: plain)
    #expect(refused.messages.contains("'link=rev' needs to know the repository's address"))
  }

  private static let linked = "<!-- include(a.py lines=2 fence link=rev) -->\n"
  private static let hosted = "[link]\nrepository = \"https://github.com/o/r\"\n"

  /// Other commits leave a page as it is that links to the last change of its source.
  @Test func linksLeadToTheLastChange() throws {
    let folder = try repository(RevisionOptionTests.linked, RevisionOptionTests.hosted)
    let commit = try git("rev-parse", "HEAD", in: folder).split(separator: "\n").first ?? ""
    folder.write("other.py", "x = 1\n")
    _ = try git("add", "-A", in: folder)
    _ = try git("commit", "-q", "-m", "three", in: folder)
    let outcome = try docbuild("weave", "page.src", in: folder)
    #expect(
      outcome.text
        == "```python\nb = 3\n```\n[a.py](https://github.com/o/r/blob/\(commit)/a.py#L2)\n",
      "\(outcome.messages)")
    // A clone with other files' history alone does not know which commit that was.
    let shallow = Folder()
    _ = try git("clone", "-q", "--depth=1", "file://\(folder.at(""))", "c", in: shallow)
    let cut = try docbuild("weave", "c/page.src", in: shallow)
    #expect(
      cut.messages.contains(
        "1:14: error: 'link=rev' leads to the commit that last changed 'c/a.py', which this shallow clone lacks"
      ), "\(cut.messages)")
    _ = try git("-C", "c", "fetch", "-q", "--unshallow", in: shallow)
    #expect(try docbuild("weave", "c/page.src", in: shallow).text == outcome.text)
  }

  /// What no commit holds is led to by none.
  @Test func linksLeadToNoOtherText() throws {
    let folder = try repository(RevisionOptionTests.linked, RevisionOptionTests.hosted)
    folder.write("a.py", "a = 1\nb = 4\n")
    let changed = try docbuild("weave", "page.src", in: folder)
    #expect(
      changed.messages.contains(
        "page.src:1:14: error: 'link=rev' leads to a commit, and none holds 'a.py' as it is now"),
      "\(changed.messages)")
    folder.write("page.src", "<!-- include(new.py fence link=rev) -->\n")
    folder.write("new.py", "n = 1\n")
    let new = try docbuild("weave", "page.src", in: folder)
    #expect(
      new.messages.contains("and none holds 'new.py' [revision-not-found]"), "\(new.messages)")
    let empty = Folder([
      "docbuild.toml": RevisionOptionTests.hosted, "a.py": "a\nb\n",
      "page.src": RevisionOptionTests.linked,
    ])
    #expect(
      try docbuild("weave", "page.src", in: empty).messages.contains("needs a git repository"))
    _ = try git("init", "-q", ".", in: empty)
    let none = try docbuild("weave", "page.src", in: empty)
    #expect(
      none.messages.contains("'link=rev' leads to a commit, and none is there yet"),
      "\(none.messages)")
    _ = try git("init", "-q", "sub", in: folder)
    folder.write("sub/b.py", "b = 1\n")
    folder.write("page.src", "<!-- include(sub/b.py fence link=rev) -->\n")
    let nested = try docbuild("weave", "page.src", in: folder)
    #expect(
      nested.messages.contains("'sub/b.py' is of the repository in 'sub', and"),
      "\(nested.messages)")
  }

  /// What only git understands is the commit that it means.
  @Test func linksNameWhatHostsKnow() throws {
    let folder = try repository("", RevisionOptionTests.hosted)
    let first = try git("rev-parse", "HEAD~1", in: folder).split(separator: "\n").first ?? ""
    _ = try git("branch", "old", "HEAD~1", in: folder)
    for (revision, name) in [
      ("v1", "v1"), ("old", "old"), (String(first.prefix(10)), String(first.prefix(10))),
      ("HEAD~1", String(first)),
      ("refs/tags/v1", String(first)), ("main^", String(first)),
    ] {
      folder.write("page.src", "<!-- include(a.py rev=\(revision) fence link=rev) -->\n")
      let outcome = try docbuild("weave", "page.src", in: folder)
      #expect(
        outcome.text.hasSuffix("/o/r/blob/\(name)/a.py)\n"),
        "\(revision): \(outcome.text)\(outcome.messages)")
    }
  }

  /// What leads to a revision, and what names it, has the tag that `latest-tag` stands for.
  @Test func theLatestTagIsNamed() throws {
    let page = """
      <!-- include(a.py rev=latest-tag fence link=rev caption="{path} {rev} l{lines}") -->

      <!-- include(a*.py rev=latest-tag fence caption="{rev}") -->

      <!-- include(a.py fence caption="{lines}") -->

      <!-- include(key=k rev=latest-tag fence caption="{rev} {lines}") -->

      """
    let folder = try repository(page, "[link]\nrepository = \"https://github.com/o/r\"\n")
    folder.write("k.py", "# region k\nk = 1\n# endregion\n")
    _ = try git("add", "-A", in: folder)
    _ = try git("commit", "-q", "-m", "three", in: folder)
    _ = try git("tag", "rel/2#a", in: folder)
    let outcome = try docbuild("weave", "page.src", in: folder)
    let text = "a = 1\nb = 3\nc = 4\n"
    #expect(
      outcome.text == """
        ```python
        \(text)```
        [a.py rel/2#a l1–3](https://github.com/o/r/blob/rel/2%23a/a.py)

        ```python
        \(text)```
        rel/2#a

        ```python
        \(text)```
        1–3

        ```python
        k = 1
        ```
        rel/2#a 2

        """, "\(outcome.messages)")
  }

  @Test func whatIsBehindIsSaidWhenAsked() throws {
    let page =
      "<!-- include(a.py lines=2 rev=v1 fence) -->\n\n<!-- include(a.py lines=1 rev=v1 fence) -->\n"
    let quiet = try repository(page)
    try docbuild("build", "--quiet", in: quiet).expect(0)
    try docbuild("check", "--quiet", in: quiet).expect(0)
    let folder = try repository(page, "[checks]\nbehind-head = \"error\"\n")
    // No build could mend it.
    try docbuild("build", "--quiet", in: folder).expect(0)
    #expect(folder.text("page.md") == "```python\nb = 2\n```\n\n```python\na = 1\n```\n")
    let outcome = try docbuild("check", "--format", "line", in: folder)
    #expect(
      outcome.messages.hasPrefix(
        "page.src:1:27: error: what 'a.py' says at 'v1' is not what it says today [behind-head]\n"))
    #expect(outcome.ids == ["behind-head"] && outcome.status == 1, "\(outcome.messages)")
  }

  /// Whatever else is compared, and wherever the file is today.
  @Test(arguments: [
    ("a.py rev=v1 since=v0", true), ("a.py rev=v1 diff=rev:v0", true),
    ("a.py rev=v1 highlight=since:v0", true), ("a.py lines=1 rev=v1 highlight=1", false),
    ("a.py since=v1", false), ("gone.py rev=v1", true), ("key=k rev=v1", false),
    ("key=lost rev=v1", true), ("g*.py rev=v1", true),
  ])
  func whateverIsBehind(_ directive: String, _ isBehind: Bool) throws {
    let page = "<!-- include(\(directive) fence) -->\n"
    let folder = Folder([
      "docbuild.toml": "[checks]\nbehind-head = \"warning\"\n", "a.py": "a = 0\n",
      "gone.py": "gone\n", "k.py": "# region k\nk = 1\n# endregion\n",
      "lost.py": "# region lost\nk = 1\n# endregion\n",
    ])
    _ = try git("init", "-q", "-b", "main", ".", in: folder)
    func commit(_ tag: String) throws {
      _ = try git("add", "-A", in: folder)
      _ = try git("commit", "-q", "-m", tag, in: folder)
      _ = try git("tag", tag, in: folder)
    }
    try commit("v0")
    folder.write("a.py", "a = 1\nb = 2\n")
    try commit("v1")
    folder.write("a.py", "a = 1\nb = 3\n")
    for name in ["gone.py", "k.py", "lost.py"] { folder.remove(name) }
    folder.write("moved.py", "# region k\nk = 1\n# endregion\n")
    folder.write("page.src", page)
    try docbuild("build", "--quiet", in: folder).expect(0)
    let outcome = try docbuild("check", in: folder)
    #expect(outcome.ids == (isBehind ? ["behind-head"] : []), "\(outcome.messages)")
    #expect(!outcome.messages.contains("docbuild build"), "\(outcome.messages)")
  }

  /// What can't be had is shown neither as it is nor as it was.
  @Test func whatFailsIsNoMixture() throws {
    let folder = Folder([
      "s.txt": "s\n", "a.src": "<!-- include(s.txt rev=nope) -->\n\n<!-- include(k.go) -->\n",
    ])
    try folder.commit()
    let outcome = try docbuild("weave", "a.src", in: folder)
    #expect(outcome.ids == ["revision-not-found", "file-not-found"], "\(outcome.messages)")
  }

  @Test func mixedRevisionsAreSaid() throws {
    let page = "<!-- include(a.py rev=v1 fence) -->\n\n<!-- include(a.py fence) -->\n"
    let outcome = try docbuild("weave", "page.src", in: try repository(page))
    #expect(outcome.status == 0)
    #expect(outcome.messages.contains("[mixed-revisions]"), "\(outcome.messages)")
    let difference =
      "<!-- include(a.py rev=v1 fence) -->\n\n<!-- include(a.py since=v1 fence) -->\n"
    let quiet = try docbuild("weave", "page.src", in: try repository(difference))
    #expect(quiet.messages.isEmpty, "\(quiet.messages)")
  }

  /// Lines of a file as it was are told in words: in today's file others stand there, or none.
  @Test(
    .needs("ast-grep"),
    arguments: [
      (
        "symbol=sat rev=v1", "symbol 'sat' not found in 'a.py'",
        "the nearest symbol is 'sit' (line 4 of 'a.py' at revision 'v1')"
      ),
      ("symbol=sat since=v1", "symbol 'sat' not found in 'a.py'", nil),
      (
        "region=two rev=v1", "region 'two' not found in 'a.py'",
        "the nearest region is 'too' (line 6 of 'a.py' at revision 'v1')"
      ),
      (
        "region=bad rev=v1", "page.src:1:19: error: what '# [START_EXCLUDE]' leaves out has no end",
        "it stands there (line 10 of 'a.py' at revision 'v1')"
      ),
    ])
  func noPlaceIsInAFileAsItWas(
    _ options: String, _ message: String, _ note: String?
  ) throws {
    let folder = try repository("<!-- include(a.py \(options) fence) -->\n")
    folder.write(
      "a.py",
      "a = 1\n\n\ndef sit():\n  pass\n# region too\n# endregion\n# [START bad]\nx = 1\n# [START_EXCLUDE]\ny\n# [END bad]\n"
    )
    _ = try git("commit", "-q", "-a", "-m", "three", in: folder)
    _ = try git("tag", "-f", "v1", in: folder)
    folder.write("a.py", "a = 1\n")
    let outcome = try docbuild("weave", "page.src", in: folder)
    #expect(outcome.status == 1 && outcome.messages.contains(message), "\(outcome.messages)")
    #expect(!outcome.messages.contains("\na.py:"), "\(outcome.messages)")
    if let note { #expect(outcome.messages.contains(note), "\(outcome.messages)") }
  }

  /// What a check finds in what was is said at the directive, and mends nothing in today's file.
  @Test func findingsInAFileAsItWasAreAtTheDirective() throws {
    let folder = try repository("# P\n\n<!-- include(part.md rev=v2) -->\n")
    folder.write("part.md", "one\n\n[x](gone.md) and [y](part.m)\n")
    _ = try git("add", "-A", in: folder)
    _ = try git("commit", "-q", "-m", "three", in: folder)
    _ = try git("tag", "v2", in: folder)
    folder.write("part.md", "two\n")
    try docbuild("build", "--quiet", in: folder).expect(0)
    let outcome = try docbuild("check", "--format", "line", in: folder)
    #expect(outcome.ids == ["broken-link", "broken-link"], "\(outcome.messages)")
    #expect(!outcome.messages.contains("part.md:"), "\(outcome.messages)")
    #expect(!outcome.messages.contains("fix-it"), "\(outcome.messages)")
  }

  /// A page that somebody edited is not blamed on its source.
  @Test func aSourceIsNotSaidToHaveChanged() throws {
    let folder = try repository("<!-- include(a.py fence) -->\n")
    try docbuild("build", "--quiet", in: folder).expect(0)
    folder.write("page.md", "```python\na = 2\nb = 3\nc = 4\n```\n")
    _ = try git("add", "-A", in: folder)
    _ = try git("commit", "-q", "-m", "three", in: folder)
    let outcome = try docbuild("check", in: folder)
    #expect(
      outcome.messages.contains("a.py:1:1: note: it shows 'a.py' here, which says something else"),
      "\(outcome.messages)")
  }

  /// The lines of a difference are those of two files.
  @Test func differencesHaveNoNumbers() throws {
    for option in ["since=v1", "diff=rev:v1"] {
      let folder = try repository("<!-- include(a.py \(option) fence numbers) -->\n")
      let outcome = try docbuild("weave", "page.src", in: folder)
      #expect(outcome.ids == ["conflicting-options"], "\(outcome.messages)")
    }
    let folder = try repository(
      "<!-- defaults(fence numbers) -->\n\n<!-- include(a.py since=v1) -->\n")
    let outcome = try docbuild("weave", "page.src", in: folder)
    #expect(outcome.text.contains("```diff\n"), "\(outcome.text)\(outcome.messages)")
  }

  /// A page is one, whatever it is put together from.
  @Test(arguments: [
    ("_p.src weave", "a.py", "page.src:3:14:"), ("a.py", "_p.src weave", "page.src:1:14:"),
    ("*.py rev=v1", "*.py", "page.src:3:14:"), ("*.py rev=v1", "a.py", "page.src:3:14:"),
    ("a.py rev=v1", "_today.src weave", "_today.src:1:14:"),
    ("./a.py rev=v1", "/a.py", "page.src:3:14:"), ("_p.src weave", "a.py since=v1", nil),
    ("_p.src weave", "a.py rev=v1", nil),
  ])
  func mixedRevisionsAreSaidOfTheWholePage(
    _ first: String, _ second: String, _ place: String?
  ) throws {
    func directive(_ text: String) -> String {
      "<!-- include(\(text)\(text.contains("weave") ? "" : " fence")) -->\n"
    }
    let folder = try repository(directive(first) + "\n" + directive(second))
    folder.write("_p.src", directive("a.py rev=v1"))
    folder.write("_today.src", directive("a.py"))
    let outcome = try docbuild("weave", "page.src", "--format", "line", in: folder)
    let expected = place.map {
      "\($0) warning: 'a.py' is shown as it is today, and elsewhere as it was [mixed-revisions]\n"
    }
    #expect(outcome.status == 0 && outcome.messages == expected ?? "", "\(outcome.messages)")
  }
}
