import DocbuildEngine
import Foundation
import Glibc
import Testing

/// All or nothing, and nothing that need not be written.
struct OutputTests {
  private func project() -> Folder {
    Folder([
      "a.txt": "one\n", "x.src": "<!-- include(a.txt) -->\n",
      "wrong.src": "fine\n<!-- include(a.txt lines=7) -->\n",
      "out.md": "what was there\n",
    ])
  }

  @Test func errorTouchesNothing() throws {
    let folder = project()
    let before = folder.status("out.md")
    let names = folder.names
    try docbuild("weave", "wrong.src", "-o", "out.md", "--depfile", "out.d", in: folder)
      .expect(fails: 1, "line-out-of-range")
    #expect(folder.status("out.md") == before)
    #expect(folder.text("out.md") == "what was there\n")
    #expect(folder.names == names)
  }

  @Test func errorPrintsNothing() throws {
    let folder = project()
    try docbuild("weave", "wrong.src", in: folder).expect(fails: 1, "line-out-of-range")
    try docbuild(in: folder, input: .file(folder.at("wrong.src"))).expect(
      fails: 1, "line-out-of-range")
  }

  @Test func brokenPageTouchesNothing() throws {
    // A source that opens a fence changes what the blocks behind it are.
    let folder = Folder([
      "a.txt": "```\n", "x.src": "<!-- include(a.txt) -->\n\n# Title\n", "out.md": "was\n",
    ])
    let before = folder.status("out.md")
    try docbuild("weave", "x.src", "-o", "out.md", in: folder).expect(fails: 1, "page-broken")
    #expect(folder.status("out.md") == before)
  }

  @Test func sameContentIsNotWritten() throws {
    let folder = project()
    try docbuild("weave", "x.src", "-o", "out.md", "--depfile", "out.d", in: folder).expect(
      prints: "")
    let written = folder.status("out.md")
    let depfile = folder.status("out.d")
    #expect(folder.text("out.md") == "one\n")
    usleep(20_000)
    try docbuild("weave", "x.src", "-o", "out.md", "--depfile", "out.d", in: folder).expect(
      prints: "")
    #expect(folder.status("out.md") == written)
    #expect(folder.status("out.d") == depfile)
    // Of the same length, and yet other.
    folder.write("a.txt", "two\n")
    try docbuild("weave", "x.src", "-o", "out.md", in: folder).expect(prints: "")
    #expect(folder.text("out.md") == "two\n")
  }

  @Test func fileIsReplacedByARename() throws {
    let folder = project()
    Glibc.link(folder.at("out.md"), folder.at("other-name"))
    try docbuild("weave", "x.src", "-o", "out.md", in: folder).expect(prints: "")
    #expect(folder.text("out.md") == "one\n")
    #expect(folder.text("other-name") == "what was there\n")
  }

  @Test(arguments: [0o640, 0o755, 0o600, 0o444, 0o664])
  func permissionBitsAreKept(_ mode: mode_t) throws {
    let folder = project()
    chmod(folder.at("out.md"), mode)
    try docbuild("weave", "x.src", "-o", "out.md", in: folder).expect(prints: "")
    #expect(folder.text("out.md") == "one\n")
    #expect(folder.status("out.md").permissions == mode)
  }

  @Test func newFileTakesTheUmask() throws {
    let folder = project()
    for (mask, mode) in [("022", 0o644), ("077", 0o600), ("002", 0o664)] as [(String, mode_t)] {
      var command = docbuildCommand([], in: folder)
      command.program = "/bin/sh"
      command.arguments = [
        "-c", "umask \(mask); exec \"$0\" weave x.src -o new-\(mask).md", docbuildPath,
      ]
      try run(command).expect(prints: "")
      #expect(folder.status("new-\(mask).md").permissions == mode)
    }
  }

  @Test func linkStaysAndItsTargetIsReplaced() throws {
    let folder = project()
    folder.makeFolder("sub")
    folder.write("sub/real.md", "was\n", mode: 0o640)
    folder.link("link.md", to: "sub/real.md")
    try docbuild("weave", "x.src", "-o", "link.md", in: folder).expect(prints: "")
    #expect(folder.status("link.md").isLink)
    #expect(folder.text("sub/real.md") == "one\n")
    #expect(folder.status("sub/real.md").permissions == 0o640)
  }

  @Test func linkToNothingStaysAndItsTargetIsMade() throws {
    let folder = project()
    folder.makeFolder("sub")
    folder.link("link.md", to: "sub/new.md")
    try docbuild("weave", "x.src", "-o", "link.md", in: folder).expect(prints: "")
    #expect(folder.status("link.md").isLink)
    #expect(folder.text("sub/new.md") == "one\n")
  }

  @Test func foldersThatCannotBeWrittenTo() throws {
    let folder = project()
    folder.makeFolder("closed")
    folder.write("closed/out.md", "was\n", mode: 0o666)
    chmod(folder.at("closed"), 0o555)
    for output in ["closed/out.md", "closed/new.md"] {
      let outcome = try docbuildAsNobody("weave", "x.src", "-o", output, in: folder)
      outcome.expect(2)
      #expect(outcome.messages.contains("'\(output)'"))
    }
    #expect(folder.text("closed/out.md") == "was\n")
    #expect(!folder.exists("closed/new.md"))
  }

  @Test(arguments: ["missing/out.md", ".", "sub"])
  func outputsThatCannotBe(_ output: String) throws {
    let folder = project()
    folder.makeFolder("sub")
    let names = folder.names
    let outcome = try docbuild("weave", "x.src", "-o", output, in: folder)
    outcome.expect(2)
    #expect(!outcome.messages.isEmpty)
    #expect(folder.names == names)
  }

  @Test func depfileThatCannotBeWrittenLeavesTheOutput() throws {
    let folder = project()
    let before = folder.status("out.md")
    let toFile = try docbuild(
      "weave", "x.src", "-o", "out.md", "--depfile", "missing/out.d", in: folder)
    toFile.expect(2)
    #expect(folder.status("out.md") == before)
    let toOutput = try docbuild("weave", "x.src", "--depfile", "missing/out.d", in: folder)
    toOutput.expect(2)
    #expect(toOutput.output.isEmpty)
  }

  @Test func fullDisk() throws {
    let folder = project()
    for output in [Command.Output.file("/dev/full"), .captured] {
      var command = docbuildCommand(["weave", "x.src"], in: folder, .bytes([]), output)
      if case .captured = output { command.arguments += ["-o", "/dev/full"] }
      let outcome = try run(command)
      outcome.expect(2)
      #expect(outcome.messages.contains("no space left on device"), "\(outcome.messages)")
    }
  }

  /// A real file system that is full, where it may be made.
  @Test(.needsRoot, .needs("unshare"))
  func fullDiskKeepsTheOldFile() throws {
    let folder = project()
    folder.makeFolder("small")
    folder.write("a.txt", String(repeating: "much text\n", count: 100_000))
    var command = docbuildCommand([], in: folder)
    command.program = "/bin/sh"
    command.arguments = [
      "-c",
      """
      exec unshare -m sh -c 'mount -t tmpfs -o size=64k none small || exit 77
      echo was > small/out.md
      "$0" weave x.src -o small/out.md; echo "status $?"; cat small/out.md; ls -A small' "$0"
      """, docbuildPath,
    ]
    let outcome = try run(command)
    if outcome.status == 77 { return }
    #expect(outcome.text == "status 2\nwas\nout.md\n", "\(outcome.messages)")
  }

  @Test func devicesAreWrittenTo() throws {
    let folder = project()
    try docbuild("weave", "x.src", "-o", "/dev/null", in: folder).expect(prints: "")
    try docbuild("weave", "x.src", "-o", "/dev/stdout", in: folder).expect(prints: "one\n")
    #expect(folder.names == ["a.txt", "out.md", "wrong.src", "x.src"])
  }

  @Test func outputFileWritesOnlyWhatIsOther() throws {
    let folder = Folder(["a": "same"])
    let path = AbsolutePath(trusted: Array(folder.at("a").utf8))
    #expect(try !OutputFile.replace(path, withBytes: Array("same".utf8)))
    #expect(try OutputFile.replace(path, withBytes: Array("other".utf8)))
    #expect(folder.text("a") == "other")
    #expect(try OutputFile.replace(path, withBytes: []))
    #expect(folder.exists("a") && folder.text("a").isEmpty)
    #expect(throws: SystemError.self) {
      try OutputFile.replace(
        AbsolutePath(trusted: Array(folder.at("missing/a").utf8)), withBytes: [])
    }
    #expect(folder.names == ["a"])
  }

  /// What a page is made from is never its output.
  @Test func whatItIsMadeFromIsNoOutput() throws {
    let folder = Folder([
      "docbuild.toml": "", "s.txt": "s\n", "a.src": "# A\n\n<!-- include(s.txt) -->\n",
      "p.md": "<!-- embed(s.txt) -->\n",
    ])
    let before = folder.tree
    for arguments in [
      ["weave", "a.src", "-o", "a.src"], ["weave", "a.src", "-o", "./s.txt"],
      ["weave", "a.src", "-o", "a.md", "--depfile", "s.txt"],
      ["weave", "a.src", "-o", "a.md", "--depfile", "a.src"], ["deps", "-o", "a.src"],
      ["deps", "-o", "s.txt"], ["deps", "-o", "rules", "--depfile", "p.md"],
    ] {
      let outcome = try run(docbuildCommand(arguments, in: folder))
      #expect(outcome.status != 0, "\(arguments)")
      #expect(
        outcome.messages.contains("what it is made from"), "\(arguments): \(outcome.messages)")
      #expect(folder.tree == before, "\(arguments)")
    }
    // A page in place is its own output.
    try docbuild("weave", "p.md", "-o", "p.md", in: folder).expect(0)
  }
}
