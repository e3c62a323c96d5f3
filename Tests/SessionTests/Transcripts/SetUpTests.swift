import Foundation
import Testing

/// Where transcripts start, what comes before them, and what follows from a failure.
struct SetUpTests {
  private func test(
    _ files: [String: String], _ arguments: [String] = ["."]
  ) throws -> (Outcome, Folder) {
    let folder = Folder(files)
    return (
      try SessionTests.run(docbuildCommand(["test", "--no-cache"] + arguments, in: folder)), folder
    )
  }

  private func console(_ text: String) -> String { "```console\n\(text)\n```\n" }

  @Test(arguments: [
    ("in=\"..\"", "", "docs\nsrc"), ("in=\"/\"", "", "docs\nsrc"), ("in=\"/src\"", "", "x.txt"),
    ("in=\"../src\"", "", "x.txt"), ("", "folder = \".\"", "docbuild.toml\ndocs\nsrc"),
    ("", "folder = { \"docs/**\" = \"src\", \"*\" = \"docs\" }", "x.txt"), ("", "", "g.md"),
    ("in=\".\"", "folder = \"src\"", "g.md"),
  ])
  func whereADocumentStarts(_ option: String, _ configuration: String, _ files: String) throws {
    var all = [
      "docs/g.md": "<!-- test(\(option)) -->\n" + console("$ ls\n\(files)"), "src/x.txt": "x\n",
    ]
    if !configuration.isEmpty { all["docbuild.toml"] = "[test]\n\(configuration)\n" }
    try test(all).0.expect(0)
  }

  @Test(arguments: [
    ("<!-- test(in=\"../..\") -->\n", "", "1:1: error: 'in=\"../..\"' leads outside the root"),
    ("<!-- test(in=\"nope\") -->\n", "", "1:1: error: there is no folder 'docs/nope' to start in"),
    (
      "```console\n$ true\n```\n<!-- test(in=\"/\") -->\n", "",
      "4:1: error: 'in' is for the first console block of a document, or one with 'fresh'"
    ),
    ("", "folder = \"nope\"", "2:1: error: there is no folder 'nope' to start in"),
  ])
  func badStarts(_ before: String, _ configuration: String, _ problem: String) throws {
    var files = ["docs/g.md": before + console("$ true")]
    if !configuration.isEmpty { files["docbuild.toml"] = "[test]\n\(configuration)\n" }
    let (outcome, _) = try test(files)
    outcome.expect(1)
    #expect(outcome.messages.contains("docs/g.md:\(problem) [invalid-test]"), "\(outcome.messages)")
  }

  @Test func theFirstFailureSaysWhereItsShellStands() throws {
    let (outcome, _) = try test([
      "docs/g.md": console("$ mkdir a && cd a\n$ cat ../x\nx\n$ echo y"), "x": "x\n",
      "h.md": console("$ echo a\nb"), "docs/i.md": console("$ cat x"),
    ])
    outcome.expect(1)
    let notes = outcome.messages.split(separator: "\n").filter {
      $0.contains("its shell stands in")
    }
    #expect(
      notes == [
        "docs/g.md:4:1: note: its shell stands in 'a' in a copy of the folder 'docs'",
        "docs/i.md:2:1: note: its shell stands in a copy of the folder 'docs'; '<!-- test(in=\"/\") -->' before the first block starts it at the root",
        "h.md:3:1: note: its shell stands in a copy of the project's root",
      ], "\(outcome.messages)")
  }

  /// What of later failures is told behind one: the lines of the problems, and of those that are only counted.
  @Test(
    arguments: [
      // Commands that fail as well, and such as lack lines.
      ("$ false\n$ cat nothing\n$ true\na\n$ echo c\nd", [2, 7], [3, 5]),
      // What prints what the page says shows that not all is lost; what prints nothing shows nothing.
      ("$ false\n$ echo c\nc\n$ cat nothing", [2, 5], []),
      ("$ false\n$ true\n$ cat nothing\n$ cat nothing", [2], [4, 5]),
      // In the wrong folder all may be wrong.
      ("$ cd nothing\n...\n$ echo c\nd\n$ echo c\nc\n$ echo c\nd\n$ false", [2], [5, 9, 10]),
      // Other output, and a status that is not there, have causes of their own.
      ("$ echo a\nb\n$ false\n$ true\n[2]", [3, 4, 6], []),
      ("$ false\n```\n<!-- test(fresh) -->\n```console\n$ false", [2, 6], []),
    ] as [(String, [Int], [Int])])
  func failuresThatFollow(_ text: String, _ told: [Int], _ counted: [Int]) throws {
    let (outcome, folder) = try test(["g.md": console(text)])
    outcome.expect(1)
    let lines = outcome.messages.split(separator: "\n")
    let problems = lines.filter { $0.contains(": error: ") }
      .compactMap { Int($0.split(separator: ":")[1]) }
    #expect(Set(problems).sorted() == told, "\(outcome.messages)")
    let note = lines.first { $0.contains("seem") }
    if counted.isEmpty {
      #expect(note == nil)
    } else {
      let list = counted.map(String.init).joined(separator: ", ")
      #expect(note?.hasSuffix("lines \(list)") ?? false, "\(outcome.messages)")
      #expect(note?.hasPrefix("g.md:2:") ?? false)
    }
    _ = folder
  }

  @Test func aBlockThatOnlyFollowsIsNoneThatPassed() throws {
    let (outcome, folder) = try test(["g.md": console("$ false") + "\n" + console("$ false")])
    outcome.expect(1)
    #expect(outcome.messages.contains("2 transcripts: 0 passed, 2 failed"), "\(outcome.messages)")
    let xml = try docbuild("test", "--no-cache", "--format", "junit", ".", in: folder)
    #expect(xml.text.contains("tests=\"2\" failures=\"2\""), "\(xml.text)")
    #expect(xml.text.contains("follows from the failure at line 2"))
  }

  @Test func whatIsNeededMustSucceed() throws {
    let (outcome, _) = try test([
      "g.md": "<!-- test(needs=\"test -e g.md\") -->\n" + console("$ echo a\nb")
        + "\n<!-- test(needs=\"git,test -e nothing\") -->\n" + console("$ echo a\nb")
        + "\n<!-- test(needs=\"./nothing\") -->\n" + console("$ echo a\nb")
    ])
    outcome.expect(1)
    #expect(outcome.ids == ["output-mismatch"])
    #expect(
      outcome.messages.contains("skipped 1: needs 'test -e nothing': it ended with status 1"),
      "\(outcome.messages)")
    #expect(
      outcome.messages.contains("skipped 1: needs './nothing': it ended with status 127"),
      "\(outcome.messages)")
  }

  /// What a command that is needed does to its shell is not there for the block.
  @Test func whatIsNeededLeavesTheShellAlone() throws {
    let (outcome, _) = try test([
      "g.md": "<!-- test(needs=\"cd / && x=1\") -->\n" + console("$ ls; echo \"$x\"\ng.md\n")
    ])
    outcome.expect(0)
  }

  @Test func setUp() throws {
    let (outcome, _) = try test([
      "g.md": "<!-- test(setup=\"echo noise; mkdir a; cd a; x=1\") -->\n"
        + console("$ basename \"$PWD\"; echo \"$x\"\na\n1")
        + "\n<!-- test(setup=\"false\") -->\n" + console("$ echo a\na\n$ echo b\nb")
        + "\n" + console("$ echo c\nc")
    ])
    outcome.expect(1)
    #expect(outcome.ids == ["setup-failed"])
    #expect(outcome.messages.contains("g.md:8:1: error: the set-up 'false' ended with status 1"))
    #expect(outcome.messages.contains("note: 2 commands of the block were not run"))
    #expect(outcome.messages.contains("3 transcripts: 2 passed, 1 failed"), "\(outcome.messages)")
  }

  @Test func aSetUpThatIsNotComplete() throws {
    let (outcome, _) = try test([
      "g.md": console("$ echo a\nb") + "<!-- test(setup=\"echo 'a\") -->\n" + console("$ true")
    ])
    outcome.expect(1)
    #expect(outcome.ids == ["incomplete-command"])
    #expect(outcome.messages.contains("g.md:5:1: error: the set-up is not complete"))
  }

  @Test func hiddenBlocksRunAndAreTold() throws {
    let (outcome, folder) = try test([
      "g.md": "<!-- test(run)\n$ echo noise; x=1\n$ echo a\nb\n-->\n"
        + console("$ echo \"$x\"\n1") + "<!-- test(run name=last)\nfalse\n-->\n"
    ])
    outcome.expect(1)
    #expect(outcome.ids == ["output-mismatch", "status-mismatch"])
    #expect(outcome.messages.contains("g.md:4:1: error: expected 'b', found 'a'"))
    #expect(outcome.messages.contains("g.md:11:1: error: 'false' ended with status 1"))
    // `accept` leaves them alone.
    let before = folder.text("g.md")
    let accepted = try docbuild("accept", ".", in: folder)
    accepted.expect(1)
    #expect(folder.text("g.md") == before)
    #expect(accepted.ids == ["not-accepted", "not-accepted"], "\(accepted.messages)")
  }

  @Test func cleaningUpRunsInAnyCase() throws {
    let folder = Folder(["docbuild.toml": "[test]\nwrites = [\".\"]\n"])
    folder.write(
      "g.md",
      "<!-- test(timeout=1s) -->\n" + console("$ sleep 100") + "\n"
        + console("$ touch \(folder.path)/no")
        + "<!-- test(run)\ntouch \(folder.path)/cleaned\n-->\n")
    let outcome = try docbuild("test", ".", in: folder)
    outcome.expect(1)
    #expect(outcome.ids == ["timed-out"])
    #expect(folder.names.contains("cleaned"))
    #expect(!folder.names.contains("no"))
  }
}
