import Foundation
import Testing

/// Whose console blocks `docbuild test` runs.
struct WhoIsRunTests {
  private let block = "```console\n$ echo ran\nelse\n```\n"

  /// What runs a failing block without a path, and what does not.
  static let pages: [(name: String, text: String, isRun: Bool)] = [
    ("plain", "", false),
    ("a comment like any other", "<!-- test data below -->\n\n", false),
    ("a directive in a code block", "```\n<!-- embed(a.txt) -->\n```\n\n", false),
    ("a directive", "<!-- embed(a.txt) -->\n\n```text\na\n```\n\n", true),
    ("a test comment", "<!-- test(timeout=9s) -->\n", true),
    (
      "a test comment of another block", "<!-- test(skip=\"x\") -->\n```sh\nls\n```\n\n", true
    ),
  ]

  @Test(arguments: pages.indices) func unnamed(_ index: Int) throws {
    let page = Self.pages[index]
    let folder = Folder(["a.txt": "a\n", "a.md": page.text + block])
    let outcome = try docbuild("test", "--no-tools", "--format", "line", in: folder)
    if page.isRun {
      outcome.expect(fails: 1, "output-mismatch")
    } else {
      outcome.expect(fails: 2, "nothing-tested")
      try docbuild("test", "a.md", "--no-tools", "--format", "line", in: folder)
        .expect(fails: 1, "output-mismatch")
    }
  }

  @Test func listedDocumentsAreRun() throws {
    let folder = Folder([
      "docs/a.md": block, "b.md": block,
      "docbuild.toml": "[test]\ndocuments = [\"docs/**\"]\n",
    ])
    let outcome = try docbuild("test", "--format", "line", in: folder)
    outcome.expect(fails: 1, "output-mismatch")
    #expect(outcome.messages.hasPrefix("docs/a.md:3:1:"))
  }

  @Test func othersAreCounted() throws {
    let folder = Folder([
      "a.md": "<!-- test(name=\"x\") -->\n```console\n$ true\n```\n", "b.md": block + "\n" + block,
      "c.md": block,
    ])
    let outcome = try docbuild("test", in: folder)
    outcome.expect(0)
    #expect(
      outcome.messages.contains(
        "docbuild: 3 blocks in 2 pages were not run: name them, or list them"),
      "\(outcome.messages)")
    let code = try docbuild("test", "--no-transcripts", in: folder)
    code.expect(0)
    #expect(!code.messages.contains("not run"))
  }

  /// Each cure that is printed helps.
  @Test func curesOfNothingTested() throws {
    let folder = Folder(["docs/a.md": "```console\n$ true\n```\n"])
    let outcome = try docbuild("test", in: folder)
    outcome.expect(fails: 2, "nothing-tested")
    #expect(outcome.messages.contains("'docbuild test docs/a.md'"))
    try docbuild("test", "docs/a.md", in: folder).expect(0)
    #expect(outcome.messages.contains("'documents = [\"docs/a.md\"]' below [test]"))
    folder.write("docbuild.toml", "[test]\ndocuments = [\"docs/a.md\"]\n")
    try docbuild("test", in: folder).expect(0)
  }

  /// A configuration has chosen: what it does not list is counted.
  @Test func inAConfiguredProjectTheyAreCounted() throws {
    let folder = Folder(["docbuild.toml": "", "a.md": block])
    let outcome = try docbuild("test", in: folder)
    outcome.expect(0)
    #expect(outcome.messages.contains("1 block in 1 page was not run"), "\(outcome.messages)")
  }

  /// What a configuration lists may have moved away: then nothing is tested for the wrong reason.
  @Test func whatIsListedHoldsNothingToTest() throws {
    let folder = Folder(["docbuild.toml": "[test]\ndocuments = [\"doc/**\"]\n", "docs/a.md": block])
    try docbuild("test", in: folder).expect(fails: 2, "nothing-tested")
    folder.write("doc/b.md", "```console\n$ true\n```\n")
    try docbuild("test", in: folder).expect(0)
  }

  @Test func troubleOfPagesThatNobodyAskedForIsNotTold() throws {
    let folder = Folder([
      "a.md": "<!-- test(name=\"x\") -->\n```console\n$ true\n```\n",
      "b.md": "```console\nu@h:~$ ls\n```\n",
    ])
    try docbuild("test", "--format", "line", in: folder).expect(0)
    try docbuild("test", "b.md", "--format", "line", in: folder).expect(
      fails: 1, "unknown-prompt")
  }

  @Test func acceptAsksTheSame() throws {
    let folder = Folder(["a.md": block])
    try docbuild("accept", in: folder).expect(0)
    #expect(folder.text("a.md") == block)
  }

  @Test func whatCouldNotBeRunHasNotPassed() throws {
    let folder = Folder(["a.md": "```console\n$ true\n```\n"])
    var command = docbuildCommand(["test", "a.md"], in: folder)
    command.environment["TMPDIR"] = "/nonexistent"
    let outcome = try run(command)
    outcome.expect(2)
    #expect(outcome.messages.contains("1 transcript: 0 passed, 1 not run"), "\(outcome.messages)")
    command.arguments += ["--format", "junit"]
    let report = try run(command)
    report.expect(2)
    #expect(report.text.contains("<skipped message=\"it could not be run\"/>"), "\(report.text)")
  }
}
