import DocbuildCore
import Foundation
import Glibc
import Testing

@testable import DocbuildEngine

/// What has changed between two looks at the same tree.
struct TreeSnapshotTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for name in [
      "a.txt", "deep/b.txt", "deep/er/c.txt", ".git/HEAD", ".git/index", ".docbuild/log",
      "deep/.git/HEAD",
    ] {
      try folder.write(name, "one\n")
    }
    try FileManager.default.createSymbolicLink(
      atPath: at("link.txt"), withDestinationPath: "deep/b.txt")
  }

  private func at(_ name: String) -> String { folder.root.text + "/" + name }

  private func look() throws -> TreeSnapshot {
    var options = Project.Options()
    options.root = folder.root.bytes
    let project = try Project(base: folder.root.bytes, options: options, environment: .process)
    return TreeSnapshot(of: project.root, IgnoredPaths())
  }

  /// The names that differ after something was done.
  private func changed(_ change: () throws -> Void) throws -> (names: [String], hasFolders: Bool) {
    let earlier = try look()
    try change()
    let changes = try look().changes(since: earlier)
    return (changes.paths.map(\.text).sorted(), changes.hasFolders)
  }

  @Test func nothingHasChanged() throws {
    let none = try changed {}
    #expect(none.names.isEmpty && !none.hasFolders)
  }

  @Test func whatIsWrittenComesOrGoes() throws {
    let changed = try changed {
      try folder.write("deep/er/c.txt", "two\n")
      try folder.write("new.txt", "")
      #expect(unlink(at("a.txt")) == 0)
    }
    #expect(changed.names == ["a.txt", "deep/er/c.txt", "new.txt"])
    #expect(!changed.hasFolders)
  }

  /// The link has another text now, too.
  @Test func linksHaveTheTextThatTheyLeadTo() throws {
    let changed = try changed { try folder.write("deep/b.txt", "longer\n") }
    #expect(changed.names == ["deep/b.txt", "link.txt"])
  }

  @Test func foldersThatMove() throws {
    let changed = try changed { #expect(rename(at("deep/er"), at("deep/other")) == 0) }
    #expect(changed.names == ["deep/er", "deep/er/c.txt", "deep/other", "deep/other/c.txt"])
    #expect(changed.hasFolders)
  }

  /// Of git's own files only those that say what is checked out, of docbuild's and of repositories inside none.
  @Test func whatProgramsKeepForThemselves() throws {
    let changed = try changed {
      for name in [".git/HEAD", ".git/index", ".docbuild/log", "deep/.git/HEAD"] {
        try folder.write(name, "two\n")
      }
    }
    #expect(changed.names == [".git/HEAD"])
  }
}
