import Foundation
import Testing

/// How `docbuild serve` comes to its other program. What it shows is tested end to end, by Tests/serve.
struct ServeCommandTests {
  /// docbuild in a folder of its own, with what stands for docbuild-serve beside it.
  private func serve(_ root: Folder, with tools: Folder, _ name: String = "venv/bin") throws
    -> Outcome
  {
    let copy = tools.at("\(name)/docbuild")
    #expect(try run(Command(program: "/bin/cp", arguments: [docbuildPath, copy])).status == 0)
    var command = docbuildCommand(["serve", "--port", "0"], in: root)
    command.program = copy
    command.limit = 20
    return try run(command)
  }

  private func root() throws -> Folder {
    let root = Folder(["docbuild.toml": "", "a.md": "# A\n"])
    try run(Command(program: "/usr/bin/git", arguments: ["init", "-q", root.path])).expect(0)
    return root
  }

  @Test func withoutItsServerItSaysHowToGetIt() throws {
    let tools = Folder(["venv/bin/other": ""])
    let outcome = try serve(root(), with: tools)
    // Where one is installed it serves, and is ended.
    if outcome.timedOut { return }
    outcome.expect(2)
    for part in ["needs the program docbuild-serve", "pip install docbuild-md", "scripts/build"] {
      #expect(outcome.messages.contains(part), "\(outcome.messages)")
    }
  }

  /// A checkout brings no program along that is run: beside docbuild in the work tree, what git tracks is not started.
  @Test(arguments: [true, false])
  func aServerThatCameWithTheCheckoutIsNotStarted(_ isTracked: Bool) throws {
    let root = try root()
    root.writeTrap("venv/bin/docbuild-serve", mark: root.at("MARK"))
    if isTracked {
      try run(
        Command(
          program: "/usr/bin/git", arguments: ["-C", root.path, "add", "venv/bin/docbuild-serve"])
      ).expect(0)
    }
    let outcome = try serve(root, with: root)
    #expect(root.exists("MARK") != isTracked, "\(outcome.messages)")
    if !isTracked { outcome.expect(2) }
  }

  @Test(arguments: [
    ["--editor", "javascript:alert('{path}')"], ["--editor", "emacs"], ["--editor", "x:{path"],
    ["--allow-host", "name:80"], ["--allow-host", ""], ["--interval", "9"], ["--port", "65536"],
    ["--host", "name.example"], ["--host", "1.2.3"],
  ])
  func wrongOptions(_ options: [String]) throws {
    try run(docbuildCommand(["serve"] + options, in: root())).expect(64)
  }
}
