import DocbuildCore
import Foundation
import Testing

@testable import DocbuildEngine

/// A run that was asked to end leaves nothing behind: not in the tree, and not in the process, where the next run is as
/// good as the first.
struct InterruptTests {
  private func project(_ files: [String: String]) throws -> (TemporaryFolder, Project) {
    let folder = try TemporaryFolder()
    for (name, text) in files { try folder.write(name, text) }
    let path = Bytes(folder.url.path.utf8)
    return (folder, try Project(base: path, options: Project.Options(), environment: .process))
  }

  @Test func aBuildBehindACancelledOne() throws {
    let (folder, project) = try project([
      "a.src": "<!-- include(x.txt) -->\n", "x.txt": "one\n",
    ])
    func page() -> String? { try? String(contentsOfFile: folder.path("a.md"), encoding: .utf8) }
    let interrupt = Interrupt()
    interrupt.set()
    #expect(throws: Interrupted.self) { try build(Session(of: project, interrupt), BuildOptions()) }
    #expect(page() == nil)
    interrupt.clear()
    #expect(
      try build(Session(of: project, interrupt), BuildOptions()).results.map(\.outcome) == [
        .written
      ])
    #expect(page() == "one\n")
    try folder.write("x.txt", "two\n")
    #expect(try build(Session(of: project), BuildOptions()).results.map(\.outcome) == [.written])
    #expect(page() == "two\n")
  }

  @Test func aCheckBehindACancelledOne() throws {
    let (folder, project) = try project([
      "a.src": "<!-- include(x.txt) -->\n", "x.txt": "one\n",
    ])
    defer { withExtendedLifetime(folder) {} }
    let interrupt = Interrupt()
    interrupt.set()
    #expect(throws: Interrupted.self) { try check(Session(of: project, interrupt), CheckOptions()) }
    let report = try check(Session(of: project), CheckOptions())
    #expect(report.results.flatMap(\.diagnostics).map(\.id) == [.staleOutput])
  }

  @Test func whoWaitsForAProgramIsWoken() throws {
    let interrupt = Interrupt()
    let start = ContinuousClock.now
    Thread.detachNewThread {
      usleep(100_000)
      interrupt.set(SIGTERM)
    }
    // The first has closed its output when it is waited for.
    for script in ["exec >&- 2>&-; exec sleep 100", "exec sleep 100"] {
      let done = ChildProcess.run(
        "/bin/sh", ["-c", script], environment: [:], folder: "/", until: interrupt)
      guard case .failure(.interrupted) = done else {
        Issue.record("\(done)")
        return
      }
    }
    #expect(ContinuousClock.now - start < .seconds(20))
    #expect(interrupt.number == SIGTERM)
    interrupt.clear()
    let done = ChildProcess.run(
      "/bin/sh", ["-c", "echo x"], environment: [:], folder: "/", until: interrupt)
    #expect(try done.get().output == Bytes("x\n".utf8))
  }
}
