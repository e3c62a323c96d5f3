import DocbuildCore
import Testing

@testable import DocbuildEngine

/// Paths below the root are folded, and none leads out.
struct RootPathTests {
  @Test(arguments: [
    ("", ""), (".", ""), ("a", "a"), ("./a/", "a"), ("a//b", "a/b"), ("a/../b", "b"), ("a/..", ""),
    ("...", "..."), ("..a/b", "..a/b"), ("a/..b", "a/..b"), (".docbuild", ".docbuild"),
  ])
  func folding(_ path: String, _ folded: String) {
    #expect(RootPath(folding: Bytes(path.utf8))?.text == folded)
  }

  @Test(arguments: ["..", "../a", "a/../..", "a/../../b", "/", "/a", "//a", "./..", "../.."])
  func leadingOut(_ path: String) {
    #expect(RootPath(folding: Bytes(path.utf8)) == nil)
    #expect(WrittenPath(Bytes(path.utf8)).folded == nil)
  }

  @Test(arguments: [
    "..", "a/..", "a/../b", "/a", "a//b", "a/", "./a", "a/.", ".", "../a", "/",
  ])
  func whatNoRepositoryListsIsRefused(_ path: String) {
    #expect(RootPath(listed: Bytes(path.utf8)) == nil)
  }

  @Test(arguments: ["", "a", "..a", "a/..b", "a/b..", "...", "a/.b", ".a/b", "a/..."])
  func whatARepositoryListsIsTaken(_ path: String) {
    #expect(RootPath(listed: Bytes(path.utf8))?.text == path)
  }

  @Test func parts() {
    let path = RootPath(trusted: Bytes("docs/a/b.md".utf8))
    #expect(path.folder.text == "docs/a")
    #expect(path.fileName.text == "b.md")
    #expect(path.components.map(\.text) == ["docs", "a", "b.md"])
    #expect(RootPath(trusted: Bytes("a".utf8)).folder == .root)
    #expect(RootPath.root.folder == .root)
    #expect(RootPath.root.isRoot && !path.isRoot)
  }

  @Test(arguments: [
    ("docs", "a.md", "docs/a.md"), ("docs", "../a.md", "a.md"), ("docs", ".", "docs"),
    ("docs", "..", ""), ("", "a", "a"), ("docs/a", "../../b//c", "b/c"), ("docs", "", "docs"),
  ])
  func resolving(_ folder: String, _ written: String, _ found: String) {
    let folder = RootPath(trusted: Bytes(folder.utf8))
    #expect(folder.resolving(Bytes(written.utf8))?.text == found)
  }

  @Test(arguments: [("docs", "../../a"), ("", ".."), ("docs", "/a")])
  func resolvingWhatLeadsOut(_ folder: String, _ written: String) {
    #expect(RootPath(trusted: Bytes(folder.utf8)).resolving(Bytes(written.utf8)) == nil)
  }

  @Test func joining() {
    let docs = RootPath(trusted: Bytes("docs".utf8))
    let page = docs.joined(Bytes("a.md".utf8))
    #expect(page.text == "docs/a.md")
    #expect(RootPath.root.joined(page) == page)
    #expect(docs.joined(RootPath.root) == docs)
    #expect(docs.joined(page).text == "docs/docs/a.md")
    #expect(docs.appending(Bytes(".md".utf8)).text == "docs.md")
    #expect(AbsolutePath(trusted: Bytes("/p".utf8)).joined(page).text == "/p/docs/a.md")
    #expect(AbsolutePath(trusted: Bytes("/p".utf8)).joined(RootPath.root).text == "/p")
  }

  @Test func lyingAt() {
    let docs = RootPath(trusted: Bytes("docs".utf8))
    #expect(docs.lies(at: .root) && docs.lies(at: docs))
    #expect(docs.joined(Bytes("a".utf8)).lies(at: docs))
    #expect(!docs.appending(Bytes("-old".utf8)).lies(at: docs))
    #expect(!RootPath.root.lies(at: docs))
  }

  @Test func order() {
    let paths = ["a/b", "a", "a-b", "", "a.b"].map { RootPath(trusted: Bytes($0.utf8)) }
    #expect(paths.sorted().map(\.text) == ["", "a", "a-b", "a.b", "a/b"])
  }
}
