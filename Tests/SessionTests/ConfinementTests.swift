import Foundation
import Glibc
import Synchronization
import Testing

/// Nothing outside the root is read, whatever the way.
struct ConfinementTests {
  /// `project/` is the root, `secret.txt` beside it.
  private func project() -> Folder {
    let folder = Folder([
      "secret.txt": "OUTSIDE\n", "away/secret.txt": "OUTSIDE\n", "project/docbuild.toml": "",
      "project/in.txt": "inside\n", "project/sub/in.txt": "sub\n",
    ])
    folder.link("project/absolute", to: folder.at("secret.txt"))
    folder.link("project/relative", to: "../secret.txt")
    folder.link("project/sub/deeper", to: "../../secret.txt")
    folder.link("project/folder", to: "../away")
    folder.link("project/chain", to: "relative")
    folder.link("project/self", to: folder.at("project/in.txt"))
    folder.link("project/root", to: "/")
    return folder
  }

  private func weave(_ target: String, in folder: Folder) throws -> Outcome {
    try docbuild(
      in: folder, at: "project", input: .bytes(Array("<!-- include(\(target)) -->\n".utf8)))
  }

  static let ways = [
    "../secret.txt", "sub/../../secret.txt", "./../secret.txt", "../project/../secret.txt",
    "..//secret.txt",
    "absolute", "relative", "sub/deeper", "folder/secret.txt", "chain", "folder/../secret.txt",
  ]

  @Test(arguments: ways)
  func wayOutIsRefused(_ way: String) throws {
    let folder = project()
    let there = try weave(way, in: folder)
    there.expect(fails: 1, "outside-root")
    #expect(!there.messages.contains("OUTSIDE"))
    // The same words whether or not it exists.
    folder.remove("secret.txt")
    folder.remove("away/secret.txt")
    let gone = try weave(way, in: folder)
    #expect(gone.status == there.status)
    #expect(gone.messages == there.messages)
  }

  @Test func absolutePathsStartAtTheRoot() throws {
    let folder = project()
    for path in [
      "/etc/passwd", "/etc/no-such-file", folder.at("secret.txt"), folder.at("project/in.txt"),
      "//etc/passwd",
    ] {
      let outcome = try weave(path, in: folder)
      outcome.expect(fails: 1, "file-not-found")
      #expect(!outcome.messages.contains("root:"))
    }
    try weave("/", in: folder).expect(fails: 1, "not-a-regular-file")
    for path in ["/../secret.txt", "//..//secret.txt", "/sub/../../secret.txt"] {
      try weave(path, in: folder).expect(fails: 1, "outside-root")
    }
    try weave("/sub/in.txt", in: folder).expect(prints: "sub\n")
    try weave("//in.txt", in: folder).expect(prints: "inside\n")
    // A link is a path too: one that is absolute leads out even where it comes back.
    try weave("self", in: folder).expect(fails: 1, "outside-root")
    try weave("root/etc/passwd", in: folder).expect(fails: 1, "outside-root")
  }

  @Test func linksInsideWork() throws {
    let folder = project()
    folder.link("project/l1", to: "sub/in.txt")
    folder.link("project/l2", to: "l1")
    folder.link("project/d", to: "sub")
    folder.link("project/sub/up", to: "../in.txt")
    for (target, text) in [
      ("l1", "sub\n"), ("l2", "sub\n"), ("d/in.txt", "sub\n"), ("sub/up", "inside\n"),
      ("sub/../in.txt", "inside\n"),
      ("d/../in.txt", "inside\n"), (".//sub//in.txt", "sub\n"),
    ] {
      try weave(target, in: folder).expect(prints: text)
    }
  }

  @Test func loopOfLinksEnds() throws {
    let folder = project()
    folder.link("project/a", to: "b")
    folder.link("project/b", to: "a")
    try weave("a", in: folder).expect(fails: 1, "file-not-found")
  }

  @Test func partsAreConfinedToo() throws {
    let folder = project()
    folder.write("project/part.src", "<!-- include(../secret.txt) -->\n")
    folder.write("part.src", "OUTSIDE\n")
    try weave("part.src weave", in: folder).expect(fails: 1, "outside-root")
    try weave("../part.src weave", in: folder).expect(fails: 1, "outside-root")
    folder.link("project/way.src", to: "../part.src")
    try weave("way.src weave", in: folder).expect(fails: 1, "outside-root")
  }

  @Test func inPlaceDocumentsAreConfinedToo() throws {
    let folder = project()
    folder.write(
      "project/x.md", "<!-- embed(../secret.txt) -->\n\n[embedmd]:# (../secret.txt text)\n")
    let outcome = try docbuild("weave", "x.md", in: folder, at: "project")
    outcome.expect(fails: 1, "outside-root", "outside-root")
  }

  @Test func configurationIsNotReadThroughALinkOut() throws {
    let folder = Folder(["outside.toml": "allow = [\".env\"]\n", "project/.env": "PASSWORD\n"])
    folder.link("project/docbuild.toml", to: "../outside.toml")
    let outcome = try docbuild(
      in: folder, at: "project", input: .bytes(Array("<!-- include(.env) -->\n".utf8)))
    #expect(outcome.status == 1 || outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(!outcome.messages.contains("PASSWORD"))
  }

  /// Renames between inside and outside while docbuild reads the same name again and again.
  @Test(.timeLimit(.minutes(15)), arguments: ["file", "folder"])
  func exchangedLinksNeverLeadOut(_ kind: String) throws {
    let folder = project()
    folder.makeFolder("project/real")
    folder.write("project/real/secret.txt", "inside\n")
    let (inside, outside) = kind == "file" ? ("in.txt", "../secret.txt") : ("real", "../away")
    folder.link("project/inside", to: inside)
    folder.link("project/outside", to: outside)
    // Each way of writing it is opened on its own.
    let tail = kind == "file" ? "" : "/secret.txt"
    let template = (0..<120).map { index in
      "<!-- include(\(String(repeating: "./", count: index))swapped\(tail)) -->\n"
    }.joined()
    folder.write("project/x.src", template)
    let isDone = Atomic(false)
    let swaps = Thread {
      var turn = 0
      let swapped = folder.at("project/swapped")
      while !isDone.load(ordering: .relaxed) {
        let next = folder.at("project/next-\(kind)")
        symlink(turn % 2 == 0 ? inside : outside, next)
        rename(next, swapped)
        turn += 1
      }
    }
    folder.link("project/swapped", to: inside)
    swaps.start()
    defer { isDone.store(true, ordering: .relaxed) }
    var read = 0
    var refused = 0
    for _ in 0..<100 {
      let outcome = try docbuild(
        "weave", "x.src", "--max-problems", "0", "--format", "line", in: folder, at: "project")
      #expect(!outcome.text.contains("OUTSIDE"))
      #expect(!outcome.messages.contains("OUTSIDE"))
      #expect(!outcome.timedOut)
      refused += outcome.ids.count
      read += template.split(separator: "\n").count - outcome.ids.count
      #expect(outcome.ids.allSatisfy { $0 == "outside-root" }, "\(outcome.messages.prefix(500))")
    }
    // Else the exchange did not meet docbuild at all.
    #expect(read > 0)
    #expect(refused > 0)
  }

  /// A folder exchanged for another one far away, so that a `..` in the path leads elsewhere.
  @Test(.timeLimit(.minutes(15)))
  func movedFoldersNeverLeadOut() throws {
    let folder = project()
    folder.makeFolder("project/a/b")
    folder.write("project/a/secret.txt", "inside\n")
    folder.makeFolder("away/b")
    folder.write(
      "project/x.src",
      (0..<120).map { "<!-- include(\(String(repeating: "./", count: $0))a/b/../secret.txt) -->\n" }
        .joined())
    let isDone = Atomic(false)
    let moves = Thread {
      let here = folder.at("project/a/b")
      let there = folder.at("away/b2")
      while !isDone.load(ordering: .relaxed) {
        rename(here, there)
        rename(there, here)
      }
    }
    moves.start()
    defer { isDone.store(true, ordering: .relaxed) }
    for _ in 0..<40 {
      let outcome = try docbuild("weave", "x.src", "--format", "line", in: folder, at: "project")
      #expect(!outcome.text.contains("OUTSIDE"))
      #expect(!outcome.timedOut)
    }
  }
}
