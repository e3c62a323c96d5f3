import Foundation
import Glibc
import Testing

/// Outputs that are refused, told or left over.
struct ProjectOutputTests {
  @Test func twoTemplatesForOneOutput() throws {
    let folder = Folder(["a.src": "from a\n", "b.src": "from b\n", "c.src": "from c\n"])
    folder.write(
      "docbuild.toml", "templates = ['**/*.src']\n[outputs]\n'a.src' = 'x.md'\n'b.src' = 'x.md'\n")
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

  @Test func anOutputThroughALinkOutOfTheRoot() throws {
    let outer = Folder([
      "in/a.src": "a\n", "in/b.src": "b\n", "in/link/c.src": "c\n", "out/a.md": "theirs\n",
    ])
    outer.write("in/docbuild.toml", "templates = ['**/*.src']\n[outputs]\n'b.src' = 'way/b.md'\n")
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
    let folder = Folder([
      "a.src": "a\n", "real/page.md": "was\n", "docbuild.toml": "templates = ['**/*.src']\n",
    ])
    folder.link("a.md", to: "real/page.md")
    try folder.commit()
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
      "docbuild.toml": "templates = ['**/*.src']\n",
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

  /// By a link two documents may have one output: the first way to it is the other's, whoever comes first.
  @Test(arguments: [
    ["a/p.src": "b/z.md", "a/q.src": "a/z.md"], ["a/p.src": "a/z.md", "a/q.src": "l.md"],
  ])
  func oneOutputByTwoPathsIsRefused(_ outputs: [String: String]) throws {
    let folder = Folder(["a/p.src": "p\n", "a/q.src": "q\n"])
    folder.link("b", to: "a")
    folder.link("l.md", to: "a/z.md")
    folder.write(
      "docbuild.toml",
      "[outputs]\n" + outputs.sorted { $0.key < $1.key }.map { "'\($0)' = '\($1)'\n" }.joined())
    if outputs["a/q.src"] == "l.md" { folder.write("a/z.md", "p\n") }
    let first = try project("build", in: folder)
    #expect(first.ids == ["output-collision"], "\(first.messages)")
    let text = folder.text("a/z.md")
    try project("build", in: folder).expect(1)
    #expect(folder.text("a/z.md") == text)
    #expect(try project("check", in: folder).ids == ["output-collision"])
  }

  @Test func theConfigurationIsNoOutput() throws {
    let text = "[outputs]\n'a.src' = 'docbuild.toml'\n'b.src' = 'sub/docbuild.toml'\n"
    let folder = Folder(["a.src": "a\n", "b.src": "b\n", "docbuild.toml": text])
    try folder.commit()
    #expect(
      try project("build", "--force", in: folder).ids == ["refused-output", "refused-output"])
    try project("deps", "-o", "docbuild.toml", in: folder).expect(fails: 1, "refused-output")
    try project("weave", "a.src", "--depfile", "docbuild.toml", "-o", "x", in: folder)
      .expect(fails: 1, "refused-output")
    #expect(folder.text("docbuild.toml") == text)
    #expect(!folder.exists("sub/docbuild.toml"))
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
    let folder = Folder(["Read.src": "a\n", "read.src": "b\n", "READ.src": "c\n"])
    let toml = "templates = ['**/*.src']\n"
    folder.write("docbuild.toml", toml)
    for (command, status) in [("check", 1), ("build", 0), ("build", 0), ("check", 0)] {
      let outcome = try project(command, "--format", "line", in: folder)
      outcome.expect(status)
      let told = outcome.lines(with: "[output-case]")
      #expect(told.count == 2 && told.allSatisfy { $0.contains(": warning: ") }, "\(told)")
      #expect(told.allSatisfy { $0.contains("'READ.md'") && $0.contains("case") })
    }
    #expect(folder.pages == ["Read.md": "a\n", "read.md": "b\n", "READ.md": "c\n"])
    // As the configuration says.
    for (severity, status) in [("error", 1), ("off", 0)] {
      folder.write("docbuild.toml", toml + "[checks]\noutput-case = '\(severity)'\n")
      for command in ["build", "check"] {
        let outcome = try project(command, in: folder)
        outcome.expect(status)
        #expect(outcome.ids.count == (severity == "off" ? 0 : 2))
      }
    }
    // Two templates for one output stay an error.
    folder.write("docbuild.toml", toml + "[outputs]\n'Read.src' = 'read.md'\n")
    let outcome = try project("build", in: folder)
    outcome.expect(1)
    #expect(outcome.ids.contains("output-collision"))
  }

  @Test func outputsOfNoTemplateAreTold() throws {
    let folder = Folder(["guide.src": "text\n", "page.md": "text\n", "left/out.src": "text\n"])
    folder.write(
      "docbuild.toml",
      "exclude = ['left/']\n[outputs]\n'guide.src' = 'site/guide.md'\n'giude.src' = 'x.md'\n"
        + "'page.md' = 'y.md'\n\"left/out.src\" = 'z.md'\n")
    for command in ["build", "check"] {
      let outcome = try project(command, "--format", "line", in: folder)
      outcome.expect(1)
      let told = outcome.lines(with: "[invalid-configuration]")
      #expect(told.count == 3)
      #expect(outcome.lines(with: "docbuild.toml:4:2: error: 'giude.src'").count == 1, "\(told)")
      #expect(outcome.lines(with: "docbuild.toml:5:2: error: 'page.md'").count == 1)
      #expect(outcome.lines(with: "docbuild.toml:6:2: error: 'left/out.src'").count == 1)
    }
    #expect(try project("build", in: folder).messages.contains("write 'guide.src'"))
    // Nothing is built.
    #expect(!folder.exists("site"))
  }

  /// A template that git still knows, and that is gone from the working tree, has no say any more.
  @Test func aDeletedTemplateClaimsNothing() throws {
    let folder = Folder(["one.txt": "one\n", "a.src": "a\n", "b.src": "b\n"])
    folder.write("docbuild.toml", "templates = ['**/*.src']\n[outputs]\n'b.src' = 'B/a.md'\n")
    try folder.git("init", "-q")
    try project("build", in: folder).expect(written: 2, upToDate: 0)
    try folder.git("add", ".")
    // What was its output has become a document in its own right.
    folder.remove("a.src")
    folder.write("a.md", "<!-- embed(one.txt) -->\n")
    let stale = try project("check", in: folder)
    stale.expect(1)
    #expect(stale.ids == ["stale-output"])
    let built = try project("build", in: folder)
    built.expect(written: 1, upToDate: 1)
    #expect(built.ids.isEmpty)
    #expect(
      folder.text("a.md") == "<!-- embed(one.txt) -->\n```text\none\n```\n<!-- /embed -->\n")
    #expect(try project("refs", "one.txt", in: folder).text.contains("a.md"))
    try project("check", in: folder).expect(0)
    try project("build", in: folder).expect(written: 0, upToDate: 2)
    // Another template takes its place.
    folder.write("docbuild.toml", "templates = ['**/*.src']\n[outputs]\n'b.src' = 'a.md'\n")
    let outcome = try project("build", "--force", in: folder)
    outcome.expect(written: 1, upToDate: 0)
    #expect(outcome.ids == ["orphaned-output"], "\(outcome.messages)")
    #expect(folder.text("a.md") == "b\n")
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

  @Test func anOutputThatMovedLeavesOneBehind() throws {
    let templates = "templates = ['**/*.src']\n"
    let folder = Folder(["docs/a.src": "a\n", "docs/b.md": "# B\n", "docbuild.toml": templates])
    try project("build", in: folder).expect(written: 1, upToDate: 0)
    folder.write("docbuild.toml", templates + "[outputs]\n\"docs/**/*.src\" = \"site/**/*.md\"\n")
    // What is never built anew is still the old one to 'check'.
    for command in ["check", "build"] {
      let outcome = try project(command, in: folder)
      #expect(outcome.ids.contains("orphaned-output"), "\(outcome.messages)")
      let message = "'docs/a.src' makes 'site/a.md' now, and 'docs/a.md' is left over"
      #expect(outcome.messages.contains(message), "\(outcome.messages)")
      #expect(outcome.messages.contains("remove the old output"))
    }
    #expect(folder.text("docs/a.md") == "a\n" && folder.text("site/a.md") == "a\n")
    #expect(try project("check", in: folder).ids.isEmpty)
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
