import Foundation
import Glibc
import Testing

/// Which transcripts are known to pass, and need not run again.
struct KnownToPassTests {
  private func git(_ arguments: String..., in folder: Folder) throws {
    let outcome = try run(
      Command(
        program: "/usr/bin/git",
        arguments: [
          "-C", folder.path, "-c", "user.name=a", "-c", "user.email=a@b.c", "-c",
          "init.defaultBranch=main",
        ] + arguments))
    try #require(outcome.status == 0, "\(outcome.messages)")
  }

  private let outside = Folder(["data": "one\n"])

  private func project() throws -> Folder {
    let folder = Folder([
      "docs/a.md": "<!-- test(name=\"a\") -->\n```console\n$ true\n```\n",
      "src/value": "one\n", ".gitignore": "build/\n*.cache\n", "build/tool": "#!/bin/sh\n",
      "build/deep/data": "one\n", ".env": "K=1\n",
    ])
    symlink("src/value", folder.at("link"))
    folder.link("out", to: outside.at("data"))
    try git("init", "-q", in: folder)
    try git("add", "-A", in: folder)
    try git("commit", "-qm", "one", in: folder)
    return folder
  }

  private func isKnown(_ folder: Folder) throws -> Bool {
    let outcome = try docbuild("test", in: folder)
    outcome.expect(0)
    return outcome.messages.contains("1 known to pass")
  }

  /// Changes below the root, each in a way of its own.
  static let changes: [(name: String, change: @Sendable (Folder) throws -> Void)] = [
    ("another folder's file", { $0.write("src/value", "two\n") }),
    ("an ignored file", { $0.write("build/tool", "#!/bin/sh\nexit 1\n") }),
    ("an ignored file of the same size", { $0.write("build/deep/data", "two\n") }),
    ("a new ignored file", { $0.write("new.cache", "") }),
    ("a file that is gone", { $0.remove("build/deep/data") }),
    ("a secret", { $0.write(".env", "K=2\n") }),
    ("a mode", { chmod($0.at("build/tool"), 0o755) }),
    ("a new folder", { $0.makeFolder("build/empty") }),
    (
      "a link",
      {
        $0.remove("link")
        symlink("build/tool", $0.at("link"))
      }
    ),
    (
      "a commit",
      { folder in
        _ = try run(
          Command(
            program: "/usr/bin/git",
            arguments: [
              "-C", folder.path, "-c", "user.name=a", "-c", "user.email=a@b.c", "commit",
              "--allow-empty", "-qm", "two",
            ]))
      }
    ),
  ]

  @Test(arguments: changes.indices) func anyChangeBelowTheRoot(_ index: Int) throws {
    let folder = try project()
    #expect(try !isKnown(folder))
    #expect(try isKnown(folder))
    try Self.changes[index].change(folder)
    #expect(try !isKnown(folder), "\(Self.changes[index].name)")
    #expect(try isKnown(folder))
  }

  @Test func aNewCheckoutOfTheSameIsTheSame() throws {
    let folder = try project()
    #expect(try !isKnown(folder))
    // As git does it: the same bytes in a new file.
    folder.write("src/new", "one\n")
    rename(folder.at("src/new"), folder.at("src/value"))
    #expect(try isKnown(folder))
  }

  @Test func whatALinkLeadsToOutsideCounts() throws {
    let folder = try project()
    #expect(try !isKnown(folder))
    #expect(try isKnown(folder))
    outside.write("data", "two\n")
    #expect(try !isKnown(folder))
  }

  @Test func timesInWholeSecondsAreNotBelieved() throws {
    let folder = try project()
    func write(_ text: String) {
      folder.write("build/deep/data", text)
      var times = [timespec(tv_sec: 1_000_000_000, tv_nsec: 0)]
      times.append(times[0])
      utimensat(AT_FDCWD, folder.at("build/deep/data"), times, 0)
    }
    write("one\n")
    _ = try isKnown(folder)
    #expect(try isKnown(folder))
    write("two\n")
    #expect(try !isKnown(folder))
  }

  @Test func programsOnPathCount() throws {
    let (folder, programs) = (try project(), Folder(["tool": "#!/bin/sh\n"]))
    chmod(programs.at("tool"), 0o755)
    func isKnown() throws -> Bool {
      var command = docbuildCommand(["test"], in: folder)
      command.environment["PATH"] = programs.path + ":/usr/bin:/bin"
      return try run(command).messages.contains("1 known to pass")
    }
    #expect(try !isKnown())
    #expect(try isKnown())
    programs.write("tool", "#!/bin/sh\nexit 1\n")
    #expect(try !isKnown())
    #expect(try isKnown())
    programs.write("other", "")
    #expect(try !isKnown())
  }

  @Test func aTrackedRecordIsNotBelieved() throws {
    let folder = try project()
    #expect(try !isKnown(folder))
    #expect(try isKnown(folder))
    try git("add", "-f", ".docbuild/passed", in: folder)
    #expect(try !isKnown(folder))
    #expect(try !isKnown(folder))
    // Nor where the folder looks like a project of its own.
    folder.write(".docbuild/docbuild.toml", "")
    try git("add", "-f", ".docbuild", in: folder)
    #expect(try !isKnown(folder))
    #expect(try !isKnown(folder))
    try git("rm", "-rqf", "--cached", ".docbuild", in: folder)
    folder.remove(".docbuild/docbuild.toml")
    #expect(try !isKnown(folder))
    #expect(try isKnown(folder))
  }

  @Test func aCheckoutThatCannotBeWrittenToIsTested() throws {
    let folder = Folder([
      "a.md": "<!-- test(name=\"a\") -->\n```console\n$ echo a\na\n```\n",
      "b.md": "<!-- test(name=\"a\") -->\n```console\n$ echo b\na\n```\n",
    ])
    chmod(folder.path, 0o555)
    defer { chmod(folder.path, 0o755) }
    let outcome = try docbuildAsNobody("test", "a.md", in: folder)
    outcome.expect(0)
    #expect(outcome.messages.contains("1 passed"))
    #expect(outcome.messages.contains("what passed is not noted"))
    try docbuildAsNobody("test", "--format", "line", in: folder).expect(
      fails: 1, "output-mismatch")
  }
}
