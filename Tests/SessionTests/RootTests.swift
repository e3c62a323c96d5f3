import DocbuildCore
import DocbuildEngine
import Glibc
import Testing

/// `Root` itself: the kernel's way and the walk of old kernels give the same answers.
struct RootTests {
  private static let long = String(repeating: "n", count: 300)

  private func folder() -> Folder {
    let folder = Folder([
      "secret.txt": "OUTSIDE\n", "root/in.txt": "inside\n", "root/sub/in.txt": "sub\n",
      "root/sub/deep/x": "deep\n",
      "root/a/\u{301}b": "mark\n", "root/a/b": "plain\n", "root/.env": "S\n",
      "root/.git/config": "S\n",
      "root/e\u{301}": "decomposed\n",
    ])
    folder.link("root/absolute", to: folder.at("root/in.txt"))
    folder.link("root/out", to: "../secret.txt")
    folder.link("root/folder", to: "sub")
    folder.link("root/slashed", to: "sub/")
    folder.link("root/file-slashed", to: "in.txt/")
    folder.link("root/up", to: "sub/..")
    folder.link("root/sub/up", to: "..")
    folder.link("root/sub/out", to: "../..")
    folder.link("root/loop", to: "loop")
    folder.link("root/one", to: "two")
    folder.link("root/two", to: "one")
    folder.link("root/dangling", to: "nothing")
    folder.link("root/secret", to: ".env")
    folder.link("root/dot", to: ".")
    folder.link("root/chain0", to: "in.txt")
    for index in 1...45 { folder.link("root/chain\(index)", to: "chain\(index - 1)") }
    mkfifo(folder.at("root/fifo"), 0o644)
    return folder
  }

  static let paths: [String] = [
    "in.txt", "sub/in.txt", "sub/deep/x", "./in.txt", "sub/./in.txt", "sub/../in.txt",
    "sub//in.txt", "sub///deep//x",
    "a/../in.txt", "a/./b", "a/b", "a/\u{301}b", "a\u{301}/b", "a/\u{301}/b", "/\u{301}in.txt",
    "\u{301}/in.txt",
    "e\u{301}", "\u{E9}",
    "in.txt/", "in.txt/.", "in.txt/..", "in.txt/../in.txt", "sub/in.txt/", "folder/in.txt",
    "folder/", "folder/.",
    "slashed/in.txt", "file-slashed", "up/in.txt", "sub/up/in.txt", "sub/up/sub/up/in.txt",
    "sub/out/secret.txt", "sub/out",
    "..", "../", "../secret.txt", "../root/in.txt", "sub/../..", "sub/../../root/in.txt",
    "sub/deep/../../../secret.txt",
    "/", "//", "/in.txt", "/etc/passwd", "absolute", "out", "out/", "loop", "loop/x", "one",
    "dangling", "dangling/x",
    "secret", ".env", ".git", ".git/config", "dot/in.txt", "dot/dot/dot/in.txt", "dot/../in.txt",
    "fifo", "fifo/", "fifo/x",
    ".", "./", "sub", "sub/", "sub/.", "sub/deep/..", "missing", "missing/", "missing/x",
    "missing/../in.txt", "in.txt/x",
    long, "\(long)/x", "sub/\(long)", "\(long)/../in.txt", "chain30", "chain39", "chain40",
    "chain45", "...", ".../x", "..in.txt", "~/x",
    "in.txt\u{0}", "\u{0}", " in.txt", "in.txt ", "IN.TXT",
    String(repeating: "./", count: 2500) + "in.txt",
    String(repeating: "sub/../", count: 700) + "in.txt",
  ]

  @Test func walkingAnswersAsTheKernelDoes() throws {
    let folder = folder()
    let kernel = try Root(AbsolutePath(trusted: Array(folder.at("root").utf8)))
    let walking = try Root(AbsolutePath(trusted: Array(folder.at("root").utf8)), walks: true)
    for path in RootTests.paths {
      let one = kernel.read(WrittenPath(path), limit: 1 << 20)
      let other = walking.read(WrittenPath(path), limit: 1 << 20)
      #expect(one == other, "for '\(path.prefix(60))'")
      for case .success(let bytes) in [one, other] {
        #expect(!bytes.text.contains("OUTSIDE"), "for '\(path.prefix(60))'")
      }
    }
  }

  @Test(arguments: [false, true])
  func answersAreTheRightOnes(walks: Bool) throws {
    let folder = folder()
    let root = try Root(AbsolutePath(trusted: Array(folder.at("root").utf8)), walks: walks)
    func read(_ path: String) -> Result<Bytes, FileTrouble> {
      root.read(WrittenPath(path), limit: 1 << 20)
    }
    for (path, text) in [
      ("in.txt", "inside\n"), ("sub/../in.txt", "inside\n"), ("sub//in.txt", "sub\n"),
      ("folder/in.txt", "sub\n"),
      ("a/\u{301}b", "mark\n"), ("a/b", "plain\n"), ("sub/up/in.txt", "inside\n"),
      ("e\u{301}", "decomposed\n"),
      ("chain30", "inside\n"), ("up/in.txt", "inside\n"),
    ] {
      #expect(read(path) == .success(Array(text.utf8)), "for '\(path)'")
    }
    for path in [
      "..", "../secret.txt", "../root/in.txt", "/in.txt", "/etc/passwd", "absolute", "out",
      "sub/out/secret.txt", "/\u{301}in.txt",
      "sub/../../root/in.txt",
    ] {
      #expect(read(path) == .failure(.outside), "for '\(path)'")
    }
    for path in [
      "missing", "missing/../in.txt", "in.txt/", "in.txt/.", "in.txt/x", "loop", "one", "dangling",
      "\u{E9}", "a\u{301}/b",
      Self.long, "in.txt\u{0}", "chain45", "fifo/", "file-slashed",
    ] {
      #expect(read(path) == .failure(.notFound), "for '\(path.prefix(60))'")
    }
    for path in ["sub", "sub/", ".", "folder/"] {
      #expect(read(path) == .failure(.notRegular(.folder)), "for '\(path)'")
    }
    #expect(read("fifo") == .failure(.notRegular(.fifo)))
    for path in [".env", "secret", ".git/config"] {
      guard case .failure(.refused) = read(path) else {
        Issue.record("'\(path)' is not refused")
        continue
      }
    }
  }

  @Test(arguments: [false, true])
  func limitIsExact(walks: Bool) throws {
    let folder = Folder(["a": "12345"])
    let root = try Root(AbsolutePath(trusted: Array(folder.path.utf8)), walks: walks)
    #expect(root.read(WrittenPath("a"), limit: 5) == .success(Array("12345".utf8)))
    #expect(root.read(WrittenPath("a"), limit: 4) == .failure(.tooLarge(5)))
  }

  @Test(arguments: [false, true])
  func rootStaysTheFolderThatItWas(walks: Bool) throws {
    let folder = Folder(["root/a": "mine\n", "other/a": "OUTSIDE\n"])
    let root = try Root(AbsolutePath(trusted: Array(folder.at("root").utf8)), walks: walks)
    rename(folder.at("root"), folder.at("moved"))
    folder.link("root", to: "other")
    guard case .success(let bytes) = root.read(WrittenPath("a"), limit: 100) else { return }
    #expect(bytes.text == "mine\n")
  }

  @Test func rootMustBeAFolderThatIsThere() {
    let folder = Folder(["file": ""])
    #expect(throws: SystemError.self) {
      try Root(AbsolutePath(trusted: Array(folder.at("file").utf8)))
    }
    #expect(throws: SystemError.self) {
      try Root(AbsolutePath(trusted: Array(folder.at("missing").utf8)))
    }
  }

  @Test func secretsAllowedByPatternOnly() throws {
    let folder = Folder([".env": "S\n", "sub/.env": "S\n", ".git/config": "S\n"])
    let root = try Root(
      AbsolutePath(trusted: Array(folder.path.utf8)),
      secrets: Secrets(allowing: ["sub/*", ".git/*"]))
    #expect(root.read(WrittenPath("sub/.env"), limit: 10) == .success(Array("S\n".utf8)))
    for path in [".env", ".git/config"] {
      guard case .failure(.refused) = root.read(WrittenPath(path), limit: 10) else {
        Issue.record("'\(path)' is not refused")
        continue
      }
    }
  }
}
