import Glibc
import Testing

/// `docbuild refs`.
struct ProjectRefsTests {
  private let folder = Folder([
    "x.go": """
    package x

    // #region used
    func A() {}
    // #endregion

    // #region lost
    func B() {}
    // #endregion

    """,
    "y.go": "package y\n",
    "a.src":
      "# A\n\n```\n<!-- include(x.go region=used) -->\n```\n\n```\n<!-- include(y.go) -->\n```\n",
    "sub/b.src": "# B\n\n```\n<!-- include(../x.go lines=7..8) -->\n```\n",
    "sub/near.txt": "near\n",
    "sub/c.src": "```\n<!-- include(near.txt) -->\n```\n",
    "page.md": "# Page\n\n<!-- embed(y.go) -->\n",
  ])

  private func places(_ arguments: String..., at subfolder: String = "") throws -> [String] {
    let outcome = try run(docbuildCommand(["refs"] + arguments, in: folder, at: subfolder))
    outcome.expect(0)
    return outcome.text.split(separator: "\n").map {
      String($0.split(separator: " ").first?.dropLast() ?? "")
    }
  }

  @Test func ofAFile() throws {
    #expect(try places("x.go") == ["a.src:4:14", "sub/b.src:4:14"])
    #expect(try places("./sub/../y.go") == ["a.src:8:14", "page.md:3:12"])
    #expect(try places("y.go", "x.go").count == 4)
    #expect(
      try places() == [
        "a.src:4:14", "a.src:8:14", "page.md:3:12", "sub/b.src:4:14", "sub/c.src:2:14",
      ])
  }

  @Test func saysWhatIsShown() throws {
    let outcome = try project("refs", "x.go", in: folder)
    #expect(outcome.text == "a.src:4:14: x.go:4 (used)\nsub/b.src:4:14: x.go:8\n")
  }

  @Test func ofALine() throws {
    #expect(try places("x.go:4") == ["a.src:4:14"])
    #expect(try places("x.go:8") == ["sub/b.src:4:14"])
    #expect(try places("x.go:1").isEmpty)
    #expect(try places("y.go:1") == ["a.src:8:14", "page.md:3:12"])
  }

  @Test func ofARegion() throws {
    #expect(try places("x.go#used") == ["a.src:4:14"])
    // By the lines that it shows.
    #expect(try places("x.go#lost") == ["sub/b.src:4:14"])
  }

  @Test func fromASubfolder() throws {
    folder.write("docbuild.toml", "")
    #expect(try places("../x.go", at: "sub").count == 2)
    #expect(try places("near.txt", at: "sub").count == 1)
    #expect(try places(folder.at("sub/near.txt")).count == 1)
  }

  @Test func aFileThatIsNot() throws {
    let outcome = try project("refs", "z.go", in: folder)
    outcome.expect(2)
    #expect(outcome.messages.contains("'z.go'"))
    // One that nobody shows is no problem.
    #expect(try places("a.src").isEmpty)
    // Names that hold such characters.
    folder.write("odd#1:2", "odd\n")
    folder.write("d.src", "<!-- include(\"odd#1:2\") -->\n")
    #expect(try places("odd#1:2") == ["d.src:1:14"])
    #expect(try places("odd#1:2:1") == ["d.src:1:14"])
  }

  @Test func unused() throws {
    let outcome = try project("refs", "--unused", in: folder)
    outcome.expect(1)
    #expect(outcome.text == "x.go:7:1: no document shows region 'lost'\n")
    folder.write("sub/b.src", "<!-- include(../x.go region=lost) -->\n")
    try project("refs", "--unused", in: folder).expect(prints: "")
  }

  @Test func aBrokenDocumentHidesNoOther() throws {
    folder.write("broken.src", "<!-- include(none) -->\n")
    let outcome = try project("refs", "x.go", in: folder)
    outcome.expect(1)
    #expect(outcome.ids == ["file-not-found"])
    #expect(outcome.text.split(separator: "\n").count == 2)
  }

  @Test func writesNothing() throws {
    let before = folder.tree(leavingOut: [])
    _ = try project("refs", in: folder)
    _ = try project("refs", "--unused", in: folder)
    #expect(folder.tree(leavingOut: []) == before)
  }
}
