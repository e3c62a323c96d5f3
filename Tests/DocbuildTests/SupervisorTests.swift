import DocbuildCore
import Foundation
import Glibc
import Testing

@testable import DocbuildEngine

/// The process that keeps shells, asked as the engine asks it, without a sandbox: what it reports, and what its shells find.
struct SupervisorTests {
  private let folder: TemporaryFolder
  private let supervisor: Supervisor

  /// The program beside these tests.
  private static let program: String = {
    let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "/"
    let folders = [
      URL(fileURLWithPath: own).deletingLastPathComponent(), Bundle.main.bundleURL,
      Bundle.main.bundleURL.deletingLastPathComponent(),
    ]
    return folders.map { $0.appendingPathComponent("docbuild").path }.first {
      access($0, X_OK) == 0
    } ?? ""
  }()

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("work/a", "a\n")
    let top = AbsolutePath(trusted: Bytes(folder.url.path.utf8))
    supervisor = try Supervisor(
      SupervisorProgram(path: Self.program, words: ["docbuild", "--docbuild-supervisor"]),
      environment: ["PATH": "/usr/bin:/bin", "X": "y z"], folder: top, sandbox: nil)
  }

  private func path(_ name: String) -> AbsolutePath {
    let top = AbsolutePath(trusted: Bytes(folder.url.path.utf8))
    return name.isEmpty ? top : top.joined(Bytes(name.utf8))
  }

  /// Runs a command to its end: what it printed, to either stream, and how it ended.
  private func run(_ command: String, in name: String = "work") throws -> (
    text: String, status: Int
  ) {
    var ends: [Int32] = [-1, -1]
    try #require(pipe(&ends) == 0)
    let (reader, writer) = (Descriptor(ends[0]), Descriptor(ends[1]))
    let nothing = open("/dev/null", O_RDONLY | O_CLOEXEC)
    defer { close(nothing) }
    let shell = try supervisor.startShell(
      command, in: path(name), input: nothing, output: writer.number)
    var status: Int?
    for _ in 0..<2000 where status == nil {
      var watched = pollfd(fd: supervisor.descriptor, events: Int16(POLLIN), revents: 0)
      poll(&watched, 1, 10)
      status = supervisor.status(ofShell: shell)
    }
    var got: Bytes = []
    _ = fcntl(reader.number, F_SETFL, O_NONBLOCK)
    while reader.take(into: &got) {}
    return (got.text, try #require(status))
  }

  @Test(arguments: [
    ("exit 0", 0), ("exit 7", 7), ("kill -9 $$", 137), ("kill -15 $$", 143),
    ("kill -INT $$; exit 3", 130), ("kill -HUP $$; exit 3", 129), ("kill -PIPE $$; exit 3", 141),
    ("exec false", 1),
  ])
  func howAShellEnded(_ command: String, _ status: Int) throws {
    #expect(try run(command).status == status)
  }

  @Test func bothStreamsAreRead() throws {
    #expect(try run("echo a; echo b >&2; echo c").text == "a\nb\nc\n")
    #expect(try run("cat; pwd; cat a; env | grep X=").text == "\(folder.url.path)/work\na\nX=y z\n")
  }

  /// A session of its own, and signals as in any shell.
  @Test func whatAShellFinds() throws {
    #expect(try run("read -r _ _ _ _ _ s _ < /proc/$$/stat; [ $s = $$ ]").status == 0)
    #expect(
      try run("exec bash -c 'yes 2>/dev/null | head -n 1 >/dev/null; echo ${PIPESTATUS[0]}'").text
        == "141\n")
    // A shell that waits may block signals itself.
    #expect(try run("exec grep -q '^SigBlk:\t0*$' /proc/self/status").status == 0)
  }

  @Test func whatCannotBeStarted() throws {
    let (text, status) = try run("echo a", in: "nowhere")
    #expect(status == 127)
    #expect(text.hasSuffix("/nowhere: No such file or directory\n"), "\(text)")
    // The next one is.
    #expect(try run("echo a").text == "a\n")
    let error = #expect(throws: SystemError.self) {
      _ = try supervisor.startShell(
        String(repeating: "x", count: 1 << 16), in: path("work"), input: 0, output: 1)
    }
    #expect(error?.code == E2BIG)
    #expect(try run(": " + String(repeating: "x", count: 60_000)).status == 0)
  }

  @Test func manyShellsAreKeptApart() throws {
    for number in 0..<40 { #expect(try run("exit \(number)").status == number) }
  }

  @Test func itsEndIsTheEndOfAll() throws {
    let mark = "29\(getpid())"
    #expect(
      try run("setsid sleep \(mark) & sleep \(mark) & wait -n 2>/dev/null; exit 3").status == 3)
    for _ in 0..<1000 where !isRunning(mark) { usleep(10_000) }
    #expect(isRunning(mark))
    #expect(supervisor.end() == nil)
    #expect(!isRunning(mark))
    #expect(!FileManager.default.fileExists(atPath: folder.url.path))
    // Who is gone has ended all shells.
    #expect(supervisor.status(ofShell: 99) == 137)
  }

  private func isRunning(_ word: String) -> Bool {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return all.contains { name in
      guard Int(name) != nil,
        let line = FileManager.default.contents(atPath: "/proc/\(name)/cmdline")
      else { return false }
      return line.split(separator: 0).contains { Array($0) == Array(word.utf8) }
    }
  }
}
