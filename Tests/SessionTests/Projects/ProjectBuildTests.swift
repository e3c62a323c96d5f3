import Foundation
import Glibc
import Testing

/// What a build writes, and what it leaves alone.
struct ProjectBuildTests {
  @Test func writesWhatIsNew() throws {
    let folder = Folder.project()
    folder.write("page.md", "# Page\n\n<!-- embed(one.txt) -->\n")
    try project("build", in: folder).expect(written: 3, upToDate: 0)
    #expect(folder.text("a.md") == "# A\n\n```\none\nboth\n```\n")
    #expect(folder.text("sub/b.md") == "# B\n\n```\ntwo\nboth\n```\n")
    #expect(
      folder.text("page.md")
        == "# Page\n\n<!-- embed(one.txt) -->\n```text\none\n```\n<!-- /embed -->\n")
  }

  @Test func theSecondBuildWritesNothing() throws {
    let folder = Folder.project()
    try project("build", in: folder).expect(written: 2, upToDate: 1)
    let log = folder.status(".docbuild/log")
    let before = folder.tree
    let outcome = try project("build", "--explain", in: folder)
    outcome.expect(written: 0, upToDate: 3)
    #expect(outcome.reasons.isEmpty)
    #expect(folder.tree == before)
    #expect(folder.status(".docbuild/log") == log)
    // Not even without the log.
    try #require(unlink(folder.at(".docbuild/log")) == 0)
    try project("build", in: folder).expect(written: 0, upToDate: 3)
    #expect(folder.tree == before)
  }

  @Test func oneSourceChanged() throws {
    let folder = Folder.project()
    try project("build", in: folder).expect(written: 2, upToDate: 1)
    let before = folder.tree
    folder.write("two.txt", "TWO\n")
    folder.settle()
    let outcome = try project("build", "--explain", in: folder)
    outcome.expect(written: 1, upToDate: 2)
    #expect(outcome.reasons == ["sub/b.md": "'two.txt' changed"])
    #expect(folder.text("sub/b.md").contains("TWO"))
    for name in ["a.md", "page.md"] { #expect(folder.tree[name] == before[name]) }

    folder.write("both.txt", "BOTH\n")
    let both = try project("build", "--explain", in: folder)
    both.expect(written: 2, upToDate: 1)
    #expect(both.reasons == ["a.md": "'both.txt' changed", "sub/b.md": "'both.txt' changed"])
  }

  @Test func sourceTouchedOnly() throws {
    let folder = Folder.project()
    try project("build", in: folder).expect(written: 2, upToDate: 1)
    let before = folder.tree
    folder.touch("both.txt", "-30 minutes")
    folder.settle()
    let outcome = try project("build", "--explain", in: folder)
    outcome.expect(written: 0, upToDate: 3)
    #expect(outcome.reasons.count == 2)
    #expect(
      folder.tree.filter { $0.key.hasSuffix(".md") } == before.filter { $0.key.hasSuffix(".md") })
    #expect(try project("build", "--explain", in: folder).reasons.isEmpty)
  }

  @Test func templateChanged() throws {
    let folder = Folder.project()
    try project("build", in: folder).expect(written: 2, upToDate: 1)
    folder.write("a.src", "# Other\n")
    let outcome = try project("build", "--explain", in: folder)
    outcome.expect(written: 1, upToDate: 2)
    #expect(outcome.reasons == ["a.md": "'a.src' changed"])
    #expect(folder.text("a.md") == "# Other\n")
  }

  @Test func configurationChanged() throws {
    let folder = Folder.project()
    try project("build", in: folder).expect(written: 2, upToDate: 1)
    folder.write("docbuild.toml", "exclude = ['sub/']\n")
    let outcome = try project("build", "--explain", in: folder)
    outcome.expect(written: 0, upToDate: 2)
    #expect(outcome.reasons.values.allSatisfy { $0.contains("configuration") })
    #expect(outcome.reasons.count == 2)
  }

  /// What has changed is blamed, not what was only too new to be known.
  @Test func theRightFileIsBlamed() throws {
    let folder = Folder([
      "docbuild.toml": "", "a.txt": "a\n", "b.txt": "b\n", "c.txt": "c\n",
      "p.src": "<!-- include(a.txt) -->\n<!-- include(b.txt) -->\n<!-- include(c.txt) -->\n",
    ])
    folder.age()
    // Too new when it is read.
    folder.write("a.txt", "a\n")
    try project("build", in: folder).expect(written: 1, upToDate: 0)
    folder.write("c.txt", "new\n")
    let build = try project("build", "-n", "--explain", in: folder)
    #expect(build.messages.contains("p.md: 'c.txt' changed"), "\(build.messages)")
    // Touched, and still the same.
    folder.touch("b.txt", "now")
    let check = try project("check", "--explain", in: folder)
    check.expect(1)
    #expect(check.messages.contains("stale p.md: 'c.txt' changed"), "\(check.messages)")
  }

  @Test func sourceGone() throws {
    let folder = Folder.project()
    try project("build", in: folder).expect(written: 2, upToDate: 1)
    let before = folder.tree
    folder.remove("two.txt")
    let outcome = try project("build", "--explain", in: folder)
    outcome.expect(1, written: 0, upToDate: 2, failed: 1)
    #expect(outcome.reasons == ["sub/b.md": "'two.txt' is gone"])
    #expect(outcome.ids == ["file-not-found"])
    #expect(folder.tree["sub/b.md"] == before["sub/b.md"])
    folder.write("two.txt", "two again\n")
    try project("build", in: folder).expect(written: 1, upToDate: 2)
    #expect(folder.text("sub/b.md").contains("two again"))
  }

  @Test func outputMissing() throws {
    let folder = Folder.project()
    try project("build", in: folder).expect(written: 2, upToDate: 1)
    folder.remove("a.md")
    let outcome = try project("build", "--explain", in: folder)
    outcome.expect(written: 1, upToDate: 2)
    #expect(outcome.reasons == ["a.md": "its output is missing"])
    #expect(folder.text("a.md") == "# A\n\n```\none\nboth\n```\n")
  }

  @Test func outputEditedByHand() throws {
    let folder = Folder.project()
    try project("build", in: folder).expect(written: 2, upToDate: 1)
    folder.write("a.md", "# Mine\n")
    folder.write("one.txt", "ONE\n")
    folder.age()
    let before = folder.status("a.md")
    for _ in 0..<2 {
      let outcome = try project("build", in: folder)
      outcome.expect(1)
      #expect(outcome.ids == ["edited-output"])
      #expect(outcome.messages.contains("a.md: error: "))
      #expect(outcome.messages.contains("--force"))
      #expect(folder.status("a.md") == before)
    }
    // The rest was built, and what is in place is no output of its own.
    #expect(folder.text("page.md").contains("ONE"))
    try project("build", "--force", in: folder).expect(written: 1, upToDate: 2)
    #expect(folder.text("a.md") == "# A\n\n```\nONE\nboth\n```\n")
    try project("build", in: folder).expect(written: 0, upToDate: 3)
  }

  @Test func theEditIsKnownAfterABuildOfOthersAndAnotherConfiguration() throws {
    let folder = Folder.project()
    try project("build", in: folder).expect(written: 2, upToDate: 1)
    folder.write("a.md", "# Mine\n")
    folder.write("docbuild.toml", "exclude = []\n")
    try project("build", "sub", in: folder).expect(written: 0, upToDate: 1)
    let outcome = try project("build", in: folder)
    #expect(outcome.ids == ["edited-output"])
    #expect(folder.text("a.md") == "# Mine\n")
  }

  @Test func anEditThatIsWhatWouldBeWovenIsNone() throws {
    let folder = Folder.project()
    try project("build", in: folder).expect(written: 2, upToDate: 1)
    folder.write("one.txt", "ONE\n")
    folder.write("a.md", "# A\n\n```\nONE\nboth\n```\n")
    try project("build", in: folder).expect(written: 1, upToDate: 2)
    folder.write("one.txt", "one\n")
    try project("build", in: folder).expect(written: 2, upToDate: 1)
    #expect(folder.text("a.md").contains("one"))
  }

  @Test func permissionBitsAreKept() throws {
    let folder = Folder.project()
    try project("build", in: folder).expect(written: 2, upToDate: 1)
    let modes: [(String, mode_t)] = [("a.md", 0o755), ("sub/b.md", 0o440), ("page.md", 0o600)]
    for (name, mode) in modes { chmod(folder.at(name), mode) }
    for name in ["one.txt", "two.txt"] { folder.write(name, "changed\n") }
    try project("build", in: folder).expect(written: 3, upToDate: 0)
    for (name, mode) in modes {
      #expect(folder.status(name).permissions == mode)
      #expect(folder.text(name).contains("changed"))
    }
  }

  @Test(arguments: [("022", 0o644), ("077", 0o600), ("002", 0o664)] as [(String, mode_t)])
  func newOutputsTakeTheUmask(_ mask: String, _ mode: mode_t) throws {
    let folder = Folder.project()
    var command = docbuildCommand([], in: folder)
    command.program = "/bin/sh"
    command.arguments = ["-c", "umask \(mask); exec \"$0\" build", docbuildPath]
    try run(command).expect(written: 2, upToDate: 1)
    #expect(folder.status("a.md").permissions == mode)
  }

  @Test func outputsAreRenamedIntoPlace() throws {
    let folder = Folder.project()
    try project("build", in: folder).expect(written: 2, upToDate: 1)
    Glibc.link(folder.at("a.md"), folder.at("old"))
    folder.write("one.txt", "ONE\n")
    try project("build", in: folder).expect(written: 2, upToDate: 1)
    #expect(folder.text("old") == "# A\n\n```\none\nboth\n```\n")
    #expect(folder.text("a.md").contains("ONE"))
  }

  @Test func allProblemsOfAllDocuments() throws {
    let folder = Folder([
      "one.txt": "one\n",
      "a.src": "<!-- include(none.txt) -->\n\n<!-- include(one.txt lines=9) -->\n",
      "b.src": "<!-- include(one.txt) -->\n",
      "c.src": "<!-- include(one.txt region=x) -->\n", "c.md": "the old one\n",
      "d.md": "<!-- embed(nothing.txt) -->\n",
    ])
    let before = folder.tree
    let outcome = try project("build", "--format", "line", in: folder)
    outcome.expect(1)
    #expect(
      outcome.ids == ["file-not-found", "line-out-of-range", "region-not-found", "file-not-found"])
    #expect(
      outcome.lines(with: ": error: ").map { $0.prefix { $0 != " " } }
        == ["a.src:1:14:", "a.src:3:22:", "c.src:1:22:", "d.md:1:12:"])
    // The sound one is built, the broken ones keep what was there.
    #expect(folder.text("b.md") == "one\n")
    #expect(folder.tree["c.md"] == before["c.md"])
    #expect(folder.tree["d.md"] == before["d.md"])
    #expect(!folder.exists("a.md"))
    #expect(try project("build", "--format", "line", in: folder).messages == outcome.messages)
    let full = try project("build", in: folder)
    full.expect(1, written: 0, upToDate: 1, failed: 3)
  }

  @Test func dryRunWritesNothing() throws {
    let folder = Folder.project()
    folder.write("new/x.src", "text\n")
    folder.write("docbuild.toml", "[outputs]\n'new/x.src' = 'made/deep/x.md'\n")
    folder.settle()
    let before = folder.tree(leavingOut: [])
    let outcome = try project("build", "-n", in: folder)
    outcome.expect(0)
    #expect(
      outcome.lines(with: "would write ").map { $0.split(separator: ":")[0] }
        == ["would write a.md", "would write made/deep/x.md", "would write sub/b.md"])
    #expect(folder.tree(leavingOut: []) == before)
    try project("build", in: folder).expect(written: 3, upToDate: 1)
    let after = folder.tree(leavingOut: [])
    folder.write("broken.src", "<!-- include(none) -->\n")
    try project("build", "--dry-run", in: folder).expect(1)
    folder.remove("broken.src")
    let again = try project("build", "--dry-run", in: folder)
    again.expect(0)
    #expect(again.lines(with: "would").isEmpty)
    #expect(folder.tree(leavingOut: []) == after)
  }

  @Test func pathsLimitTheBuild() throws {
    func written(_ arguments: String..., at subfolder: String = "") throws -> [String] {
      let folder = Folder.project()
      folder.write("subway.src", "<!-- include(one.txt) -->\n")
      folder.write("page.md", "<!-- embed(one.txt) -->\n")
      let outcome = try run(
        docbuildCommand(["build"] + arguments, in: folder, at: subfolder))
      outcome.expect(0)
      return ["a.md", "page.md", "sub/b.md", "subway.md"].filter {
        let page = folder.text($0)
        return page.contains("one\n") || page.contains("two\n")
      }
    }
    #expect(try written("sub") == ["sub/b.md"])
    #expect(try written("sub/") == ["sub/b.md"])
    #expect(try written("a.src") == ["a.md"])
    #expect(try written("a.md", "sub/b.md") == ["a.md", "sub/b.md"])
    #expect(try written("./page.md") == ["page.md"])
    #expect(try written(".") == ["a.md", "page.md", "sub/b.md", "subway.md"])
  }

  @Test func pathsAreTheUsers() throws {
    let folder = Folder.project()
    folder.write("docbuild.toml", "")
    let outcome = try project("build", "--explain", ".", in: folder, at: "sub")
    outcome.expect(written: 1, upToDate: 0)
    #expect(outcome.reasons.keys.sorted() == ["b.md"])
    let up = try project("build", "--explain", "../a.src", in: folder, at: "sub")
    up.expect(written: 1, upToDate: 0)
    #expect(up.reasons.keys.sorted() == ["../a.md"])
    try project("build", "/tmp", in: folder).expect(2)
    try project("build", in: folder).expect(written: 0, upToDate: 3)
  }

  @Test(arguments: ["build", "check"]) func aPathThatIsNoDocument(_ command: String) throws {
    let folder = Folder.project()
    try project("build", in: folder).expect(0)
    for name in ["none.src", "nothing"] {
      let outcome = try project(command, name, in: folder)
      #expect(outcome.status == 2, "\(name): \(outcome.messages)")
      #expect(outcome.messages.contains(name), "\(outcome.messages)")
    }
  }

  @Test func folderForANewOutputIsMade() throws {
    let folder = Folder(["a.src": "text\n", "b.src": "<!-- include(none) -->\n"])
    folder.write("docbuild.toml", "[outputs]\n'a.src' = 'x/y/z/a.md'\n'b.src' = 'u/b.md'\n")
    try project("build", in: folder).expect(1, written: 1, upToDate: 0, failed: 1)
    #expect(folder.text("x/y/z/a.md") == "text\n")
    #expect(!folder.exists("u"))
  }

  @Test func revisionsAreWovenEachTime() throws {
    let folder = Folder(["one.txt": "first\n", "a.src": "<!-- include(one.txt rev=branch) -->\n"])
    try folder.git("init", "-q")
    try folder.git("add", ".")
    try folder.git("commit", "-q", "-m", "first")
    try folder.git("branch", "branch")
    try project("build", in: folder).expect(written: 1, upToDate: 0)
    folder.write("one.txt", "second\n")
    try folder.git("commit", "-q", "-a", "-m", "second")
    folder.age()
    try project("build", in: folder).expect(written: 0, upToDate: 1)
    #expect(folder.text("a.md") == "first\n")
    try folder.git("branch", "-f", "branch")
    let outcome = try project("build", "--explain", in: folder)
    outcome.expect(written: 1, upToDate: 0)
    #expect(outcome.reasons.count == 1)
    #expect(folder.text("a.md") == "second\n")
  }

  @Test func wovenPartsAreSourcesToo() throws {
    let folder = Folder([
      "one.txt": "one\n", "part.src": "<!-- include(one.txt) -->\n",
      "a.src": "<!-- include(part.src weave) -->\n",
    ])
    folder.age()
    try project("build", in: folder).expect(written: 2, upToDate: 0)
    folder.write("one.txt", "ONE\n")
    try project("build", in: folder).expect(written: 2, upToDate: 0)
    #expect(folder.text("a.md") == "ONE\n")
    folder.write("part.src", "part\n")
    let outcome = try project("build", "--explain", in: folder)
    outcome.expect(written: 2, upToDate: 0)
    #expect(outcome.reasons["a.md"] == "'part.src' changed")
  }

  @Test func summaryAndQuiet() throws {
    let folder = Folder(["a.src": "text\n", "docbuild.toml": "templates = ['*.src']\n"])
    let outcome = try project("build", in: folder)
    outcome.expect(prints: "", says: "docbuild: 1 document: 1 written, 0 up to date\n")
    folder.write("a.src", "other\n")
    try project("build", "--quiet", in: folder).expect(prints: "")
    #expect(folder.text("a.md") == "other\n")
    folder.write("a.src", "<!-- include(none) -->\n")
    let broken = try project("build", "--quiet", in: folder)
    broken.expect(1)
    #expect(broken.ids == ["file-not-found"])
    #expect(broken.summary == nil)
    try Folder.empty { empty in
      try project("build", in: empty).expect(
        prints: "", says: "docbuild: 0 documents: 0 written, 0 up to date\n")
    }
  }

  @Test(arguments: ["full", "line", "github", "json"]) func formats(_ format: String) throws {
    let folder = Folder(["a.src": "\n<!-- include(none) -->\n"])
    let outcome = try project("build", "--format", format, in: folder)
    outcome.expect(1)
    let expected = [
      "full": "a.src:2:14: error: ", "line": "a.src:2:14: error: ",
      "github": "::error file=a.src,line=2,col=14,", "json": "\"line\" : 2",
    ]
    // What programs read is the output.
    let said = format == "json" ? outcome.text : outcome.messages
    #expect(said.contains(expected[format] ?? "?"), "\(said)")
    if format == "json" {
      #expect((try? JSONSerialization.jsonObject(with: Data(outcome.output))) != nil)
    }
  }
}

extension Outcome {
  func expect(
    prints text: String, says messages: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    expect(0, sourceLocation: sourceLocation)
    #expect(self.text == text, sourceLocation: sourceLocation)
    #expect(self.messages == messages, sourceLocation: sourceLocation)
  }
}

extension Folder {
  static func empty(_ body: (Folder) throws -> Void) rethrows { try body(Folder()) }
}
