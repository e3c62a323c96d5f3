import Foundation
import Glibc
import Testing

/// The runner itself, so that it can't bless a program that did something else.
struct RunnerTests {
  private func shell(_ script: String, _ change: (inout Command) -> Void = { _ in }) throws
    -> Outcome
  {
    var command = Command(program: "/bin/sh", arguments: ["-c", script])
    change(&command)
    return try run(command)
  }

  @Test(arguments: [0, 1, 2, 64, 255])
  func exitStatus(_ status: Int) throws { #expect(try shell("exit \(status)").status == status) }

  @Test(arguments: [("INT", 130), ("TERM", 143), ("PIPE", 141), ("KILL", 137), ("SEGV", 139)])
  func signalAsStatus(_ name: String, _ status: Int) throws {
    #expect(try shell("kill -\(name) $$; sleep 5").status == status)
  }

  @Test func bothStreamsAsBytes() throws {
    let outcome = try shell(#"printf '\377\000a'; printf '\376b' >&2"#)
    #expect(outcome.output == [0xFF, 0, 0x61])
    #expect(outcome.errors == [0xFE, 0x62])
  }

  @Test func largeStreamsBothWays() throws {
    let bytes = [UInt8](repeating: 0x61, count: 3_000_000)
    let outcome = try shell("tee /dev/stderr") { $0.input = .bytes(bytes) }
    #expect(outcome.output == bytes)
    #expect(outcome.errors == bytes)
  }

  @Test func inputThatNobodyReads() throws {
    #expect(
      try shell("exit 3") { $0.input = .bytes([UInt8](repeating: 0, count: 1_000_000)) }.status == 3
    )
  }

  @Test func inputKinds() throws {
    let folder = Folder(["a.txt": "from the file"])
    #expect(try shell("cat") { $0.input = .file(folder.at("a.txt")) }.text == "from the file")
    #expect(try shell("cat") { $0.input = .bytes([]) }.text.isEmpty)
    #expect(try shell("cat") { $0.input = .closed }.status != 0)
    let endless = try shell("cat") {
      $0.input = .endless
      $0.limit = 0.3
    }
    #expect(endless.timedOut)
  }

  @Test func outputKinds() throws {
    let folder = Folder()
    #expect(try shell("echo hello") { $0.output = .file(folder.at("o")) }.output.isEmpty)
    #expect(folder.text("o") == "hello\n")
    #expect(try shell("exec cat /etc/passwd") { $0.output = .closed }.status != 0)
    #expect(try shell("exec cat /etc/passwd") { $0.output = .file("/dev/full") }.status != 0)
    let left = try shell("exec yes") { $0.output = .readerLeaves(after: 1) }
    #expect(left.status == 141)
    #expect(left.output == [0x79])
    #expect(try shell("echo x >&2 || exit 9") { $0.closesErrors = true }.status == 9)
  }

  @Test func folderAndEnvironment() throws {
    let folder = Folder()
    #expect(try shell("pwd") { $0.folder = folder.path }.text == folder.path + "\n")
    let outcome = try shell("echo \"$A-$HOME\"") { $0.environment = ["A": "b"] }
    #expect(outcome.text == "b-\n")
  }

  @Test func timeLimitKillsWhatWasStarted() throws {
    let folder = Folder()
    let outcome = try shell("sleep 60 & echo $! > child; sleep 60") {
      $0.folder = folder.path
      $0.limit = 0.5
    }
    #expect(outcome.timedOut)
    #expect(outcome.status == 137)
    #expect(outcome.seconds < 50)
    let child = try #require(
      pid_t(folder.text("child").trimmingCharacters(in: .whitespacesAndNewlines)))
    // Killed; it may wait for its new parent to take notice.
    var state = ""
    for _ in 0..<100 {
      state = (try? String(contentsOfFile: "/proc/\(child)/stat", encoding: .utf8)) ?? ""
      if state.isEmpty || state.contains(") Z ") { break }
      usleep(20_000)
    }
    #expect(state.isEmpty || state.contains(") Z "))
  }

  @Test func noDescriptorLeaksIn() throws {
    let outcome = try shell("ls /proc/self/fd | wc -l")
    // The three, and that of the folder which ls reads.
    #expect(outcome.text.trimmingCharacters(in: .whitespacesAndNewlines) == "4")
  }

  @Test(.enabled(if: readsAreCounted, "the system does not say what a child reads"))
  func bytesReadAreCounted() throws {
    let folder = Folder(["a": String(repeating: "x", count: 3_000_000)])
    #expect(try shell("cat a") { $0.folder = folder.path }.bytesRead > 3_000_000)
    #expect(try shell("exec ls") { $0.folder = folder.path }.bytesRead < 1_000_000)
  }

  @Test func missingProgramIsTrouble() {
    #expect(throws: RunnerTrouble.self) { try run(Command(program: "/nonexistent/program")) }
  }

  @Test func foldersGoAway() {
    var folder: Folder? = Folder(["a/b/c": "x"])
    folder?.link("l", to: "/etc")
    let path = folder?.path ?? ""
    #expect(access(path, F_OK) == 0)
    folder = nil
    #expect(access(path, F_OK) != 0)
    #expect(access("/etc/passwd", F_OK) == 0)
  }
}
