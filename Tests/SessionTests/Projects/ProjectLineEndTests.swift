import Testing

/// Outputs that a checkout has with CRLF.
struct ProjectLineEndTests {
  private func tree() throws -> Folder {
    let folder = Folder(["a.txt": "one\ntwo\n", "p.src": "# P\n\n<!-- include(a.txt fence) -->\n"])
    try folder.git("init", "-q")
    try project("build", in: folder).expect(0)
    return folder
  }

  private func withCRLF(_ text: String) -> String {
    text.replacing("\n", with: "\r\n")
  }

  private let page = "# P\n\n```text\none\ntwo\n```\n"

  @Test(.needs("git")) func aCheckoutWithThemIsCurrent() throws {
    let folder = try tree()
    try folder.git("add", "-A")
    try folder.git("commit", "-q", "-m", "one")
    for file in ["a.txt", "p.src", "p.md"] { folder.write(file, withCRLF(folder.text(file))) }
    let check = try project("check", in: folder)
    check.expect(0)
    #expect(!check.messages.contains("line-ends"), "\(check.messages)")
    let build = try project("build", in: folder)
    build.expect(0)
    #expect(folder.text("p.md") == withCRLF(page))
    // What is new is written with LF, which is what git stores anyway: not worth a word.
    folder.write("a.txt", "one\r\nthree\r\n")
    let changed = try project("build", in: folder)
    changed.expect(0)
    #expect(!changed.messages.contains("line-ends"), "\(changed.messages)")
    #expect(folder.text("p.md") == page.replacing("two", with: "three"))
  }

  @Test(.needs("git")) func whereGitStoresThemThatIsReportedOnce() throws {
    let folder = try tree()
    folder.write("q.src", folder.text("p.src"))
    for file in ["p.md", "q.md"] { folder.write(file, withCRLF(page)) }
    try folder.git("add", "-A")
    try folder.git("commit", "-q", "-m", "one")
    let check = try project("check", in: folder)
    check.expect(0)
    #expect(check.messages.components(of: "[line-ends]") == 1, "\(check.messages)")
    #expect(check.messages.contains("'p.md' and 1 more outputs have CRLF line ends"))
    folder.write("docbuild.toml", "[checks]\nline-ends = 'error'\n")
    try project("check", in: folder).expect(fails: 1, "line-ends")
    folder.write("docbuild.toml", "")
    folder.write("a.txt", "one\nthree\n")
    let build = try project("build", in: folder)
    build.expect(0)
    #expect(build.messages.components(of: "[line-ends]") == 1, "\(build.messages)")
    #expect(!build.messages.contains("nothing else differs"), "\(build.messages)")
  }

  /// Beside the line ends something else differs: that is where the output is stale.
  @Test func theFirstRealDifferenceIsNamed() throws {
    let folder = try tree()
    folder.write("p.md", withCRLF(page.replacing("two", with: "2")))
    let check = try project("check", in: folder)
    check.expect(fails: 1, "stale-output")
    #expect(check.messages.contains("p.md:5:1"), "\(check.messages)")
  }
}

extension String {
  fileprivate func components(of text: String) -> Int { ranges(of: text).count }
}
