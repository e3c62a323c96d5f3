import Foundation
import Glibc
import Testing

/// `docbuild check` of outputs; the checks of pages have tests of their own.
struct ProjectCheckTests {
  private func built() throws -> Folder {
    let folder = Folder.project()
    try project("build", in: folder).expect(written: 2, upToDate: 1)
    return folder
  }

  @Test func currentOutputs() throws {
    let folder = try built()
    try project("check", in: folder).expect(
      prints: "", says: "docbuild: 3 documents checked, 0 with problems\n")
    try project("check", "--quiet", in: folder).expect(prints: "")
    try project("check", "--diff", "--format", "line", in: folder).expect(prints: "")
  }

  @Test func staleAndMissing() throws {
    let folder = try built()
    folder.write("one.txt", "ONE\n")
    folder.remove("sub/b.md")
    let outcome = try project("check", "--format", "line", in: folder)
    outcome.expect(1)
    #expect(outcome.ids == ["stale-output", "stale-output", "stale-output"])
    let lines = outcome.lines(with: "error: ")
    // At the first line that differs.
    #expect(lines[0].hasPrefix("a.md:4:1: error: "), "\(lines)")
    #expect(lines[1].hasPrefix("page.md:5:1: error: "), "\(lines)")
    #expect(lines[2].hasPrefix("sub/b.src: error: 'sub/b.md' is missing"), "\(lines)")
    let full = try project("check", in: folder)
    #expect(full.messages.contains("note: run 'docbuild build a.src'"))
    #expect(full.messages.hasSuffix("docbuild: 3 documents checked, 3 with problems\n"))
    try project("build", in: folder).expect(written: 3, upToDate: 0)
    try project("check", in: folder).expect(0)
  }

  @Test func stalenessHasAReason() throws {
    let folder = try built()
    #expect(
      try project("check", "--explain", in: folder).messages.hasPrefix("docbuild: 3 documents"))
    folder.write("one.txt", "ONE\n")
    folder.remove("sub/b.md")
    let outcome = try project("check", "--explain", "--format", "line", in: folder)
    outcome.expect(1)
    let reasons = outcome.messages.split(separator: "\n").filter { $0.hasPrefix("stale ") }
    #expect(reasons.count == 3, "\(outcome.messages)")
    #expect(reasons.first == "stale a.md: 'one.txt' changed", "\(reasons)")
    unlink(folder.at(".docbuild/log"))
    let forgotten = try project("check", "--explain", "--format", "line", in: folder)
    #expect(forgotten.messages.contains("stale a.md: it is not in the build log\n"))
  }

  @Test func theLogIsNotTrusted() throws {
    let folder = try built()
    folder.write("a.md", "# Mine\n")
    unlink(folder.at(".docbuild/log"))
    #expect(try project("check", in: folder).ids == ["stale-output"])
  }

  @Test func pathsLimitTheCheck() throws {
    let folder = try built()
    folder.write("one.txt", "ONE\n")
    try project("check", "sub", in: folder).expect(0)
    let outcome = try project("check", "a.md", in: folder)
    outcome.expect(1)
    #expect(outcome.ids == ["stale-output"])
  }

  @Test func failMessage() throws {
    let folder = try built()
    folder.write("one.txt", "ONE\n")
    let outcome = try project("check", "a.src", "--fail-message", "say 'make docs'", in: folder)
    outcome.expect(1)
    #expect(outcome.messages.contains("note: say 'make docs'"))
    #expect(!outcome.messages.contains("docbuild build"))
  }

  @Test(.needs("patch")) func theDifferenceIsAPatch() throws {
    let folder = try built()
    folder.write("my page.src", "```\n<!-- include(long.txt) -->\n```\n")
    folder.write("long.txt", (1...60).map { "line \($0)\n" }.joined())
    folder.write("empty.src", "text\n")
    folder.write("empty.md", "")
    try project("build", "my page.src", in: folder).expect(written: 1, upToDate: 0)
    folder.write(
      "long.txt",
      (1...60).filter { $0 != 3 && $0 != 44 }.map { $0 == 20 ? "twenty\n" : "line \($0)\n" }
        .joined() + "line 61\n")
    folder.write("one.txt", "ONE\n")
    folder.remove("sub/b.md")
    folder.write("a.md", "# A, without a line feed")
    let outcome = try project("check", "--diff", "--quiet", in: folder)
    outcome.expect(1)
    #expect(outcome.text.contains("--- a.md"))
    #expect(outcome.text.contains("\\ No newline at end of file"))
    var patch = Command(program: find("patch") ?? "patch", arguments: ["-p0", "--batch"])
    patch.folder = folder.path
    patch.input = .bytes(outcome.output)
    let patched = try run(patch)
    patched.expect(0)
    #expect(!patched.text.contains("fuzz") && !patched.text.contains("offset"), "\(patched.text)")
    let check = try project("check", "--format", "line", in: folder)
    #expect(check.status == 0, "\(check.messages)\n\(patched.text)\n\(outcome.text)")
  }

  @Test(.needs("patch")) func theDifferenceOfBytesThatAreNoText() throws {
    let folder = try built()
    folder.write("a.md", bytes: Array("# A\n\n```\n".utf8) + [0xFF, 0xE9, 0x0A])
    let outcome = try project("check", "--diff", "--quiet", in: folder)
    outcome.expect(1)
    var patch = Command(program: find("patch") ?? "patch", arguments: ["-p0", "--batch"])
    patch.folder = folder.path
    patch.input = .bytes(outcome.output)
    try run(patch).expect(0)
    try project("check", in: folder).expect(0)
  }

  @Test func writesNothing() throws {
    let folder = Folder.project()
    folder.write("docbuild.toml", "[outputs]\n'a.src' = 'new/folder/a.md'\n")
    let before = folder.tree(leavingOut: [])
    for arguments in [[], ["--diff"], ["--format", "json"], ["--shard", "1/2"]] {
      _ = try run(docbuildCommand(["check"] + arguments, in: folder))
    }
    #expect(folder.tree(leavingOut: []) == before)
    try project("build", in: folder).expect(0)
    folder.write("one.txt", "ONE\n")
    let after = folder.tree(leavingOut: [])
    try project("check", in: folder).expect(1)
    #expect(folder.tree(leavingOut: []) == after)
  }

  @Test(.needsRoot) func problemsOfTheMachineAreTwo() throws {
    let folder = try built()
    chmod(folder.at("one.txt"), 0)
    let outcome = try docbuildAsNobody("check", "--quiet", in: folder)
    outcome.expect(2)
    #expect(outcome.ids.contains("unreadable-file"))
  }

  @Test(.needs("python3"), arguments: ["full", "line", "github", "json", "sarif", "junit"])
  func formats(_ format: String) throws {
    let help = try docbuild("check", "--help").text
    guard help.contains(format) else { return }
    let folder = try built()
    folder.write("one.txt", "ONE\n")
    folder.write("c.src", "<!-- include(<none>&.txt) -->\n")
    let outcome = try project("check", "--format", format, in: folder)
    outcome.expect(1)
    switch format {
    case "full": #expect(outcome.messages.contains("a.md:4:1: error: "))
    case "line": #expect(outcome.messages.hasPrefix("a.md:4:1: error: "))
    case "github":
      #expect(outcome.messages.contains("::error file=a.md,line=4,col=1"))
      #expect(outcome.messages.contains("title=docbuild stale-output::"))
    case "json", "sarif":
      let value = try JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any]
      if format == "json" {
        let problems = value?["problems"] as? [[String: Any]]
        #expect(
          problems?.compactMap { $0["id"] as? String }
            == ["stale-output", "file-not-found", "stale-output"])
      } else {
        #expect(value?["version"] as? String == "2.1.0")
        let runs = value?["runs"] as? [[String: Any]]
        let results = runs?.first?["results"] as? [[String: Any]]
        #expect(
          results?.compactMap { $0["ruleId"] as? String }
            == ["stale-output", "file-not-found", "stale-output"])
      }
    default:
      let parser = ParsedXML(outcome.text)
      #expect(parser.isSound, "\(outcome.text)")
      #expect(outcome.text.contains("<testsuite"))
      #expect(outcome.text.contains("failures=\"3\"") || outcome.text.contains("<failure"))
    }
    // A clean tree is told in the format too.
    try project("build", "--quiet", in: folder).expect(1)
    folder.remove("c.src")
    try project("check", "--format", format, "--quiet", in: folder).expect(0)
  }
}

/// Directives that change nothing, as `check` tells them.
struct ProjectNoEffectTests {
  private func folder() -> Folder {
    Folder([
      "x.sh": "echo x\n", "empty.txt": "",
      "a.src": "```sh\n<!-- include(x.sh strip=shebang) -->\n```\n",
      "part.src": "<!-- include(x.sh elide) -->\n",
      "b.src": "<!-- include(part.src weave) -->\n\n<!-- include(empty.txt) -->\n",
      "c.md": "<!-- embed(x.sh fence) -->\n",
    ])
  }

  @Test(arguments: [
    ("", 0, "warning"), ("error", 1, "error"), ("off", 0, ""), ("warning", 0, "warning"),
  ])
  func asTheConfigurationSays(_ severity: String, _ status: Int, _ told: String) throws {
    let folder = folder()
    // A finding that is an error fails a build, too.
    try project("build", in: folder).expect(written: 4, upToDate: 0)
    if !severity.isEmpty {
      folder.write("docbuild.toml", "[checks]\nno-effect = '\(severity)'\n")
    }
    let outcome = try project("check", "--format", "line", in: folder)
    outcome.expect(status)
    let lines = outcome.lines(with: "[no-effect]")
    guard !told.isEmpty else {
      #expect(lines.isEmpty)
      return
    }
    #expect(
      lines.map { $0.prefix { $0 != "'" } } == [
        "a.src:2:19: \(told): ", "part.src:1:19: \(told): ", "b.src:3:14: \(told): ",
        "c.md:1:17: \(told): ",
      ], "\(lines)")
    #expect(try project("check", in: folder).messages.contains("leave it out"))
  }

  @Test(.needs("ast-grep")) func docWithoutAComment() throws {
    let folder = Folder([
      "a.go": "package a\n\n// One counts.\nfunc one() {}\n\nfunc two() {}\n",
      "a.src": "<!-- include(a.go symbol=one doc fence) -->\n",
      "b.src": "<!-- include(a.go symbol=two doc fence) -->\n",
    ])
    try project("build", in: folder).expect(written: 2, upToDate: 0)
    let outcome = try project("check", "--format", "line", in: folder)
    outcome.expect(0)
    #expect(outcome.ids == ["no-effect"])
    #expect(outcome.lines(with: "b.src:1:30: warning: 'doc' changes nothing").count == 1)
  }
}

/// Whether text is XML, by Python's parser.
private struct ParsedXML {
  let isSound: Bool

  init(_ text: String) {
    var command = Command(
      program: find("python3") ?? "python3",
      arguments: ["-c", "import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.stdin.buffer)"])
    command.input = .bytes(Array(text.utf8))
    isSound = (try? run(command).status) == 0
  }
}
