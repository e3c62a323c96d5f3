import Foundation
import Testing

/// What is said when something is not where a page says: where it is now.
struct ProjectCureTests {
  @Test func aFileThatGitMovedIsFound() throws {
    let folder = Folder([
      "a.src": "<!-- include(old/one.go) -->\n\n<!-- include(old/one.go lines=1) -->\n",
      "docs/b.src": "<!-- include(../old/one.go) -->\n", "old/one.go": "package one\n",
    ])
    try folder.commit()
    try FileManager.default.createDirectory(
      atPath: folder.at("new"), withIntermediateDirectories: true)
    try folder.git("mv", "old/one.go", "new/first.go")
    for isCommitted in [false, true] {
      if isCommitted { try folder.commit() }
      let outcome = try project("build", in: folder)
      outcome.expect(1)
      #expect(outcome.lines(with: "it is at 'new/first.go' now").count == 3, "\(outcome.messages)")
      #expect(outcome.lines(with: "write 'new/first.go'").count == 2, "\(outcome.messages)")
      #expect(outcome.lines(with: "write '../new/first.go'").count == 1, "\(outcome.messages)")
    }
  }

  @Test func amongEqualsNoFileIsNamed() throws {
    let folder = Folder(["a.src": "<!-- include(old/one.go) -->\n", "old/one.go": "package one\n"])
    try folder.commit()
    try FileManager.default.removeItem(atPath: folder.at("old"))
    folder.write("x/other.go", "package one\n")
    folder.write("y/another.go", "package one\n")
    try folder.git("add", "-A")
    let outcome = try project("build", in: folder)
    outcome.expect(1)
    #expect(!outcome.messages.contains("it is at"), "\(outcome.messages)")
  }

  @Test func aPathThatIsNoneNamesTheNearest() throws {
    let folder = Folder(["docs/guide.md": "# A\n"])
    try folder.commit()
    let outcome = try project("check", "docs/gide.md", in: folder)
    outcome.expect(2)
    #expect(outcome.messages.contains("the nearest file is 'docs/guide.md'"), "\(outcome.messages)")
  }

  @Test func aStaleBlockNamesTheSource() throws {
    let folder = Folder([
      "README.md": "# A\n\n<!-- embed(one.py) -->\n```python\na = 1\nb = 2\n```\n<!-- /embed -->\n",
      "one.py": "a = 1\nb = 3\n",
    ])
    try folder.commit()
    let outcome = try project("check", in: folder)
    outcome.expect(1)
    #expect(
      outcome.messages.contains("one.py:2:1: note: it shows 'one.py' here"), "\(outcome.messages)")
    let lines = try project("check", "--format", "github", in: folder).messages
      .split(separator: "\n").filter { $0.hasPrefix("::error") }
    #expect(lines.count == 2, "\(lines)")
    #expect(lines.last?.hasPrefix("::error file=one.py,line=2,") ?? false, "\(lines)")
    #expect(lines.last?.contains("'README.md' shows this line, and is stale") ?? false, "\(lines)")
  }
}

/// Where the text of a block has gone, and copies that nobody has embedded.
struct MovedTextTests {
  private static let source =
    "import os\n\n\ndef connect(name):\n    return os.open(name, 0)\n\n\ndef close(handle):\n    os.close(handle)\n"

  private func page(_ options: String, _ text: String) -> String {
    "# A\n\n<!-- embed(one.py \(options)) -->\n```python\n\(text)```\n<!-- /embed -->\n"
  }

  private static let shown = "def connect(name):\n    return os.open(name, 0)\n"

  @Test(arguments: [
    "region=connect", "from=/^def open/ to=/return/", "lines=40..41", "symbol=open",
  ])
  func aSelectorThatFailsIsMended(options: String) throws {
    if options.hasPrefix("symbol"), find("ast-grep") == nil { return }
    let folder = Folder([
      "a.md": page(options, MovedTextTests.shown), "one.py": MovedTextTests.source,
    ])
    try folder.commit()
    let outcome = try project("build", in: folder)
    outcome.expect(1)
    #expect(
      outcome.messages.contains("one.py:4:1: note: the text that the page shows is here now"),
      "\(outcome.messages)")
    let cure = outcome.lines(with: "write '").first?.split(separator: "'", maxSplits: 1).last.map {
      $0.dropLast()
    }
    folder.write("a.md", page(String(cure ?? "nothing"), MovedTextTests.shown))
    try project("build", in: folder).expect(0, written: 0, upToDate: 1)
  }

  @Test func linesThatAreOthersNow() throws {
    let folder = Folder([
      "a.md": page("lines=2..3", MovedTextTests.shown), "one.py": MovedTextTests.source,
    ])
    try folder.commit()
    let outcome = try project("check", in: folder)
    #expect(outcome.lines(with: "[moved-text]").count == 1, "\(outcome.messages)")
    #expect(
      outcome.messages.contains(
        "'lines=2..3' are other lines now: the page's text stands on lines 4 to 5 of 'one.py'"),
      "\(outcome.messages)")
  }

  @Test func copiesAreReportedWhereAsked() throws {
    let pasted = "# A\n\nIn one.py:\n\n```python\n\(MovedTextTests.shown)```\n"
    let folder = Folder(["a.md": pasted, "one.py": MovedTextTests.source])
    try folder.commit()
    try project("check", in: folder).expect(0)
    folder.write("docbuild.toml", "[checks]\npasted-code = \"error\"\n")
    let outcome = try project("check", in: folder)
    outcome.expect(1)
    #expect(
      outcome.messages.contains("a.md:5:1: error: this block is a copy of 'one.py' [pasted-code]"),
      "\(outcome.messages)")
  }
}
