import Foundation
import Glibc
import Testing

/// What a person wrote is replaced only when it can be had back.
struct ProjectEditTests {
  private static let page = "# A\n\n```\none\nboth\n```\n"

  /// A project as it is committed, with its outputs.
  private func committed() throws -> Folder {
    let folder = Folder.project()
    try project("build", in: folder).expect(0)
    try folder.commit()
    return folder
  }

  /// A clone of it, which knows nothing of earlier builds.
  private func clone(_ folder: Folder, _ options: String...) throws -> Folder {
    let other = Folder()
    var command = Command(
      program: "/usr/bin/git",
      arguments: ["clone", "-q"] + options + ["file://" + folder.path, "c"])
    command.folder = other.path
    try run(command).expect(0)
    let made = Folder()
    try run(Command(program: "/bin/cp", arguments: ["-a", other.at("c") + "/.", made.path])).expect(
      0)
    return made
  }

  /// The build leaves the file alone and says how to go on, and what it says works.
  private func expectKept(_ name: String, _ folder: Folder, cure document: String) throws {
    let before = folder.text(name)
    let outcome = try project("build", "--format", "line", in: folder)
    outcome.expect(1)
    #expect(outcome.ids == ["edited-output"], "\(outcome.messages)")
    #expect(folder.text(name) == before)
    // What check says is no command that then refuses.
    let checked = try project("check", in: folder)
    checked.expect(1)
    #expect(checked.messages.contains("'docbuild build --force \(document)' overwrites it"))
    #expect(!checked.messages.contains("run 'docbuild build"), "\(checked.messages)")
    try project("build", "--force", document, in: folder).expect(0)
    #expect(folder.text(name) != before)
    try project("check", in: folder).expect(0)
  }

  @Test(arguments: ["clone", "shallow", "detached", "bare git dir", "here", "log gone"])
  func anEditOfACommittedOutputIsKept(_ place: String) throws {
    let origin = try committed()
    let folder =
      place == "here" || place == "log gone"
      ? origin : try place == "shallow" ? clone(origin, "--depth", "1") : clone(origin)
    if place == "detached" { try folder.git("checkout", "-q", "--detach") }
    if place == "bare git dir" {
      // As in a work tree that was added.
      rename(folder.at(".git"), folder.at("../\(getpid()).git"))
      folder.write(".git", "gitdir: \(folder.at("../\(getpid()).git"))\n")
    }
    if place == "log gone" {
      try run(Command(program: "/bin/rm", arguments: ["-r", folder.at(".docbuild")])).expect(0)
    }
    folder.write("a.md", "my edit\n")
    try expectKept("a.md", folder, cure: "a.src")
    if place == "bare git dir" {
      try run(Command(program: "/bin/rm", arguments: ["-r", folder.at("../\(getpid()).git")]))
        .expect(0)
    }
  }

  /// In a fresh clone, on whatever commit, all that is stale is made new without a word.
  @Test(arguments: [[], ["--depth", "1"]]) func whatHeadHoldsIsReplaced(_ options: [String]) throws
  {
    let origin = try committed()
    let folder = Folder()
    try run(
      Command(
        program: "/usr/bin/git",
        arguments: ["clone", "-q"] + options + ["file://" + origin.path, folder.at("c")])
    ).expect(0)
    folder.write("c/one.txt", "ONE\n")
    let checked = try project("check", in: folder, at: "c")
    #expect(checked.messages.contains("run 'docbuild build a.src'"), "\(checked.messages)")
    try project("build", in: folder, at: "c").expect(written: 2, upToDate: 1)
    #expect(folder.text("c/a.md").contains("ONE") && folder.text("c/page.md").contains("ONE"))
  }

  @Test func aPageBesideANewTemplateIsKept() throws {
    let folder = Folder(["notes.src": "# N\n", "notes.md": "hand-written\n"])
    try expectKept("notes.md", folder, cure: "notes.src")
  }

  /// In a repository without a commit nothing is held, whatever the index has.
  @Test func withoutACommit() throws {
    let folder = Folder(["notes.src": "# N\n", "notes.md": "hand-written\n"])
    try folder.git("init", "-q")
    try folder.git("add", "-A")
    try expectKept("notes.md", folder, cure: "notes.src")
  }

  @Test func anEmptyOutputIsNoLoss() throws {
    let folder = Folder(["notes.src": "# N\n", "notes.md": ""])
    try project("build", in: folder).expect(written: 1, upToDate: 0)
  }

  /// Neither `git checkout .` nor a switch to another commit is an edit by hand.
  @Test func aCheckoutIsNoEdit() throws {
    let folder = try committed()
    folder.write("one.txt", "ONE\n")
    try project("build", in: folder).expect(written: 2, upToDate: 1)
    try folder.commit()
    folder.write("one.txt", "uno\n")
    try project("build", in: folder).expect(written: 2, upToDate: 1)
    try folder.git("checkout", "-q", ".")
    folder.write("one.txt", "eins\n")
    try project("build", in: folder).expect(written: 2, upToDate: 1)
    try folder.git("checkout", "-q", "-f", "HEAD~1")
    folder.write("one.txt", "un\n")
    try project("build", in: folder).expect(written: 2, upToDate: 1)
    #expect(folder.text("a.md").contains("un\n") && folder.text("page.md").contains("un\n"))
  }

  /// A checkout with CRLF holds what HEAD holds with LF.
  @Test func lineEndsOfACheckout() throws {
    let folder = try committed()
    folder.remove(".docbuild/log")
    folder.remove(".docbuild/written")
    let changed = folder.text("a.md").replacingOccurrences(of: "\n", with: "\r\n")
    folder.write("a.md", changed)
    folder.write("one.txt", "ONE\n")
    try project("build", in: folder).expect(written: 2, upToDate: 1)
  }

  @Test func anOutputOfAnotherNameInTheRepository() throws {
    let folder = Folder(["docs/a b.src": "new\n", "docs/a b.md": "old\n", "docs/docbuild.toml": ""])
    try folder.commit()
    try project("build", in: folder, at: "docs").expect(written: 1, upToDate: 0)
    folder.write("docs/a b.md", "edit\n")
    folder.write("docs/a b.src", "newer\n")
    let outcome = try project("build", "--root", "docs", in: folder)
    outcome.expect(1)
    let cure = "docbuild build --force --root docs \"docs/a b.src\""
    #expect(outcome.messages.contains("'\(cure)'"), "\(outcome.messages)")
    #expect(try project("check", "--root", "docs", in: folder).messages.contains("'\(cure)'"))
    try project("build", "--force", "--root", "docs", "docs/a b.src", in: folder).expect(0)
  }

  // MARK: blocks

  private func block(_ text: String) -> String {
    "# Page\n\n<!-- embed(one.txt) -->\n```text\n\(text)\n```\n"
  }

  @Test(arguments: [false, true]) func anEditOfABlockIsKept(_ isNew: Bool) throws {
    let folder = try isNew ? clone(committed()) : committed()
    folder.write(
      "page.md", folder.text("page.md").replacingOccurrences(of: "one\n```", with: "mine\n```"))
    try expectKept("page.md", folder, cure: "page.md")
  }

  @Test func aBlockThatIsTypedIsKeptUntilItIsCommitted() throws {
    let folder = Folder(["one.txt": "one\n", "page.md": block("typed")])
    try folder.git("init", "-q")
    let outcome = try project("build", "--format", "line", in: folder)
    outcome.expect(1)
    #expect(outcome.ids == ["edited-output"])
    #expect(outcome.messages.contains("page.md:4:1: error: "), "\(outcome.messages)")
    try folder.commit()
    try project("build", in: folder).expect(written: 1, upToDate: 0)
  }

  /// What docbuild wrote into a block is its own, whatever else becomes of the document, where no git is and no log.
  @Test func aBlockOfDocbuildsIsReplaced() throws {
    let folder = Folder([
      "one.txt": "one\n", "page.md": "# Page\n\n- x\n\n  <!-- embed(one.txt) -->\n",
    ])
    try project("build", in: folder).expect(written: 1, upToDate: 0)
    // What a formatter does, and a person outside the block.
    folder.write(
      "page.md",
      "# Other\n\n"
        + folder.text("page.md").replacingOccurrences(of: "# Page\n\n", with: "")
        .replacingOccurrences(of: "```", with: "````"))
    folder.write("one.txt", "two\n")
    folder.remove(".docbuild/log")
    try project("build", in: folder).expect(written: 1, upToDate: 0)
    #expect(folder.text("page.md").contains("  two\n"))
    #expect(folder.text("page.md").hasPrefix("# Other\n"))
    #expect(!folder.text("page.md").contains("one\n"))
  }

  /// An empty block is a place to write to.
  @Test func anEmptyBlockIsNoLoss() throws {
    let folder = Folder(["one.txt": "one\n"])
    folder.write("page.md", "<!-- embed(one.txt) -->\n```text\n```\n")
    try project("build", in: folder).expect(written: 1, upToDate: 0)
    #expect(folder.text("page.md").contains("one"))
  }

  /// git is asked only where something might be lost.
  @Test func gitIsNotAskedWithoutNeed() throws {
    let folder = try committed()
    folder.write("one.txt", "ONE\n")
    try project("build", in: folder).expect(written: 2, upToDate: 1)
    let before = folder.bytes(".docbuild/written").count
    // Nothing is noted twice.
    for _ in 0..<3 { try project("build", in: folder).expect(written: 0, upToDate: 3) }
    #expect(folder.bytes(".docbuild/written").count == before)
    #expect(before % 32 == 0)
  }

  /// The digests are kept as they come; a cut or a link in their place does no harm.
  @Test func theDigestsMayBeDamaged() throws {
    let outer = Folder([
      "in/one.txt": "one\n", "in/a.src": "<!-- include(one.txt) -->\n", "out": "theirs\n",
    ])
    let written = "in/.docbuild/written"
    for damage in ["cut", "gone", "link", "hard link", "fifo", "folder", "text"] {
      try project("build", in: outer, at: "in").expect(0)
      let whole = outer.bytes(written)
      if damage != "cut", damage != "text" { outer.remove(written) }
      switch damage {
      case "cut": outer.write(written, bytes: Array(whole.dropLast(7)))
      case "text": outer.write(written, "something else\n")
      case "link": outer.link(written, to: "../../out")
      case "hard link": link(outer.at("out"), outer.at(written))
      case "fifo": mkfifo(outer.at(written), 0o644)
      case "folder": outer.makeFolder(written)
      default: break
      }
      outer.write("in/one.txt", "\(damage)\n")
      let outcome = try project("build", in: outer, at: "in")
      outcome.expect(damage == "folder" ? 2 : 0)
      #expect(outer.text("out") == "theirs\n", "\(damage)")
      if damage == "folder" {
        #expect(outcome.messages.contains(".docbuild/written"))
        rmdir(outer.at(written))
      }
    }
  }

  /// `weave -o` keeps no record, so that Make may call it for every page: what it wrote is taken for an edit, with words on what
  /// it may be, and is known from then on.
  @Test func whatWeaveWroteIsNamed() throws {
    let folder = Folder([
      "docbuild.toml": "", "a.txt": "one\n", "a.src": "<!-- include(a.txt) -->\n",
    ])
    try docbuild("weave", "a.src", "-o", "a.md", in: folder).expect(0)
    folder.write("a.txt", "two\n")
    let outcome = try project("build", in: folder)
    outcome.expect(1)
    #expect(outcome.ids == ["edited-output"])
    #expect(
      outcome.messages.contains(
        "where 'docbuild weave -o' wrote it, which keeps no record, nothing is lost by that"),
      "\(outcome.messages)")
    try project("build", "--force", in: folder).expect(written: 1, upToDate: 0)
    folder.write("a.txt", "three\n")
    try project("build", in: folder).expect(written: 1, upToDate: 0)
    #expect(folder.text("a.md") == "three\n")
  }
}
