import Foundation
import Testing

/// The symbol parser: chosen by the user, never by the tree.
struct ToolTests {
  private func folder() -> Folder {
    Folder(["a.go": "package a\n\nfunc one() int {\n\treturn 1\n}\n\nfunc two() {}\n"])
  }

  private func weave(_ directive: String, in folder: Folder, path: String) throws -> Outcome {
    try docbuild(
      in: folder, input: .bytes(Array("<!-- include(\(directive)) -->\n".utf8)),
      environment: ["PATH": path])
  }

  private static let parser = find("ast-grep")
  private static var parserFolder: String {
    URL(fileURLWithPath: parser ?? "/").deletingLastPathComponent().path
  }

  @Test(.needs("ast-grep"))
  func symbolIsFound() throws {
    try weave("a.go symbol=one", in: folder(), path: ToolTests.parserFolder).expect(
      prints: "func one() int {\n\treturn 1\n}\n")
  }

  @Test func withoutTheParser() throws {
    let input = Command.Input.bytes(Array("<!-- include(a.go symbol=one) -->\n".utf8))
    guard let command = without("ast-grep", docbuildCommand([], in: folder(), input)) else {
      return
    }
    let outcome = try run(command)
    outcome.expect(fails: 2, "tool-missing")
    #expect(outcome.messages.contains("install"), "\(outcome.messages)")
    #expect(outcome.messages.contains("<stdin>:1:"))
    // All else goes on without it.
    try weave("a.go lines=1", in: folder(), path: "").expect(prints: "package a\n")
  }

  /// pipx and uv put what comes along with docbuild beside it, and only docbuild itself on PATH.
  @Test(arguments: [true, false])
  func parserBesideTheProgramIsFoundOutsideTheTree(_ isOutside: Bool) throws {
    let folder = folder()
    let tools = isOutside ? Folder() : folder
    tools.writeTrap("venv/bin/ast-grep", mark: folder.at("MARK"))
    #expect(
      try run(
        Command(program: "/bin/cp", arguments: [docbuildPath, tools.at("venv/bin/docbuild")])
      )
      .status == 0)
    let input = Command.Input.bytes(Array("<!-- include(a.go symbol=one) -->\n".utf8))
    var command = docbuildCommand([], in: folder, input)
    command.program = tools.at("venv/bin/docbuild")
    guard let command = without("ast-grep", command) else { return }
    let outcome = try run(command)
    #expect(outcome.messages.contains("[tool-missing]") != isOutside, "\(outcome.messages)")
    #expect(folder.exists("MARK") == isOutside, "\(outcome.messages)")
  }

  @Test func otherProblemsAreToldBesideAMissingTool() throws {
    let folder = folder()
    folder.write(
      "x.src",
      "<!-- include(missing) -->\n<!-- include(a.go symbol=one) -->\n<!-- include(a.go lines=99) -->\n"
    )
    guard let command = without("ast-grep", docbuildCommand(["weave", "x.src"], in: folder)) else {
      return
    }
    try run(command).expect(fails: 2, "file-not-found", "tool-missing", "line-out-of-range")
  }

  @Test func parserInsideTheTreeIsNotRun() throws {
    let folder = folder()
    folder.writeTrap("bin/ast-grep", mark: folder.at("MARK"))
    folder.writeTrap("ast-grep", mark: folder.at("MARK"))
    folder.writeTrap("bin/sg", mark: folder.at("MARK"))
    let tools = Folder()
    tools.link("ast-grep", to: folder.at("bin/ast-grep"))
    for path in [
      folder.at("bin"), tools.path, ".", "bin", folder.path, ":\(folder.path)",
      "/usr/bin/..\(folder.path)",
    ] {
      let rest = ToolTests.parser == nil ? "" : ":\(ToolTests.parserFolder)"
      let outcome = try weave("a.go symbol=two", in: folder, path: path + rest)
      if ToolTests.parser == nil {
        outcome.expect(fails: 2, "tool-missing")
      } else {
        outcome.expect(prints: "func two() {}\n")
      }
      #expect(!folder.exists("MARK"), "with PATH=\(path)")
    }
  }

  @Test(.needs("ast-grep"))
  func configurationOfTheTreeIsNotRead() throws {
    let folder = folder()
    folder.write(
      "sgconfig.yml",
      "ruleDirs: [/nonexistent]\ncustomLanguages:\n  go:\n    libraryPath: ./evil.so\n    extensions: [go]\n"
    )
    try weave("a.go symbol=two", in: folder, path: ToolTests.parserFolder).expect(
      prints: "func two() {}\n")
  }

  @Test func parserThatFails() throws {
    let folder = folder()
    for (script, said) in [
      ("echo broken >&2; exit 3", "broken"), ("kill -SEGV $$", "139"), ("exit 0", ""),
      ("echo '{not json'", ""), ("head -c 1000000 /dev/zero", ""),
    ] {
      let tools = Folder()
      tools.write("ast-grep", "#!/bin/sh\ncat > /dev/null\n\(script)\n", mode: 0o755)
      let outcome = try weave("a.go symbol=one", in: folder, path: tools.path + ":/usr/bin:/bin")
      #expect([1, 2].contains(outcome.status), "\(script): \(outcome.messages)")
      #expect(outcome.output.isEmpty)
      #expect(said.isEmpty || outcome.messages.contains(said), "\(script): \(outcome.messages)")
      if !said.isEmpty { #expect(outcome.ids == ["tool-failed"]) }
    }
  }

  @Test func parserGetsNoEnvironment() throws {
    let folder = folder()
    let tools = Folder()
    tools.write("ast-grep", "#!/bin/sh\n/usr/bin/env > '\(tools.at("seen"))'\n", mode: 0o755)
    _ = try docbuild(
      in: folder, input: .bytes(Array("<!-- include(a.go symbol=one) -->\n".utf8)),
      environment: ["PATH": tools.path, "TOKEN": "PASSWORD"])
    #expect(tools.exists("seen"))
    #expect(!tools.text("seen").contains("PASSWORD"))
  }
}
