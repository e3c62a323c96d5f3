import Foundation
import Testing

/// Links whose truth git knows: to ignored files, and to the repository's own pages on GitHub.
struct ProjectLinkTests {
  @Test func linksToIgnoredFiles() throws {
    let folder = Folder([
      ".gitignore": "out/\n*.tmp\nmade.md\n", "out/o.md": "x", "a.tmp": "x",
      "made.src": "# Made\n\n```\n<!-- include(s.txt) -->\n```\n", "s.txt": "s\n",
      "t.src":
        "# T\n\n[o](out/o.md) [f](out/) ![a](a.tmp) [m](made.md) [s](s.txt)\n\n```\n<!-- include(s.txt) -->\n```\n",
    ])
    try folder.commit()
    try project("build", in: folder).expect(0)
    let outcome = try project("check", "--format", "line", in: folder)
    outcome.expect(1)
    #expect(outcome.ids == ["ignored-link", "ignored-link", "ignored-link"], "\(outcome.messages)")
    #expect(outcome.messages.contains("git ignores 'out/o.md', so no clone has it"))
    // A site is made of what is there.
    folder.write("docbuild.toml", "[check.reader.\"**\"]\nroots = [\".\"]\n")
    #expect(
      try project("check", "--format", "line", in: folder).messages.contains("ignored") == false)
  }

  @Test func urlsOfTheRepositoryItself() throws {
    let here = "https://github.com/Boats/manual"
    let folder = Folder([
      "docs/a.md":
        """
      # A

      [a](\(here)/blob/main/docs/a.md#a) [b](\(here)/tree/main/docs) ![c](https://raw.githubusercontent.com/boats/manual/main/x.png)
      [d](\(here)/blob/main/docs/b.md)
      [e](\(here)/blob/main/docs/a.md#b)
      [f](\(here)/blob/v1.0/docs/b.md) [g](\(here)/issues/1) [h](https://github.com/boats/other/blob/main/x)
      [i](\(here)/blob/odd/name/docs/b.md)
      [j](\(here)/blob/main/s.txt#L9)

      """,
      "x.png": "x", "s.txt": "one line\n",
    ])
    try folder.commit()
    func found() throws -> [String] {
      try project("check", "--pages", "--format", "line", "--quiet", in: folder).messages
        .split(separator: "\n").filter { $0.contains("error") }
        .map { $0.split(separator: ":")[1] + ($0.hasSuffix("[broken-link]") ? " link" : " anchor") }
    }
    #expect(try found().isEmpty)
    try folder.git("remote", "add", "origin", "git@github.com:boats/manual.git")
    let own = try found()
    #expect(own == ["4 link", "5 anchor", "8 link"], "\(own)")
    try folder.git("config", "branch.odd/name.merge", "refs/heads/odd/name")
    #expect(try found() == ["4 link", "5 anchor", "7 link", "8 link"])
    folder.write("docbuild.toml", "[check]\nrepository = \"boats/other\"\n")
    #expect(try found() == ["6 link"])
  }

  /// Addresses that stand for themselves, and other spellings of GitHub's; not what is code or belongs to a link.
  @Test func addressesOfTheRepositoryItself() throws {
    let here = "github.com/o/n/blob/main"
    let folder = Folder([
      "a.md":
        """
      # A

      <https://\(here)/1.md>
      See https://\(here)/2.md.
      (http://\(here)/a.md#a, http://\(here)/4(b).md)
      [a](http://\(here)/5.md) [b](https://www.\(here)/5.md)
      `https://\(here)/6.md` xhttps://\(here)/6.md [https://\(here)/6.md](a.md)
      <a href="https://\(here)/7.md">x</a> <me@example.org> <https://example.org/8.md>

      | a | b |
      | - | - |
      | https://\(here)/9.md|https://\(here)/a.md |

      """
    ])
    try folder.commit()
    try folder.git("remote", "add", "origin", "https://github.com/o/n")
    let outcome = try project("check", "--pages", "--format", "line", in: folder)
    let lines = outcome.messages.split(separator: "\n").filter { $0.contains("[broken-link]") }
      .map { $0.split(separator: ":")[1] }
    #expect(lines == ["3", "4", "5", "6", "6", "8", "12"], "\(outcome.messages)")
  }

  /// An excerpt of a pointer is found whatever its language, and said once.
  @Test(arguments: ["data.txt", "data.csv"]) func pointersOfLargeFiles(_ name: String) throws {
    let folder = Folder([
      name: "version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 3\n",
      "a.src": "# A\n\n<!-- include(\(name) fence) -->\n",
    ])
    try project("build", "--quiet", in: folder).expect(0)
    let outcome = try project("check", "--format", "line", in: folder)
    #expect(outcome.ids == ["large-file-pointer"], "\(outcome.messages)")
  }

  @Test func aSubfolderIsTheRoot() throws {
    let here = "https://github.com/boats/manual/blob/main"
    let folder = Folder([
      "docs/docbuild.toml": "", "README.md": "# R\n",
      "docs/a.md": "[a](\(here)/docs/none.md)\n[b](\(here)/docs/a.md) [c](\(here)/none.md)\n",
    ])
    try folder.commit()
    try folder.git("remote", "add", "origin", "https://github.com/boats/manual")
    let outcome = try project("check", "--pages", "--format", "line", in: folder, at: "docs")
    #expect(outcome.ids == ["broken-link"], "\(outcome.messages)")
  }
}
