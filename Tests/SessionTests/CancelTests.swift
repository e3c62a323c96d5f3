import DocbuildCore
import DocbuildEngine
import Foundation
import Glibc
import Testing

/// A command that is asked to end: in a process of its own by a signal, in one that goes on by a token.
struct CancelTests {
  private func test(_ folder: Folder, _ interrupt: Interrupt) throws -> TestReport {
    let project = try Project(
      base: Array(folder.path.utf8), options: Project.Options(), environment: .process)
    var settings = TestSettings()
    settings.scope = Scope(paths: [.root])
    settings.supervisor = SupervisorProgram(
      path: docbuildPath, words: ["docbuild", "--docbuild-supervisor"])
    return try DocbuildEngine.test(Session(of: project, interrupt), settings)
  }

  @Test func testsBehindCancelledOnes() throws {
    let mark = "33\(getpid())"
    let folder = Folder(["README.md": "```console\n$ setsid -w sleep \(mark)\n```\n"])
    let interrupt = Interrupt()
    Thread.detachNewThread {
      for _ in 0..<500 where processes(with: mark).isEmpty { usleep(20_000) }
      interrupt.set(SIGTERM)
    }
    let cancelled = try test(folder, interrupt)
    #expect(cancelled.signal == SIGTERM)
    #expect(processes(with: mark) == [])
    interrupt.clear()
    folder.write("README.md", "```console\n$ echo a\na\n$ echo b\nc\n```\n")
    for interrupt in [interrupt, Interrupt()] {
      let report = try test(folder, interrupt)
      #expect(report.signal == 0)
      #expect(report.results.flatMap(\.diagnostics).map(\.id) == [.outputMismatch])
    }
  }

  /// Many seconds of work: every blank line visits every list, which are too few for the page to be refused.
  @Test func checkOfASlowPageEnds() throws {
    let slow =
      String(repeating: "- ", count: 60) + "a\n" + String(repeating: "\n", count: 3_000_000)
    let folder = Folder(["docbuild.toml": "", "slow.md": slow + "x\n"])
    let running = try Running(docbuildCommand(["check", "slow.md"], in: folder))
    usleep(1_000_000)
    running.signal(SIGINT)
    // A run that is not interrupted ends with 0.
    running.finish().expect(128 + Int(SIGINT))
  }

  /// What a command waits for ends with it.
  @Test(arguments: [("check", SIGINT), ("build", SIGTERM)])
  func programsEndWithTheCommand(_ command: String, _ number: Int32) throws {
    let mark = "34\(getpid())\(number)"
    let folder = Folder([
      "docbuild.toml": "", "a.go": "package a\n\nfunc one() {}\n",
      "x.src": "<!-- include(a.go symbol=one fence) -->\n",
    ])
    let tools = Folder()
    tools.write("ast-grep", "#!/bin/sh\nexec sleep \(mark)\n", mode: 0o755)
    let running = try Running(
      docbuildCommand(
        [command], in: folder, .bytes([]), .captured, ["PATH": "\(tools.path):/usr/bin:/bin"]))
    for _ in 0..<500 where processes(with: mark).isEmpty { usleep(20_000) }
    running.signal(number)
    running.finish().expect(128 + Int(number))
    #expect(processes(with: mark) == [])
    #expect(!folder.exists("x.md"))
  }
}
