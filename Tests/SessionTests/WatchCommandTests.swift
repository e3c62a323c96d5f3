import Foundation
import Glibc
import Testing

/// `docbuild watch`, in a process of its own.
struct WatchCommandTests {
  private func watch(_ folder: Folder, _ more: [String] = []) throws -> Running {
    let running = try Running(docbuildCommand(["watch"] + more, in: folder))
    return running
  }

  /// Waits until a page has a text, for 20 s at the most.
  private func expect(
    _ name: String, _ text: String, _ folder: Folder, _ location: SourceLocation = #_sourceLocation
  ) {
    for _ in 0..<4000 where folder.text(name) != text { usleep(5_000) }
    #expect(folder.text(name) == text, sourceLocation: location)
  }

  private static let files = [
    "docbuild.toml": "", "a.src": "<!-- include(x.txt) -->\n", "x.txt": "one\n",
    "b.src": "<!-- include(deep/y.txt) -->\n", "deep/y.txt": "y\n",
  ]

  /// The ways in which editors save.
  @Test(arguments: [[], ["--poll", "--interval", "20"]])
  func savesAreFollowed(_ options: [String]) throws {
    let folder = Folder(WatchCommandTests.files)
    let running = try watch(folder, options)
    expect("a.md", "one\n", folder)
    folder.write("x.txt", "two\n")
    expect("a.md", "two\n", folder)
    folder.write("x.tmp", "three\n")
    rename(folder.at("x.tmp"), folder.at("x.txt"))
    expect("a.md", "three\n", folder)
    rename(folder.at("x.txt"), folder.at("x.txt~"))
    folder.write("x.txt", "four\n")
    expect("a.md", "four\n", folder)
    folder.remove("x.txt")
    folder.write("x.txt", "five\n")
    expect("a.md", "five\n", folder)
    folder.write("deep/y.txt", "z\n")
    expect("b.md", "z\n", folder)
    running.signal(SIGINT)
    running.finish().expect(128 + Int(SIGINT))
  }

  /// What is changed under another name than the one that a document shows.
  @Test func otherNamesAreFollowed() throws {
    let folder = Folder(WatchCommandTests.files)
    folder.write("x.txt", "one\n")
    folder.write("src/real.txt", "1\n")
    folder.write("src/twin.txt", "1\n")
    try FileManager.default.createSymbolicLink(
      atPath: folder.at("link.txt"), withDestinationPath: "src/real.txt")
    #expect(link(folder.at("src/twin.txt"), folder.at("twin.txt")) == 0)
    folder.write("c.src", "<!-- include(link.txt) -->\n\n<!-- include(twin.txt) -->\n")
    let running = try watch(folder)
    expect("c.md", "1\n\n1\n", folder)
    // All has been looked at.
    usleep(900_000)
    folder.write("src/real.txt", "two\n")
    expect("c.md", "two\n\n1\n", folder)
    usleep(900_000)
    let twin = try FileHandle(forWritingTo: URL(fileURLWithPath: folder.at("src/twin.txt")))
    try twin.write(contentsOf: Data("2".utf8))
    try twin.close()
    expect("c.md", "two\n\n2\n", folder)
    running.signal(SIGINT)
    running.finish().expect(128 + Int(SIGINT))
  }

  /// Folders that come, with what is in them, and those that take the name of others.
  @Test func newFoldersAreFollowed() throws {
    let folder = Folder(WatchCommandTests.files)
    let running = try watch(folder)
    expect("a.md", "one\n", folder)
    folder.write("new/inner/c.src", "<!-- include(z.txt) -->\n")
    folder.write("new/inner/z.txt", "1\n")
    expect("new/inner/c.md", "1\n", folder)
    folder.write("new/inner/z.txt", "2\n")
    expect("new/inner/c.md", "2\n", folder)
    rename(folder.at("new"), folder.at("other"))
    folder.write("other/inner/z.txt", "3\n")
    expect("other/inner/c.md", "3\n", folder)
    folder.write("new/inner/c.src", "<!-- include(z.txt) -->\n")
    folder.write("new/inner/z.txt", "4\n")
    expect("new/inner/c.md", "4\n", folder)
    running.signal(SIGTERM)
    running.finish().expect(128 + Int(SIGTERM))
  }

  /// A problem is shown once, and so is its end; a faulty configuration does not end it.
  @Test func problemsComeAndGo() throws {
    let folder = Folder(WatchCommandTests.files)
    let running = try watch(folder)
    expect("a.md", "one\n", folder)
    folder.write("a.src", "<!-- include(nowhere.txt) -->\n")
    usleep(500_000)
    folder.write("unrelated.txt", "")
    usleep(500_000)
    folder.write("docbuild.toml", "tempates = []\n")
    usleep(500_000)
    folder.write("docbuild.toml", "")
    usleep(500_000)
    folder.write("a.src", "<!-- include(x.txt) -->\nmore\n")
    expect("a.md", "one\nmore\n", folder)
    running.signal(SIGINT)
    let outcome = running.finish()
    let messages = outcome.messages
    #expect(messages.components(separatedBy: "unknown key 'tempates'").count == 2, "\(messages)")
    #expect(messages.components(separatedBy: "[file-not-found]").count == 3, "\(messages)")
    #expect(messages.contains("2 documents: 1 written, 1 up to date"), "\(messages)")
  }

  /// What git ignores is nobody's business, unless a document shows it.
  @Test func ignoredFiles() throws {
    let folder = Folder(WatchCommandTests.files)
    folder.write(".gitignore", "x.txt\nlogs/\n")
    folder.write("logs/run.log", "")
    try run(Command(program: "/usr/bin/git", arguments: ["init", "-q", folder.path])).expect(0)
    let mark = Folder(["count": ""])
    let running = try watch(folder, ["--exec", "echo >> \(mark.at("count"))"])
    expect("a.md", "one\n", folder)
    expect("count", "\n", mark)
    folder.write("logs/run.log", "more\n")
    usleep(300_000)
    folder.write("x.txt", "two\n")
    expect("a.md", "two\n", folder)
    expect("count", "\n\n", mark)
    running.signal(SIGINT)
    running.finish().expect(128 + Int(SIGINT))
  }

  @Test func checkWritesNothing() throws {
    let folder = Folder(WatchCommandTests.files)
    let running = try watch(folder, ["--check"])
    usleep(700_000)
    folder.write("a.md", "one\n")
    folder.write("b.md", "y\n")
    usleep(700_000)
    running.signal(SIGINT)
    let messages = running.finish().messages
    #expect(messages.contains("'a.md' is missing"), "\(messages)")
    #expect(messages.contains("2 documents checked, 0 with problems"), "\(messages)")
    #expect(!folder.exists(".docbuild"))
  }

  @Test func aRootThatGoesEndsIt() throws {
    let outer = Folder()
    let folder = outer.at("tree")
    outer.makeFolder("tree")
    outer.write("tree/docbuild.toml", "")
    outer.write("tree/a.src", "<!-- include(a.txt) -->\n")
    outer.write("tree/a.txt", "a\n")
    let running = try Running(docbuildCommand(["watch", "--root", folder], in: outer))
    expect("tree/a.md", "a\n", outer)
    rename(folder, outer.at("gone"))
    running.finish().expect(2)
  }

  /// `--test` runs what a change concerns, and goes on telling what failed before.
  @Test func testsThatAChangeConcerns() throws {
    let log = Folder(["runs": ""])
    func page(_ name: String) -> String {
      "<!-- test(reads=\"\(name)\") -->\n```console\n$ echo \(name) >> \(log.path)/runs; cat x.txt\none\n```\n"
    }
    let folder = Folder([
      "docbuild.toml": "[test]\nwrites = [\"\(log.path)\"]\n", "a/g.md": page("a"),
      "a/x.txt": "one\n", "b/g.md": page("b"), "b/x.txt": "one\n",
    ])
    let running = try watch(folder, ["--test", "-j", "1"])
    expect("runs", "a\nb\n", log)
    // The round is over when the next one may begin.
    usleep(300_000)
    folder.write("a/x.txt", "two\n")
    expect("runs", "a\nb\na\n", log)
    usleep(300_000)
    folder.write("b/g.md", "# B\n\n" + page("b"))
    expect("runs", "a\nb\na\nb\n", log)
    usleep(300_000)
    running.signal(SIGINT)
    let outcome = running.finish()
    outcome.expect(128 + Int(SIGINT))
    let told = outcome.messages.split(separator: "\n").filter {
      $0.contains("expected 'one', found 'two'")
    }
    #expect(told.count == 2, "\(outcome.messages)")
  }
}
