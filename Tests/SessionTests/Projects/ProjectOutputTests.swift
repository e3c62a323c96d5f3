import Foundation
import Glibc
import Testing

/// Outputs that are refused, told or left over (issue 3.2).
struct ProjectOutputTests {
  @Test func twoTemplatesForOneOutput() throws {
    let folder = Folder(["a.src": "from a\n", "b.src": "from b\n", "c.src": "from c\n"])
    folder.write("docbuild.toml", "[outputs]\n'a.src' = 'x.md'\n'b.src' = 'x.md'\n")
    for present in [false, true] {
      if present { folder.write("x.md", "was\n") }
      for command in ["build", "check"] {
        let outcome = try project(command, in: folder)
        outcome.expect(1)
        #expect(outcome.ids.contains("output-collision"))
        #expect(outcome.messages.contains("'a.src'") && outcome.messages.contains("'b.src'"))
      }
      // Refused: neither wins.
      #expect(folder.text("x.md") == (present ? "was\n" : ""))
      #expect(folder.text("c.md") == "from c\n")
    }
  }

  @Test func aTemplateIsNeverItsOwnOutput() throws {
    let folder = Folder(["a.txt": "<!-- include(one.txt) -->\n", "one.txt": "one\n"])
    folder.write("docbuild.toml", "templates = ['a.txt']\n")
    let outcome = try project("build", in: folder)
    outcome.expect(1)
    #expect(outcome.ids == ["output-collision"])
    #expect(folder.text("a.txt") == "<!-- include(one.txt) -->\n")
    try project("check", in: folder).expect(1)
  }

  @Test func anOutputThatIsAnotherTemplate() throws {
    let folder = Folder(["a.src": "from a\n", "b.src": "from b\n"])
    folder.write("docbuild.toml", "[outputs]\n'a.src' = 'b.src'\n")
    let outcome = try project("build", in: folder)
    outcome.expect(1)
    #expect(folder.text("b.src") == "from b\n", "\(outcome.messages)")
    #expect(outcome.ids == ["output-is-source"])
  }

  @Test(arguments: [false, true]) func anOutputThatIsASource(_ builtBefore: Bool) throws {
    let folder = Folder(["b.md": "hand written\n", "a.src": "```\n<!-- include(b.md) -->\n```\n"])
    folder.age()
    if builtBefore { try project("build", in: folder).expect(written: 1, upToDate: 0) }
    folder.write("b.src", "from b\n")
    for _ in 0..<2 {
      let outcome = try project("build", in: folder)
      outcome.expect(1)
      #expect(outcome.ids == ["output-is-source"])
      #expect(outcome.messages.contains("'b.md'") && outcome.messages.contains("'a.src'"))
      #expect(folder.text("b.md") == "hand written\n")
    }
    // Nor when only one of the two is asked for.
    let one = try project("build", "b.src", in: folder)
    one.expect(1)
    #expect(one.ids == ["output-is-source"])
    #expect(folder.text("b.md") == "hand written\n")
    let check = try project("check", in: folder)
    check.expect(1)
    #expect(check.ids.contains("output-is-source"))
  }

  @Test func anOutputThroughALinkOutOfTheRoot() throws {
    let outer = Folder([
      "in/a.src": "a\n", "in/b.src": "b\n", "in/link/c.src": "c\n", "out/a.md": "theirs\n",
    ])
    outer.write("in/docbuild.toml", "[outputs]\n'b.src' = 'way/b.md'\n")
    outer.link("in/a.md", to: "../out/a.md")
    outer.link("in/way", to: "../out")
    outer.link("in/link/c.md", to: outer.at("out/new.md"))
    let before = outer.tree(leavingOut: ["in"])
    let outcome = try project("build", "--format", "line", in: outer, at: "in")
    outcome.expect(1)
    #expect(outcome.ids == ["refused-output", "refused-output", "refused-output"])
    #expect(outer.tree(leavingOut: ["in"]) == before)
    #expect(outer.text("out/a.md") == "theirs\n")
    try project("check", in: outer, at: "in").expect(1)
  }

  @Test func anOutputBehindALinkInsideIsReplacedThere() throws {
    let folder = Folder(["a.src": "a\n", "real/page.md": "was\n"])
    folder.link("a.md", to: "real/page.md")
    try project("build", in: folder).expect(written: 1, upToDate: 0)
    #expect(folder.status("a.md").isLink)
    #expect(folder.text("real/page.md") == "a\n")
    try project("build", in: folder).expect(written: 0, upToDate: 1)
    try project("check", in: folder).expect(0)
  }

  @Test func aLinkToNothingIsNoOutput() throws {
    let folder = Folder(["a.src": "a\n"])
    folder.link("a.md", to: "nothing.md")
    let outcome = try project("build", in: folder)
    outcome.expect(1)
    #expect(outcome.ids == ["refused-output"])
    #expect(folder.status("a.md").isLink && !folder.exists("nothing.md"))
  }

  @Test func anOutputThatIsNoRegularFile() throws {
    let folder = Folder([
      "fifo.src": "a\n", "folder.src": "b\n", "socket.src": "c\n", "ok.src": "d\n",
    ])
    mkfifo(folder.at("fifo.md"), 0o644)
    folder.makeFolder("folder.md")
    let outcome = try project("build", "--format", "line", in: folder)
    outcome.expect(1)
    #expect(outcome.ids == ["refused-output", "refused-output"])
    #expect(outcome.lines(with: "FIFO").count + outcome.lines(with: "pipe").count >= 1)
    #expect(outcome.lines(with: "folder.src: error: ").count == 1)
    #expect(folder.text("ok.md") == "d\n")
    #expect(folder.status("fifo.md").mode & S_IFMT == S_IFIFO)
    try project("check", in: folder).expect(1)
  }

  @Test func anOutputThatHoldsSecretsIsRefused() throws {
    let folder = Folder(["a.src": "a\n"])
    try folder.git("init", "-q")
    folder.write("docbuild.toml", "[outputs]\n'a.src' = '.git/hooks/pre-commit'\n")
    let outcome = try project("build", in: folder)
    outcome.expect(1)
    #expect(outcome.ids == ["refused-output"])
    #expect(!folder.exists(".git/hooks/pre-commit"))
  }

  @Test func namesThatDifferInCaseAreTold() throws {
    let folder = Folder(["Read.src": "a\n", "read.src": "b\n"])
    let outcome = try project("build", in: folder)
    #expect(outcome.ids == ["output-collision"])
    #expect(outcome.messages.contains("'Read.md'") && outcome.messages.contains("'read.md'"))
    #expect(outcome.messages.contains("case"))
  }

  @Test func orphanedOutputIsTold() throws {
    let folder = Folder.project()
    try project("build", in: folder).expect(written: 2, upToDate: 1)
    rename(folder.at("a.src"), folder.at("new.src"))
    for written in [1, 0] {
      let outcome = try project("build", in: folder)
      outcome.expect(written: written, upToDate: 3 - written)
      #expect(outcome.ids == ["orphaned-output"])
      #expect(outcome.messages.contains("'a.src'") && outcome.messages.contains("'a.md'"))
      #expect(folder.exists("a.md"))
    }
    // Also when the configuration is another one meanwhile.
    folder.write("docbuild.toml", "exclude = []\n")
    for _ in 0..<2 { #expect(try project("build", in: folder).ids == ["orphaned-output"]) }
    folder.remove("a.md")
    #expect(try project("build", in: folder).ids.isEmpty)
  }

  /// A checkout may bring a `.docbuild` along.
  @Test func theWorkFolderIsNoWayOut() throws {
    let outer = Folder([
      "in/a.src": "a\n", "out/new/keep": "theirs\n", "out/keep": "theirs\n", "out/log": "theirs\n",
    ])
    outer.link("in/.docbuild", to: "../out")
    let before = outer.tree(leavingOut: ["in"])
    let outcome = try project("build", in: outer, at: "in")
    outcome.expect(2)
    #expect(outcome.messages.contains(".docbuild"))
    #expect(outer.tree(leavingOut: ["in"]) == before)

    // Nor are links in it.
    for (name, target) in [
      ("new", "../../out"), ("log", "../../out/log"), (".gitignore", "../../out/ignore"),
      ("lock", "../../out/lock"),
    ] {
      let outer = Folder(["in/a.src": "a\n", "out/keep": "theirs\n", "out/log": "theirs\n"])
      outer.makeFolder("in/.docbuild")
      outer.link("in/.docbuild/\(name)", to: target)
      let before = outer.tree(leavingOut: ["in"])
      _ = try project("build", in: outer, at: "in")
      #expect(outer.tree(leavingOut: ["in"]) == before, "\(name)")
    }
  }
}
