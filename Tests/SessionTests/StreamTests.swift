import Foundation
import Glibc
import Testing

/// Standard streams that are closed, full or left, and signals.
struct StreamTests {
  private func project() -> Folder {
    Folder(["a.txt": "one\n", "x.src": "<!-- include(a.txt) -->\n", "out.md": "was\n"])
  }

  // MARK: streams

  @Test func readerThatLeavesEndsItQuietly() throws {
    let folder = project()
    folder.write("a.txt", String(repeating: "much text\n", count: 300_000))
    for arguments in [["weave", "x.src"], []] {
      let input = arguments.isEmpty ? Command.Input.file(folder.at("x.src")) : .bytes([])
      let outcome = try run(docbuildCommand(arguments, in: folder, input, .readerLeaves(after: 1)))
      #expect(!outcome.timedOut)
      #expect(outcome.messages.isEmpty, "\(outcome.messages)")
      #expect(outcome.status == 141)
    }
  }

  @Test func readerThatLeavesOtherCommandsToo() throws {
    let folder = project()
    var command = docbuildCommand([], in: folder)
    command.program = "/bin/sh"
    for words in ["directives", "deps x.src --format json", "--help"] {
      command.arguments = ["-c", "{ sleep 0.3; \"$0\" \(words); } | :", docbuildPath]
      let outcome = try run(command)
      #expect(outcome.messages.isEmpty, "\(words): \(outcome.messages)")
    }
  }

  @Test func closedOutput() throws {
    let folder = project()
    let outcome = try docbuild("weave", "x.src", in: folder, output: .closed)
    outcome.expect(2)
    #expect(outcome.messages.contains("<stdout>"))
    // Nothing is to be written there.
    try docbuild("weave", "x.src", "-o", "out.md", in: folder, output: .closed).expect(0)
    #expect(folder.text("out.md") == "one\n")
  }

  @Test func closedInput() throws {
    let folder = project()
    let outcome = try docbuild(in: folder, input: .closed)
    outcome.expect(2)
    #expect(outcome.messages.contains("<stdin>"))
    try docbuild("weave", "x.src", in: folder, input: .closed).expect(prints: "one\n")
  }

  @Test func closedErrorsGoNowhereElse() throws {
    let folder = project()
    folder.write("wrong.src", "<!-- include(missing) -->\n")
    for arguments in [["weave", "wrong.src"], ["weave", "wrong.src", "-o", "out.md"]] {
      var command = docbuildCommand(arguments, in: folder)
      command.closesErrors = true
      let outcome = try run(command)
      outcome.expect(1)
      #expect(outcome.output.isEmpty)
      #expect(folder.text("out.md") == "was\n")
    }
    var command = docbuildCommand(["weave", "x.src", "-o", "new.md"], in: folder)
    command.closesErrors = true
    command.output = .closed
    command.input = .closed
    try run(command).expect(0)
    #expect(folder.text("new.md") == "one\n")
  }

  @Test func emptyInputYieldsNothing() throws {
    try docbuild(in: project(), input: .bytes([])).expect(prints: "")
  }

  @Test func inputThatIsAFolder() throws {
    let folder = project()
    try docbuild(in: folder, input: .file(folder.path)).expect(2)
  }

  // MARK: signals

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func signalWhileReading(_ signal: Int32) throws {
    let folder = project()
    let names = folder.names
    let running = try Running(
      docbuildCommand(["-o", "out.md", "--depfile", "out.d"], in: folder, .endless))
    usleep(200_000)
    running.signal(signal)
    let outcome = running.finish()
    #expect(!outcome.timedOut)
    #expect(outcome.status == 128 + Int(signal))
    #expect(outcome.output.isEmpty)
    #expect(folder.names == names)
    #expect(folder.text("out.md") == "was\n")
  }

  @Test func signalWhileProving() throws {
    let folder = project()
    // Many seconds of work for libcmark: every blank line visits every list.
    let slow =
      String(repeating: "- ", count: 30_000) + "a\n" + String(repeating: "\n", count: 30_000)
    folder.write("slow.src", slow + "x\n\n<!-- include(a.txt) -->\n")
    let names = folder.names
    let running = try Running(docbuildCommand(["weave", "slow.src", "-o", "out.md"], in: folder))
    usleep(700_000)
    running.signal(SIGTERM)
    let outcome = running.finish()
    #expect(outcome.status == 143)
    #expect(folder.names == names)
    #expect(folder.text("out.md") == "was\n")
  }

  /// A signal between the two steps by which a new text gets its place, in each command that writes.
  @Test(
    .enabled(if: Watch.isPossible, "needs strace, and leave to use it"),
    arguments: [["weave", "x.src", "-o", "out.md"], ["build"]])
  func signalBetweenNameAndPlace(_ words: [String]) throws {
    let folder = project()
    folder.write("docbuild.toml", "outputs = { \"x.src\" = \"out.md\" }\n")
    var command = docbuildCommand(words + (words[0] == "build" ? ["--force"] : []), in: folder)
    command.arguments =
      ["-f", "-o", "/dev/null", "-e", "inject=linkat:signal=TERM", docbuildPath]
      + command.arguments
    command.program = find("strace") ?? "/usr/bin/strace"
    let outcome = try run(command)
    #expect(outcome.status == 143, "\(outcome.messages)")
    #expect(!folder.names.contains { $0.hasSuffix(".docbuild") && $0.hasPrefix(".out") })
    #expect(["was\n", "one\n"].contains(folder.text("out.md")))
  }

  /// Ended at any moment, the output is the old one or the new one, and nothing else is there.
  @Test(.timeLimit(.minutes(15)))
  func signalAtAnyMoment() throws {
    let folder = project()
    let new = String(repeating: "new text\n", count: 100_000)
    folder.write("a.txt", new)
    let names = folder.names
    var whole = 0
    for turn in 0..<60 {
      folder.write("out.md", "was\n")
      let running = try Running(docbuildCommand(["weave", "x.src", "-o", "out.md"], in: folder))
      usleep(UInt32(turn) * 2_000)
      running.signal(turn % 2 == 0 ? SIGTERM : SIGINT)
      let outcome = running.finish()
      #expect([0, 130, 143].contains(outcome.status))
      #expect(folder.names == names)
      let text = folder.text("out.md")
      if text == new { whole += 1 }
      #expect(text == new || text == "was\n")
    }
    #expect(whole < 60)
  }
}
