import Foundation
import Glibc
import Testing

/// `docbuild watch` where very much happens at once.
struct WatchBurstTests {
  private func expect(_ folder: Folder, _ name: String, _ text: String, after what: String) {
    for _ in 0..<6000 where folder.text(name) != text { usleep(5_000) }
    #expect(folder.text(name) == text, "\(what)")
  }

  /// The kernel drops what does not fit into its queue, and says only that.
  @Test func aQueueThatOverflowsIsALookAtEverything() throws {
    let limit = try String(
      contentsOfFile: "/proc/sys/fs/inotify/max_queued_events", encoding: .utf8)
    let room = try #require(Int(limit.trimmingCharacters(in: .whitespacesAndNewlines)))
    // A machine that keeps more than this test can write in good time has another limit for it.
    guard room <= 100_000 else { return }
    let folder = Folder([
      "docbuild.toml": "", "a.src": "<!-- include(x.txt) -->\n", "x.txt": "one\n", "noise/0": "",
    ])
    let running = try Running(docbuildCommand(["watch"], in: folder))
    expect(folder, "a.md", "one\n", after: "the start")
    usleep(900_000)
    running.signal(SIGSTOP)
    for number in 0...room { folder.write("noise/\(number)", "") }
    folder.write("x.txt", "two\n")
    running.signal(SIGCONT)
    expect(folder, "a.md", "two\n", after: "the overflow")
    running.signal(SIGINT)
    running.finish().expect(128 + Int(SIGINT))
  }

  /// git writes thousands of files; what was built of half of them would be wrong.
  @Test func aCheckoutIsOneBuild() throws {
    let folder = Folder(["docbuild.toml": "", ".gitignore": "*.md\n"])
    let git = { (words: [String]) in
      try run(
        Command(
          program: "/usr/bin/git",
          arguments: ["-c", "user.name=a", "-c", "user.email=a@b.c", "-C", folder.path] + words)
      ).expect(0)
    }
    try git(["init", "-q", "-b", "one"])
    for branch in ["one", "two"] {
      if branch == "two" { try git(["checkout", "-q", "-b", "two"]) }
      for number in 0..<1500 {
        folder.write("d\(number % 30)/\(number).src", "<!-- include(\(number).txt) -->\n")
        folder.write("d\(number % 30)/\(number).txt", "\(branch) \(number)\n")
      }
      try git(["add", "-A"])
      try git(["commit", "-qm", branch])
    }
    let mark = Folder(["count": ""])
    let running = try Running(
      docbuildCommand(["watch", "--exec", "echo >> \(mark.at("count"))"], in: folder))
    expect(folder, "d29/1499.md", "two 1499\n", after: "the start")
    expect(mark, "count", "\n", after: "the start")
    usleep(900_000)
    try git(["checkout", "-q", "one"])
    expect(folder, "d29/1499.md", "one 1499\n", after: "the checkout")
    expect(folder, "d0/0.md", "one 0\n", after: "the checkout")
    usleep(1_500_000)
    #expect(mark.text("count") == "\n\n")
    running.signal(SIGINT)
    running.finish().expect(128 + Int(SIGINT))
  }
}
